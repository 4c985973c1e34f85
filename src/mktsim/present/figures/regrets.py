"""Regret of each arm in each world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import INK, WIDTH_INCHES, human_axis, look, name_lines, zero_line
from mktsim.present.numbers import scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.robust.result import Robustness

_ERRORS = 2.0
"""Standard errors that a line reaches to each side."""
_SPREAD = 0.28
"""Height of a row that the marks of its worlds take."""


@dataclass(frozen=True, eq=False)
class RegretData:
    """Regrets of all arms."""

    arms: tuple[str, ...]
    regrets: NDArray[np.float64]
    """Shape (worlds, arms)."""
    errors: NDArray[np.float64]
    """Standard errors of them."""
    weights: NDArray[np.float64]
    """Of worlds, sum one."""
    largest: tuple[float, ...]
    """Bias taken off."""
    metric: str
    unit: str
    rests_on: str
    """Worlds and replications."""


def data(robust: Robustness, context: Context) -> RegretData | None:
    """Return the regrets in arm order."""
    del context
    found = robust.regret
    largest = tuple(arm.worst_regret.mean for arm in found.arms)
    return RegretData(
        robust.arms,
        found.regrets,
        found.regret_se,
        robust.weights,
        largest,
        robust.heading.metric,
        robust.heading.unit,
        f"{len(robust.worlds)} worlds x {robust.replications} replications",
    )


def draw(figure: Figure, shown: RegretData) -> None:
    """Draw one row per arm with a mark for each world, and a line at its mean."""
    figure.set_size_inches(WIDTH_INCHES, 1.8 + 0.6 * len(shown.arms))
    axes = figure.subplots()
    scale = scale_for(shown.regrets.ravel().tolist(), shown.unit)
    shift = np.linspace(-_SPREAD, _SPREAD, len(shown.regrets))
    for place in range(len(shown.arms)):
        style, values = look(place), shown.regrets[:, place]
        reach = _ERRORS * shown.errors[:, place]
        ends = (np.maximum(values - reach, 0.0), values + reach)
        axes.hlines(place + shift, *ends, color=style.colour, linewidth=0.8, alpha=0.5)
        axes.plot(values, place + shift, linestyle="", marker=style.marker, color=style.colour, markersize=4, alpha=0.7)
        axes.plot([float(shown.weights @ values)] * 2, [place - 0.36, place + 0.36], color=INK, linewidth=1.6)
        text = f"largest {scale.text(shown.largest[place])}"
        axes.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5)
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.arms)), [name_lines(name) for name in shown.arms])
    axes.set_ylim(len(shown.arms) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{label(shown.metric)} lost against the best arm of the same world ({scale.label})\n"
        f"marks: worlds, with {_ERRORS:g} standard errors; black line: mean; "
        f"right: the largest, bias taken off; {shown.rests_on}"
    )


def alt(shown: RegretData) -> str:
    """Return mean and largest regret of each arm."""
    scale = scale_for([*shown.largest], shown.unit)
    means = (shown.weights @ shown.regrets).tolist()
    parts = [
        f"{name} mean {scale.text(mean)}, largest {scale.text(largest)}"
        for name, mean, largest in zip(shown.arms, means, shown.largest, strict=True)
    ]
    return f"Regret over {len(shown.regrets)} worlds: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "regrets",
    "What each arm loses against the best, world by world",
    "Every mark is a world. An arm whose marks all lie near zero is safe whatever the market turns out to be.",
    Section.RISK,
    data,
    draw,
    alt,
)
