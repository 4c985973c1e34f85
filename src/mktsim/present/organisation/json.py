"""JSON view of an organisation at work; documented in docs/value.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.figures.latency import rows_of
from mktsim.present.json import View, number, view_of

if TYPE_CHECKING:
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
