"""The true stage of the life cycle against what departments took it for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present import reading
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import INK, WIDTH_INCHES, draw_spans, name_lines, stage_legend
from mktsim.present.numbers import percent
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class StageRow:
    """One strip."""

    name: str
    spans: tuple[reading.Span, ...]
    true: bool


@dataclass(frozen=True)
class StageData:
    """Strips of the leader."""

    arm: str
    weeks: int
    rows: tuple[StageRow, ...]
    """True brand, true category, then departments."""


def data(comparison: Comparison, context: Context) -> StageData | None:
    """Return true and perceived stages of the leader in replication 0."""
    del context
    place = reading.leader_index(comparison)
    history = reading.example_of(comparison, place)
    if history is None:
        return None
    truth = (
        StageRow("Brand, true", reading.brand_stages(history), true=True),
        StageRow("Category, true", reading.stage_column(history, reading.CATEGORY_STAGE), true=True),
    )
    seen = (StageRow(label(name), found, true=False) for name, found in reading.perceived_stages(history))
    rows = tuple(row for row in (*truth, *seen) if row.spans)
    if not rows:
        return None
    return StageData(comparison.arms[place].name, history.horizon, rows)


def draw(figure: Figure, shown: StageData) -> None:
    """Draw a strip a row, a line between truth and belief."""
    figure.set_size_inches(WIDTH_INCHES, 1.5 + 0.3 * len(shown.rows))
    axes = figure.subplots()
    axes.set_xlim(0, shown.weeks)
    for place, row in enumerate(shown.rows):
        draw_spans(axes, place, row.spans)
    truths = sum(row.true for row in shown.rows)
    axes.axhline(truths - 0.5, color=INK, linewidth=1.0)
    axes.set_yticks(range(len(shown.rows)), [name_lines(row.name, 26) for row in shown.rows])
    axes.set_ylim(len(shown.rows) - 0.5, -0.5)
    axes.grid(visible=False)
    axes.set_xlabel("Weeks since the opening")
    said = "truth above the line, departments' belief below" if truths else "what departments believe"
    title = f"{name_lines(shown.arm, 50)}, replication 0: {said}"
    axes.set_title(title, loc="left")
    stage_legend(figure)


def alt(shown: StageData) -> str:
    """Return how often each department was right."""
    truth = next((row for row in shown.rows if row.true), None)
    parts = [f"{row.name} believes {_path(row)}." for row in shown.rows if truth is None]
    if truth is not None:
        parts.append(f"{truth.name}: {_path(truth)}.")
        for row in shown.rows:
            if not row.true:
                right = float(np.mean(_weekly(row, shown.weeks) == _weekly(truth, shown.weeks)))
                parts.append(f"{row.name} is right in {percent(right)} of weeks.")
    return f"Strips of life-cycle stages of {shown.arm}. {' '.join(parts)}"


def _path(row: StageRow) -> str:
    return ", ".join(f"{reading.STAGE_NAMES[s.stage].lower()} from week {s.first:.0f}" for s in row.spans)


def _weekly(row: StageRow, weeks: int) -> NDArray[np.float64]:
    """Return a stage a week, -1 where undated, shape (weeks,)."""
    stages = np.full(weeks, -1.0)
    for span in row.spans:
        stages[int(span.first) : int(span.last)] = span.stage
    return stages


FIGURE = FigureSpec(
    "stages",
    "The stage of the life cycle: true and believed",
    "The firm does not know the stage; each department believes what its own late and noisy sales figures suggest. "
    "Blank: no belief on record yet.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
