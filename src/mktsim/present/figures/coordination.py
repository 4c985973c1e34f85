"""The coordination graph of the leader's organisation, with load and delay."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mktsim.inputs.organisation import EdgeKind
from mktsim.present.departments import loads, ratio, total
from mktsim.present.figures.graph_layout import BOX, Place, bend, between_boxes, positions
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import INK, SOFT, WIDTH_INCHES, name_lines
from mktsim.present.numbers import percent
from mktsim.present.reading import example_of, leader_index
from mktsim.present.words import label, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

    from mktsim.inputs.organisation import Organisation
    from mktsim.outcomes.history import History
    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison
    from mktsim.study.directory.organisation_report import OrganisationReport

_DARK_ABOVE = 0.55
"""Utilisation above which a box is dark and its text white."""


_CURVE = (1, 3, 3)
"""Codes of a quadratic curve in a path: MOVETO, CURVE3, CURVE3."""
_THICKEST = 3.4
"""Width of the arrow with most messages, points; half of it in a dense graph."""
_MANY_LINKS = 30
_KEY = "Width of an arrow: messages a year.\nDotted grey: reporting line without messages. Italics: outside the firm."


@dataclass(frozen=True)
class Node:
    """One department."""

    name: str
    x: float
    y: float
    utilisation: float
    """NaN without staff time."""
    outside: bool


@dataclass(frozen=True)
class Link:
    """One direction of an edge."""

    sender: str
    receiver: str
    messages: float
    """Messages in the run, replication 0."""
    delay_days: float
    """Mean delay of a message; NaN without messages."""
    reports: bool
    """Whether it is a reporting line."""
    bend: float = 0.0
    """Curvature that leads it round the boxes of others."""


@dataclass(frozen=True)
class GraphData:
    """The graph of one arm."""

    arm: str
    organisation: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    years: float
    """Length of the run, for messages a year."""


def data(comparison: Comparison, context: Context) -> GraphData | None:
    """Return the graph of the leader; of the first arm with a working organisation when the leader's is instant."""
    order = [leader_index(comparison), *range(len(comparison.arms))]
    for place in order:
        history = example_of(comparison, place)
        if history is not None and history.edges.rows:
            organisation = context.organisations[place] if place < len(context.organisations) else None
            return graph_of(comparison.arms[place].name, comparison.arms[place].organisation, history, organisation)
    return None


def graph_of(arm: str, office: str, history: History, organisation: Organisation | None) -> GraphData:
    """Return the graph of one history; `office` is the name of the organisation."""
    links = tuple(_links(history, organisation))
    busy = {load.name: load.utilisation for load in loads(history)}
    outside = {n for n, a in organisation.agents.items() if a.outside} if organisation else set()
    ends = (end for link in links for end in (link.sender, link.receiver))
    names = tuple(dict.fromkeys([*(organisation.agents if organisation else ()), *busy, *ends]))
    where = positions(names, tuple((k.sender, k.receiver) for k in links if k.reports), frozenset(outside))
    bent = tuple(replace(link, bend=_bend(link, links, where)) for link in links)
    nodes = tuple(Node(n, *where[n], busy.get(n, math.nan), n in outside) for n in names)
    return GraphData(arm, office, nodes, bent, history.horizon / 52)


def _bend(link: Link, links: tuple[Link, ...], where: dict[str, Place]) -> float:
    returned = any((other.sender, other.receiver) == (link.receiver, link.sender) for other in links)
    others = tuple(place for name, place in where.items() if name not in (link.sender, link.receiver))
    return bend((where[link.sender], where[link.receiver]), others, returned=returned)


def _links(history: History, organisation: Organisation | None) -> Iterator[Link]:
    """Yield links that carried messages, and reporting lines even without any."""
    lines = {
        (edge.sender, edge.receiver)
        for edge in (organisation.edges if organisation else ())
        if edge.kind is EdgeKind.REPORTS
    }
    seen = set()
    for row in history.edges.rows:
        sender, _, receiver = row.partition(">")
        messages = total(history.edges, (row,), "messages")
        delay = ratio(total(history.edges, (row,), "delay_days"), messages)
        if messages > 0 or (sender, receiver) in lines:
            seen.add((sender, receiver))
            yield Link(sender, receiver, messages, delay, (sender, receiver) in lines)
    for sender, receiver in sorted(lines - seen):
        yield Link(sender, receiver, 0.0, math.nan, reports=True)


def organisation_data(found: OrganisationReport, context: Context) -> GraphData | None:
    """Return the graph of one organisation in one run; None for a run without messages."""
    del context
    if not found.history.edges.rows:
        return None
    return graph_of(found.policy, found.organisation.name, found.history, found.organisation)


