"""Makes the report: one file that needs nothing else to be read."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mktsim.present.context import Context
from mktsim.present.documents import write_bytes
from mktsim.present.figures.save import drawings
from mktsim.present.language import said, tag
from mktsim.present.report import pages
from mktsim.present.report.bottleneck import bottleneck
from mktsim.present.report.first_page import memo
from mktsim.present.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.present.figures.save import Drawing
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class Picture:
    """A figure inside the page."""

    name: str
    address: str
    """The SVG as a data address."""
    alt: str
    note: str
    section: str


def write_report(comparison: Comparison, path: Path, context: Context | None = None, *, replace: bool = False) -> Path:
    """Write the report; raises FileExistsError when other content is there and `replace` is not set."""
    page = render_report(comparison, context)
    return write_bytes(((path, page.encode()),), replace=replace)[0]


def render_report(comparison: Comparison, context: Context | None = None) -> str:
    """Return the report as one self-contained HTML page."""
    known = context or Context()
    return render(comparison, known, drawings(comparison, known))


def render(comparison: Comparison, context: Context, drawn: tuple[Drawing, ...]) -> str:
    """Return the page with figures already drawn."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("mktsim.present.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["label"] = label
    environment.globals.update({"_": said, "tag": tag})
    style = files("mktsim.present.report").joinpath("report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(filled(comparison, context, drawn), style=style)


def filled(comparison: Comparison, context: Context, drawn: tuple[Drawing, ...]) -> dict[str, object]:
    """Return what the template's sections are filled with, its style apart."""
    return {
        "c": comparison,
        "context": context,
        "pictures": [_picture(drawing) for drawing in drawn],
        "memo": memo(comparison),
        "bottleneck": bottleneck(comparison, context),
        "arms": pages.arms_table(comparison),
        "worlds": pages.worlds_table(comparison),
        "risks": pages.risk_table(comparison),
        "losses": pages.loss_table(comparison),
        "bridge": pages.bridge_table(comparison),
        "variance": pages.variance_table(comparison),
        "assumptions": pages.assumption_table(comparison, context),
        "parameters": pages.parameter_table(context.parameters),
    }


def _picture(drawing: Drawing) -> Picture:
    coded = base64.b64encode(drawing.svg()).decode("ascii")
    spec = drawing.spec
    return Picture(spec.name, f"data:image/svg+xml;base64,{coded}", drawing.alt, spec.note, spec.section.value)
