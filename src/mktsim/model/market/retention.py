"""Churn of a scenario's focal brand at its opening, by the choice model alone: no kernel, some ten milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market.population import build

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

WEEKS_PER_MONTH = 365.25 / 84.0


def leaving_share(scenario: Scenario) -> float:
    """Return the share of the focal brand's subscribers who would not take it again if all of them looked."""
    p = build(scenario)
    again = np.minimum(1.0, p.rate * scenario.market.repeat.term_weeks * p.base_loyalty[0])
    has = p.households * again
    return float((has * (1.0 - again)).sum() / has.sum())


def looking_for(scenario: Scenario, churn_per_month: float) -> float:
    """Return the share of renewals at which subscribers have to look for a churn a month, in (0, 1]."""
    months = scenario.market.repeat.term_weeks / WEEKS_PER_MONTH
    return min(1.0, max(0.001, churn_per_month * months / leaving_share(scenario)))
