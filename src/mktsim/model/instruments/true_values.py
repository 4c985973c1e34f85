"""The true counterpart of each topic: the only place that asks the running world."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.scenario import GoingConcern, Scenario
from mktsim.model.instruments import priors
from mktsim.model.world import SupplyDesk, Truth

RECENT_WEEKS = 4
"""Weeks over which a level is meant."""
GROWTH_WEEKS = 13
"""Weeks of each of the two sums that growth compares."""
OUTLOOK_WEEKS = 26
"""The same for the outlook of the market, which looks further back and ahead."""
YEAR_WEEKS = 52
RUNAWAY = 0.10
"""Largest weekly growth that is called growth, share."""


Level = Callable[[str], float]
"""Returns a true level of the organisation: audit.leakage, agency.quality or channel.skill.C."""


@dataclass(frozen=True)
class Scene:
    """The world as instruments find it."""

    truth: Truth
    """The market."""
    desk: SupplyDesk
    """Supply."""
    scenario: Scenario
    """The scenario."""
    level: Level
    """Levels of the organisation."""

    @property
    def first_week(self) -> int:
        """First week of the run, negative in a burn-in."""
        opening = self.scenario.opening
        return -opening.burn_in_weeks if isinstance(opening, GoingConcern) else 0

    def recent(self, weeks: int, back: int = 0) -> list[int]:
        """Return up to `weeks` closed weeks, the last of them `back` weeks before the last closed one."""
        last = self.truth.last_week() - back
        return list(range(max(self.first_week, last - weeks + 1), last + 1))


def sales_mean(scene: Scene) -> NDArray[np.float64] | None:
    """Return mean weekly units of the recent weeks by region and channel, shape (R, C); None before any sale."""
    weeks = scene.recent(RECENT_WEEKS)
    if not weeks:
        return None
    return np.asarray(np.mean([scene.truth.sales(week) for week in weeks], axis=0), dtype=np.float64)


def sales_level(scene: Scene, _index: int) -> float:
    """Return mean weekly units of the recent weeks; the launch forecast before any sale."""
    mean = sales_mean(scene)
    return priors.focal_level(scene.scenario) if mean is None else float(mean.sum())


def sales_region(scene: Scene, index: int) -> float:
    """Return a region's mean weekly units of the recent weeks."""
    mean = sales_mean(scene)
    if mean is None:
        return priors.sales_region(scene.scenario, index)[0] / priors.LAUNCH_OPTIMISM
    return float(mean[index].sum())


def sales_channel(scene: Scene, index: int) -> float:
    """Return a channel's mean weekly units of the recent weeks."""
    mean = sales_mean(scene)
    if mean is None:
        return priors.sales_channel(scene.scenario, index)[0] / priors.LAUNCH_OPTIMISM
    return float(mean[:, index].sum())


def category(scene: Scene, _index: int) -> float:
    """Return the category's mean weekly units of the recent weeks."""
    weeks = scene.recent(RECENT_WEEKS)
    if not weeks:
        return priors.category_level(scene.scenario)
    return sum(scene.truth.category_units(week) for week in weeks) / len(weeks)


def share(scene: Scene, _index: int) -> float:
    """Return the focal share of units of last week; the share given for the opening before any."""
    if not scene.recent(1):
        return priors.share(scene.scenario, -1)[0]
    return scene.truth.share()


def distribution(scene: Scene, index: int) -> float:
    """Return a channel's weighted distribution, mean over regions by households."""
    regions = scene.scenario.market.regions
    column = scene.truth.distribution()[:, index].tolist()
    reached = sum(region.households * share for region, share in zip(regions, column, strict=True))
    return float(reached / sum(region.households for region in regions))


def _deseasonalised(scene: Scene, weeks: list[int]) -> float:
    """Return mean units of `weeks` over the season's multiples."""
    return sum(float(scene.truth.sales(w).sum()) / max(scene.truth.season(w), 1e-9) for w in weeks) / len(weeks)


def forecast_units(scene: Scene, index: int) -> float:
    """Return recent weekly units free of season; readers multiply by season and growth."""
    weeks = scene.recent(RECENT_WEEKS)
    return _deseasonalised(scene, weeks) if weeks else sales_level(scene, index)


