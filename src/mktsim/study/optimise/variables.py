"""Decision variables: parameters of a policy that may be tuned, their ranges, and the policy at given values; pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from mktsim.errors import InputError, Problem
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.policy import Budget, Policy
from mktsim.quantities import Declared, declared
from mktsim.study.question.resolve import NamedArm, plain_policy

LEVERS = ("pricing", "promotion", "advertising", "channel", "budget")
LINES = ("advertising_share", "promotion_share", "channel_share")
"""Lines of the budget, which share it."""
_MOVABLE_BUDGET = frozenset(LINES)
_ROUNDING = 1e-9
"""Excess of the lines of a budget over all of it that is but a sum of rounded shares."""
_FOLD = 2.0
"""A parameter that is not named is tried from a half to double what the policy states: assumption."""


@dataclass(frozen=True)
class DecisionVariable:
    """One parameter of a policy with its range."""

    path: str
    """Dotted path, such as ``promotion.depth``."""
    low: float
    high: float
    is_whole: bool
    unit: str


def stated_variables(policy: Policy) -> tuple[DecisionVariable, ...]:
    """Return the numbers that the policy itself states, around what it states."""
    found = []
    for path, one in _numbers(policy):
        lever, _, field = path.partition(".")
        part = getattr(policy, lever)
        value = float(number_at(policy, path))
        if field.split(".")[0] not in part.model_fields_set or value == 0.0:
            continue
        ends = sorted((value / _FOLD, value * _FOLD))
        low, high = (min(max(end, _bound(one.low, end)), _bound(one.high, end)) for end in ends)
        if low < high:
            found.append(DecisionVariable(path, low, high, isinstance(number_at(policy, path), int), one.unit))
    return tuple(found)


def declared_variables(policy: Policy) -> tuple[DecisionVariable, ...]:
    """Return every number of the policy over the whole range that is declared for it: what an adversary may move."""
    return asked_variables(policy, [(path, None, None) for path, _ in _numbers(policy)])


def asked_variables(
    policy: Policy, asked: Sequence[tuple[str, float | None, float | None]]
) -> tuple[DecisionVariable, ...]:
    """Return the variables asked for by path with their ranges, or the declared range where none is given.

    Errors: InputError for a path that is no number of the policy, for a range that is none or beyond what is
    declared.
    """
    known = dict(_numbers(policy))
    found, wrong = [], []
    for path, low, high in asked:
        one = known.get(path)
        if one is None:
            wrong.append(_problem(path, "is no number of this policy", tuple(known)))
            continue
        least, most = (low if low is not None else one.low), (high if high is not None else one.high)
        if least is None or most is None or not least < most:
            wrong.append(_problem(path, f"needs a range LOW:HIGH within {one.range}"))
        elif least < _bound(one.low, least) or most > _bound(one.high, most):
            wrong.append(_problem(path, f"{least:g} to {most:g} is not within {one.range}"))
        else:
            found.append(DecisionVariable(path, least, most, isinstance(number_at(policy, path), int), one.unit))
    if wrong:
        raise InputError(tuple(wrong))
    return tuple(found)


_STEPS = 25
"""Steps that a range has at least: assumption."""
_BY_TIME = frozenset({"weeks", "days", "weeks between", "years"})


def rounded(variable: DecisionVariable, value: float) -> float:
    """Return a value that people would write down: whole weeks and days, round steps of anything else.

    >>> rounded(DecisionVariable("promotion.depth", 0.1, 0.4, False, "share"), 0.23417)
    0.23
    """
    span = variable.high - variable.low
    if variable.is_whole or (variable.unit in _BY_TIME and span >= 2.0):
        return float(min(max(round(value), math.ceil(variable.low)), math.floor(variable.high)))
    step = _step(span / _STEPS)
    return min(max(round(round(value / step) * step, 12), variable.low), variable.high)


def _step(most: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is at most so much."""
    power = 10.0 ** math.floor(math.log10(most) + 1e-9)
    return float(max(one * power for one in (1.0, 2.0, 5.0) if one * power <= most * (1.0 + 1e-9)))


def values_of(policy: Policy, variables: Sequence[DecisionVariable]) -> tuple[float, ...]:
    """Return where the variables of a policy stand, pulled into their ranges."""
    return tuple(
        min(max(float(number_at(policy, variable.path)), variable.low), variable.high) for variable in variables
    )


def policy_at(policy: Policy, variables: Sequence[DecisionVariable], values: Sequence[float], budget: float) -> Policy:
    """Return the policy with variables at values under a yearly budget.

    Lines of the budget that come to more than all of it are cut in proportion. Errors: InputError for values that
    the rules refuse together.
    """
    lines = {line: float(getattr(policy.budget, line)) for line in LINES}
    for variable, value in zip(variables, values, strict=True):
        lever, _, field = variable.path.partition(".")
        if lever == "budget":
            lines[field] = value
        else:
            policy = set_path(policy, variable.path, float(round(value)) if variable.is_whole else value)
    total = sum(lines.values())
    lines = {line: share / total for line, share in lines.items()} if total > 1.0 + _ROUNDING else lines
    money = {"per_year_money": budget, "growth_per_year": policy.budget.growth_per_year}
    return policy.model_copy(update={"budget": Budget.model_validate({**money, **lines})})


def titled(policy: Policy, variables: Sequence[DecisionVariable]) -> Policy:
    """Return the policy with a title that says what it is."""
    told = ", ".join(f"{one.path} {number_at(policy, one.path):.4g}" for one in variables)
    first = policy.title.partition(", tuned: ")[0]
    changed: Policy = policy.model_copy(update={"title": f"{first}, tuned: {told}"})
    return changed


def _numbers(policy: Policy) -> Iterable[tuple[str, Declared]]:
    """Yield path and declaration of every single number of the rules, and of the lines of the budget."""
    for lever in LEVERS:
        part = getattr(policy, lever)
        for one in declared(type(part)):
            is_line = lever != "budget" or one.path in _MOVABLE_BUDGET
            path = f"{lever}.{one.path}"
            if is_line and "[" not in one.path and _is_number(number_at(policy, path)):
                yield path, one


def number_at(policy: BaseModel, path: str) -> float:
    """Return the number of a policy at a path; NaN for what is none."""
    found = get_path(policy, path)
    return found if isinstance(found, int | float) else float("nan")


def _is_number(value: float) -> bool:
    return not isinstance(value, bool) and value == value  # noqa: PLR0124 - false for what is no number


def _bound(bound: float | None, otherwise: float) -> float:
    return otherwise if bound is None else bound


def _problem(path: str, message: str, choices: tuple[str, ...] = ()) -> Problem:
    return Problem("optimise", 0, 0, "vary", f"{path} {message}", choices)


def tuned(arm: NamedArm, variables: Sequence[DecisionVariable], values: Sequence[float], budget: float) -> NamedArm:
    """Return the arm with its policy at values of the variables under a yearly budget, named by them.

    Errors: InputError when the rules refuse them.
    """
    policy = plain_policy(policy_at(arm.arm.policy, variables, values, budget))
    told = ", ".join(f"{variable.path} {value!r}" for variable, value in zip(variables, values, strict=True))
    name = f"{arm.name} at {budget!r} a year" + (f" with {told}" if told else "")
    return replace(arm, name=name, arm=replace(arm.arm, policy=policy))
