"""Policies side by side: a study as a form, checked as its file is checked, and kept as that file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from mktsim.errors import InputError
from mktsim.outcomes.metrics.table import METRICS
from mktsim.studio.drafts import MOST_ARMS, Draft, draft_of, from_form, marked, new_tree, refuse_twins
from mktsim.studio.jobs import Asked, Queue
from mktsim.studio.language import language_now
from mktsim.studio.pages.world import place_of
from mktsim.studio.places import QUEUE, Found, file_named, kept, stamp_of, text_of, tree_of
from mktsim.study.question.file_kinds import Kind
from mktsim.study.question.find_file import Folder
from mktsim.study.question.library import archetypes, library_beside, read_scenario, read_study

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.wrappers import Response


pages = Blueprint("policies", __name__, url_prefix="/study")


@pages.get("/<name>")
def edit(name: str) -> str:
    """Show a study as policies side by side."""
    return _shown(_stored(name), name)


@pages.get("/new/<world>")
def new(world: str) -> str:
    """Show a new study of a world."""
    return _shown(_begun(world), "")


@pages.post("/<name>")
def save(name: str) -> tuple[str, int] | Response | str:
    """Take in a form of a study that is there."""
    return _taken(_stored(name), name)


@pages.post("/new/<world>")
def save_new(world: str) -> tuple[str, int] | Response | str:
    """Take in the form of a new study."""
    return _taken(_begun(world), "")


def _begun(world: str) -> Draft:
    path = place_of(world)
    scenario = read_scenario(path)
    own = Found(world, path).own
    tree = new_tree(scenario, f"../{path.as_posix()}" if own else world, _free(f"{world}_study"))
    return draft_of(tree, scenario, dict(scenario.policies))


def _free(name: str) -> str:
    """Return a name that no study has."""
    names = (name, *(f"{name}_{number}" for number in range(2, 1000)))
    return next(one for one in names if file_named(one, Folder.STUDIES) is None)


def _stored(name: str) -> Draft:
    """Return the draft of a study's file; of a shipped one, as a new study that is like it."""
    path = file_named(name, Folder.STUDIES)
    if path is None:
        abort(404, "there is no such study")
    study, tree = read_study(path), tree_of(path)
    scenario = library_beside(path).scenario(study.scenario)
    policies = {**scenario.policies, **study.policies}
    if Found(name, path).own:
        return draft_of(tree, scenario, policies, stamp_of(path))
    return draft_of(
        {**tree, "name": _free(f"my_{name}"), "scenario": _by_name(path, study.scenario)}, scenario, policies
    )


def _by_name(path: Path, scenario: str) -> str:
    """Return the name of the shipped scenario that a shipped study names by its path."""
    return (path.parent / scenario).stem


def _taken(base: Draft, name: str) -> tuple[str, int] | Response | str:
    """Keep a form as the study's file, or show it again with what is wrong; `run` also puts it into the queue."""
    draft = from_form(request.form, replace(base, based_on=request.form.get("based_on", "")))
    if "save" not in request.form and "run" not in request.form:
        return _shown(draft, name)
    try:
        refuse_twins(draft)
        is_same = draft.tree["name"] == name
        result = kept(str(draft.tree["name"]), text_of(draft.tree), Kind.STUDY, draft.based_on if is_same else "")
        problems = result.problems
    except InputError as error:
        problems = error.problems
    if problems:
        return _shown(marked(draft, problems), name), 422
    if "run" in request.form:
        return run(str(draft.tree["name"]))
    return redirect(url_for("policies.edit", name=draft.tree["name"], saved="yes"), 303)


@pages.post("/<name>/run")
def run(name: str) -> Response:
    """Put a study into the queue as its file is."""
    path = file_named(name, Folder.STUDIES)
    if path is None:
        abort(404, "there is no such study")
    queue: Queue = current_app.extensions[QUEUE]
    queue.add(Asked(path.as_posix() if Found(name, path).own else name, language=language_now()))
    return redirect(url_for("runs.runs"), 303)


def _shown(draft: Draft, name: str) -> str:
    """Return the page of a draft; a study of more arms than stand side by side is shown without a form."""
    return render_template(
        "policies.html.j2",
        draft=draft,
        name=name,
        saved=request.args.get("saved") == "yes",
        most=MOST_ARMS,
        metrics=tuple(METRICS.values()),
        organisations=archetypes(),
    )
