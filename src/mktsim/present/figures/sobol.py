"""Sobol: share of the variance of the answer by factor, alone and with all that it acts on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mktsim.present.figures.one_at_a_time import answer_of
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, WIDTH_INCHES, legend_below
from mktsim.present.numbers import percent
from mktsim.present.words import wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.sensitivity.result import Sensitivity
    from mktsim.study.sensitivity.sobol import Share

_HALF = 0.19


@dataclass(frozen=True)
class VarianceData:
    """Factors, the largest total first."""

    shares: tuple[Share, ...]
    answer: str
    confidence: float

    @property
    def is_rough(self) -> bool:
        """Whether the design has too few rows for its intervals."""
        return any(one.total.is_rough for one in self.shares)


def data(found: Sensitivity, context: Context) -> VarianceData | None:
    """Return the shares; None without Sobol."""
    del context
    named = tuple(replace(one, name=found.name_of(one.name)) for one in found.shares)
    return VarianceData(named, answer_of(found), found.heading.confidence) if named else None


def draw(figure: Figure, shown: VarianceData) -> None:
    """Draw two bars a factor, first order and total, with intervals."""
    figure.set_size_inches(WIDTH_INCHES, 2.1 + 0.55 * len(shown.shares))
    axes = figure.subplots()
    for place, one in enumerate(shown.shares):
        for side, share, colour, hatch, name in (
            (-_HALF, one.first, COLOURS[0], "", "alone (first order)"),
            (_HALF, one.total, COLOURS[1], "///", "with all that it acts on (total)"),
        ):
            text = name if place == 0 else None
            width = max(0.0, share.mean)
            axes.barh(place + side, width, height=0.34, color=colour, hatch=hatch, edgecolor="white", label=text)
            axes.plot([share.low, share.high], [place + side] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
    axes.set_yticks(range(len(shown.shares)), [wrap(one.name, 36) for one in shown.shares])
    axes.set_ylim(len(shown.shares) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%".replace("-", "\N{MINUS SIGN}"))
    ends = "rough intervals: few rows" if shown.is_rough else f"intervals of at least {percent(shown.confidence)}"
    axes.set_xlabel(f"{wrap(f'Share of the variance of {shown.answer}', 90)}\nlines: {ends}")
    legend_below((axes,), 2)


def alt(shown: VarianceData) -> str:
    """Return all shares."""
    parts = [f"{one.name} {percent(one.first.mean)} alone, {percent(one.total.mean)} in all" for one in shown.shares]
    return f"Shares of the variance of {shown.answer}: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "sensitivity_shares",
    "How much of the doubt is due to what",
    "The blue share would go if the factor alone were known; the hatched one would stay if all others were.",
    Section.ASSUMPTIONS,
    data,
    draw,
    alt,
)
