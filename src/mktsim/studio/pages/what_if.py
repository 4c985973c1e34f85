"""What if: a change of the status quo, its paired difference as it gets surer, and what was asked before."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for

from mktsim.errors import InputError, Problem
from mktsim.inputs.phases import AdvertisingChange, BudgetChange, ChannelChange, PriceChange, PromotionChange
from mktsim.outcomes.metrics.table import METRICS
from mktsim.present.figures.style import COLOURS
from mktsim.present.what_if import HEADER, STOPS, effect_row
from mktsim.studio.charts import layout
from mktsim.studio.forms import Field, fields_for, scalar
from mktsim.studio.pages.world import place_of
from mktsim.studio.places import Found, file_named, kept, text_of
from mktsim.studio.questions import Asked, Question, Questions
from mktsim.studio.stream import stream
from mktsim.study.question.file_kinds import Kind
from mktsim.study.question.find_file import Folder
from mktsim.study.question.library import archetypes, find_organisation, read_scenario
from mktsim.study.what_if.change import Change
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as AnyResponse

    from mktsim.inputs.scenario import Scenario
    from mktsim.present.json import View

QUESTIONS = "mktsim.questions"
"""Name of the questions among the extensions of the application."""
pages = Blueprint("what_if", __name__, url_prefix="/what-if")
_LEVERS = {
    "pricing.change": PriceChange,
    "promotion.change": PromotionChange,
    "advertising.change": AdvertisingChange,
    "channel.change": ChannelChange,
    "budget.scale": BudgetChange,
}
"""What can be changed by one number, with the class that declares its range."""
_SECONDS = 60.0
_FEWEST_SECONDS, _MOST_SECONDS = 1.0, 600.0


@dataclass(frozen=True)
class Form:
    """The form of a question."""

    world: str
    scenario: Scenario
    fields: tuple[Field, ...]
    given: Mapping[str, list[str]]
    """What was entered, by name."""
    agents: tuple[str, ...]
    problems: tuple[str, ...] = ()

    def one(self, name: str) -> str:
        """Return what was entered once; empty for nothing."""
        return (self.given.get(name) or [""])[-1]


def questions() -> Questions:
    """Return the questions of this application."""
    found: Questions = current_app.extensions[QUESTIONS]
    return found


@pages.get("/<world>")
def begin(world: str) -> str:
    """Show the form of a world, and what was asked before; meanwhile the status quo is run."""
    questions().warm(world, str(place_of(world)))
    return _page(_form(world, {}), None)


@pages.get("/<world>/<int:number>")
def see(world: str, number: int) -> str:
    """Show a question with its answer so far, in the form that it was asked by."""
    found = _question(world, number)
    given: dict[str, list[str]] = {}
    for name, value in found.asked.form:
        given.setdefault(name, []).append(value)
    return _page(_form(world, given), found)


@pages.post("/<world>")
def ask(world: str) -> tuple[str, int] | AnyResponse:
    """Begin to answer a question."""
    given = request.form.to_dict(flat=False)
    form = _form(world, given)
    try:
        asked = _asked(form)
        found = questions().ask(asked)
    except InputError as error:
        return _page(_marked(form, error.problems), None), 422
    return redirect(url_for("what_if.see", world=world, number=found.number), 303)


@pages.get("/<world>/<int:number>/events")
def events(world: str, number: int) -> Response:
    """Tell the page every look."""
    known = questions()
    _question(world, number)

    def view() -> View:
        return {"html": render_template("what_if_answer.html.j2", q=known.get(number), **_WORDS)}

    return stream(view, known.wait)


@pages.get("/<world>/<int:number>/looks.json")
def looks(world: str, number: int) -> View:
    """Return the paired difference at every look with its interval."""
    found = _question(world, number)
    at = [one for one in found.looks if math.isfinite(one.low)]
    metric = found.answer.changes[0].effect if found.answer else None
    trace = {
        "type": "scatter",
        "mode": "markers+lines",
        "x": [one.replications for one in at],
        "y": [one.mean for one in at],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [one.high - one.mean for one in at],
            "arrayminus": [one.mean - one.low for one in at],
        },
        "line": {"color": COLOURS[0]},
        "marker": {"size": 10},
        "showlegend": False,
    }
    title = f"{metric.words} ({metric.unit})" if metric else ""
    found_layout = layout("replications in pairs", title, percent=False)
    found_layout["xaxis"] |= {"tickvals": [one.replications for one in at], "rangemode": "tozero"}
    found_layout["yaxis"] |= {"zeroline": True, "zerolinecolor": "#222222"}
    return {"data": [trace], "layout": {**found_layout, "hovermode": "closest"}}


@pages.post("/<world>/<int:number>/stop")
def stop(world: str, number: int) -> AnyResponse:
    """Stop with what is known."""
    _question(world, number)
    questions().stop(number)
    return redirect(url_for("what_if.see", world=world, number=number), 303)


@pages.post("/<world>/<int:number>/keep")
def keep(world: str, number: int) -> tuple[str, int] | AnyResponse:
    """Keep a question as a study, its change as an arm beside the status quo."""
    found = _question(world, number)
    if found.answer is None:
        abort(409, "nothing is known yet")
    path = place_of(world)
    name = next(
        one for one in (f"{world}_what_if_{n}" for n in range(1, 1000)) if file_named(one, Folder.STUDIES) is None
    )
    reference = f"../{path.as_posix()}" if Found(world, path).own else world
    plain = yaml.safe_load(yaml.safe_dump(dict(found.answer.study), sort_keys=False))
    tree = {"schema_version": 1, **plain, "name": name, "scenario": reference, "replications": 100}
    result = kept(name, text_of(tree), Kind.STUDY, "")
    if result.problems:
        raise InputError(result.problems)
    return redirect(url_for("policies.edit", name=name, saved="yes"), 303)


_WORDS = {"header": HEADER, "stops": STOPS, "effect_row": effect_row}
"""What tables of effects are made with."""


def _question(world: str, number: int) -> Question:
    found = questions().get(number)
    if found is None or found.asked.world != world:
        abort(404, "there is no such question in this session")
    return found


def _page(form: Form, asked: Question | None) -> str:
    return render_template(
        "what_if.html.j2",
        form=form,
        q=asked,
        before=questions().of(form.world),
        metrics=tuple(METRICS.values()),
        organisations=archetypes(),
        **_WORDS,
    )


def _form(world: str, given: Mapping[str, list[str]]) -> Form:
    path = place_of(world)
    scenario = read_scenario(path)
    organisation = find_organisation(scenario.organisation, (path.parent,))
    fields = tuple(_lever(name, (given.get(name) or [""])[-1]) for name in _LEVERS)
    return Form(world, scenario, fields, given, tuple(organisation.agents))


def _lever(path: str, value: str) -> Field:
    """Return the field of one lever's number, empty for no change."""
    lever, _, name = path.partition(".")
    found = next(one for one in fields_for(_LEVERS[path], {}, f"{lever}.") if one.name == name)
    return replace(found, value=value)


