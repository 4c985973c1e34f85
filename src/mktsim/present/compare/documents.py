"""Documents that a comparison and a run leave in their directories."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mktsim.outcomes.history import Event
from mktsim.present.compare.json import comparison_json, run_json
from mktsim.present.csv_text import csv_bytes
from mktsim.present.documents import json_bytes, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.evidence.synthetic_data.sheet import Sheet
    from mktsim.outcomes.history import History, Table, WorkTable
    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison
    from mktsim.study.compare.single_arm import RunResult
    from mktsim.study.question.resolve import ResolvedStudy

REPORT_NAME = "report.html"
RUN_NAME = "run.json"


def write_comparison(comparison: Comparison, context: Context, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write report, figures, outcomes and numbers; return the paths, the report first.

    Errors: FileExistsError, before anything is written, when a file with other content is there and `replace` is
    not set.
    """
    from mktsim.present.figures.save import drawings, figure_files
    from mktsim.present.report.build import render

    drawn = drawings(comparison, context)
    report = render(comparison, context, drawn)
    files = (
        (directory / REPORT_NAME, report.encode()),
        *figure_files(drawn, directory),
        (directory / "outcomes.csv", _outcomes(comparison)),
        (directory / "comparison.json", json_bytes(comparison_json(comparison))),
    )
    return write_bytes(files, replace=replace)


def refuse_other_run(directory: Path, resolved: ResolvedStudy, replication: int) -> None:
    """Refuse a directory that holds another run, before this one is run; the same may be run again.

    Errors: FileExistsError.
    """
    path = directory / RUN_NAME
    if not path.exists():
        return
    arm = resolved.arms[0]
    asked = (resolved.scenario.name, arm.policy, arm.organisation, resolved.study.seed, replication)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = tuple(told[name] for name in ("scenario", "policy", "organisation", "seed", "replication"))
    except (ValueError, RecursionError, KeyError, TypeError):
        found = ()
    if found != asked:
        raise FileExistsError(f"{path} is of another run; choose another directory, or replace it with --fresh")


def write_run(result: RunResult, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write series, money, events, ledger, decisions, work and metrics of a run; return the paths.

    Errors: FileExistsError, before anything is written, when a file with other content is there and `replace` is
    not set.
    """
    history = result.history
    contents = {
        "weekly.csv": _series(history.series),
        "money.csv": _series(history.money),
        "events.csv": csv_bytes(Event._fields, history.log),
        "ledger.csv": csv_bytes(("day", "activity", "line", "owner", "amount"), history.ledger),
        "decisions.csv": _decisions(history),
        "duties.csv": _work("duty", history.duties),
        "roles.csv": _work("role", history.roles),
        "edges.csv": _work("edge", history.edges),
        "metrics.csv": _metrics(result),
        RUN_NAME: json_bytes(run_json(result)),
    }
    return write_bytes(tuple((directory / name, content) for name, content in contents.items()), replace=replace)


def write_sheets(sheets: Iterable[Sheet], directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write tables of observed data as CSV; a number that is none is an empty cell. Errors: as `write_run`."""
    files = []
    for sheet in sheets:
        rows = ([_known(value) for value in row] for row in sheet.rows)
        content = csv_bytes([column.name for column in sheet.columns], rows)
        files.append((directory / f"{sheet.name}.csv", content))
    return write_bytes(tuple(files), replace=replace)


def _known(value: object) -> object:
    return "" if isinstance(value, float) and not math.isfinite(value) else value


def _series(table: Table) -> bytes:
    with_week = "week" not in table.columns
    header = (*(("week",) if with_week else ()), *table.columns)
    rows = table.values.tolist()
    return csv_bytes(header, ([week, *row] if with_week else row for week, row in enumerate(rows)))


def _work(what: str, table: WorkTable) -> bytes:
    rows = ([name, *values] for name, values in zip(table.rows, table.values.tolist(), strict=True))
    return csv_bytes((what, *table.columns), rows)


def _decisions(history: History) -> bytes:
    header = ("day", "lever", "duty", "based_on", "believed", "truth", "age_days", "value")
    return csv_bytes(header, history.decisions)


def _metrics(result: RunResult) -> bytes:
    header = ("metric", "unit", "mean", "low", "high", "replications", "better", "text")
    return csv_bytes(
        header,
        (
            (m.name, m.unit, m.interval.mean, m.interval.low, m.interval.high, m.known, m.better.value, m.text)
            for m in result.metrics
        ),
    )


def _outcomes(comparison: Comparison) -> bytes:
    header = ("row", *(arm.name for arm in comparison.arms))
    return csv_bytes(header, ([place, *row] for place, row in enumerate(comparison.outcomes.tolist())))
