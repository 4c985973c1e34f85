"""A Gantt chart: the first task of every duty from the opening to the launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.outcomes.metrics.reading import DAYS_PER_WEEK
from mktsim.present.figures.latency import LOOKS
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, INK, SOFT, WIDTH_INCHES
from mktsim.present.words import label
from mktsim.study.directory.organisation_report import Stretch, Task

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.directory.organisation_report import OrganisationReport

QUARTER_DAYS = 91.0
"""Days shown of a going concern, and at least of a launch."""
_AFTER = 1.15


@dataclass(frozen=True)
class GanttRow:
    """One task."""

    duty: str
    owner: str
    due: float
    stretches: tuple[Stretch, ...]
    done: float | None
    returned: int
    late: bool


@dataclass(frozen=True)
class GanttData:
    """Tasks by the day on which they were due and ended."""

    rows: tuple[GanttRow, ...]
    last: float
    """Day up to which it is shown."""
    launch: float | None
    """First day of the week of the launch; None for a going concern."""


def data(found: OrganisationReport, context: Context) -> GanttData | None:
    """Return the first task of each duty that was due in time; None without any."""
    del context
    last = QUARTER_DAYS if found.launch_day is None else max(_AFTER * found.launch_day, QUARTER_DAYS / 2.0)
    first: dict[str, Task] = {}
    for task in found.tasks:
        if 0.0 <= task.due < last:
            first.setdefault(task.duty, task)
    rows = [GanttRow(t.duty, t.owner, t.due, tuple(t.stretches), t.done, t.returned, t.late) for t in first.values()]
    ordered = sorted(rows, key=lambda row: (row.due, row.done if row.done is not None else last, row.duty))
    return GanttData(tuple(ordered), last, found.launch_day) if ordered else None


def draw(figure: Figure, shown: GanttData) -> None:
    """Draw a bar of stretches a task, a mark when it takes effect, and the day of the launch."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    figure.set_size_inches(WIDTH_INCHES, 1.5 + 0.23 * len(shown.rows))
    axes = figure.subplots()
    for place, row in enumerate(shown.rows):
        for stretch in row.stretches:
            colour, hatch = LOOKS[stretch.state]
            width = min(stretch.last, shown.last) - stretch.first
            if width > 0.0:
                axes.barh(place, width, left=stretch.first, height=0.7, color=colour, hatch=hatch, edgecolor="white")
        if row.done is not None and row.done <= shown.last:
            axes.plot([row.done], [place], marker="D", color=BAD if row.late else INK, markersize=4)
        if row.returned:
            end = min(row.stretches[-1].last if row.stretches else row.due, shown.last)
            axes.text(end, place, f"  sent back {row.returned}×", va="center", fontsize=6.5, color=SOFT)
    if shown.launch is not None:
        axes.axvspan(shown.launch, shown.launch + DAYS_PER_WEEK, color=BAD, alpha=0.12, linewidth=0)
        axes.text(shown.launch, -0.9, "week of the launch", ha="left", va="bottom", fontsize=8, color=BAD)
    names = [f"{row.duty} · {label(row.owner)}" for row in shown.rows]
    axes.set_yticks(range(len(shown.rows)), names, fontsize=7)
    axes.set_ylim(len(shown.rows) - 0.4, -0.8)
    axes.set_xlim(0, shown.last)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("Days from the opening")
    handles = [Patch(facecolor=c, hatch=h, edgecolor="white", label=s.value) for s, (c, h) in LOOKS.items()]
    marks = [(INK, "takes effect"), (BAD, "takes effect late")]
    dots = [Line2D([], [], linestyle="", marker="D", color=c, markersize=4, label=text) for c, text in marks]
    figure.legend(handles=[*handles, *dots], loc="lower center", ncols=5)


def alt(shown: GanttData) -> str:
    """Return how many tasks there are, the last to take effect and when the launch was."""
    done = [row for row in shown.rows if row.done is not None]
    parts = [f"First task of {len(shown.rows)} duties over {shown.last:.0f} days."]
    if done:
        slowest = max(done, key=lambda row: (row.done or 0.0) - row.due)
        days = (slowest.done or 0.0) - slowest.due
        parts.append(f"Longest from due to done: {slowest.duty}, {days:.1f} days.")
    if shown.launch is not None:
        parts.append(f"The product reaches the trade in the week that begins on day {shown.launch:.0f}.")
    return " ".join(parts)


FIGURE = FigureSpec(
    "gantt",
    "From the opening to the launch",
    "The first task of every duty. Where a bar is not blue, the work lies: it waits for staff or for an answer. "
    "For a going concern the first quarter is shown.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
