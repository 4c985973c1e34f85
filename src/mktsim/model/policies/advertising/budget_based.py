"""Advertising budget rules: percent of sales, fixed sum, objective and task, share of voice, history."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from mktsim.inputs.rules import AdvertisingInformation
from mktsim.model.policies.advertising.rule import ASSUMED, BoundedAdvertisingRule, even_spending
from mktsim.model.policies.blend import clamp, is_known, stage_mean
from mktsim.quantities import MONEY, Source, Unit


class PercentOfSales(BoundedAdvertisingRule):
    """Spend a share of expected net sales (Kotler; the prevailing rule of thumb)."""

    rule: Literal["percent_of_sales"] = "percent_of_sales"
    """Name on the table."""
    share: Annotated[
        float, Ge(0), Le(1), Unit("share of net sales"), Source("assumption; usual: durables 2-4%, groceries 5-10%")
    ] = 0.05
    """Advertising as a share of net sales."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return equal weeks of the share; even spending where sales are unknown."""
        if not is_known(info.sales_money):
            return even_spending(info)
        return (self.share * max(info.sales_money.value, 0.0),) * info.weeks


class Fixed(BoundedAdvertisingRule):
    """Spend a fixed sum a week (Kotler: the affordable method)."""

    rule: Literal["fixed"] = "fixed"
    """Name on the table."""
    per_week_money: Annotated[float, MONEY, Unit("money/week"), Source("given by the policy")]
    """Spending a week."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return equal weeks of the fixed sum."""
        return (self.per_week_money,) * info.weeks


Goal = Annotated[float, Ge(0), Le(1), Unit("share aware"), ASSUMED]


class ObjectiveAndTask(BoundedAdvertisingRule):
    """Cost the gap between awareness and its goal, and the upkeep of what is there (Kotler; Colley's DAGMAR 1961)."""

    rule: Literal["objective_and_task"] = "objective_and_task"
    """Name on the table."""
    point_money: Annotated[float, MONEY, Unit("money per percentage point"), Source("given by the policy")]
    """Cost of one percentage point of awareness."""
    goals: tuple[Goal, Goal, Goal, Goal] = (0.5, 0.75, 0.85, 0.5)
    """Awareness aimed at in introduction, growth, maturity and decline."""
    weeks_to_goal: Annotated[float, Ge(0.1), Le(260), Unit("weeks"), ASSUMED] = 26.0
    """Weeks in which a gap is to be closed."""
    loss_per_week: Annotated[float, Ge(0), Le(1), Unit("share per week"), ASSUMED] = 0.01
    """Awareness believed lost a week without advertising."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return equal weeks of the task's cost; even spending where awareness is unknown."""
        if not is_known(info.awareness):
            return even_spending(info)
        aware = min(max(info.awareness.value, 0.0), 1.0)
        gap = max(stage_mean(info.stage, self.goals) - aware, 0.0)
        kept = self.loss_per_week * min(aware, stage_mean(info.stage, self.goals))
        points = 100.0 * (gap / self.weeks_to_goal + kept)
        return (points * self.point_money,) * info.weeks


class ShareOfVoice(BoundedAdvertisingRule):
    """Hold a share of voice above the own market share (Binet & Field 2007; Peckham 1981 for launches)."""

    rule: Literal["share_of_voice"] = "share_of_voice"
    """Name on the table."""
    excess: Annotated[
        float, Ge(-0.5), Le(0.5), Unit("share"), Source("Binet & Field: 0.5-0.7 points a year for 10 points")
    ] = 0.05
    """Share of voice above the market share."""
    launch_weeks: Annotated[int, Ge(0), Le(260), Unit("weeks"), Source("Peckham 1981: first two years")] = 104
    """Weeks after the opening during which the launch rule holds."""
    launch_multiple: Annotated[float, Ge(0), Le(5), Unit("target shares"), Source("Peckham 1981: 1.5-2")] = 1.5
    """Share of voice in target shares during a launch."""
    target_share: Annotated[float, Ge(0), Le(1), Unit("share of units"), Source("given by the policy")] = 0.0
    """Market share aimed at in a launch; zero leaves the launch rule out."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return the spending that makes the share of voice; even spending where rivals or share are unknown."""
        if not (is_known(info.rival_spending) and is_known(info.share)):
            return even_spending(info)
        rivals = max(info.rival_spending.value, 0.0)
        return tuple(rivals * self._odds(info, week) for week in range(info.weeks))

    def _odds(self, info: AdvertisingInformation, week: int) -> float:
        """Return own spending in rivals' spending for the share of voice aimed at."""
        voice = clamp(info.share.value, 0.0, 1.0) + self.excess
        if info.week + week < self.launch_weeks:
            voice = max(voice, self.launch_multiple * self.target_share)
        voice = clamp(voice, 0.0, 0.95)
        return voice / (1.0 - voice)


WEEKS_PER_YEAR = 365.25 / 7.0


class HistoricalAdvertising(BoundedAdvertisingRule):
    """Follow given yearly spending, even within the year, the last year's sum after the last."""

    rule: Literal["historical"] = "historical"
    """Name on the table."""
    per_year_money: Annotated[
        tuple[Annotated[float, MONEY, Unit("money/year"), Source("given by the policy")], ...], MinLen(1)
    ]
    """Spending by year since the opening."""
    source: str = ""
    """Where the path was published."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return the weeks' parts of their years' sums."""
        return tuple(self._of(info.week + week) for week in range(info.weeks))

    def _of(self, week: int) -> float:
        year = max(int((week + 0.5) / WEEKS_PER_YEAR), 0)
        return self.per_year_money[min(year, len(self.per_year_money) - 1)] / WEEKS_PER_YEAR
