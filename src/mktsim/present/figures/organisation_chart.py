"""An organisation on paper: who reports to whom, what each plays, and whom nobody plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mktsim.present.figures.graph_layout import BOX, Place, positions
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, INK, SOFT, WIDTH_INCHES
from mktsim.present.words import joined, label, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.study.question.organisation_plan import OrganisationPlan

_TALL = 1.55
"""Height of a box over that of a graph's, for what an agent plays."""
_WIDE = 1.2
_MOST_PLAYED = 4
_LETTERS = 15
"""Characters in a line of a name."""
_MARGIN, _LINE = 0.07, 0.155
"""Inches above the name, and of one of its lines."""
_MANY_LINKS = 30


@dataclass(frozen=True)
class Box:
    """An agent, or a role that nobody plays."""

    text: str
    small: str
    at: Place
    outside: bool = False
    vacant: bool = False


@dataclass(frozen=True)
class ChartData:
    """What the chart shows."""

    name: str
    boxes: dict[str, Box]
    reports: tuple[tuple[str, str], ...]
    informs: tuple[tuple[str, str], ...]
    approves: tuple[tuple[str, str], ...]


def data(plan: OrganisationPlan, context: object = None) -> ChartData | None:
    """Return boxes and lines; None for an organisation without agents."""
    del context
    if not plan.agents:
        return None
    names = tuple(agent.name for agent in plan.agents)
    vacant = tuple(vacancy.role for vacancy in plan.vacancies)
    by_kind = {
        kind: tuple((one, other) for one, other, of in plan.links if of == kind)
        for kind in ("reports", "informs", "approves")
    }
    outside = frozenset(agent.name for agent in plan.agents if agent.outside) | frozenset(vacant)
    where = positions((*names, *vacant), by_kind["reports"], outside)
    boxes = {a.name: Box(a.name, _small(a.plays, a.name, a.staff_fte), where[a.name], a.outside) for a in plan.agents}
    for one in plan.vacancies:
        waiting = f"{len(one.undone)} duties undone" if one.undone else f"{len(one.waiting)} duties wait for it"
        small = f"nobody plays it\n{waiting}"
        boxes[one.role] = Box(one.role, small, where[one.role], vacant=True)
    return ChartData(plan.name, boxes, by_kind["reports"], by_kind["informs"], by_kind["approves"])


def _small(plays: tuple[str, ...], name: str, fte: float) -> str:
    others = [label(role).lower() for role in plays if role != name]
    more = [*others[:_MOST_PLAYED], *([f"and {len(others) - _MOST_PLAYED} more"] if len(others) > _MOST_PLAYED else [])]
    return "\n".join((f"{fte:g} post{'' if fte == 1.0 else 's'}", *more))


def draw(figure: Figure, shown: ChartData) -> None:
    """Draw boxes by rank of reporting lines, and the lines."""
    where = {name: (box.at[0] * _WIDE, box.at[1] * _TALL) for name, box in shown.boxes.items()}
    xs, ys = [x for x, _ in where.values()], [y for _, y in where.values()]
    low, high = min(ys) - 0.7, max(ys) + 0.7
    left, right = min(*xs, 0.4 * _WIDE) - 0.8, max(*xs, 7.0 * _WIDE) + 0.8
    figure.set_size_inches(WIDTH_INCHES, 1.2 + (high - low) * WIDTH_INCHES / (right - left))
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(left, right)
    axes.set_ylim(low, high + 0.25)
    patches = {name: _box(axes, box, where[name]) for name, box in shown.boxes.items()}
    faint = 0.25 if len(shown.informs) > _MANY_LINKS else 0.6
    lines = (
        (shown.informs, {"color": SOFT, "alpha": faint, "linewidth": 0.7}),
        (shown.approves, {"color": BAD, "linewidth": 1.0, "linestyle": "--"}),
        (shown.reports, {"color": INK, "linewidth": 1.5}),
    )
    for pairs, look in lines:
        for ends in pairs:
            _arrow(axes, (where, patches), ends, look)
    key = f"{label(shown.name)}. Black: reports to. Grey: informs. Dashed red: approves. Italics: outside the firm."
    axes.text(left, high + 0.25, key, ha="left", va="top", fontsize=8.5, color=SOFT)


def _box(axes: Axes, box: Box, at: Place) -> Any:  # noqa: ANN401 - a patch of matplotlib
    from matplotlib.patches import FancyBboxPatch

    wide, tall = BOX[0] * _WIDE, BOX[1] * _TALL * 1.15
    patch = FancyBboxPatch(
        (at[0] - wide / 2, at[1] - tall / 2),
        wide,
        tall,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor="white",
        edgecolor=BAD if box.vacant else SOFT,
        linestyle="--" if box.vacant else "-",
        linewidth=1.2 if box.vacant else 0.9,
        zorder=3,
    )
    axes.add_patch(patch)
    style, weight = ("italic" if box.outside else "normal"), ("normal" if box.outside else "bold")
    colour = BAD if box.vacant else INK
    words, top = wrap(label(box.text), _LETTERS), at[1] + tall / 2 - _MARGIN
    axes.text(
        at[0],
        top,
        words,
        ha="center",
        va="top",
        fontsize=7.4,
        color=colour,
        style=style,
        weight=weight,
        linespacing=1.1,
        zorder=4,
    )
    below = top - _LINE * (words.count("\n") + 1)
    axes.text(at[0], below, box.small, ha="center", va="top", fontsize=6.2, color=colour, linespacing=1.1, zorder=4)
    return patch


def _arrow(axes: Axes, places: tuple[dict[str, Place], dict[str, Any]], ends: tuple[str, str], look: Any) -> None:  # noqa: ANN401
    from matplotlib.patches import FancyArrowPatch

    where, patches = places
    sender, receiver = ends
    arrow = FancyArrowPatch(
        where[sender],
        where[receiver],
        patchA=patches[sender],
        patchB=patches[receiver],
        connectionstyle="arc3,rad=0.08",
        arrowstyle="-|>",
        mutation_scale=8,
        zorder=2,
        **look,
    )
    axes.add_patch(arrow)


def alt(shown: ChartData) -> str:
    """Return how many there are, who is on top, and whom nobody plays."""
    vacant = [label(box.text) for box in shown.boxes.values() if box.vacant]
    tops = {boss for _, boss in shown.reports} - {name for name, _ in shown.reports}
    top = f" {joined([label(name) for name in sorted(tops)])} on top." if tops else ""
    nobody = f" Nobody plays {joined(vacant)}." if vacant else " Every role is played."
    lines = f"{len(shown.reports)} reporting lines and {len(shown.informs)} links of news"
    return f"{label(shown.name)}: {len(shown.boxes) - len(vacant)} agents, {lines}.{top}{nobody}"


FIGURE = FigureSpec(
    "organisation",
    "Who is there, and who reports to whom",
    "Boxes are agents with their posts and roles; a dashed one is a role that nobody plays.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
