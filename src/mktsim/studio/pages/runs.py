"""Runs: what waits, what runs and who leads so far, what is stored; stop and go on."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for

from mktsim.errors import StoreError
from mktsim.present.json import number
from mktsim.studio.jobs import Job, Queue, State, asked_by
from mktsim.studio.language import language_now, said
from mktsim.studio.places import QUEUE, result_directories, results_named
from mktsim.studio.stream import stream
from mktsim.study.runs.results_directory import STORE_NAME, open_to_look, recalled
from mktsim.study.runs.store import note
from mktsim.study.runs.store_reader import counted_groups

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from mktsim.present.json import View

pages = Blueprint("runs", __name__, url_prefix="/runs")
_LIVE = frozenset({State.WAITING, State.RUNNING})
STAGES = {
    "arms": "comparing the arms",
    "why": "finding out why",
    "assumptions": "trying the assumptions",
    "": "reading the study",
}
"""What the stages of a comparison do."""
_BESIDES = ("-wal", "")
"""Files of a store that grow while it is written."""


def queue() -> Queue:
    """Return the queue of this application."""
    found: Queue = current_app.extensions[QUEUE]
    return found


@pages.get("/")
def runs() -> str:
    """Show the queue and the directories of results."""
    return render_template("runs.html.j2", **_view())


@pages.get("/events")
def events() -> Response:
    """Tell the page what changes in the queue and in directories, whoever writes them."""
    known = queue()

    def view() -> View:
        return {"html": render_template("runs_table.html.j2", **_view_of(known))}

    return stream(view, known.wait)


def _view() -> View:
    return _view_of(queue())


def _view_of(known: Queue) -> View:
    jobs = known.jobs()
    names = {job.name for job in jobs if job.state in _LIVE}
    stored = [_stored(path) for path in result_directories() if path.name not in names]
    return {"jobs": [_told(job) for job in jobs], "stored": stored, "live": any(job.state in _LIVE for job in jobs)}


def _told(job: Job) -> View:
    share = job.done / job.total if job.total else 0.0
    return {
        "number": job.number,
        "name": job.name,
        "state": job.state.value,
        "stage": said(STAGES.get(job.stage, job.stage)) if job.state is State.RUNNING else "",
        "done": job.done,
        "total": job.total,
        "share": round(100 * share),
        "failed": job.failed,
        "seconds_left": number(job.seconds_left),
        "leader": job.leader,
        "verdict": job.verdict,
        "error": job.error,
    }


def _stored(path: Path) -> View:
    stamps = tuple(_stamp(path / f"{STORE_NAME}{end}") for end in _BESIDES)
    return _counted(path, stamps)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=200)
def _counted(path: Path, stamps: tuple[tuple[int, int], ...]) -> View:
    """Return what a store holds; looked up anew whenever it was written to."""
    del stamps
    try:
        with open_to_look(path) as store:
            owner, groups = note(store, "owner") or "", counted_groups(store)
        command = recalled(path).command
    except StoreError as error:
        return {"name": path.name, "owner": str(error), "command": "", "done": 0, "failed": 0, "report": False}
    done, failed = sum(one.done for one in groups), sum(one.failed for one in groups)
    report = (path / "report.html").is_file()
    return {"name": path.name, "owner": owner, "command": command, "done": done, "failed": failed, "report": report}


@pages.post("/<int:number>/stop")
def stop(number: int) -> AnyResponse:
    """Stop a study; what it has stored stays."""
    queue().stop(number)
    return redirect(url_for("runs.runs"), 303)


@pages.post("/<int:number>/resume")
def resume(number: int) -> AnyResponse:
    """Go on with a study that was stopped."""
    queue().resume(number)
    return redirect(url_for("runs.runs"), 303)


@pages.post("/stored/<name>/resume")
def go_on(name: str) -> AnyResponse:
    """Go on with a comparison in a directory of results, wherever it was begun."""
    path = results_named(name)
    if path is None:
        abort(404, "there are no such results")
    call = recalled(path)
    if call.command != "compare":
        abort(400, "only comparisons can be gone on with here")
    queue().add(replace(asked_by(call), language=language_now()))
    return redirect(url_for("runs.runs"), 303)
