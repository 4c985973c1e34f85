"""A pytest plugin that pins scenarios and studies in a repository of your own: what moves an outcome fails a test.

``mktsim_pin("scenarios/mine.yaml")`` in a test compares outcomes of the status quo with the pin beside the file
(``scenarios/pins/mine.json``, the one of ``mktsim pin``); of a study, those of every arm. ``pytest --mktsim-pin``
writes the pins. ``@pytest.mark.mktsim_pin("scenarios/mine.yaml")`` does the same without a line in the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mktsim.study.directory.pins import Pin, PinDifference
    from mktsim.study.question.resolve import ResolvedStudy

Check = Callable[..., None]
WRITE = "--mktsim-pin"
PINS = "pins"
"""Folder of the pins, beside the file that is pinned."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes pins."""
    text = "write the pins of mktsim scenarios and studies instead of comparing with them"
    parser.getgroup("mktsim").addoption(WRITE, action="store_true", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    words = "compare the outcomes of a scenario or study with its pin before the test"
    config.addinivalue_line("markers", f"mktsim_pin(file, replications=3): {words}")


@pytest.fixture
def mktsim_pin(request: pytest.FixtureRequest) -> Check:
    """Return what compares a scenario or study, by file, with its pins; pytest --mktsim-pin writes them."""
    writes = bool(request.config.getoption(WRITE))
    beside, root = request.path.parent, request.config.rootpath

    def check(file: str | Path, replications: int = 3) -> None:
        """Compare; AssertionError with every metric that moved."""
        path = next((place for place in (beside / file, root / file) if place.exists()), Path(file))
        moved = [line for place, pin in _pins(path, replications) for line in _moved(place, pin, writes=writes)]
        if moved:
            pytest.fail("\n".join((f"{path}: outcomes have moved", *moved)), pytrace=False)

    return check


@pytest.fixture(autouse=True)
def _mktsim_pinned(request: pytest.FixtureRequest) -> None:
    """Compare what markers name."""
    for marker in request.node.iter_markers("mktsim_pin"):
        request.getfixturevalue("mktsim_pin")(*marker.args, **marker.kwargs)


def _pins(path: Path, replications: int) -> Iterator[tuple[Path, Pin]]:
    """Yield (place of the pin, outcomes now) of a scenario's status quo, or of each arm of a study."""
    from mktsim.study.directory.pins import make_pin
    from mktsim.study.question.library import resolved_subject

    resolved = resolved_subject(str(path))
    several = len(resolved.arms) > 1
    for place, arm in enumerate(resolved.arms):
        name = f"{path.stem}.{arm.name}" if several else path.stem
        yield path.parent / PINS / f"{name}.json", make_pin(_of_arm(resolved, place), replications=replications)


def _of_arm(resolved: ResolvedStudy, place: int) -> ResolvedStudy:
    return replace(resolved, arms=(resolved.arms[place],))


def _moved(place: Path, now: Pin, *, writes: bool) -> Iterator[str]:
    """Yield a line for each metric that moved against the pin; write the pin where that is asked."""
    from mktsim.study.directory.pins import differences, read_pin, write_pin

    if writes:
        write_pin(place, now)
        return
    if not place.exists():
        yield f"{place}: there is no pin; pytest {WRITE} writes it"
        return
    yield from map(_line, differences(read_pin(place), now))


def _line(one: PinDifference) -> str:
    return f"  {one.metric}: pinned {_number(one.pinned)}, now {_number(one.now)}, allowed {one.allowed:.3g}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.10g}"
