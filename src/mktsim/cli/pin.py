"""`mktsim pin`: keep the outcomes of a scenario's status quo, and see later whether they moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import ExitCode, InputError, Problem
from mktsim.present.json import list_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.present.json import View
    from mktsim.study.directory.pins import Pin, PinDifference
    from mktsim.study.question.resolve import ResolvedStudy

EXAMPLES = (
    "mktsim pin scenarios/packaged_food.yaml",
    "mktsim pin --check",
    "mktsim pin --check packaged_food tea_chain --json",
)
PINS = "pins"
"""Folder of the pins, beside the scenario."""


def pin_command(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="Scenarios by file or name; with --check all if none is named.")
    ] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Compare with the pins instead of writing them.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Pin the outcomes of each scenario's status quo, or show metric by metric what has moved since."""
    with reported(debug=debug):
        items, problems = _items(_paths(scenarios or [], check=check), check=check)
        if as_json:
            show_json(list_json("pins", items))
        else:
            show("\n".join(_words(item) for item in items))
        if problems:
            raise InputError(problems)
        if check and any(item["differences"] for item in items):
            tell("outcomes have moved; if they are meant to, say so in the changelog under Results and pin anew")
            raise typer.Exit(int(ExitCode.DIFFERENCES))


def _paths(names: list[str], *, check: bool) -> list[Path]:
    """Return the scenario files named; all that are found from here for a check without names."""
    from mktsim.cli.run import refuse
    from mktsim.study.question.find_file import Folder, files_in, find

    if not names and not check:
        refuse("SCENARIOS", "name at least one scenario to pin; pinning replaces what was pinned")
    return [find(name, Folder.SCENARIOS) for name in names] or list(files_in(Folder.SCENARIOS).values())


def _items(paths: list[Path], *, check: bool) -> tuple[list[View], tuple[Problem, ...]]:
    """Return what became of each scenario; what is wrong with one does not hide the others."""
    items: list[View] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            items.append(_checked(path) if check else _pinned(path))
        except InputError as error:
            problems += error.problems
    return items, tuple(problems)


def pin_path(scenario: Path) -> Path:
    """Return where the pin of a scenario file is kept."""
    return scenario.parent / PINS / f"{scenario.stem}.json"


def _resolved(scenario: Path) -> ResolvedStudy:
    from mktsim.study.question.library import resolved_run
    from mktsim.study.question.run_request import RunRequest

    return resolved_run(RunRequest(str(scenario)))


def _checked(scenario: Path) -> View:
    """Compare a scenario with its pin; what moved comes with the sources that changed since it was pinned."""
    from mktsim.study.directory.pins import differences, make_pin, read_pin
    from mktsim.study.runs.identity import sources_changed_since

    resolved, path = _resolved(scenario), pin_path(scenario)
    pinned = read_pin(path)
    moved = differences(pinned, make_pin(resolved))
    item = _item(scenario, pinned, "moved" if moved else "same", _moves(resolved, moved))
    return {**item, "sources": list(sources_changed_since(path.resolve())) if moved else []}


def _pinned(scenario: Path) -> View:
    """Pin a scenario, and say what moved against the pin that it replaces."""
    from mktsim.study.directory.pins import differences, make_pin, read_pin, write_pin

    resolved, path = _resolved(scenario), pin_path(scenario)
    now = make_pin(resolved)
    moved = differences(read_pin(path), now) if path.exists() else ()
    write_pin(path, now)
    return {**_item(scenario, now, "pinned", _moves(resolved, moved)), "sources": []}


def _moves(resolved: ResolvedStudy, moved: tuple[PinDifference, ...]) -> list[View]:
    """Return what moved: before, after, change in percent, unit, and the difference that is allowed."""
    from mktsim.outcomes.metrics.table import metric_named

    currency = resolved.scenario.money.currency
    return [
        {
            "metric": one.metric,
            "pinned": one.pinned,
            "now": one.now,
            "change_percent": one.change_percent,
            "unit": metric_named(one.metric).unit_in(currency) if one.now is not None else "",
            "allowed": one.allowed,
        }
        for one in moved
    ]


def _item(scenario: Path, pin: Pin, status: str, moved: list[View]) -> View:
    return {
        "id": pin.scenario,
        "file": pin_path(scenario).as_posix(),
        "status": status,
        "digest": pin.digest,
        "platform": pin.platform,
        "metrics": len(pin.metrics),
        "differences": moved,
    }


def _words(item: View) -> str:
    """Return a line on a pin, a table of what moved, and the sources that changed since."""
    from mktsim.present.layout import grid

    head = f"{item['id']}: {item['status']} ({item['metrics']} metrics, {item['file']})"
    if not item["differences"]:
        return head
    rows: list[tuple[str, ...]] = [
        (
            str(one["metric"]),
            _number(one["pinned"]),
            _number(one["now"]),
            "" if one["change_percent"] is None else f"{one['change_percent']:+.3g}%",
            str(one["unit"]),
            _number(one["allowed"]),
        )
        for one in item["differences"]
    ]
    table = grid(("metric", "before", "now", "change", "unit", "allowed difference"), rows)
    sources = f"\nsources changed since the pin: {', '.join(item['sources'])}" if item["sources"] else ""
    return f"{head}\n{table}{sources}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.10g}"