def growth(scene: Scene, _index: int) -> float:
    """Return growth a week between the last two quarters, free of season, share; the prior before two quarters."""
    now, before = scene.recent(GROWTH_WEEKS), scene.recent(GROWTH_WEEKS, GROWTH_WEEKS)
    if len(before) < GROWTH_WEEKS:
        return priors.growth(scene.scenario, -1)[0]
    late, early = _deseasonalised(scene, now), _deseasonalised(scene, before)
    if late <= 0.0 or early <= 0.0:
        return 0.0
    return max(-RUNAWAY, min(RUNAWAY, math.log(late / early) / GROWTH_WEEKS))


def market_growth(scene: Scene, _index: int) -> float:
    """Return growth a week of the category between the last two half-years, free of season; the prior before them."""
    now, before = scene.recent(OUTLOOK_WEEKS), scene.recent(OUTLOOK_WEEKS, OUTLOOK_WEEKS)
    if len(before) < OUTLOOK_WEEKS:
        return priors.growth(scene.scenario, -1)[0]
    late, early = (
        sum(scene.truth.category_units(w) / max(scene.truth.season(w), 1e-9) for w in weeks) for weeks in (now, before)
    )
    if late <= 0.0 or early <= 0.0:
        return 0.0
    return max(-RUNAWAY, min(RUNAWAY, math.log(late / early) / OUTLOOK_WEEKS))


def season(scene: Scene, index: int) -> float:
    """Return the mean season of the coming year's weeks whose middle lies in month `index` (0 … 11).

    A week after the end of the run has no season of its own; last year's stands for it, and the scenario's
    month where the run is shorter than a year.
    """
    scenario = scene.scenario
    end = scenario.horizon_weeks + scenario.run_out_weeks
    coming = _weeks_of_month(scenario.start, scene.truth.last_week() + 1, index + 1)
    weeks = [w if w < end else w - YEAR_WEEKS for w in coming]
    weeks = [w for w in weeks if scene.first_week <= w < end]
    if not weeks:
        return priors.season(scenario, index)[0]
    return sum(scene.truth.season(week) for week in weeks) / len(weeks)


@lru_cache(maxsize=8192)
def _weeks_of_month(start: date, first: int, month: int) -> tuple[int, ...]:
    return tuple(w for w in range(first, first + 53) if (start + timedelta(days=7 * w + 3)).month == month)


def stock_weeks(scene: Scene, index: int) -> float:
    """Return stock in channels and warehouse in weeks of recent sales, at most 520."""
    units = scene.desk.warehouse_units() + float(scene.desk.channel_units().sum())
    return min(units / max(sales_level(scene, index), 1e-9), 520.0)


def promotion(scene: Scene, _index: int) -> float:
    """Return the log multiple of units per unit of depth of an ordinary price-off."""
    lift = scene.truth.lift(priors.DEAL_DEPTH, False, False)  # noqa: FBT003 - the protocol's order
    return math.log(max(lift, 1e-9)) / priors.DEAL_DEPTH


TRUTHS: dict[str, Callable[[Scene, int], float]] = {
    "insight.elasticity": lambda scene, _: scene.truth.own_elasticity(),
    "insight.willingness": lambda scene, _: scene.truth.willingness_to_pay(),
    "insight.quality": lambda scene, _: scene.truth.perceived_quality(),
    "rival.price": lambda scene, _: scene.truth.rival_price(),
    "rival.spending": lambda scene, _: scene.truth.rival_spending(),
    "market.share": share,
    "market.category": category,
    "market.growth": market_growth,
    "market.awareness": lambda scene, _: scene.truth.awareness(),
    "sales.level": sales_level,
    "sales.region": sales_region,
    "sales.channel": sales_channel,
    "distribution.channel": distribution,
    "forecast.units": forecast_units,
    "forecast.growth": growth,
    "forecast.season": season,
    "cost.unit": lambda scene, _: scene.desk.unit_cost(),
    "stock.weeks": stock_weeks,
    "response.promotion": promotion,
    "response.advertising": lambda scene, _: scene.truth.advertising_elasticity(),
    "response.medium": lambda scene, index: scene.truth.medium_response(index),
    "audit.leakage": lambda scene, _: scene.level("audit.leakage"),
    "agency.quality": lambda scene, _: scene.level("agency.quality"),
    "channel.skill": lambda scene, index: scene.level(f"channel.skill.{index}"),
}
"""True counterparts by topic; the keys are those of `topics.TOPICS`."""

WEEKLY = frozenset(
    {
        "market.share",
        "market.category",
        "market.growth",
        "sales.level",
        "sales.region",
        "sales.channel",
        "forecast.units",
        "forecast.growth",
        "forecast.season",
    }
)
"""Topics whose true counterpart moves only when the market closes a week."""
