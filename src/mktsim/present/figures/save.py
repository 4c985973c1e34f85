"""Draws the figures of a comparison and writes them as SVG and PNG."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mktsim.present.context import Context
from mktsim.present.documents import write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.style import RC, SOFT, WIDTH_INCHES, font_families
from mktsim.present.language import ENGLISH, said, spoken
from mktsim.present.words import said_in_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from matplotlib.figure import Figure

    from mktsim.present.figures.spec import FigureSpec, Headed
    from mktsim.study.compare.result import Comparison

PNG_DPI = 150
_TOP_INCHES = 0.46
_BOTTOM_INCHES = 0.3
_LEGEND_GAP_INCHES = 0.06
_PLACE_DIGITS = 4
"""Decimals of places on the paper, shares of its width and height."""


@dataclass(frozen=True)
class Drawing:
    """One figure drawn."""

    spec: FigureSpec[Any]
    figure: Figure
    alt: str

    @cached_property
    def _svg(self) -> bytes:
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        return _saved(FigureCanvasSVG(self.figure).print_svg, self.figure, {"Date": None, "Creator": "mktsim"})

    def svg(self) -> bytes:
        """Return the figure as SVG; the same figure gives the same bytes."""
        return self._svg

    def png(self) -> bytes:
        """Return the figure as PNG at 150 dots an inch."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        return _saved(FigureCanvasAgg(self.figure).print_png, self.figure, {"Software": "mktsim"})


def source_line(result: Headed) -> str:
    """Return what stands under every figure: study, hash, seed, replications and version."""
    head = result.heading
    return (
        f"Study {head.study} · hash {head.study_hash[:12]} · seed {head.seed} · "
        f"n = {result.replications} replications · mktsim {head.version}"
    )


def drawn(spec: FigureSpec[Any], result: Headed, context: Context) -> Drawing | None:
    """Return one figure; None when the result lacks what it shows."""
    shown = spec.data(result, context)
    return None if shown is None else drawing_of(spec, shown, source_line(result))


def drawing_of(spec: FigureSpec[Any], shown: Any, source: str) -> Drawing:  # noqa: ANN401 - what the figure shows
    """Return the figure of what it shows, with a line on where that comes from."""
    from matplotlib.figure import Figure

    with _settings():
        figure = Figure(figsize=(WIDTH_INCHES, 4.8), layout="constrained")
        spec.draw(figure, shown)
        _say(figure)
        _framed(figure, said(spec.title), said(source))
        _settle(figure)
    return Drawing(spec, figure, said(spec.alt(shown)))


def drawings(comparison: Comparison, context: Context) -> tuple[Drawing, ...]:
    """Return every figure of the table that the comparison has data for."""
    return drawings_of(comparison, context, figures_of("compare"))


def drawings_of(result: Headed, context: Context, figures: tuple[FigureSpec[Any], ...]) -> tuple[Drawing, ...]:
    """Return every figure of another table that a result has data for."""
    found = (drawn(spec, result, context) for spec in figures)
    return tuple(drawing for drawing in found if drawing is not None)


def write_figures(
    comparison: Comparison, directory: Path, context: Context | None = None, *, replace: bool = False
) -> tuple[Path, ...]:
    """Write `name.svg` and `name.png` for every figure; return the paths.

    Raises FileExistsError when a file with other content is there and `replace` is not set.
    """
    return write_bytes(figure_files(drawings(comparison, context or Context()), directory), replace=replace)


def figures_in(directory: Path, result: Headed, figures: tuple[FigureSpec[Any], ...]) -> tuple[tuple[Path, bytes], ...]:
    """Return the figures that a result has data for, as files of a directory."""
    return figure_files(drawings_of(result, Context(), figures), directory)


def figure_files(drawn_figures: tuple[Drawing, ...], directory: Path) -> tuple[tuple[Path, bytes], ...]:
    """Return path and content of every figure, as SVG and as PNG."""
    return tuple(
        (directory / f"{drawing.spec.name}.{kind}", content)
        for drawing in drawn_figures
        for kind, content in (("svg", drawing.svg()), ("png", drawing.png()))
    )


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """Hold the settings of the house, whatever the user's own configuration of matplotlib says."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        mpl.rcdefaults()
        mpl.rcParams.update({**RC, "font.family": font_families()})
        yield


def _say(figure: Figure) -> None:
    """Say what is written on a figure in the language that is spoken."""
    from matplotlib.text import Text
    from matplotlib.ticker import FixedFormatter

    if spoken() == ENGLISH:
        return
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            formatter = axis.get_major_formatter()
            if isinstance(formatter, FixedFormatter):
                formatter.seq = [said_in_lines(str(one)) for one in formatter.seq]
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_text(said_in_lines(text.get_text()))


def _framed(figure: Figure, title: str, source: str) -> None:
    """Make room for title, legends and source line around what is drawn, and put them there."""
    width, drawn_height = figure.get_size_inches()
    legends = _legend_heights(figure)
    height = drawn_height + sum(legends)
    figure.set_size_inches(width, height)
    reached = _BOTTOM_INCHES
    for legend, tall in zip(figure.legends, legends, strict=True):
        legend.set_bbox_to_anchor((0.5, reached / height))
        reached += tall
    engine = figure.get_layout_engine()
    if engine is not None:
        rest = 1 - (_TOP_INCHES + reached) / height
        engine.set(rect=(0.02, reached / height, 0.975, rest))  # type: ignore[call-arg]
    left = 0.12 / width
    figure.text(left, 1 - 0.1 / height, title, ha="left", va="top", fontsize=12, fontweight="bold")
    figure.text(left, 0.08 / height, source, ha="left", va="bottom", fontsize=7.5, color=SOFT)


def _settle(figure: Figure) -> None:
    """Lay the figure out once and keep the places, rounded: the solver's last bits differ from run to run."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        x, y, wide, high = (round(float(v), _PLACE_DIGITS) for v in axes.get_position(original=True).bounds)
        axes.set_position((x, y, wide, high))
    for text in figure.texts:
        at_x, at_y = text.get_position()
        text.set_position((round(float(at_x), _PLACE_DIGITS), round(float(at_y), _PLACE_DIGITS)))


def _legend_heights(figure: Figure) -> tuple[float, ...]:
    """Return the height of each legend of the figure with a gap above it, inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for legend in figure.legends:
        legend.borderaxespad = 0.0
    return tuple(
        float(legend.get_window_extent(renderer).height) / figure.dpi + _LEGEND_GAP_INCHES for legend in figure.legends
    )


def _saved(write: Callable[..., None], figure: Figure, metadata: dict[str, str | None]) -> bytes:
    """Return what a canvas writes of a settled figure; `savefig` would draw it twice, the first time for its layout."""
    held = io.BytesIO()
    with _settings():
        figure.set_facecolor("white")
        figure.set_dpi(PNG_DPI)
        write(held, metadata=metadata)
    return held.getvalue()
