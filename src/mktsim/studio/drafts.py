"""A study as a form of policies side by side: read from its file, and made into a file again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.study import Study
from mktsim.present.catalogue import first_line
from mktsim.records import fields_of, tag_of
from mktsim.studio.forms import Control, Field, fields_for, listed, plain, read_value, written
from mktsim.study.question.user_rules import model_parts
from mktsim.study.question.user_tables import LEVERS
from mktsim.study.what_if.question import written_policy

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from mktsim.inputs.scenario import Scenario
    from mktsim.quantities import Part
    from mktsim.studio.places import Tree

MOST_ARMS = 6
BUDGET = "budget"


@dataclass(frozen=True)
class Lever:
    """One lever of an arm: the rule that is chosen, and its parameters."""

    name: str
    rule: str
    """Empty for the budget, which has no rules."""
    rules: tuple[tuple[str, str], ...]
    """(name, what it does) of every rule."""
    text: str
    fields: tuple[Field, ...]
    differs: bool
    """Whether it is otherwise than the status quo's."""


@dataclass(frozen=True)
class Column:
    """One arm as a column of the form."""

    place: int
    name: str
    was: str
    """Its name in the file that the form was made from; empty for a new one."""
    title: str
    organisation: str
    levers: tuple[Lever, ...]
    phases: str = ""
    """Phases as a list in JSON; empty for none."""
    problems: tuple[str, ...] = ()
    """What is wrong with the arm as a whole."""


@dataclass(frozen=True)
class Draft:
    """A study as it is shown and edited."""

    tree: Tree
    """The study's file as plain values, which keeps what the form does not show."""
    scenario: Scenario
    columns: tuple[Column, ...]
    problems: tuple[str, ...] = ()
    """What is wrong with the study as a whole."""
    based_on: str = ""
    """Stamp of the file that the form was made from; empty for a new one."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with a field of the study itself, by name."""

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong."""
        fields = (one for column in self.columns for lever in column.levers for one in lever.fields)
        at_arms = any(column.problems for column in self.columns)
        return bool(self.problems or self.marks) or at_arms or any(one.problem for one in fields)


def new_tree(scenario: Scenario, reference: str, name: str) -> Tree:
    """Return a new study of a scenario: its status quo beside the first of its other policies."""
    rivals = {brand.policy for brand in scenario.brands}
    others = [one for one in scenario.policies if one != scenario.status_quo and one not in rivals]
    return {
        "schema_version": 1,
        "name": name,
        "title": scenario.title,
        "question": "",
        "scenario": reference,
        "metric": "npv",
        "baseline": scenario.status_quo,
        "equal_budget": False,
        "arms": {one: {"policy": one} for one in (scenario.status_quo, *others[:1])},
        "replications": 30,
        "seed": 1,
    }


def draft_of(tree: Tree, scenario: Scenario, policies: Mapping[str, Policy], based_on: str = "") -> Draft:
    """Return the form of a study; `policies` are those of the scenario and of the study, read."""
    tree = {**_unsaid(), **tree}
    known = {name: slim(policy) for name, policy in policies.items()}
    arms: Mapping[str, Tree] = tree["arms"]
    usual = known[scenario.status_quo]
    columns = tuple(
        _column(place, name, known[arm["policy"]], usual, str(arm.get("organisation", "")))
        for place, (name, arm) in enumerate(arms.items())
    )
    return Draft(tree, scenario, columns, based_on=based_on)


def _unsaid() -> Tree:
    """Return what a study that does not say otherwise is asked with, of what the form shows."""
    return {name: Study.model_fields[name].default for name in ("metric", "equal_budget", "replications", "seed")}


def slim(policy: Policy) -> Tree:
    """Return a policy as a file would state it: rules with the parameters that are not left to their defaults."""
    values: Tree = written_policy(policy)
    found: Tree = {"title": values["title"]} if values["title"] else {}
    for lever in LEVERS:
        found[lever] = _stated(values[lever], rule_class(lever, values[lever]["rule"]))
    phases = {"phases": values["phases"]} if values["phases"] else {}
    return {**found, BUDGET: _stated(values[BUDGET], Budget), **phases}


def _stated(values: Tree, cls: type) -> Tree:
    usual = {one.name: plain(one.default) for one in fields_of(cls) if not one.required and one.name != "rule"}
    return {name: value for name, value in values.items() if name not in usual or usual[name] != value}


def rule_class(lever: str, rule: str) -> type[Part]:
    """Return the class of a rule; the first of the lever for a name that none has."""
    classes: tuple[type[Part], ...] = getattr(model_parts(), lever)
    return next((one for one in classes if tag_of(one) == rule), classes[0])


def _column(place: int, name: str, policy: Tree, usual: Tree, organisation: str) -> Column:
    levers = tuple(_lever(one, policy, usual, f"arms.{place}.") for one in (*LEVERS, BUDGET))
    phases = written(list(policy.get("phases", ())))
    return Column(place, name, name, str(policy.get("title", "")), organisation, levers, phases)


def _lever(name: str, policy: Tree, usual: Tree, prefix: str) -> Lever:
    """Return one lever of a policy; values that differ from the status quo's are told beside its own."""
    values: Tree = policy[name]
    rule = "" if name == BUDGET else str(values.get("rule", ""))
    cls: type = Budget if name == BUDGET else rule_class(name, rule)
    before = {one.path: one for one in fields_for(cls, usual[name], f"{prefix}{name}.")}
    same_rule = usual[name].get("rule", "") == rule
    fields = tuple(
        replace(one, usual=before[one.path].value if same_rule and before[one.path].value != one.value else "")
        for one in fields_for(cls, values, f"{prefix}{name}.")
    )
    rules = () if name == BUDGET else _rules(name)
    return Lever(
        name, rule, rules, first_line(cls), fields, _stated(values, cls) != _stated(usual[name], cls) or not same_rule
    )


