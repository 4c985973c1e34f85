"""Colours, lines and marks that can be told apart without colour vision, and axes in human numbers."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mktsim.present.numbers import Scale, scale_for
from mktsim.present.reading import STAGE_NAMES
from mktsim.present.words import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.reading import Span

# Okabe & Ito 2008, yellow left out of the lines: it is too light on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
FILLS = (*COLOURS[:6], "#F0E442", "#8C8C8C")
HATCHES = ("", "///", "...", "\\\\\\", "xx", "++", "--", "oo")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (3, 1)), (0, (1, 1)))
STAGE_COLOURS = ("#CFE8F7", "#9FD8C4", "#F2D08A", "#E5A98B")
INK = "#222222"
SOFT = "#666666"
FAINT = "#DDDDDD"
GOOD = "#0072B2"
BAD = "#D55E00"
WIDTH_INCHES = 8.5
NAME_WIDTH = 22
"""Characters in a line of a name on an axis."""
_NARROWEST_LABEL = 0.09
"""Share of the axis below which a stage's span is labelled with one letter."""
_NARROWEST_LETTER = 0.015
"""Share of the axis below which a stage's span has no label."""

RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.labelsize": 9.0,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "mktsim",
    "svg.fonttype": "path",
    "path.simplify": True,
    "axes.unicode_minus": True,
}
"""Settings under which every figure is drawn and saved."""


FALLBACK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "Noto Sans CJK JP",
    "Yu Gothic",
    "Noto Sans CJK KR",
    "Malgun Gothic",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Noto Sans Thai",
    "Leelawadee UI",
    "Arial Unicode MS",
    "Noto Sans Symbols2",
    "Segoe UI Symbol",
)
"""Fonts for letters that DejaVu Sans lacks, the first that is installed for each letter."""
_FILES = (
    "notosans",
    "sourcehan",
    "wqy",
    "pingfang",
    "hiragino",
    "msyh",
    "simhei",
    "yugoth",
    "malgun",
    "nirmala",
    "leel",
)
"""How the files of these fonts begin."""


@lru_cache(maxsize=1)
def font_families() -> list[str]:
    """Return the font of the house and the installed ones that help it out; asking for others would warn.

    What matplotlib remembers of installed fonts may be older than these, so files that look like them are added.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {Path(font.fname) for font in fontManager.ttflist}
    for path in map(Path, findSystemFonts()):
        if path not in known and path.stem.lower().startswith(_FILES):
            with contextlib.suppress(OSError, RuntimeError):
                fontManager.addfont(path)
    installed = {font.name for font in fontManager.ttflist}
    return [str(RC["font.family"]), *(name for name in FALLBACK_FONTS if name in installed)]


@dataclass(frozen=True)
class Look:
    """Colour, line and mark of one arm; the same in every figure."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    marker: str


def look(place: int) -> Look:
    """Return the look of the arm at a place in arm order."""
    return Look(
        COLOURS[place % len(COLOURS)],
        LINES[place % len(LINES)],
        MARKERS[place % len(MARKERS)],
    )


def name_lines(name: str, width: int = NAME_WIDTH) -> str:
    """Return a name broken into lines for an axis."""
    return wrap(name.replace("_", " "), width)


def axis_scale(values: Iterable[float], unit: str) -> Scale:
    """Return the scale of an axis."""
    return scale_for(values, unit)


def human_axis(axis: Axis, scale: Scale) -> None:
    """Write the ticks of an axis in a scale, with as many decimals as neighbouring ticks need."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))

    def written(value: float, _position: int | None = None) -> str:
        digits = f"{value / scale.divisor:,.2f}".rstrip("0").rstrip(".")
        return "0" if digits in {"-0", ""} else digits.replace(",", " ").replace("-", "−")

    axis.set_major_formatter(FuncFormatter(written))


def zero_line(axes: Axes, *, vertical: bool) -> None:
    """Draw the line of zero."""
    (axes.axvline if vertical else axes.axhline)(0, color=INK, linewidth=1.0, zorder=1.5)


def legend_below(axes: tuple[Axes, ...], columns: int) -> None:
    """Put one legend for some axes under the figure; the frame of the figure finds room for it."""
    found = [axis.get_legend_handles_labels() for axis in axes]
    handles = [handle for some, _ in found for handle in some]
    labels = [text for _, some in found for text in some]
    _figure_of(axes[0]).legend(handles, labels, loc="lower center", ncols=columns, markerscale=0.8)


def _figure_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("axes without a figure")
    return figure


def draw_fan(axes: Axes, place: int, name: str, curve: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    """Draw the mean of an arm and the band of 80% of its outcomes; `curve` is weeks and (3, weeks)."""
    weeks, (low, mean, high) = curve
    style = look(place)
    every = max(len(weeks) // 8, 1)
    axes.fill_between(weeks, low, high, color=style.colour, alpha=0.14, linewidth=0)
    axes.plot(
        weeks,
        mean,
        color=style.colour,
        linestyle=style.line,
        linewidth=1.8,
        marker=style.marker,
        markevery=(place * every // 4, every),
        markersize=5,
        label=name_lines(name, 48),
    )


def mark_horizon(axes: Axes, horizon: int | None, last: float) -> None:
    """Say what lines and bands are, and mark where the weeks that count end, if the axis goes on after it."""
    text = "Line: mean of all replications. Band: 80% of outcomes of that week."
    if horizon is not None and horizon < last:
        axes.axvline(horizon, color=SOFT, linestyle=":", linewidth=1.2)
        text += "\nRight of the dotted line: run-out under the rules of the status quo."
    axes.set_title(text, loc="left", fontsize=8.5, color=SOFT)


def draw_spans(axes: Axes, row: float, found: tuple[Span, ...], height: float = 0.8) -> None:
    """Draw one row of stages as labelled blocks, of the width of the axes already set."""
    low, high = axes.get_xlim()
    for span in found:
        axes.broken_barh(
            [(span.first, span.last - span.first)],
            (row - height / 2, height),
            facecolor=STAGE_COLOURS[span.stage],
            edgecolor="white",
            linewidth=0.8,
        )
        share = (span.last - span.first) / (high - low)
        name = STAGE_NAMES[span.stage]
        text = name if share > _NARROWEST_LABEL + 0.006 * len(name) else name[0]
        if share > _NARROWEST_LETTER:
            axes.text((span.first + span.last) / 2, row, text, ha="center", va="center", fontsize=7.5, color=INK)


def stage_legend(figure: Figure) -> None:
    """Explain the colours and letters of the stages under the figure."""
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=colour, edgecolor=SOFT, linewidth=0.5, label=f"{name[0]} = {name}")
        for colour, name in zip(STAGE_COLOURS, STAGE_NAMES, strict=True)
    ]
    figure.legend(handles=handles, loc="lower center", ncols=4)
