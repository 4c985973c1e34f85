"""The coordination graph of the leader's organisation, with load and delay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.inputs.organisation import EdgeKind
from mktsim.present.departments import loads, ratio, total
from mktsim.present.numbers import percent
from mktsim.present.plots.graph_layout import positions
from mktsim.present.plots.style import FAINT, INK, SOFT, WIDTH_INCHES
from mktsim.present.reading import example_of, leader_index
from mktsim.present.words import label, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

    from mktsim.inputs.organisation import Organisation
    from mktsim.outcomes.history import History
    from mktsim.present.context import Context
    from mktsim.study.comparison import Comparison

_DARK_ABOVE = 0.55
"""Utilisation above which a box is dark and its text white."""
_BOX_AREA = 2500
"""Area kept free of arrows around a node, points²."""


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
            return _graph(comparison, place, history, organisation)
    return None


def _graph(
    comparison: Comparison, place: int, history: History, organisation: Organisation | None
) -> GraphData:
    links = tuple(_links(history, organisation))
    busy = {load.name: load.utilisation for load in loads(history)}
    outside = {n for n, a in organisation.agents.items() if a.outside} if organisation else set()
    ends = (end for link in links for end in (link.sender, link.receiver))
    names = tuple(dict.fromkeys([*(organisation.agents if organisation else ()), *busy, *ends]))
    where = positions(names, tuple((k.sender, k.receiver) for k in links if k.reports), frozenset(outside))
    nodes = tuple(Node(n, *where[n], busy.get(n, math.nan), n in outside) for n in names)
    arm = comparison.arms[place]
    return GraphData(arm.name, arm.organisation, nodes, links, history.horizon / 52)


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


def draw(figure: Figure, shown: GraphData) -> None:
    """Draw departments as boxes by rank and messages as arrows."""
    rows = len({round(node.y, 3) for node in shown.nodes})
    figure.set_size_inches(WIDTH_INCHES, max(4.6, 1.6 + 1.35 * rows))
    axes = figure.subplots()
    axes.set_axis_off()
    axes.grid(visible=False)
    _arrows(axes, shown)
    _boxes(axes, shown)
    axes.margins(0.09, 0.14)
    axes.set_title(
        f"{shown.arm} ({label(shown.organisation)}), replication 0.\n"
        "Width of an arrow: messages a year. Dotted grey: reporting line without messages. Italics: outside the firm.",
        loc="left",
        fontsize=8.5,
        color=SOFT,
    )


def _arrows(axes: Axes, shown: GraphData) -> None:
    import networkx as nx
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    where = {node.name: (node.x, node.y) for node in shown.nodes}
    busiest = max((link.messages for link in shown.links), default=1.0) or 1.0
    longest = max((link.delay_days for link in shown.links if link.messages > 0), default=1.0) or 1.0
    shades = colormaps["YlOrRd"]
    norm = Normalize(0, longest)
    for link in sorted(shown.links, key=lambda link: (link.messages, link.sender, link.receiver)):
        silent = link.messages == 0
        nx.draw_networkx_edges(
            nx.DiGraph([(link.sender, link.receiver)]),
            where,
            ax=axes,
            nodelist=[link.sender, link.receiver],
            width=0.8 if silent else 0.7 + 4.0 * math.sqrt(link.messages / busiest),
            edge_color=[SOFT if silent else shades(0.25 + 0.75 * norm(link.delay_days))],
            style=":" if silent else "-",
            arrowsize=9,
            node_size=_BOX_AREA,
            connectionstyle="arc3,rad=0.14",
        )
    shaded = ScalarMappable(Normalize(0, longest), _upper(shades))
    bar = axes.figure.colorbar(shaded, ax=axes, location="right", fraction=0.025, pad=0.01, aspect=30)
    bar.set_label("Colour of an arrow: mean delay of a message (days)")
    bar.outline.set_visible(False)  # type: ignore[operator]


def _upper(shades: Colormap) -> Colormap:
    """Return the part of a colour map that is dark enough for a line on white."""
    import numpy as np
    from matplotlib.colors import ListedColormap

    return ListedColormap(shades(np.linspace(0.25, 1.0, 128)))


def _boxes(axes: Axes, shown: GraphData) -> None:
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    norm = Normalize(0, 1, clip=True)
    shades = colormaps["Blues"]
    for node in shown.nodes:
        known = math.isfinite(node.utilisation)
        busy = f"\n{percent(node.utilisation)} busy" if known else ""
        axes.text(
            node.x,
            node.y,
            wrap(label(node.name), 13) + busy,
            ha="center",
            va="center",
            fontsize=7.6,
            style="italic" if node.outside else "normal",
            color="white" if known and node.utilisation > _DARK_ABOVE else INK,
            linespacing=1.15,
            zorder=5,
            bbox={
                "boxstyle": "round,pad=0.35",
                "facecolor": shades(0.05 + 0.85 * norm(node.utilisation)) if known else "white",
                "edgecolor": SOFT if known else FAINT,
                "linewidth": 0.8,
            },
        )
        axes.plot([node.x], [node.y], alpha=0)
    bar = axes.figure.colorbar(
        ScalarMappable(Normalize(0, 100), shades), ax=axes, location="bottom", fraction=0.03, pad=0.01, aspect=50
    )
    bar.set_label("Colour of a box: utilisation, busy over available staff time (%)")
    bar.outline.set_visible(False)  # type: ignore[operator]


def alt(shown: GraphData) -> str:
    """Return the busiest department, the busiest link and the slowest one."""
    text = [
        f"Graph of {len(shown.nodes)} departments and {len(shown.links)} links of {label(shown.organisation)}, "
        f"the organisation of {shown.arm}."
    ]
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