def _rules(lever: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag_of(one), first_line(one)) for one in getattr(model_parts(), lever))


def from_form(form: MultiDict[str, str], base: Draft) -> Draft:
    """Return the draft that was entered; what is wrong with it the check of its file says."""
    places = range(min(MOST_ARMS, len(form.getlist("place"))))
    kept = [place for place in places if form.get("remove") != str(place)]
    entered = [_entered(form, place, base) for place in kept]
    if form.get("add") and len(entered) < MOST_ARMS:
        entered.append(_added(entered))
    own = {name: form.get(name, "").strip() for name in ("name", "title", "question", "metric")}
    numbers = {name: _whole(form.get(name, "")) for name in ("replications", "seed")}
    own["baseline"] = _baseline(form.get("baseline", ""), entered)
    tree = {**base.tree, **own, **numbers, "equal_budget": form.get("equal_budget") == "yes"}
    columns = tuple(_placed(column, place) for place, column in enumerate(entered))
    return replace(base, tree=_with_arms(tree, columns, base), columns=columns)


def _baseline(chosen: str, columns: list[Column]) -> str:
    """Return the name of the arm at the place that was chosen, whatever it is called now; the first if it is gone."""
    names = {str(column.place): column.name for column in columns}
    return names.get(chosen, columns[0].name if chosen.isdecimal() and columns else chosen)


def _whole(text: str) -> int | str:
    return int(text) if text.strip().isascii() and text.strip().isdecimal() else text


def _entered(form: MultiDict[str, str], place: int, base: Draft) -> Column:
    """Return one column as it was entered."""
    at = f"arms.{place}."
    usual = slim(base.scenario.policies[base.scenario.status_quo])
    policy: Tree = {name: _values(form, name, at) for name in (*LEVERS, BUDGET)}
    levers = tuple(_lever(name, policy, usual, at) for name in (*LEVERS, BUDGET))
    name, was, title, phases = (form.get(f"{at}{key}", "").strip() for key in ("name", "was", "title", "phases"))
    return Column(place, name, was, title, form.get(f"{at}organisation", ""), levers, phases)


def _values(form: MultiDict[str, str], lever: str, at: str) -> Tree:
    """Return the values of a lever that were entered, those of its rule only."""
    rule = "" if lever == BUDGET else form.get(f"{at}{lever}.rule", "")
    cls: type = Budget if lever == BUDGET else rule_class(lever, rule)
    was_shown = f"{at}{lever}.shown.{rule}" in form
    fields = fields_for(cls, {}, f"{at}{lever}.")
    # A browser sends nothing for boxes that nobody ticked.
    given = [one for one in fields if one.path in form or (was_shown and one.control is Control.SEVERAL)]
    blank = {one.name for one in fields_of(cls) if not one.required}
    values = {one.name: read_value(one, form.getlist(one.path)) for one in given}
    found = {name: value for name, value in values.items() if value != "" or name not in blank}
    return found if lever == BUDGET else {"rule": rule, **found}


def _added(columns: list[Column]) -> Column:
    """Return a new column, a copy of the last under a name that none has."""
    last, names = columns[-1], {one.name for one in columns}
    name = next(one for one in (f"{last.name}_{number}" for number in range(2, 99)) if one not in names)
    return replace(last, name=name, was="")


def _placed(column: Column, place: int) -> Column:
    """Return a column at another place of the form."""
    before, after = f"arms.{column.place}.", f"arms.{place}."
    levers = tuple(
        replace(
            lever, fields=tuple(replace(one, path=f"{after}{one.path.removeprefix(before)}") for one in lever.fields)
        )
        for lever in column.levers
    )
    return replace(column, place=place, levers=levers)


