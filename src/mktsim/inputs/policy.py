"""A policy: one rule a lever and a budget."""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Ge, Le
from pydantic import model_validator

from mktsim.inputs.phases import Phases
from mktsim.inputs.rules import AdvertisingRule, ChannelRule, PricingRule, PromotionRule
from mktsim.quantities import MONEY, Part, Source, Unit

FREE = Source("given by the policy")


class Budget(Part):
    """Money that the policy may spend, approved by year and kept by line."""

    per_year_money: Annotated[float, MONEY, Unit("money/year"), FREE]
    """Marketing budget of the first year."""
    growth_per_year: Annotated[float, Ge(-1), Le(3), Unit("share per year"), FREE] = 0.0
    """Growth of the budget from year to year."""
    advertising_share: Annotated[float, Ge(0), Le(1), Unit("share"), FREE] = 0.4
    """Share for advertising."""
    promotion_share: Annotated[float, Ge(0), Le(1), Unit("share"), FREE] = 0.4
    """Share for promotion funds (discounts, features, items)."""
    channel_share: Annotated[float, Ge(0), Le(1), Unit("share"), FREE] = 0.2
    """Share for channels (calls, training, incentives, openings)."""

    @model_validator(mode="after")
    def _lines_within_budget(self) -> Budget:
        total = self.advertising_share + self.promotion_share + self.channel_share
        if total > 1 + 1e-9:
            msg = f"advertising_share + promotion_share + channel_share is {total:g}, more than 1"
            raise ValueError(msg)
        return self


class Policy(Part):
    """A named bundle of four rules and a budget; `policy_type` narrows the rules to those on the table."""

    title: str = ""
    """One line for tables and the report."""
    pricing: PricingRule
    """Rule of the recommended retail price."""
    promotion: PromotionRule
    """Rule of the promotion calendar."""
    advertising: AdvertisingRule
    """Rule of the media plan."""
    channel: ChannelRule
    """Rule of channel targets and terms."""
    budget: Budget
    """Money and its split."""
    phases: Phases = ()
    """Stretches of time for which levers are changed or follow other rules."""

    uncounted_by_default: ClassVar[frozenset[str]] = frozenset({"phases"})
