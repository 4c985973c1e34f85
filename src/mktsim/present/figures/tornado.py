"""How the assumptions move the difference between leader and runner-up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, COLOURS, INK, SOFT, WIDTH_INCHES, human_axis, zero_line
from mktsim.present.numbers import plain, scale_for
from mktsim.present.reading import leader_index, runner_up_index, unit_of
from mktsim.present.words import replications, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import AssumptionEffect, Comparison

_MOST = 12


@dataclass(frozen=True)
class TornadoData:
    """Assumptions, the one that moves most first."""

    effects: tuple[AssumptionEffect, ...]
    base: float
    """Leader minus runner-up as assumed in the replications of the bars, in the metric's unit."""
    replications: int
    """That bars and line rest on."""
    leader: str
    runner_up: str
    unit: str


def spread(effect: AssumptionEffect) -> float:
    """Return how far an assumption moves the difference."""
    return abs(effect.difference_high - effect.difference_low)


def data(comparison: Comparison, context: Context) -> TornadoData | None:
    """Return the assumptions that move most, at most twelve."""
    del context
    if not comparison.assumptions:
        return None
    effects = tuple(sorted(comparison.assumptions, key=lambda e: (-spread(e), e.path))[:_MOST])
    first, second = comparison.arms[leader_index(comparison)], comparison.arms[runner_up_index(comparison)]
    return TornadoData(
        effects, effects[0].base, comparison.assumption_replications, first.name, second.name, unit_of(comparison)
    )


def draw(figure: Figure, shown: TornadoData) -> None:
    """Draw a bar an assumption from its low to its high value, around the difference as assumed."""
    figure.set_size_inches(WIDTH_INCHES, 1.9 + 0.46 * len(shown.effects))
    axes = figure.subplots()
    ends = [x for e in shown.effects for x in (e.difference_low, e.difference_high)]
    scale = scale_for([*ends, shown.base], shown.unit)
    for place, effect in enumerate(shown.effects):
        _bar(axes, place, effect)
    axes.axvline(shown.base, color=SOFT, linestyle="--", linewidth=1.2)
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.effects)), [wrap(e.name, 34) for e in shown.effects])
    axes.set_ylim(len(shown.effects) - 0.4, -0.6)
    widest = max((error for e in shown.effects for error in e.errors if math.isfinite(error)), default=0.0)
    low, high = min([*ends, shown.base, 0.0]) - widest, max([*ends, shown.base, 0.0]) + widest
    axes.set_xlim(low - 0.18 * (high - low), high + 0.18 * (high - low))
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{wrap(f'{shown.leader} less {shown.runner_up} ({scale.label})'.replace('_', ' '), 80)}\n"
        f"{replications(shown.replications)} a bar; dashed: as assumed, in the same ones; whiskers: standard error"
        "\nat the ends: value of the assumption; hatched: the lead changes its sign"
    )


def _bar(axes: Axes, place: int, effect: AssumptionEffect) -> None:
    left, right = sorted((effect.difference_low, effect.difference_high))
    axes.barh(
        place,
        right - left,
        left=left,
        height=0.6,
        color=BAD if effect.turns else COLOURS[0],
        hatch="///" if effect.turns else "",
        edgecolor="white",
        linewidth=0.4,
    )
    for at, error in zip((effect.difference_low, effect.difference_high), effect.errors, strict=True):
        if math.isfinite(error):
            axes.errorbar(at, place, xerr=error, color=INK, linewidth=1.0, capsize=2.5)
    rising = effect.difference_low <= effect.difference_high
    values = (effect.low, effect.high) if rising else (effect.high, effect.low)
    errors = effect.errors if rising else effect.errors[::-1]
    reach = [error if math.isfinite(error) else 0.0 for error in errors]
    for at, value, side in ((left - reach[0], values[0], -1), (right + reach[1], values[1], 1)):
        axes.annotate(
            plain(value),
            (at, place),
            xytext=(5 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
            color=INK,
        )


def alt(shown: TornadoData) -> str:
    """Return the assumptions that move most and those that turn the verdict."""
    scale = scale_for([x for e in shown.effects for x in (e.difference_low, e.difference_high)], shown.unit)
    parts = [
        f"{e.name} from {plain(e.low)} to {plain(e.high)} moves it from {scale.text(e.difference_low, signed=True)} "
        f"to {scale.text(e.difference_high, signed=True)}"
        for e in shown.effects[:3]
    ]
    turning = [e.name for e in shown.effects if e.turns]
    words = (
        f"The lead changes its sign with {', '.join(turning)}." if turning else "It keeps its sign with all of them."
    )
    rests = replications(shown.replications)
    return f"Bars of {shown.leader} less {shown.runner_up} by assumption, from {rests}. {'; '.join(parts)}. {words}"


FIGURE = FigureSpec(
    "tornado",
    "What the verdict rests on",
    "Each bar replaces one assumption by its lowest and highest plausible value. A bar that "
    "crosses the line of zero may turn the verdict.",
    Section.ASSUMPTIONS,
    data,
    draw,
    alt,
)