def draw(figure: Figure, shown: GraphData) -> None:
    """Draw departments as boxes by rank and messages as arrows, in inches."""
    xs, ys = [node.x for node in shown.nodes], [node.y for node in shown.nodes]
    low, high = min(ys) - 0.45, max(ys) + 0.45
    figure.set_size_inches(WIDTH_INCHES, 2.5 + high - low)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_aspect("equal")
    low_x, high_x = min(*xs, 0.3) - 0.65, max(*xs, 7.1) + 0.65
    axes.set_xlim(low_x, high_x)
    axes.set_ylim(low, high + 0.5)
    _boxes(axes, shown)
    _arrows(axes, shown)
    key = f"{name_lines(shown.arm, 60)}{_office(shown)}, replication 0. {_KEY}"
    axes.text(low_x, high + 0.5, key, ha="left", va="top", fontsize=8.5, color=SOFT)


def _office(shown: GraphData) -> str:
    return "" if shown.organisation == shown.arm else f" ({label(shown.organisation)})"


def _arrows(axes: Axes, shown: GraphData) -> None:
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    where = {node.name: (node.x, node.y) for node in shown.nodes}
    busiest = max((link.messages for link in shown.links), default=1.0) or 1.0
    longest = max((link.delay_days for link in shown.links if link.messages > 0), default=1.0) or 1.0
    shades, norm = _upper(colormaps["YlOrRd"]), Normalize(0, longest)
    thickest = _THICKEST if len(shown.links) < _MANY_LINKS else _THICKEST / 2
    for link in sorted(shown.links, key=lambda link: (link.messages, link.sender, link.receiver)):
        silent = link.messages == 0
        axes.add_patch(
            FancyArrowPatch(
                path=Path(between_boxes((where[link.sender], where[link.receiver]), link.bend), _CURVE),
                arrowstyle="-|>",
                mutation_scale=9,
                linewidth=0.8 if silent else 0.6 + thickest * math.sqrt(link.messages / busiest),
                linestyle=":" if silent else "-",
                color=SOFT if silent else shades(norm(link.delay_days)),
                capstyle="butt",
                joinstyle="miter",
                zorder=2,
            )
        )
    _bar(axes, ScalarMappable(norm, shades), "Colour of an arrow: mean delay of a message (days)")


def _bar(axes: Axes, shades: ScalarMappable, text: str) -> None:
    bar = axes.figure.colorbar(shades, ax=axes, location="bottom", fraction=0.03, pad=0.012, aspect=60, shrink=0.7)
    bar.set_label(text)
    bar.ax.tick_params(labelsize=7.5, length=2)
    bar.outline.set_visible(False)


def _upper(shades: Colormap) -> Colormap:
    """Return the part of a colour map that is dark enough for a line on white."""
    import numpy as np
    from matplotlib.colors import ListedColormap

    return ListedColormap(shades(np.linspace(0.25, 1.0, 128)))


def _boxes(axes: Axes, shown: GraphData) -> None:
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.patches import FancyBboxPatch

    norm = Normalize(0, 1, clip=True)
    shades = colormaps["Blues"]
    for node in shown.nodes:
        known = math.isfinite(node.utilisation)
        box = FancyBboxPatch(
            (node.x - BOX[0] / 2, node.y - BOX[1] / 2),
            *BOX,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=shades(float(norm(node.utilisation))) if known else "white",
            edgecolor=SOFT,
            linewidth=0.8,
            zorder=3,
        )
        axes.add_patch(box)
        axes.text(
            node.x,
            node.y,
            wrap(label(node.name), 14) + (f"\n{percent(node.utilisation)} busy" if known else ""),
            ha="center",
            va="center",
            fontsize=7.4,
            style="italic" if node.outside else "normal",
            color="white" if known and node.utilisation > _DARK_ABOVE else INK,
            linespacing=1.15,
            zorder=4,
        )
    _bar(axes, ScalarMappable(Normalize(0, 100), shades), "Colour of a box: utilisation, busy over available time (%)")


def alt(shown: GraphData) -> str:
    """Return the busiest department, the busiest link and the slowest one."""
    size = f"{len(shown.nodes)} departments and {len(shown.links)} links"
    text = [f"Graph of {size} of {label(shown.organisation)}, the organisation of {shown.arm}."]
    staffed = [node for node in shown.nodes if math.isfinite(node.utilisation)]
    if staffed:
        node = max(staffed, key=lambda n: n.utilisation)
        text.append(f"Busiest: {label(node.name)}, {percent(node.utilisation)} of its time.")
    used = [link for link in shown.links if link.messages > 0]
    if used:
        many = max(used, key=lambda k: k.messages)
        slow = max(used, key=lambda k: k.delay_days)
        text.append(
            f"Most messages: {label(many.sender)} to {label(many.receiver)}, "
            f"{many.messages / shown.years:.0f} a year. "
            f"Slowest: {label(slow.sender)} to {label(slow.receiver)}, {slow.delay_days:.1f} days a message."
        )
    return " ".join(text)


FIGURE = FigureSpec(
    "coordination",
    "Who tells whom, who is busy, and what is slow",
    "Boxes are departments, darker when busier. Arrows are messages, thicker when more, darker red when slower.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)

ORGANISATION_FIGURE = FigureSpec(
    "graph",
    "Who tells whom, who is busy, and what is slow",
    "Boxes are departments, darker when busier. Arrows are messages, thicker when more, darker red when slower.",
    Section.ORGANISATION,
    organisation_data,
    draw,
    alt,
)
