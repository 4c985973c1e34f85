"""Morris: how strong each factor is, against how differently it acts elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.one_at_a_time import answer_of
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, SOFT, WIDTH_INCHES, human_axis
from mktsim.present.numbers import percent, scale_for
from mktsim.present.words import wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.sensitivity.morris import Screened
    from mktsim.study.sensitivity.result import Sensitivity

_MOST = 20


@dataclass(frozen=True)
class ScreeningData:
    """Factors, the strongest first."""

    screened: tuple[Screened, ...]
    answer: str
    unit: str
    confidence: float
    names: tuple[str, ...]
    least: float
    """Strength of what cannot matter."""
    rests_on: str
    """Trajectories and replications."""


def data(found: Sensitivity, context: Context) -> ScreeningData | None:
    """Return the strongest factors, at most twenty; None without Morris."""
    del context
    if not found.screened:
        return None
    shown = found.screened[:_MOST]
    return ScreeningData(
        shown,
        answer_of(found),
        found.heading.unit,
        found.heading.confidence,
        tuple(found.name_of(one.name) for one in shown),
        found.least_strength,
        f"{found.asked.trajectories} trajectories x {found.asked.screening_replications} replications",
    )


def draw(figure: Figure, shown: ScreeningData) -> None:
    """Draw a bar of strength and a mark of spread for each factor."""
    figure.set_size_inches(WIDTH_INCHES, 2.0 + 0.4 * len(shown.screened))
    axes = figure.subplots()
    reach = [one.strength.high for one in shown.screened] + [one.spread for one in shown.screened]
    scale = scale_for(reach, shown.unit)
    for place, one in enumerate(shown.screened):
        axes.barh(place, one.strength.mean, height=0.55, color=COLOURS[0], label="strength" if place == 0 else None)
        ends = [one.strength.low, one.strength.high]
        axes.plot(ends, [place, place], color=INK, linewidth=1.1, solid_capstyle="butt")
        axes.plot(
            [one.spread], [place], marker="D", linestyle="", color=COLOURS[1], label="spread" if place == 0 else None
        )
    axes.axvline(shown.least, color=SOFT, linestyle="--", linewidth=1.2)
    axes.set_yticks(range(len(shown.screened)), [wrap(name, 36) for name in shown.names])
    axes.set_ylim(len(shown.screened) - 0.4, -0.6)
    axes.set_xlim(left=0.0)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{wrap(f'Effect over the whole range on {shown.answer}', 76)} ({scale.label})\n"
        f"bar: mean size of the effect, line: its {percent(shown.confidence)} interval, all together; "
        f"diamond: spread of the effects\ndashed: what cannot matter; {shown.rests_on}",
        color=INK,
    )
    axes.annotate(
        "A diamond right of its bar: the factor acts differently depending on the others.",
        (0.0, 1.0),
        xycoords="axes fraction",
        xytext=(0, 4),
        textcoords="offset points",
        fontsize=8.5,
        color=SOFT,
    )


def alt(shown: ScreeningData) -> str:
    """Return the strongest factors."""
    scale = scale_for([one.strength.mean for one in shown.screened], shown.unit)
    parts = [
        f"{name} {scale.text(one.strength.mean)} (spread {scale.text(one.spread)})"
        for name, one in zip(shown.names[:4], shown.screened, strict=False)
    ]
    return f"Effects over the whole range on {shown.answer}, all factors moved together: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "sensitivity_screening",
    "What the answer rests on when everything moves together",
    "Long bars matter. A diamond beyond its bar says that what the factor does depends on the others.",
    Section.ASSUMPTIONS,
    data,
    draw,
    alt,
)
