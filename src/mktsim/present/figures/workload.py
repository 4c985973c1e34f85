"""How busy each department is, and how long its decisions take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.departments import loads, speeds
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, FAINT, WIDTH_INCHES, legend_below, look, name_lines
from mktsim.present.numbers import percent
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class WorkloadLine:
    """One arm, values by department; NaN where there is nothing."""

    arm: str
    place: int
    """Place in arm order, for its look."""
    utilisation: tuple[float, ...]
    latency_days: tuple[float, ...]


@dataclass(frozen=True)
class WorkloadData:
    """All arms with a working organisation, in replication 0."""

    departments: tuple[str, ...]
    lines: tuple[WorkloadLine, ...]


def data(comparison: Comparison, context: Context) -> WorkloadData | None:
    """Return utilisation and mean latency by department and arm, the busiest department first."""
    found = [
        (
            place,
            {load.name: load.utilisation for load in loads(history)},
            {speed.name: speed.latency_days for speed in speeds(history, context)},
        )
        for place, history in enumerate(comparison.examples)
        if history.roles.rows
    ]
    names = {name for _, busy, slow in found for name in (*busy, *slow)}
    if not names:
        return None

    def busiest(name: str) -> float:
        return max((b[name] for _, b, _ in found if math.isfinite(b.get(name, math.nan))), default=-1.0)

    order = tuple(sorted(names, key=lambda name: (-busiest(name), name)))
    lines = tuple(
        WorkloadLine(
            comparison.arms[place].name,
            place,
            tuple(busy.get(name, math.nan) for name in order),
            tuple(slow.get(name, math.nan) for name in order),
        )
        for place, busy, slow in found
    )
    return WorkloadData(order, lines)


def draw(figure: Figure, shown: WorkloadData) -> None:
    """Draw two panels of marks by department, one mark an arm."""
    figure.set_size_inches(WIDTH_INCHES, 1.6 + 0.34 * len(shown.departments) + 0.12 * len(shown.lines))
    left, right = figure.subplots(1, 2, sharey=True)
    for line in shown.lines:
        _marks(left, line, tuple(100 * u for u in line.utilisation), len(shown.lines))
        _marks(right, line, line.latency_days, len(shown.lines))
    left.axvline(100, color=BAD, linestyle="--", linewidth=1)
    left.set_xlabel("Utilisation (% of staff time)")
    right.set_xlabel("Mean time from due to done,\nwaiting and approval included (days)")
    for axes in (left, right):
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        for row in range(0, len(shown.departments), 2):
            axes.axhspan(row - 0.5, row + 0.5, color=FAINT, alpha=0.35, linewidth=0)
    left.set_yticks(range(len(shown.departments)), [name_lines(label(name), 24) for name in shown.departments])
    left.set_ylim(len(shown.departments) - 0.4, -0.6)
    legend_below((left,), 2)


def _marks(axes: Axes, line: WorkloadLine, values: tuple[float, ...], arms: int) -> None:
    style = look(line.place)
    step = 0.6 / max(arms, 2)
    rows = [row + step * (line.place - (arms - 1) / 2) for row in range(len(values))]
    axes.plot(
        values,
        rows,
        linestyle="none",
        marker=style.marker,
        color=style.colour,
        markersize=6,
        label=name_lines(line.arm, 40),
        clip_on=False,
    )


def alt(shown: WorkloadData) -> str:
    """Return the busiest and the slowest department of each arm."""
    parts = []
    for line in shown.lines:
        busy = [(u, n) for u, n in zip(line.utilisation, shown.departments, strict=True) if math.isfinite(u)]
        slow = [(d, n) for d, n in zip(line.latency_days, shown.departments, strict=True) if math.isfinite(d)]
        words = [f"busiest {label(max(busy)[1])} ({percent(max(busy)[0])})"] if busy else []
        words += [f"slowest {label(max(slow)[1])} ({max(slow)[0]:.1f} days)"] if slow else []
        parts.append(f"{line.arm}: {', '.join(words) or 'no work'}")
    return f"Utilisation and mean time to done by department, replication 0. {'; '.join(parts)}."


FIGURE = FigureSpec(
    "workload",
    "How busy departments are and how long their decisions take",
    "Departments near 100% have no time left, so work waits there. The right side is how long their decisions take.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
