"""E0: a going concern under everyday deals, with a household panel on top; and cross-sections of categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Script, put_on_deal, settled_lab
from mktsim.model.market.panel import HouseholdPanel, members, sample
from mktsim.science.arrays import Floats
from mktsim.streams import Address

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

BURN_IN = 104
"""Weeks under the same deals before the panel is read."""
WEEKS = 104
"""Weeks of the panel: two equal years."""
HOUSEHOLDS = 3000
"""Size of the panel; at least 1000."""
DEAL_SHARE = 0.10
"""Share of weeks in which a brand is on deal."""
DEPTH = 0.20
"""Depth of a deal."""
FEATURED = 0.5
"""Share of deals that are featured."""
PRICE_SD = 0.03
"""Weekly noise of regular shelf prices, sd of log."""
NAME = "E0 baseline panel"


@dataclass(frozen=True, eq=False)
class Baseline:
    """A household panel and the store data beside it."""

    panel: HouseholdPanel
    units: Floats
    """Units of the whole market by week and brand."""
    log_price: Floats
    """Logarithm of the paid price by week and brand, mean over regions and channels."""
    feature: Floats
    """Whether a brand is featured, by week and brand."""
    scale: float
    """Households of the market for each household of the panel."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """Regular prices, deals and features of every brand and week."""

    regular: Floats
    """Regular shelf price as a multiple of the recommended one, by week and brand."""
    depth: Floats
    """Depth of the deal, share of the regular price; zero without one."""
    feature: Floats

    def change(self) -> Change:
        """Return the change that puts the calendar on the shelves; deals are marked as such."""

        def put(week: int, state: State, levers: Levers) -> None:
            state.shelf[:] *= self.regular[week][None, :, None]
            put_on_deal(state, levers, self.depth[week])
            levers.feature[:] = self.feature[week][None, :, None]

        return put


def calendar(design: Designer, brands: int, weeks: int) -> Calendar:
    """Draw deals and price noise of `brands` brands for `weeks` weeks."""
    regular, depth, feature = (np.empty((weeks, brands)) for _ in range(3))
    for b in range(brands):
        deal = design.uniform((b, "deal"), weeks) < DEAL_SHARE
        regular[:, b] = np.exp(PRICE_SD * design.normal((b, "price"), weeks))
        depth[:, b] = DEPTH * deal
        feature[:, b] = deal & (design.uniform((b, "feature"), weeks) < FEATURED)
    return Calendar(regular, depth, feature)


def baseline(scenario: Scenario, seed: int) -> Baseline:
    """Run the market under everyday deals and draw a panel from its last weeks."""
    lab, start = settled_lab(scenario)
    plan = calendar(Designer(NAME, seed), lab.sizes.brands, BURN_IN + WEEKS)
    run = lab.play(start, BURN_IN + WEEKS, Script(plan.change(), types=True), seed)
    kept = slice(BURN_IN, None)
    if run.types is None:
        raise ValueError("a panel needs the purchases of types")
    weeks = type(run.types)(run.types.occasions[kept], run.types.quantity[kept], run.types.aware[kept])
    households = lab.parameters.households
    address = Address(1, f"validation/{scenario.name}/panel", seed)
    panel = sample(address, [b.stream_id for b in scenario.brands], members(households, HOUSEHOLDS), weeks)
    return Baseline(
        panel=panel,
        units=run.by_brand[kept],
        log_price=run.log_price[kept].mean(axis=1),
        feature=plan.feature[kept],
        scale=float(households.sum()) / HOUSEHOLDS,
    )


CROSS_BRANDS = 12
"""Brands of a category in the cross-section."""
CROSS_CATEGORIES = 10
"""Categories of a cross-section."""
EFFORT_SD = 0.4
"""Spread of brands' sales calls, sd of log (assumption; above the spread of tastes the velocity curve is lost)."""
CROSS_SETTLING = 400
"""Weeks until listings are at rest."""


@dataclass(frozen=True, eq=False)
class CrossSection:
    """Shares and distribution of the brands of several categories at rest."""

    share: Floats
    """Share of units, shape (categories, brands)."""
    listing: Floats
    """Weighted distribution, same shape."""


def cross_section(scenario: Scenario, seed: int) -> CrossSection:
    """Let categories of brands that differ in pull and effort come to rest."""
    design = Designer("E0 cross-section", seed)
    shares, listings = [], []
    for category in range(CROSS_CATEGORIES):
        pull = np.exp(design.normal((category, "pull"), CROSS_BRANDS))
        effort = np.exp(EFFORT_SD * design.normal((category, "effort"), CROSS_BRANDS))
        lab = Lab(_many_brands(scenario, category, pull / pull.sum()))
        start = lab.opening()
        start.levers.calls[:] = effort[None, None, :, None]
        run = lab.run(start, CROSS_SETTLING)
        units = run.by_brand[-52:].sum(axis=0)
        shares.append(units / units.sum())
        listings.append(run.listing[-52:].mean(axis=0))
    return CrossSection(np.array(shares), np.array(listings))


def _many_brands(scenario: Scenario, category: int, shares: Floats) -> Scenario:
    """Return the scenario with as many equal brands as `shares`, in regions of their own draw of types."""
    pattern = scenario.brands[0]
    brands = tuple(
        pattern.model_copy(update={"name": f"brand_{b:02d}", "share": float(share), "policy": ""})
        for b, share in enumerate(shares)
    )
    regions = tuple(r.model_copy(update={"name": f"category_{category}_{r.name}"}) for r in scenario.market.regions)
    market = scenario.market.model_copy(update={"regions": regions})
    return scenario.model_copy(update={"brands": brands, "market": market})


E0 = Experiment(NAME, "a household panel of 3000 over two years of everyday deals", baseline, seeds=20)
E0_CROSS = Experiment("E0 cross-section", "ten categories of twelve brands at rest", cross_section, seeds=6)
