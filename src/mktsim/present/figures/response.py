"""What the numbers of a policy do: how much each matters, and the fitted surface over the two that matter most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, SOFT, WIDTH_INCHES, human_axis, legend_below
from mktsim.present.numbers import plain, scale_for
from mktsim.present.words import label, wrap
from mktsim.study.optimise.response import ResponseSurface, response_surface

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.optimise.result import Optimisation

_GRID = 61
_BANDS = 12


@dataclass(frozen=True, eq=False)
class ResponseData:
    """A surface with the trials that it goes through."""

    surface: ResponseSurface
    tried: tuple[tuple[tuple[float, ...], float], ...]
    """Values and what they earned."""
    best: tuple[float, ...]
    given: tuple[float, ...]
    metric: str
    unit: str


def data(found: Optimisation, context: Context) -> ResponseData | None:
    """Return the surface of the first search; None with too few trials to judge one."""
    del context
    one = found.searches[0]
    surface = response_surface(found.variables, one.trials)
    if surface is None:
        return None
    tried = tuple((trial.values, trial.good) for trial in one.trials if trial.good is not None)
    return ResponseData(surface, tried, one.best_values, found.given, found.heading.metric, found.heading.unit)


def surface_data(found: Optimisation, context: Context) -> ResponseData | None:
    """Return the same where the surface predicts anything."""
    shown = data(found, context)
    return shown if shown is not None and shown.surface.tells else None


def draw_importance(figure: Figure, shown: ResponseData) -> None:
    """Draw a bar a number: predictive R squared lost without it."""
    surface = shown.surface
    figure.set_size_inches(WIDTH_INCHES, 1.6 + 0.4 * len(surface.variables))
    axes = figure.subplots()
    order = surface.order
    axes.barh(range(len(order)), [surface.importance[place] for place in order], height=0.6, color=COLOURS[0])
    axes.set_yticks(range(len(order)), [wrap(_name(surface.variables[place].path), 34) for place in order])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(0.0, max(1.0, *surface.importance))
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(f"Share of the differences between trials that is no longer predicted without it\n{_rests(shown)}")


def draw_surface(figure: Figure, shown: ResponseData) -> None:
    """Draw contours over the two numbers that matter most, or the curve over the only one."""
    figure.set_size_inches(WIDTH_INCHES, 5.2)
    axes = figure.subplots()
    if len(shown.surface.variables) == 1:
        _curve(axes, shown)
    else:
        _contours(figure, axes, shown)
    legend_below((axes,), 4)


def _curve(axes: Axes, shown: ResponseData) -> None:
    variable = shown.surface.variables[0]
    across = np.linspace(variable.low, variable.high, _GRID)
    scale = scale_for([good for _, good in shown.tried], shown.unit)
    axes.plot(across, shown.surface.at(across[:, None]), color=INK, label="fitted")
    axes.plot(*zip(*((v[0], g) for v, g in shown.tried), strict=True), "o", color=COLOURS[5], label="a trial")
    axes.axvline(shown.best[0], color=COLOURS[1], linewidth=1.2, label=f"best tried: {plain(shown.best[0])}")
    axes.axvline(shown.given[0], color=SOFT, linestyle="--", linewidth=1.2, label=f"as given: {plain(shown.given[0])}")
    human_axis(axes.yaxis, scale)
    axes.set_ylabel(f"{label(shown.metric)} ({scale.label})")
    axes.set_xlabel(f"{_axis(shown, 0)}\n{_rests(shown)}")


def _contours(figure: Figure, axes: Axes, shown: ResponseData) -> None:
    first, second = shown.surface.order[:2]
    one, other = shown.surface.variables[first], shown.surface.variables[second]
    x, y = np.meshgrid(np.linspace(one.low, one.high, _GRID), np.linspace(other.low, other.high, _GRID))
    points = np.tile(np.array(shown.best, dtype=np.float64), (x.size, 1))
    points[:, first], points[:, second] = x.ravel(), y.ravel()
    scale = scale_for([good for _, good in shown.tried], shown.unit)
    fitted = shown.surface.at(points).reshape(x.shape) / scale.divisor
    filled = axes.contourf(x, y, fitted, levels=_BANDS, cmap="cividis")
    bar = figure.colorbar(filled, ax=axes, pad=0.015)
    bar.set_label(f"{label(shown.metric)} as fitted ({scale.label})")
    tried = np.array([values for values, _ in shown.tried])
    axes.plot(tried[:, first], tried[:, second], "o", color="white", markeredgecolor=INK, markersize=5, label="a trial")
    axes.plot(
        shown.best[first], shown.best[second], "*", color=COLOURS[1], markeredgecolor=INK, markersize=15, label="best"
    )
    axes.plot(
        shown.given[first],
        shown.given[second],
        "X",
        color=COLOURS[4],
        markeredgecolor=INK,
        markersize=9,
        label="as given",
    )
    axes.set_xlim(min(one.low, shown.given[first]), max(one.high, shown.given[first]))
    axes.set_ylim(min(other.low, shown.given[second]), max(other.high, shown.given[second]))
    axes.grid(visible=False)
    more = "" if len(shown.best) == len(("first", "second")) else "; all other numbers as in the best"
    axes.set_xlabel(f"{_axis(shown, first)}\n{_rests(shown)}{more}")
    axes.set_ylabel(wrap(_axis(shown, second), 44))


def _axis(shown: ResponseData, place: int) -> str:
    variable = shown.surface.variables[place]
    return f"{_name(variable.path)} ({variable.unit})" if variable.unit else _name(variable.path)


def _name(path: str) -> str:
    return path.replace(".", " · ").replace("_", " ")


def _rests(shown: ResponseData) -> str:
    count, share = shown.surface.trials, max(shown.surface.predictive, 0.0)
    if not shown.surface.tells:
        return f"{count} trials: the fitted surface hardly predicts better than their mean, so they do not tell"
    return f"{count} trials; the fitted surface predicts {share:.0%} of their differences when each is left out in turn"


def alt(shown: ResponseData) -> str:
    """Return which numbers matter most, or that the trials do not tell."""
    surface = shown.surface
    if not surface.tells:
        return f"Importance of the numbers tuned. {_rests(shown)}."
    parts = [f"{surface.variables[place].path} {surface.importance[place]:.0%}" for place in surface.order[:3]]
    return f"Prediction lost without each number: {', '.join(parts)}. {_rests(shown)}."


IMPORTANCE = FigureSpec(
    "optimise_importance",
    "Which numbers of the policy matter",
    "A long bar is a number worth getting right; a bar near zero is one that hardly matters where was searched.",
    Section.WHY,
    data,
    draw_importance,
    alt,
)
SURFACE = FigureSpec(
    "optimise_surface",
    "What the numbers that matter most do",
    "Bright is better. A broad bright area means that the exact values matter little; a ridge that they go together.",
    Section.WHY,
    surface_data,
    draw_surface,
    alt,
)
