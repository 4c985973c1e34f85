"""Answer: the report's own sections with figures that answer to the pointer; and what can be taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, render_template, send_from_directory

from mktsim.present.compare.documents import REPORT_NAME
from mktsim.present.export.formats import Format
from mktsim.present.export.tables import export_tables
from mktsim.present.export.write import write_export
from mktsim.present.figures import cumulative_value, difference_forest, weekly_units
from mktsim.present.figures.save import drawings
from mktsim.present.language import said, spoken
from mktsim.present.report.build import filled
from mktsim.studio.charts import forest_chart, units_chart, value_chart
from mktsim.studio.jobs import Answer
from mktsim.studio.pages.runs import queue
from mktsim.studio.places import file_named, results_named
from mktsim.study.question.find_file import Folder
from mktsim.study.runs.results_directory import open_to_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.present.figures.save import Drawing
    from mktsim.present.figures.spec import FigureSpec
    from mktsim.present.json import View

pages = Blueprint("answer", __name__, url_prefix="/answer")
_INTERACTIVE: dict[str, tuple[FigureSpec[Any], Callable[[Any], View]]] = {
    "difference_forest": (difference_forest.FIGURE, forest_chart),
    "cumulative_value": (cumulative_value.FIGURE, value_chart),
    "weekly_units": (weekly_units.FIGURE, units_chart),
}
_TAKEN = frozenset({".html", ".csv", ".json", ".png", ".svg", ".xlsx", ".parquet"})
"""Endings of files that may be taken away."""
_OF_REPORT = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"
)
_drawn: dict[tuple[str, str], tuple[Drawing, ...]] = {}


def directory_of(name: str) -> Path:
    """Return a directory of results; ends the request where there is none."""
    found = results_named(name)
    return found if found is not None else abort(404, "there are no such results")


@pages.get("/<name>")
def answer(name: str) -> str | Response:
    """Show the answer of a study; what was worked out in an earlier session is read by its own report."""
    directory = directory_of(name)
    found = queue().answer(name)
    if found is None:
        is_there = (directory / REPORT_NAME).is_file()
        return render_template("stored_answer.html.j2", name=name, is_there=is_there, files=_files(directory))
    content = filled(found.comparison, found.context, _drawings(found))
    return render_template("answer.html.j2", **content, name=name, charts=_charts(found), files=_files(directory))


def _drawings(found: Answer) -> tuple[Drawing, ...]:
    """Return the figures of an answer, drawn once."""
    stamp = (found.comparison.digest, spoken())
    if stamp not in _drawn:
        _drawn.clear()
        _drawn[stamp] = drawings(found.comparison, found.context)
    return _drawn[stamp]


def _charts(found: Answer) -> list[View]:
    """Return title, note and words of every figure that answers to the pointer."""
    told = []
    for name, (spec, _) in _INTERACTIVE.items():
        shown = spec.data(found.comparison, found.context)
        if shown is not None:
            told.append(
                {"name": name, "title": said(spec.title), "note": said(spec.note), "alt": said(spec.alt(shown))}
            )
    return told


@pages.get("/<name>/chart/<figure>.json")
def chart(name: str, figure: str) -> Response:
    """Return the data of one figure, those of the report."""
    found = queue().answer(name)
    if found is None or figure not in _INTERACTIVE:
        abort(404, "there is no such figure")
    spec, made = _INTERACTIVE[figure]
    shown = spec.data(found.comparison, found.context)
    return jsonify(made(shown)) if shown is not None else abort(404, "there is no such figure")


def _files(directory: Path) -> list[str]:
    """Return the names of the files that may be taken away, the report first."""
    names = sorted(path.name for path in directory.iterdir() if path.suffix in _TAKEN and path.is_file())
    return sorted(names, key=lambda name: name != REPORT_NAME)


@pages.get("/<name>/report")
def report(name: str) -> Response:
    """Show the report as it was written; it may hold styles and pictures of its own, and nothing that acts."""
    directory = directory_of(name)
    if REPORT_NAME not in _files(directory):
        abort(404, "there is no report yet")
    page = Response((directory / REPORT_NAME).read_bytes(), mimetype="text/html")
    page.headers["Content-Security-Policy"] = _OF_REPORT
    return page


@pages.get("/<name>/file/<file>")
def take(name: str, file: str) -> Response:
    """Give a document of a study's results away."""
    directory = directory_of(name)
    if file not in _files(directory):
        abort(404, "there is no such file")
    return send_from_directory(directory.absolute(), file, as_attachment=True)


@pages.post("/<name>/workbook")
def workbook(name: str) -> Response:
    """Write the workbook of a study's results, as `mktsim export --to xlsx` does, and give it away."""
    directory = directory_of(name)
    with open_to_look(directory) as store:
        (path,) = write_export(export_tables(store, weekly=False), directory / "export", Format.XLSX)
    return send_from_directory(path.parent.absolute(), path.name, as_attachment=True)


@pages.get("/<name>/study.yaml")
def study(name: str) -> Response:
    """Give the study's file away: the command line gives the same numbers from it."""
    path = file_named(name, Folder.STUDIES)
    if path is None:
        abort(404, "the study's file is not here any more")
    return send_from_directory(path.parent.absolute(), path.name, as_attachment=True)
