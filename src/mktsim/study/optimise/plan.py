"""Simulation optimisation: what is tuned under which budgets, with how many trials."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.errors import InputError, Problem, unknown_name
from mktsim.study.optimise.variables import DecisionVariable, asked_variables, stated_variables
from mktsim.study.question.resolve import NamedArm, ResolvedStudy

FRESH = 1_000_000
"""Number of the first replication that nothing is tuned on; searches stay far below it."""
WEIGHED = 2_000_000
"""Number of the first replication on which budgets are weighed, that nothing is tuned or chosen on."""
FINALISTS = 3
FEWEST_SCALED = 8
"""Trials that a limited time leaves at least. Assumption."""


@dataclass(frozen=True)
class OptimiseOptions:
    """Options of an optimisation."""

    arm: str = ""
    """Arm whose policy is tuned; empty for the baseline."""
    vary: tuple[tuple[str, float | None, float | None], ...] = ()
    """Path, low and high of each decision variable; none for the numbers that the policy states."""
    budget: float | None = None
    """Money a year; None for the policy's own."""
    frontier: tuple[float, ...] = ()
    """Further budgets, as multiples of that."""
    target: float | None = None
    """Metric to be reached, for the budget that reaches it."""
    delta: float = 0.0
    """Smallest difference worth acting on; 0 for a hundredth of what the arm earns as given."""
    trials: int = 0
    """Sets of values tried; 0 for forty, or eight a variable if that is more; under each budget."""
    replications: int = 4
    """Of each trial, the same for all."""
    confirm: int = 20
    """Fresh replications of each budget's best."""
    most: int = 200
    """Fresh replications of a finalist after which the selection gives up."""


def checked(resolved: ResolvedStudy, asked: OptimiseOptions) -> tuple[NamedArm, tuple[DecisionVariable, ...]]:
    """Return the arm and the variables asked for. Errors: InputError for what is not there or cannot be."""
    names = [arm.name for arm in resolved.arms]
    name = asked.arm or resolved.study.baseline
    if name not in names:
        raise InputError((unknown_name(resolved.file, "arm", name, names),))
    arm = resolved.arms[names.index(name)]
    policy = arm.arm.policy
    variables = asked_variables(policy, asked.vary) if asked.vary else stated_variables(policy)
    wrong = []
    if not variables:
        wrong.append(("vary", "the policy states no number that could be tuned; name some with a range"))
    if asked.budget is not None and not asked.budget > 0.0:
        wrong.append(("budget", f"must be above 0, got {asked.budget:g}"))
    if any(not multiple > 0.0 for multiple in asked.frontier):
        wrong.append(("frontier", "multiples of the budget must be above 0"))
    if asked.target is not None and not asked.frontier:
        wrong.append(("target", "needs further budgets to look among: give --frontier, such as 0.5,0.75,1.25"))
    if wrong:
        raise InputError(tuple(Problem("optimise", 0, 0, field, text) for field, text in wrong))
    return arm, variables
