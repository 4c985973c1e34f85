"""Expected value of partial perfect information (EVPPI) of each parameter of the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, SOFT, WIDTH_INCHES, human_axis, legend_below
from mktsim.present.numbers import percent, scale_for
from mktsim.present.words import wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.information.evppi import ParameterValue
    from mktsim.study.information.result import Information
    from mktsim.study.runs.interval import Interval

_MOST = 15


@dataclass(frozen=True)
class KnowingData:
    """Parameters, the one most worth knowing first."""

    parameters: tuple[ParameterValue, ...]
    world: Interval
    reliability: float
    unit: str
    confidence: float
    names: tuple[str, ...]
    """In words."""
    rests_on: str
    """Worlds and replications."""


def data(found: Information, context: Context) -> KnowingData | None:
    """Return the parameters, at most fifteen; None without drawn worlds, or where no worth was seen at all."""
    del context
    if found.world is None or not any(one.perfect.high > 0.0 for one in found.parameters):
        return None
    shown = found.parameters[:_MOST]
    return KnowingData(
        shown,
        found.world,
        found.asked.reliability,
        found.heading.unit,
        found.heading.confidence,
        tuple(found.name_of(one.name) for one in shown),
        f"{found.asked.draws} drawn worlds x {found.asked.world_replications} replications",
    )


def draw(figure: Figure, shown: KnowingData) -> None:
    """Draw two bars a parameter: known exactly, and known by research; and the worth of knowing all."""
    figure.set_size_inches(WIDTH_INCHES, 2.2 + 0.42 * len(shown.parameters))
    axes = figure.subplots()
    reach = [one.perfect.high for one in shown.parameters] + [shown.world.high]
    scale = scale_for(reach, shown.unit)
    rough = ", rough: few worlds" if any(one.perfect.is_rough for one in shown.parameters) else ""
    half = f"by research that explains {percent(shown.reliability)} of it"
    for place, one in enumerate(shown.parameters):
        names = ("exactly", half) if place == 0 else (None, None)
        axes.barh(place - 0.18, one.perfect.mean, height=0.32, color=COLOURS[0], label=names[0])
        axes.barh(
            place + 0.18, one.research, height=0.32, color=COLOURS[1], hatch="///", edgecolor="white", label=names[1]
        )
        ends = [one.perfect.low, one.perfect.high]
        axes.plot(ends, [place - 0.18] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
    axes.axvspan(shown.world.low, shown.world.high, color=SOFT, alpha=0.12, linewidth=0.0)
    axes.axvline(shown.world.mean, color=SOFT, linestyle="--", linewidth=1.2)
    axes.set_yticks(
        range(len(shown.parameters)),
        [wrap(name, 36) for name in shown.names],
    )
    axes.set_ylim(len(shown.parameters) - 0.4, -0.6)
    axes.set_xlim(left=0.0, right=1.08 * max(*reach, 1e-9))
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"Worth of knowing it before choosing ({scale.label})\n"
        f"lines: {percent(shown.confidence)} intervals{rough}; {shown.rests_on}\n"
        "dashed, with its interval: knowing all of them exactly"
    )
    legend_below((axes,), 2)


def alt(shown: KnowingData) -> str:
    """Return what is most worth knowing."""
    scale = scale_for([one.perfect.mean for one in shown.parameters] + [shown.world.mean], shown.unit)
    parts = [
        f"{name} {scale.text(one.perfect.mean)}" for name, one in zip(shown.names[:4], shown.parameters, strict=False)
    ]
    return f"Worth of knowing before choosing: all parameters {scale.text(shown.world.mean)}; alone {'; '.join(parts)}."


FIGURE = FigureSpec(
    "information_world",
    "What is worth finding out before choosing",
    "Research into something with no bar would not change the choice, whatever it found.",
    Section.RISK,
    data,
    draw,
    alt,
)
