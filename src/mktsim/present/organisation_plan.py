"""An organisation on paper as text, JSON and a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.organisation_chart import FIGURE
from mktsim.present.figures.save import drawing_of, figure_files
from mktsim.present.json import View, number, view_of
from mktsim.present.layout import Row, grid

BUSY = 0.6
"""Part of an agent's posts from which calendar work is told: messages, rework and luck need the rest (assumption)."""

if TYPE_CHECKING:
    from mktsim.study.question.organisation_plan import OrganisationPlan


def plan_json(plan: OrganisationPlan) -> View:
    """Return all that is said of an organisation on paper."""
    return view_of(
        "organisation_plan",
        {
            "file": plan.file,
            "organisation": plan.name,
            "title": plan.title,
            "instant": plan.instant,
            "agents": [
                {
                    "id": one.name,
                    "plays": list(one.plays),
                    "staff_fte": number(one.staff_fte),
                    "outside": one.outside,
                    "reports_to": one.reports_to,
                    "duties": list(one.duties),
                    "calendar_posts": number(one.calendar_posts),
                }
                for one in plan.agents
            ],
            "links": [{"sender": one, "receiver": other, "kind": kind} for one, other, kind in plan.links],
            "vacancies": [
                {"role": one.role, "undone": [duty for duty, _ in one.undone], "waiting": list(one.waiting)}
                for one in plan.vacancies
            ],
            "approvals": [{"id": key, "by": words} for key, words in plan.approvals],
            "problems": [str(one) for one in plan.problems],
        },
    )


def plan_text(plan: OrganisationPlan) -> str:
    """Return who is there, what nobody does, and who approves."""
    if plan.instant:
        return f"{plan.name}: every duty completes at once with the truth; nobody is needed."
    parts = [f"{plan.name}: {plan.title}" if plan.title else plan.name, _agents(plan), _links(plan)]
    parts += [_vacancies(plan), _overloaded(plan), _approvals(plan)]
    return "\n\n".join(part for part in parts if part)


def _agents(plan: OrganisationPlan) -> str:
    rows: list[Row] = [
        (
            f"{one.name} (outside)" if one.outside else one.name,
            f"{one.staff_fte:g}",
            one.reports_to,
            str(len(one.duties)),
            f"{one.calendar_posts:.1f}",
            ", ".join(one.plays),
        )
        for one in plan.agents
    ]
    note = "Posts of calendar work are at standard effort, 230 working days a post; what messages set off comes on top."
    return f"{grid(('agent', 'posts', 'reports to', 'duties', 'posts of calendar work', 'plays'), rows)}\n{note}"


def _links(plan: OrganisationPlan) -> str:
    counts = {kind: sum(of == kind for _, _, of in plan.links) for kind in ("reports", "informs", "approves")}
    return f"{counts['reports']} reporting lines, {counts['informs']} links of news, {counts['approves']} of approval."


def _vacancies(plan: OrganisationPlan) -> str:
    if not plan.vacancies:
        return "Every role is played and every duty is somebody's."
    lines = []
    for one in plan.vacancies:
        lines.append(
            f"Nobody plays {one.role}: {len(one.undone)} duties undone, {len(one.waiting)} of others wait for it"
        )
        lines += [f"  {duty:22} {text}" for duty, text in one.undone]
    return "\n".join(lines)


def _overloaded(plan: OrganisationPlan) -> str:
    """Return who has hardly time for what the calendar asks alone, so that its work will queue."""
    return "\n".join(
        f"{one.name} has {one.staff_fte:g} posts, and its duties by the calendar alone take {one.calendar_posts:.1f}: "
        "work will wait."
        for one in plan.agents
        if one.calendar_posts > BUSY * one.staff_fte
    )


def _approvals(plan: OrganisationPlan) -> str:
    return "\n".join(f"Plans of {key} are approved by {words}." for key, words in plan.approvals)


def write_plan(plan: OrganisationPlan, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write numbers and the chart; return the paths. Errors: FileExistsError for files with other content."""
    files = [(directory / "organisation.json", json_bytes(plan_json(plan)))]
    shown = FIGURE.data(plan, None)  # type: ignore[arg-type]
    if shown is not None:
        files += figure_files((drawing_of(FIGURE, shown, f"{Path(plan.file).name} · on paper, no run"),), directory)
    return write_bytes(tuple(files), replace=replace)