def policy_of(column: Column) -> Tree:
    """Return the policy that a column holds, as a file would state it."""
    found: Tree = {"title": column.title} if column.title else {}
    for lever in column.levers:
        cls: type = Budget if lever.name == BUDGET else rule_class(lever.name, lever.rule)
        values = {one.name: read_value(one, list(one.values) or [one.value]) for one in lever.fields}
        required = {one.name for one in fields_of(cls) if one.required}
        given = {name: value for name, value in values.items() if value != "" or name in required}
        found[lever.name] = ({"rule": lever.rule} if lever.rule else {}) | _stated(given, cls)
    return {**found, **({"phases": listed(column.phases)} if column.phases else {})}


def _with_arms(tree: Tree, columns: Iterable[Column], base: Draft) -> Tree:
    """Return the study with the arms of the columns; policies that the scenario has are named, others stated."""
    known = {name: slim(policy) for name, policy in base.scenario.policies.items()}
    arms: Tree = {}
    policies: Tree = {}
    before: Tree = tree["arms"]
    for column in columns:
        policy, was = policy_of(column), before.get(column.was, {})
        name = next((one for one in known if _alike(known[one], policy)), "")
        if not name:
            own = was.get("policy", "") if was.get("policy", "") in tree.get("policies", {}) else column.name
            name = next(one for one in _names(own) if one not in known and policies.get(one, policy) == policy)
            policies[name] = policy
        kept = {key: value for key, value in was.items() if key not in {"policy", "organisation"}}
        chosen = {"organisation": column.organisation} if column.organisation else {}
        arms[column.name] = {"policy": name, **chosen, **kept}
    found = {key: value for key, value in tree.items() if key not in {"policies", "arms"}}
    return {**found, **({"policies": policies} if policies else {}), "arms": arms}


def _names(name: str) -> Iterator[str]:
    """Yield names for a policy, the plainest first."""
    yield name
    yield f"{name}_changed"
    yield from (f"{name}_changed_{number}" for number in range(2, 1000))


def _alike(one: Tree, other: Tree) -> bool:
    """Tell whether two policies decide alike, whatever their titles."""
    return {**one, "title": ""} == {**other, "title": ""}


def marked(draft: Draft, problems: Iterable[Problem]) -> Draft:
    """Return the draft with every problem at the field that it is about."""
    columns, whole, marks = list(draft.columns), [], dict(draft.marks)
    arms: Mapping[str, Tree] = draft.tree["arms"]
    for problem in problems:
        place = _column_of(problem.field, columns, arms)
        message = _message(problem)
        if place is not None:
            columns[place] = _marked_column(columns[place], problem.field, message)
        elif problem.field.partition(".")[0] in _OWN:
            marks[problem.field.partition(".")[0]] = message
        else:
            whole.append(f"{problem.field}: {message}" if problem.field else message)
    return replace(draft, columns=tuple(columns), problems=tuple(whole), marks=marks)


_OWN = ("name", "title", "question", "metric", "baseline", "replications", "seed", "equal_budget")


def _message(problem: Problem) -> str:
    """Return a problem without its place, with the choices."""
    return str(replace(problem, file="", line=0, column=0, field="")).removeprefix(": ")


def _column_of(path: str, columns: list[Column], arms: Mapping[str, Tree]) -> int | None:
    """Return the column that a path of the study's file is in; None for none."""
    for place, column in enumerate(columns):
        policy = arms.get(column.name, {}).get("policy", "")
        if path.startswith((f"policies.{policy}.", f"arms.{column.name}.")) or path == f"arms.{column.name}":
            return place
    return None


def _marked_column(column: Column, path: str, message: str) -> Column:
    """Return a column with a problem at its field, or at the column where no field is meant."""
    ends = path.split(".")
    levers = tuple(
        replace(lever, fields=tuple(_marked_field(one, lever.name, ends, message) for one in lever.fields))
        for lever in column.levers
    )
    if levers != column.levers:
        return replace(column, levers=levers)
    rest = ".".join(ends[2:])
    return replace(column, problems=(*column.problems, f"{rest}: {message}" if rest else message))


def _marked_field(one: Field, lever: str, ends: list[str], message: str) -> Field:
    steps = [step.partition("[")[0] for step in ends]
    is_meant = lever in steps and one.name in steps[steps.index(lever) :]
    return replace(one, problem=f"{one.problem}; {message}".removeprefix("; ")) if is_meant else one


def refuse_twins(draft: Draft) -> None:
    """Refuse two arms of one name, of which a file would keep one only. Errors: InputError."""
    names = [column.name for column in draft.columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError((Problem("studio", 0, 0, f"arms.{twice}", "two arms have this name"),))
