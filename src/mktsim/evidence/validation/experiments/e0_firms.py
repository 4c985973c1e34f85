"""E0 over firms: the focal firm of a category made large or small, with money, plant and staff to its size.

Money and plant are in proportion; staff grows as selling and administrative cost does over firms, less than in
proportion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.experiments.organised import Organised, profit
from mktsim.model.ledger import Activity
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.scenario import Scenario

FIRMS = 12
"""Firms a seed; eight seeds make 96 (100 runs or so)."""
SHARES = (0.06, 0.36)
"""Range of the given share, log-uniform: from the smallest to above the largest brand of the category."""
STAFF = 0.55
"""Elasticity of selling, general and administrative cost to sales (Anderson, Banker & Janakiraman 2003, Journal of
Accounting Research 41:47): that of staff to size."""


@dataclass(frozen=True, eq=False)
class Firms:
    """A cross-section of firms, shape (firms,)."""

    share: Floats
    """Realised share of units."""
    return_on_sales: Floats
    """Profit over net revenue."""


def firms(scenario: Scenario, seed: int) -> Firms:
    """Run a year of firms that differ in size under the same rules and organisation."""
    low, high = SHARES
    drawn = low * (high / low) ** Designer("E0 firms", seed).uniform(("share",), FIRMS)
    shares, returns = np.empty(FIRMS), np.empty(FIRMS)
    for number, share in enumerate(drawn.tolist()):
        history = _sized(Organised.of(scenario, YEAR, "firms"), share).run(seed * FIRMS + number)
        shares[number] = history.series.column("share")[: history.horizon].mean()
        names = (Activity.REVENUE, Activity.CHANNEL_MARGIN, Activity.DISCOUNT, Activity.ROYALTY)
        net = sum(float(history.money.column(one.name.lower())[: history.horizon].sum()) for one in names)
        returns[number] = profit(history) / net
    return Firms(shares, returns)


def _sized(firm: Organised, share: float) -> Organised:
    """Return the firm with another share; its rivals keep their proportions, its spending a share of its sales."""
    world = firm.world
    scale = share / world.brands[0].share
    rest = (1.0 - share) / (1.0 - world.brands[0].share)
    own = world.brands[0]
    own = own.model_copy(update={"share": share, "normal_advertising_money": scale * own.normal_advertising_money})
    others = tuple(brand.model_copy(update={"share": rest * brand.share}) for brand in world.brands[1:])
    supply = world.supply.model_copy(
        update={"capacity_per_week": scale * world.supply.capacity_per_week,
                "batch_units": max(1.0, scale * world.supply.batch_units)}
    )  # fmt: skip
    money = world.money.model_copy(update={"last_year_budget_money": scale * world.money.last_year_budget_money})
    budget = firm.arm.policy.budget
    policy = firm.arm.policy.model_copy(
        update={"budget": budget.model_copy(update={"per_year_money": scale * budget.per_year_money})}
    )
    update = {"brands": (own, *others), "supply": supply, "money": money}
    arm = replace(firm.arm, policy=policy, organisation=_staffed(firm.arm.organisation, scale**STAFF))
    return replace(firm, world=world.model_copy(update=update), arm=arm)


def _staffed(organisation: Organisation, scale: float) -> Organisation:
    """Return the organisation with every role's staff scaled."""
    agents = {
        name: agent.model_copy(
            update={
                "roles": {
                    role: held.model_copy(update={"staff_fte": scale * held.staff_fte})
                    for role, held in agent.roles.items()
                }
            }
        )
        for name, agent in organisation.agents.items()
    }
    return organisation.model_copy(update={"agents": agents})


E0_FIRMS = Experiment("E0 firms", "a year of twelve firms a seed that differ in size", firms, seeds=8)
