"""Start: pick a world, open a file, go on with a study; and the choice of language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from mktsim.errors import InputError, MktsimError, Problem
from mktsim.present.language import LANGUAGES
from mktsim.studio.language import CHOICE
from mktsim.studio.places import LARGEST_BYTES, Found, Tree, found_in, opened, tree_of
from mktsim.study.question.file_kinds import Kind
from mktsim.study.question.find_file import Folder

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("start", __name__)


@dataclass(frozen=True)
class Card:
    """A file as the page lists it."""

    found: Found
    title: str
    text: str


@pages.get("/")
def start() -> str:
    """Show what there is to begin with."""
    return _shown(())


def _shown(problems: tuple[Problem, ...]) -> str:
    return render_template(
        "start.html.j2",
        worlds=_cards(Folder.SCENARIOS, "description"),
        studies=_cards(Folder.STUDIES, "question"),
        problems=tuple(map(str, problems)),
    )


def _cards(folder: Folder, field: str) -> tuple[Card, ...]:
    """Return the files of a folder with what they say of themselves; what cannot be read says so."""
    return tuple(_card(found, field) for found in found_in(folder))


def _card(found: Found, field: str) -> Card:
    try:
        tree: Tree = tree_of(found.path)
    except (MktsimError, OSError, UnicodeDecodeError) as error:
        return Card(found, found.name, str(error))
    return Card(found, str(tree.get("title") or found.name), str(tree.get(field) or ""))


@pages.post("/open")
def open_file() -> tuple[str, int] | Response:
    """Put a study or scenario of the user's beside the others, and go to it."""
    given = request.files.get("file")
    try:
        text = given.read(LARGEST_BYTES + 1).decode("utf-8") if given is not None else ""
        checked, name = opened(text)
    except UnicodeDecodeError:
        return _shown((Problem("opened file", 0, 0, "", "is no text"),)), 422
    except InputError as error:
        return _shown(error.problems), 422
    if checked.problems:
        return _shown(checked.problems), 422
    is_study = checked.kind == Kind.STUDY
    return redirect(url_for("policies.edit", name=name) if is_study else url_for("world.see", name=name), 303)


@pages.post("/language")
def language() -> Response:
    """Remember the language that the user reads."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400, "no such language")
    answer = redirect(url_for("start.start"), 303)
    answer.set_cookie(CHOICE, chosen, samesite="Strict", httponly=True)
    return answer
