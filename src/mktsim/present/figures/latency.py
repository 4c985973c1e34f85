"""How long each duty takes, and where the time goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, HATCHES, WIDTH_INCHES, legend_below
from mktsim.present.numbers import percent
from mktsim.study.directory.organisation_report import State, Task

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.directory.organisation_report import OrganisationReport

LOOKS = {State.QUEUE: (COLOURS[4], ""), State.WORK: (COLOURS[0], ""), State.APPROVAL: (COLOURS[3], HATCHES[1])}
"""Colour and hatch of each state."""


@dataclass(frozen=True)
class LatencyRow:
    """Mean days of a duty's tasks by state."""

    duty: str
    owner: str
    tasks: int
    days: tuple[float, float, float]
    """In the order of `LOOKS`."""
    late: float
    """Share of tasks that missed their deadline."""

    @property
    def total(self) -> float:
        """Days from due to done."""
        return sum(self.days)


@dataclass(frozen=True)
class LatencyData:
    """Duties, the slowest first."""

    rows: tuple[LatencyRow, ...]


def rows_of(tasks: tuple[Task, ...]) -> tuple[LatencyRow, ...]:
    """Return the duties of finished tasks, the slowest first."""
    done: dict[str, list[Task]] = {}
    for task in tasks:
        if task.done is not None:
            done.setdefault(task.duty, []).append(task)
    rows = [
        LatencyRow(
            duty,
            some[0].owner,
            len(some),
            tuple(sum(task.spent(state) for task in some) / len(some) for state in LOOKS),  # type: ignore[arg-type]
            sum(task.late for task in some) / len(some),
        )
        for duty, some in done.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.duty)))


def data(found: OrganisationReport, context: Context) -> LatencyData | None:
    """Return the duties; None for a run without finished tasks."""
    del context
    rows = rows_of(found.tasks)
    return LatencyData(rows) if rows else None


def draw(figure: Figure, shown: LatencyData) -> None:
    """Draw a stacked bar a duty."""
    figure.set_size_inches(WIDTH_INCHES, 1.6 + 0.21 * len(shown.rows))
    axes = figure.subplots()
    for place, (state, (colour, hatch)) in enumerate(LOOKS.items()):
        left = [sum(row.days[:place]) for row in shown.rows]
        width = [row.days[place] for row in shown.rows]
        axes.barh(
            range(len(shown.rows)),
            width,
            left=left,
            height=0.72,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=state.value,
        )
    for place, row in enumerate(shown.rows):
        late = f", {percent(row.late)} late" if row.late else ""
        axes.text(row.total, place, f" {row.tasks} task{'s' if row.tasks > 1 else ''}{late}", va="center", fontsize=7)
    axes.set_yticks(range(len(shown.rows)), [row.duty for row in shown.rows], fontsize=7.5)
    axes.set_ylim(len(shown.rows) - 0.4, -0.6)
    axes.set_xlim(0, 1.25 * max(row.total for row in shown.rows) or 1.0)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("Mean days from due to done (nights, weekends and holidays included)")
    legend_below((axes,), 3)


def alt(shown: LatencyData) -> str:
    """Return the three slowest duties and where their time goes."""
    names = tuple(LOOKS)
    parts = []
    for row in shown.rows[:3]:
        most = max(range(len(names)), key=lambda place: row.days[place])
        parts.append(f"{row.duty} {row.total:.1f} days, most of it {names[most].value}")
    return f"Mean days from due to done of {len(shown.rows)} duties. Slowest: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "latency",
    "How long each duty takes, and where the time goes",
    "A bar is the mean time from a task's being due to its taking effect; what was sent back goes through all "
    "stretches again.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
