"""An own product: the form of what `mktsim new` asks, its sums, and the files that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from mktsim.errors import InputError, Problem
from mktsim.studio.forms import Control, Field, fields_for, read_value
from mktsim.studio.places import file_named, kept
from mktsim.study.own_world.answers import Answers
from mktsim.study.own_world.files import OwnWorld, answered, own_world
from mktsim.study.own_world.study_text import study_text
from mktsim.study.own_world.typed import EVERYWHERE, number_of, numbers_of, regions_of, rivals_of
from mktsim.study.question.file_kinds import Kind
from mktsim.study.question.find_file import Folder

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from mktsim.study.own_world.sums import Sum

pages = Blueprint("own_product", __name__, url_prefix="/new")

FIRST = (
    "name",
    "category",
    "title",
    "currency",
    "regions",
    "purchases_per_year",
    "price_money",
    "unit_cost_money",
    "share",
    "budget_money",
    "rivals",
)
"""What is asked first; the template has their words in the same order."""
_HINTS = {
    "regions": "700000, or north=400000, south=300000",
    "rivals": "leader=0.95:0.4, house=0.70:0.3",
    "season": "0.9, 0.9, 1, 1, 1.1, 1.2, 1.2, 1.1, 1, 0.9, 0.8, 0.9",
    "start": "2026-01-05",
}
"""How a value of several parts is written."""


def _regions(text: str) -> dict[str, float]:
    if "=" in text:
        return regions_of(text.split(","))
    try:
        return {EVERYWHERE: number_of(text)}
    except ValueError:
        return regions_of([text])


_READERS: Mapping[str, Callable[[str], object]] = {
    "regions": _regions,
    "rivals": lambda text: rivals_of(text.split(",")),
    "season": numbers_of,
    "start": str,
}


@dataclass(frozen=True)
class Form:
    """The form as it is shown."""

    fields: tuple[Field, ...]
    problems: tuple[str, ...] = ()
    """What is wrong beside what is marked at a field."""
    sums: tuple[Sum, ...] = ()

    @property
    def first(self) -> tuple[Field, ...]:
        """What is asked first, in order."""
        by_name = {one.path: one for one in self.fields}
        return tuple(by_name[name] for name in FIRST)

    @property
    def more(self) -> tuple[Field, ...]:
        """What has a default."""
        return tuple(one for one in self.fields if one.path not in FIRST)

    @property
    def is_marked(self) -> bool:
        """Whether something is marked as wrong."""
        return any(one.problem for one in self.fields)


@pages.get("/")
def ask() -> str:
    """Show the form."""
    return _page(Form(_fields({})))


@pages.post("/")
def answer() -> str | tuple[str, int] | Response:
    """Do the sums, and keep scenario and study where that is asked for."""
    given = {name: text.strip() for name, text in request.form.items() if text.strip()}
    form = Form(_fields(given))
    try:
        made = _made(form.fields, given)
        form = replace(form, sums=made.sums)
        if "keep" not in given:
            return _page(form)
        study = _kept(made)
    except InputError as error:
        return _page(_marked(form, error.problems)), 422
    return redirect(url_for("policies.edit", name=study), 303)


def _page(form: Form) -> str:
    return render_template("own_product.html.j2", form=form)


def _fields(given: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of all answers with what was entered."""
    return tuple(_filled(one, given) for one in fields_for(Answers, {}, ""))


def _filled(field: Field, given: Mapping[str, str]) -> Field:
    if field.path in _HINTS:
        usual = "" if field.path != "start" else _HINTS["start"]
        field = replace(field, control=Control.TEXT, value=usual, unit=_HINTS[field.path], range="")
    if field.control is Control.CHOICE and not field.value and field.path not in FIRST:
        field = replace(field, choices=("", *field.choices))
    is_technical = field.path.endswith("_money")  # a range that keeps numbers finite, and no hint for who has a price
    shown = "" if is_technical else field.range
    return replace(field, value=given.get(field.path, field.value), range=shown)


def _made(fields: tuple[Field, ...], given: Mapping[str, str]) -> OwnWorld:
    """Return the world of what was entered; what is empty keeps its default. Errors: InputError with all fields."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for field in fields:
        if field.path not in given:
            continue
        try:
            read = _READERS.get(field.path)
            values[field.path] = read(given[field.path]) if read else read_value(field, [given[field.path]])
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(tuple(problems))
    return own_world(answered(values))


def _kept(made: OwnWorld) -> str:
    """Keep scenario and study beside the others, and return the study's name. Errors: InputError, nothing kept."""
    name, study = made.answers.name, f"{made.answers.name}_study"
    if file_named(study, Folder.STUDIES) is not None:
        raise InputError((Problem("", 0, 0, "name", f"a study is called {study} already; choose another name"),))
    for title, text, kind in (
        (name, made.scenario, Kind.SCENARIO),
        (study, study_text(made.answers, name), Kind.STUDY),
    ):
        if problems := kept(title, text, kind, "").problems:
            raise InputError(problems)
    return study


def _marked(form: Form, problems: tuple[Problem, ...]) -> Form:
    """Return the form with problems at their fields, the others above it."""
    at: dict[str, list[str]] = {}
    for one in problems:
        at.setdefault(one.field.partition(".")[0], []).append(one.message)
    fields = tuple(replace(one, problem="; ".join(at.pop(one.path, ()))) for one in form.fields)
    left = tuple(str(one) for one in problems if one.field.partition(".")[0] in at)
    return replace(form, fields=fields, problems=left)
