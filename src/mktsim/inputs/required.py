"""Numbers of a scenario whose defaults say nothing: a file that leaves them out is refused, not run as nonsense."""

from __future__ import annotations

from collections.abc import Iterator

from mktsim.inputs.named_files import categories
from mktsim.inputs.scenario import Scenario
from mktsim.relations import Finding


def unsaid(s: Scenario) -> Iterator[Finding]:
    """Yield what has to be said and is not: whether things are bought again, what a unit costs, what is normal."""
    hint = f"; `extends: {'`, `'.join(categories())}` brings what is usual"
    if not {"repeat", "adoption"} & s.market.model_fields_set:
        words = "is required, but missing: rate_per_week of what is bought again and again, life_years of a durable"
        yield Finding(("market", "repeat"), words + hint)
    if "unit_cost_money" not in s.supply.model_fields_set:
        yield Finding(("supply", "unit_cost_money"), "is required, but missing: what a unit costs to make")
    for place, brand in enumerate(s.brands):
        policy = s.policies.get(brand.policy if place else s.status_quo)
        spends = policy is not None and policy.budget.per_year_money * policy.budget.advertising_share > 0.0
        if spends and "normal_advertising_money" not in brand.model_fields_set:
            words = "is required, but missing: weekly spending on media that counts as normal, about what it does spend"
            yield Finding(("brands", place, "normal_advertising_money"), words)
