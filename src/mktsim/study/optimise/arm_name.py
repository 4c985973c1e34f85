"""Names of arms whose policy was tuned: they tell the values in full, so that a cell is run again by its name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mktsim.errors import InputError
from mktsim.inputs.policy import Policy
from mktsim.study.optimise.variables import Knob, number_at, policy_at
from mktsim.study.question.resolve import NamedArm, plain_policy

_NAME = re.compile(r"(.+) at (\S+) a year(?: with (.+))?")


def tuned(arm: NamedArm, knobs: Sequence[Knob], values: Sequence[float], budget: float) -> NamedArm:
    """Return the arm with its policy at values of the knobs under a yearly budget, named by them.

    Errors: InputError when the rules refuse them.
    """
    policy = plain_policy(policy_at(arm.arm.policy, knobs, values, budget))
    told = ", ".join(f"{knob.path} {value!r}" for knob, value in zip(knobs, values, strict=True))
    name = f"{arm.name} at {budget!r} a year" + (f" with {told}" if told else "")
    return replace(arm, name=name, arm=replace(arm.arm, policy=policy))


def tuned_named(name: str, arms: Iterable[NamedArm]) -> NamedArm | None:
    """Return the tuned arm that a name stands for; None when it stands for none."""
    found = _NAME.fullmatch(name)
    arm = next((one for one in arms if found and one.name == found[1]), None)
    if found is None or arm is None:
        return None
    pairs = [one.rpartition(" ") for one in (found[3] or "").split(", ") if one]
    try:
        budget, values = float(found[2]), [float(text) for _, _, text in pairs]
        knobs = [_knob(arm.arm.policy, path) for path, _, _ in pairs]
        return tuned(arm, knobs, values, budget)
    except (ValueError, LookupError, AttributeError, InputError):
        return None


def _knob(policy: Policy, path: str) -> Knob:
    return Knob(path, -math.inf, math.inf, isinstance(number_at(policy, path), int), "")
