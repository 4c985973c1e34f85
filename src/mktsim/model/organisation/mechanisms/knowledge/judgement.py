"""Judgement of planners: adjustments on top of a statistical forecast, and their optimism.

Most statistical forecasts are adjusted by hand; small adjustments add noise, upward ones hope (Fildes, Goodwin,
Lawrence & Nikolopoulos 2009, International Journal of Forecasting 25:3). Who is held to account for plans averages the
two, which is better than either (Blattberg & Hoch 1990, Management Science 36:887). Who knows everything has nothing to
judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import standard_normal

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

REVIEW = "policy_review"
"""The plan by which who plans is held to account."""


class Habits(NamedTuple):
    """Habits of a planner, as the mechanism declares them."""

    adjusted_share: float
    """Share of forecasts that are adjusted."""
    adjustment_sd: float
    """Standard deviation of adjustments, share of the forecast."""
    optimism: float
    """Mean of adjustments, share of the forecast."""
    model_weight: float
    """Weight of the statistical forecast under review."""


def adjustment(office: Office, work: Work, habits: Habits) -> float:
    """Return what the owner adds to a statistical forecast, share of it."""
    if not office.judges or office.uniform(work, Purpose.OUTCOME) >= habits.adjusted_share:
        return 0.0
    added = habits.optimism + habits.adjustment_sd * standard_normal(office.uniform(work, Purpose.SIZE))
    return added * (1.0 - habits.model_weight) if office.holds(work.owner, REVIEW) else added
