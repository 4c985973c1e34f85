"""The published series beside the simulated one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, SOFT, WIDTH_INCHES, human_axis, legend_below
from mktsim.present.numbers import amount, percent, scale_for
from mktsim.present.words import wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context, ObservedFit
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class ObservedData:
    """A series and its simulation."""

    fit: ObservedFit

    @property
    def error(self) -> float:
        """Return the mean absolute error over mean sales, share."""
        gap = np.mean(np.abs(self.fit.simulated[1] - self.fit.observed))
        return float(gap / np.mean(self.fit.observed))


def data(comparison: Comparison, context: Context) -> ObservedData | None:
    """Return the observed series that the caller hands over."""
    del comparison
    return ObservedData(context.observed) if context.observed is not None else None


def draw(figure: Figure, shown: ObservedData) -> None:
    """Draw observed points, the simulated mean and its band; years not fitted on are shaded."""
    figure.set_size_inches(WIDTH_INCHES, 4.8)
    axes = figure.subplots()
    fit = shown.fit
    scale = scale_for([float(np.max(fit.observed)), float(np.max(fit.simulated))], fit.unit)
    low, mean, high = fit.simulated
    axes.fill_between(
        fit.years, low, high, color=COLOURS[0], alpha=0.18, linewidth=0, label="simulated: band of 80% of outcomes"
    )
    axes.plot(fit.years, mean, color=COLOURS[0], marker="s", linewidth=1.8, label=f"simulated: mean of {fit.arm}")
    axes.plot(fit.years, fit.observed, color=INK, marker="o", linestyle="--", linewidth=1.2, label="observed")
    if 0 < fit.fitted_years < len(fit.years):
        edge = float(fit.years[fit.fitted_years - 1]) + 0.5
        axes.axvline(edge, color=SOFT, linestyle=":", linewidth=1.2)
        for side, text in ((-1, "fitted on"), (1, "not fitted on")):
            axes.annotate(
                text,
                (edge, 0.98),
                xycoords=("data", "axes fraction"),
                xytext=(6 * side, 0),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="top",
                color=SOFT,
            )
    axes.set_xticks([float(year) for year in fit.years], [f"{year:.0f}" for year in fit.years])
    axes.set_ylim(bottom=0, top=1.12 * max(float(np.max(fit.observed)), float(np.max(high))))
    human_axis(axes.yaxis, scale)
    axes.set_title(wrap(fit.title, 100), loc="left")
    axes.set_ylabel(f"{scale.label} a year")
    axes.set_xlabel(f"Year\n{wrap(f'Observed: {fit.source}', 110)}")
    legend_below((axes,), 3)


def alt(shown: ObservedData) -> str:
    """Return the years, the peak and the error."""
    fit = shown.fit
    peak = int(np.argmax(fit.observed))
    return (
        f"{fit.title}, {fit.years[0]:.0f} to {fit.years[-1]:.0f}, observed against simulated. Observed sales peak in "
        f"{fit.years[peak]:.0f} at {amount(float(fit.observed[peak]), fit.unit)}; the simulated mean is off by "
        f"{percent(shown.error)} of mean sales on average."
    )


FIGURE = FigureSpec(
    "observed",
    "Published series against simulated series",
    "What happened against what the model makes of the historical policy. Years right of the "
    "dotted line were not used to fit it.",
    Section.MARKET,
    data,
    draw,
    alt,
)
