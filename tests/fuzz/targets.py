"""Kinds of files that are mutated: seeds, how a file is read, and what every refusal must say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import stores
import toy_files
from mutations import BYTES, GRAMMAR, Way

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.choices import read_choices
from mktsim.evidence.history.kind import HistoryKind, kind_of
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series
from mktsim.study.directory.pins import read_pin
from mktsim.study.question.check_file import checked

ROOT = Path(__file__).parents[2]
WHOLE = (
    "not valid YAML", "is empty", "is not UTF-8", "is larger than", "expected a mapping", "is no scenario",
    "a key must be", "no such file", "is a directory", "is not a regular file", "cannot be read", "may not be read",
    "more problems",
    "nested deeper", "more than", "aliases repeat", "there is no pin", "surrogate",
)  # fmt: skip
"""Beginnings or parts of messages about a text or file as a whole, which have no field."""
PLACELESS = ("is empty", "is larger than", "no such file", "is a directory", "is not a regular file", "cannot be read",
             "may not be read", "more problems", "there is no pin", "are needed", "reading stopped here",
             "more than once")  # fmt: skip
"""Those that have no line either."""


@dataclass(frozen=True)
class Target:
    """One kind of file."""

    name: str
    """Name of the kind; names the stream of its mutations."""
    seeds: Callable[[], tuple[bytes, ...]]
    """Files that are right, to mutate."""
    read: Callable[[Path], tuple[Problem, ...]]
    """Read a file as the product does; what is wrong with it."""
    file: str
    """Name of the file that is mutated, in a folder with what it names."""
    edits: tuple[Way, ...] = GRAMMAR
    """Mutations of every other file, which keep its grammar; the others are mutated by bytes."""
    fields: bool = True
    """Whether every refusal names a field."""
    lines: bool = True
    """Whether every refusal names a line."""


def _texts(*paths: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in paths)


def _shipped(folder: str, *names: str) -> tuple[bytes, ...]:
    return _texts(*(ROOT / folder / name for name in names))


@lru_cache(maxsize=1)
def _scenarios() -> tuple[bytes, ...]:
    own = (toy_files.SCENARIO.encode(),) * 3
    return (*own, *_shipped("scenarios", "packaged_food.yaml", "us_color_tv_1963.yaml", "tea_chain.yaml"))


@lru_cache(maxsize=1)
def _studies() -> tuple[bytes, ...]:
    worlds = (
        "worlds:\n- name: dear\n  set: {supply.unit_cost_money: 5}\nrequire:\n- {metric: npv, below: 0, at_most: 0.2}\n"
    )
    arms = "  weak: {policy: low, neglect: [{duty: marketing.08, from_week: 3, to_week: 9}]}\n"
    own = f"policies:\n  own:\n{''.join('    ' + line for line in toy_files.POLICY.splitlines(keepends=True))}"
    rich = toy_files.STUDY.replace("baseline: low", f"{arms}baseline: low") + worlds + own
    return (toy_files.STUDY.encode(), rich.encode())


def _organisations() -> tuple[bytes, ...]:
    small = toy_files.ORGANISATION.encode()
    return (small, small, (ROOT / "src/mktsim/data/archetypes/common/staff.yaml").read_bytes() + b"name: staff\n")


def _pins() -> tuple[bytes, ...]:
    return _texts(*sorted((ROOT / "scenarios" / "pins").glob("*.json")))


def _histories() -> tuple[bytes, ...]:
    """Return a series by year, by week and by date, a panel of stores and choices of households."""
    years = "year,sales\n" + "".join(f"{2001 + k},{5 + k}\n" for k in range(12))
    weeks = "week,units sold,price\n" + "".join(f"{k},{10 + k % 7},{1 + k % 3}\n" for k in range(60))
    months = "date;sales\n" + "".join(f"{2020 + k // 12}-{1 + k % 12:02d}-01;{1000 + k}.5\n" for k in range(40))
    rows = (f"s{k % 3},{k // 3},{10 + k},{1 + k % 4},0.{k % 2}\n" for k in range(60))
    panel = "store,week,sales,price,display\n" + "".join(rows)
    picks = (f"{k // 8},{'ab'[k % 2]},{1 + k % 3},{2 - k % 2},{k % 2},0\n" for k in range(60))
    choices = "hid,choice,price.a,price.b,feat.a,feat.b\n" + "".join(picks)
    return tuple(text.encode() for text in (years, weeks, months, panel, choices))


def _checked(path: Path) -> tuple[Problem, ...]:
    return checked(str(path)).problems


def _pin(path: Path) -> tuple[Problem, ...]:
    try:
        read_pin(path)
    except InputError as error:
        return error.problems
    return ()


def _history(path: Path) -> tuple[Problem, ...]:
    try:
        kind, _ = kind_of(path)
        if kind is HistoryKind.SERIES:
            read_series(path, None)
        elif kind is HistoryKind.PANEL:
            read_panel(path, None)
        else:
            read_choices(path)
    except InputError as error:
        return error.problems
    return ()


TARGETS: tuple[Target, ...] = (
    Target("scenario", _scenarios, _checked, "scenarios/fuzzed.yaml"),
    Target("study", _studies, _checked, "experiments/fuzzed.yaml"),
    Target("policy", lambda: (toy_files.POLICY.encode(),), _checked, "policies/fuzzed.yaml"),
    Target("organisation", _organisations, _checked, "organisations/fuzzed.yaml"),
    Target("pin", _pins, _pin, "scenarios/pins/fuzzed.json"),
    Target("history", _histories, _history, "history.csv", edits=BYTES, fields=False),
    Target("store", stores.whole, stores.looked_at, "out/results.sqlite", stores.EDITS, fields=False, lines=False),
)
"""In turns: the number of a case, modulo their count, says which."""


def complaints(problems: tuple[Problem, ...], target: Target) -> list[str]:
    """Return refusals that do not say file, line and field."""
    found = []
    for one in problems:
        is_placeless = any(words in one.message for words in PLACELESS)
        is_whole = any(words in one.message for words in WHOLE)
        if not one.file:
            found.append(f"no file: {one}")
        elif target.lines and one.line <= 0 and not is_placeless and not one.message.startswith("and "):
            found.append(f"no line: {one}")
        elif target.fields and not one.field and not is_whole:
            found.append(f"no field: {one}")
        elif len(str(one)) > 3000 or "\n" in str(one):
            found.append(f"no single line: {str(one)[:300]}")
    return found