def _asked(form: Form) -> Asked:
    """Return the question that was entered. Errors: InputError."""
    entered = {one.path: one.value.strip() for one in form.fields if one.value.strip()}
    number = _number(form.one("staff"), "staff") if form.one("staff") else 0.0
    change = Change(
        set={**entered, **_more(form.one("more"))},
        since=form.one("since").strip(),
        until=form.one("until").strip(),
        regions=tuple(form.given.get("regions", ())),
        channels=tuple(form.given.get("channels", ())),
        media=tuple(form.given.get("media", ())),
        staff={form.one("agent"): number} if number else {},
        organisation=form.one("organisation"),
        policy=form.one("policy"),
    )
    if not (change.set or change.staff or change.organisation or change.policy):
        raise InputError((Problem("what if", 0, 0, "", "nothing is changed"),))
    worth = _number(form.one("worth"), "worth") if form.one("worth") else 0.0
    seconds = _number(form.one("seconds"), "seconds") if form.one("seconds") else _SECONDS
    if worth < 0.0 or not _FEWEST_SECONDS <= seconds <= _MOST_SECONDS:
        field = "worth" if worth < 0.0 else "seconds"
        told = "must be at least 0" if worth < 0.0 else f"must be {_FEWEST_SECONDS:g} to {_MOST_SECONDS:g}"
        raise InputError((Problem("what if", 0, 0, field, told),))
    basis = Basis(str(place_of(form.world)), metric=form.one("metric") or "npv")
    pairs = tuple((name, value) for name, values in form.given.items() for value in values)
    return Asked(form.world, basis, change, HowHard(seconds, worth), pairs)


def _more(text: str) -> dict[str, str]:
    """Return further settings, one a line: lever.what=value. Errors: InputError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wrong = next((line for line in lines if "=" not in line), None)
    if wrong is not None:
        raise InputError((Problem("what if", 0, 0, "more", f"expected lever.what=value, found {wrong!r}"),))
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _number(text: str, field: str) -> float:
    found = scalar(text, "")
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise InputError((Problem("what if", 0, 0, field, f"expected a number, found {text!r}"),))
    return float(found)


def _marked(form: Form, problems: tuple[Problem, ...]) -> Form:
    """Return the form with every problem at its field, or above it."""
    fields = list(form.fields)
    rest = []
    for problem in problems:
        told = str(replace(problem, file="", line=0, column=0, field="")).removeprefix(": ")
        place = next((n for n, one in enumerate(fields) if problem.field.endswith(one.path)), None)
        if place is None:
            rest.append(f"{problem.field}: {told}" if problem.field else told)
        else:
            fields[place] = replace(fields[place], problem=told)
    return replace(form, fields=tuple(fields), problems=tuple(rest))
