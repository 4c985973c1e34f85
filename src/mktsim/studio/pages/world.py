"""See the world: brands, channels, calendar, the life cycle so far, and the organisation as a graph."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify, render_template

from mktsim.present.context import Context
from mktsim.present.figures.registry import ORGANISATION
from mktsim.present.figures.save import drawn
from mktsim.studio.charts import lines
from mktsim.studio.places import file_named
from mktsim.study.directory.organisation_report import organisation_report
from mktsim.study.question.find_file import Folder
from mktsim.study.question.library import resolved_run
from mktsim.study.question.run_request import RunRequest

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.directory.organisation_report import OrganisationReport
    from mktsim.study.question.resolve import ResolvedStudy

pages = Blueprint("world", __name__, url_prefix="/world")
GRAPH = ORGANISATION[0]
_one_at_a_time = Lock()


def place_of(name: str) -> Path:
    """Return the file of a scenario; ends the request where there is none."""
    path = file_named(name, Folder.SCENARIOS)
    return path if path is not None else abort(404, "there is no such world")


def resolved_world(name: str) -> ResolvedStudy:
    """Return a scenario under its status quo. Errors: InputError."""
    return resolved_run(RunRequest(str(place_of(name))))


@pages.get("/<name>")
def see(name: str) -> str:
    """Show a world as its file describes it."""
    resolved = resolved_world(name)
    organisation = resolved.arms[0].arm.organisation
    return render_template("world.html.j2", name=name, scenario=resolved.scenario, organisation=organisation)


@pages.get("/<name>/shares.json")
def shares(name: str) -> Response:
    """Return the weekly shares of all brands under the status quo, replication 0."""
    history = _seen(name).history
    brands = [column for column in history.series.columns if column.startswith("units.")]
    units = {one.partition(".")[2]: history.series.column(one)[: history.horizon] for one in brands}
    whole = sum(units.values())
    found = {one: values / whole for one, values in units.items()}
    return jsonify(lines(found, "Share of units", percent=True))


@pages.get("/<name>/prices.json")
def prices(name: str) -> Response:
    """Return the weekly price that was paid for the brand, and the mean one of rivals, replication 0."""
    found, resolved = _seen(name), resolved_world(name)
    columns = {"price": "paid", "list_price": "paid by chains", "rival_price": "rivals, mean"}
    series = {text: found.history.series.column(one)[: found.history.horizon] for one, text in columns.items()}
    return jsonify(lines(series, f"{resolved.scenario.money.currency} a unit", percent=False))


@pages.get("/<name>/organisation.svg")
def graph(name: str) -> Response:
    """Return the organisation at work under the status quo, replication 0."""
    drawing = drawn(GRAPH, _seen(name), Context())
    return Response(drawing.svg() if drawing else abort(404, "nobody talks to anybody"), mimetype="image/svg+xml")


def _seen(name: str) -> OrganisationReport:
    """Return one run of the status quo with its log; kept as long as the file stays as it is."""
    path = place_of(name)
    with _one_at_a_time:
        return _run(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _run(path: str, changed: int) -> OrganisationReport:
    del changed
    return organisation_report(resolved_run(RunRequest(path)), 0)
