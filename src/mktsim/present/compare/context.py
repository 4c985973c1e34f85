"""Context of a comparison's documents, from the resolved study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.inputs.paths import get_path
from mktsim.inputs.policy import Policy
from mktsim.present.compare.published_series import observed_fit
from mktsim.present.context import Context, ParameterRow
from mktsim.quantities import declared
from mktsim.study.question.stated_assumption import declaration

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.study.compare.result import Comparison
    from mktsim.study.question.resolve import ResolvedStudy


def context_of(resolved: ResolvedStudy, comparison: Comparison, directory: Path, command: str) -> Context:
    """Return organisations, duties, sources of assumptions, the published series and the command."""
    scenario = resolved.scenario
    arms = resolved.arms
    duties = {duty.id: duty for arm in arms for duty in arm.arm.duties}
    known = Context(
        organisations=tuple(arm.arm.organisation for arm in arms),
        owners=tuple((duty.id, duty.owner) for duty in duties.values()),
        duties=tuple((duty.id, duty.text) for duty in duties.values()),
        start=scenario.start,
        assumption_sources=tuple(assumption(scenario, effect.path) for effect in comparison.assumptions),
        parameters=(*scenario_rows(scenario), *policy_rows(resolved)),
        command=command,
    )
    return replace(known, observed=observed_fit(resolved, comparison, directory))


def assumption(scenario: Scenario, path: str) -> ParameterRow:
    """Return value, unit and source of a scenario's parameter as its class declares them."""
    one = declaration(type(scenario), path)
    value = get_path(scenario, path)
    if one is None:
        return ParameterRow(path, shown(value), "", "given by the scenario")
    return ParameterRow(path, shown(value), one.unit, one.source, one.text)


def scenario_rows(scenario: Scenario) -> tuple[ParameterRow, ...]:
    """Return the numbers of the scenario's market and money that it states other than by default."""
    rows = []
    for part, prefix in ((scenario.market, "market"), (scenario.money, "money"), (scenario.supply, "supply")):
        for one in declared(type(part)):
            if "[" in one.path:
                continue
            value = get_path(part, one.path)
            if value != one.default or one.required:
                rows.append(ParameterRow(f"{prefix}.{one.path}", shown(value), one.unit, one.source, one.text))
    return tuple(rows)


def policy_rows(resolved: ResolvedStudy) -> tuple[ParameterRow, ...]:
    """Return the budget of each policy that is compared, and what its rules are."""
    policies: dict[str, Policy] = {arm.policy: arm.arm.policy for arm in resolved.arms}
    unit = f"{resolved.scenario.money.currency}/year"
    rows = []
    for name, policy in policies.items():
        levers = (policy.pricing, policy.promotion, policy.advertising, policy.channel)
        rules = ", ".join(str(getattr(rule, "rule", "")) for rule in levers)
        budget = f"{policy.budget.per_year_money:,.0f}"
        rows.append(ParameterRow(f"{name}.budget", budget, unit, "given by the policy", f"First year; rules: {rules}"))
    return tuple(rows)


def shown(value: object) -> str:
    """Return a value as a file would say it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ", ".join(shown(item) for item in value) if isinstance(value, tuple) else str(value)
    return f"{value:g}"
