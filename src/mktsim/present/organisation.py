"""An organisation at work as JSON, text and figures; fields in docs/value.md."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.present.departments import pools
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.latency import rows_of
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, number, view_of
from mktsim.present.layout import Row, grid
from mktsim.present.numbers import MISSING, percent
from mktsim.study.directory.organisation_report import WaitKind

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.directory.organisation_report import OrganisationReport, Task


def organisation_json(found: OrganisationReport) -> View:
    """Return all that is said of an organisation at work."""
    return view_of(
        "organisation",
        {
            "scenario": found.scenario,
            "policy": found.policy,
            "organisation": found.organisation.name,
            "seed": found.heading.seed,
            "replication": found.replication,
            "version": found.heading.version,
            "weeks": found.history.horizon,
            "launch_day": number(found.launch_day),
            "pools": _table(found.history.roles.rows, found.history.roles.columns, found.history.roles.values.tolist()),
            "links": _table(found.history.edges.rows, found.history.edges.columns, found.history.edges.values.tolist()),
            "duties": _duties(found),
            "relays": [
                {"id": one.agent, "messages": one.messages, "attention_days": number(one.attention_days)}
                for one in found.relays
            ],
            "waits": [
                {
                    "waiter": wait.waiter,
                    "waited_for": wait.waited_for,
                    "for": wait.kind.value,
                    "times": wait.times,
                    "days": number(wait.days),
                }
                for wait in found.waits
            ],
        },
    )


def _duties(found: OrganisationReport) -> list[View]:
    tasks: dict[str, list[Task]] = {}
    for task in found.tasks:
        tasks.setdefault(task.duty, []).append(task)
    return [
        {
            "id": row.duty,
            "owner": row.owner,
            "done": row.tasks,
            "latency_days": row.total,
            "queue_days": row.days[0],
            "work_days": row.days[1],
            "approval_days": row.days[2],
            "late_share": row.late,
            "returned": sum(task.returned for task in tasks[row.duty]),
        }
        for row in rows_of(found.tasks)
    ]


def _table(rows: tuple[str, ...], columns: tuple[str, ...], values: list[list[float]]) -> list[View]:
    return [
        {"id": row, **{name: number(x) for name, x in zip(columns, line, strict=True)}}
        for row, line in zip(rows, values, strict=True)
    ]


def write_organisation(found: OrganisationReport, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Errors: FileExistsError for files with other content."""
    numbers = (directory / "organisation.json", json_bytes(organisation_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, figures_of("organisation"))), replace=replace)


_WAITS = 12
"""Longest waits shown, beside those for an answer."""
_DUTIES = 15
_YEAR = 52.0


def organisation_text(found: OrganisationReport) -> str:
    """Return load, the slowest duties, relays, who waits for whom, and a line on what was run."""
    parts = [_load(found), _duties_text(found), _levers(found), _relays(found), _waits(found), _source(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _load(found: OrganisationReport) -> str:
    rows: list[Row] = [
        (
            pool.name,
            percent(pool.utilisation) if math.isfinite(pool.utilisation) else MISSING,
            f"{pool.queue_days:.1f}" if math.isfinite(pool.queue_days) else MISSING,
            f"{pool.jobs / _years(found):,.0f}",
        )
        for pool in sorted(pools(found.history), key=lambda pool: (-pool.utilisation, pool.name))
    ]
    header = ("staff", "busy", "days a job waits", "jobs a year")
    return f"Load\n{grid(header, rows)}"


def _duties_text(found: OrganisationReport) -> str:
    slow = rows_of(found.tasks)
    returned: dict[str, int] = {}
    for task in found.tasks:
        returned[task.duty] = returned.get(task.duty, 0) + task.returned
    rows: list[Row] = [
        (
            row.duty,
            row.owner,
            f"{row.total:.1f}",
            *(f"{days:.1f}" for days in row.days),
            percent(row.late),
            f"{returned[row.duty] / row.tasks:.2f}",
        )
        for row in slow[:_DUTIES]
    ]
    header = ("duty", "owner", "days", "queue", "work", "approval", "late", "sent back a task")
    more = f"\n{len(slow) - _DUTIES} more duties are in the file." if len(slow) > _DUTIES else ""
    return f"Slowest duties, mean days from due to done\n{grid(header, rows)}{more}"


def _levers(found: OrganisationReport) -> str:
    """Return the age of what each lever's decisions rested on and the time that they took."""
    days = {row.duty: row.total for row in rows_of(found.tasks)}
    levers = dict.fromkeys((one.lever, one.duty) for one in found.history.decisions)
    rows: list[Row] = []
    for lever, duty in levers:
        ages = [
            one.age_days
            for one in found.history.decisions
            if (one.lever, one.duty) == (lever, duty) and math.isfinite(one.age_days)
        ]
        count = sum((one.lever, one.duty) == (lever, duty) for one in found.history.decisions)
        age = f"{sum(ages) / len(ages):.0f}" if ages else MISSING
        rows.append((lever, duty, str(count), f"{days[duty]:.1f}" if duty in days else MISSING, age))
    header = ("lever", "duty", "decisions", "days to decide", "age of estimate, days")
    return f"Decisions\n{grid(header, rows)}" if rows else ""


def _relays(found: OrganisationReport) -> str:
    if not found.relays:
        return "Nobody passes on messages for others."
    rows: list[Row] = [
        (one.agent, f"{one.messages / _years(found):,.0f}", f"{one.attention_days / _years(found):.1f}")
        for one in found.relays
    ]
    return f"Relays\n{grid(('agent', 'passed on a year', 'person-days a year'), rows)}"


def _waits(found: OrganisationReport) -> str:
    names = {
        WaitKind.STAFF: "its own staff",
        WaitKind.APPROVAL: "an answer of {}",
        WaitKind.NEWS: "news from {}",
    }
    rows: list[Row] = [
        (
            wait.waiter,
            names[wait.kind].format(wait.waited_for),
            f"{wait.times / _years(found):,.0f}",
            f"{wait.days / wait.times:.1f}",
            f"{wait.days / _years(found):,.0f}",
        )
        for place, wait in enumerate(found.waits)
        if place < _WAITS or wait.kind is WaitKind.APPROVAL
    ]
    return f"Who waits for whom\n{grid(('who', 'waits for', 'times a year', 'days each', 'days a year'), rows)}"


def _years(found: OrganisationReport) -> float:
    return found.history.horizon / _YEAR


def _source(found: OrganisationReport) -> str:
    return (
        f"{found.scenario}: policy {found.policy}, organisation {found.organisation.name}, replication "
        f"{found.replication}, seed {found.heading.seed}, mktsim {found.heading.version}"
    )
