"""Metrics from the organisation's key performance indicators: where neglect of a duty would be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import Floats, counted, mean_of, ratio, spent
from mktsim.sums import moving_mean

PREFIX = "observed."
"""Columns of the series that the organisation notes about itself start with this; each is a sum by week."""


def noted(history: History, name: str) -> Floats:
    """What was noted under a name by week, over the weeks that count; all NaN when it never was."""
    return counted(history, PREFIX + name)


_AHEAD_WEEKS = 8
"""Weeks of sales that goods now begun are made for."""


@dataclass(frozen=True)
class SumOf:
    """Sum of what was noted; zero when it never was."""

    name: str

    def __call__(self, history: History) -> float:
        """Measure a history."""
        return float(np.nansum(noted(history, self.name)))


@dataclass(frozen=True)
class MeanOf:
    """Mean over weeks of what was noted in them."""

    name: str

    def __call__(self, history: History) -> float:
        """Measure a history; NaN when it was never noted."""
        return mean_of(noted(history, self.name))


@dataclass(frozen=True)
class PerCase:
    """Sum of one thing noted over the count of another, such as an error over the checks made."""

    name: str
    cases: str

    def __call__(self, history: History) -> float:
        """Measure a history; NaN without a case."""
        return ratio(float(np.nansum(noted(history, self.name))), float(np.nansum(noted(history, self.cases))))


@dataclass(frozen=True)
class FirstWeek:
    """First week in which something is noted; the horizon when it never is."""

    name: str

    def __call__(self, history: History) -> float:
        """Measure a history."""
        weeks = np.flatnonzero(np.nan_to_num(noted(history, self.name)) > 0.0)
        return float(weeks[0]) if weeks.size else float(history.horizon)


def cost_per_pressure(history: History) -> float:
    """Advertising money for one week of normal pressure; NaN without pressure."""
    return ratio(spent(history, ("advertising", "agency_fee")), float(np.nansum(noted(history, "pressure"))))


def advertising_phasing_error(history: History) -> float:
    """Advertising run otherwise than planned for its week, over what was run; one without a plan."""
    run = np.nan_to_num(noted(history, "advertising_run"))
    planned = np.nan_to_num(noted(history, "advertising_planned"))
    return ratio(float(np.abs(run - planned).sum()), float(run.sum()))


def insertion_share(history: History) -> float:
    """Advertising insertions that ran, of those booked; NaN without any."""
    return ratio(
        float(np.nansum(noted(history, "insertions_run"))), float(np.nansum(noted(history, "insertions_booked")))
    )


def budget_year_share(history: History) -> float:
    """Share of weeks with targets of their own year in force."""
    return float((np.nan_to_num(noted(history, "target_units")) > 0.0).mean())


def production_mismatch(history: History) -> float:
    """Difference of the demand that production works to from what people then want, over that; NaN if short."""
    return _off_next_weeks(noted(history, "production_demand"), counted(history, "desired"))


def sales_plan_error(history: History) -> float:
    """Difference of planned sales from the next weeks' mean sales, over these; one without a plan, NaN if short."""
    return _off_next_weeks(np.nan_to_num(noted(history, "planned_units")), counted(history, "units"))


def _off_next_weeks(said: Floats, units: Floats) -> float:
    if units.size <= _AHEAD_WEEKS:
        return float("nan")
    ahead = moving_mean(units[1:], _AHEAD_WEEKS)
    said = said[: ahead.size]
    known = np.isfinite(said)
    return ratio(float(np.abs(said - ahead)[known].sum()), float(ahead[known].sum()))


def archive_coverage(history: History) -> float:
    """Share of past weeks that have reached planning's archive, averaged over weeks; NaN when not noted."""
    lag = noted(history, "archive_lag_weeks")
    weeks = np.arange(lag.size)
    return mean_of(1.0 - np.minimum(lag[1:] / weeks[1:], 1.0)) if lag.size > 1 else float("nan")


NOTED = (
    Metric("promotion_count", "promotions", Better.NEITHER, "Promotions begun.", SumOf("promotions_started")),
    Metric(
        "promotion_execution",
        "share",
        Better.HIGHER,
        "Outlets and days of a promotion that took part, of those planned.",
        PerCase("promotion_execution", "promotions_run"),
    ),
    Metric(
        "item_share",
        "share",
        Better.HIGHER,
        "Gift items on hand when a promotion begins.",
        PerCase("promotion_items", "promotions_started"),
    ),
    Metric(
        "overspend_money", "money", Better.LOWER, "Promotion money committed beyond approved.", SumOf("overspend_money")
    ),
    Metric(
        "shelf_conflicts",
        "conflicts",
        Better.LOWER,
        "Promotions that met an unannounced price.",
        SumOf("shelf_conflicts"),
    ),
    Metric("cost_per_pressure", "money", Better.LOWER, "Money for a week of normal pressure.", cost_per_pressure),
    Metric(
        "advertising_phasing_error", "share", Better.LOWER, "Advertising run off its plan.", advertising_phasing_error
    ),
    Metric("budget_year_share", "share", Better.HIGHER, "Weeks with the year's own targets.", budget_year_share),
    Metric(
        "insight_error",
        "share",
        Better.LOWER,
        "Error of the believed elasticity.",
        PerCase("insight_error", "belief_checks"),
    ),
    Metric(
        "rival_price_error",
        "share",
        Better.LOWER,
        "Error of the believed rival price.",
        PerCase("rival_price_error", "rival_checks"),
    ),
    Metric(
        "rival_spending_error",
        "share",
        Better.LOWER,
        "Error of the believed rival spending.",
        PerCase("rival_spending_error", "rival_checks"),
    ),
    Metric("sales_plan_error", "share", Better.LOWER, "Sales plan beside sales.", sales_plan_error),
    Metric("production_mismatch", "share", Better.LOWER, "Production ordered beside sales.", production_mismatch),
    Metric("archive_coverage", "share", Better.HIGHER, "Past weeks in the archive.", archive_coverage),
    Metric("policy_start_week", "week", Better.LOWER, "Week the policy was posted.", FirstWeek("policy_started")),
    Metric("launch_week", "week", Better.LOWER, "Week of the launch at the trade.", FirstWeek("launched")),
    Metric(
        "price_gap",
        "share",
        Better.LOWER,
        "Price off what its rule would set on the truth.",
        PerCase("price_gap", "price_checks"),
    ),
    Metric("channel_skill", "level", Better.HIGHER, "Selling skill of members.", MeanOf("channel_skill")),
    Metric("channel_drive", "level", Better.HIGHER, "Drive of members.", MeanOf("channel_drive")),
    Metric("outlets_open", "outlets", Better.HIGHER, "Own and franchise outlets open.", MeanOf("outlets_open")),
    Metric(
        "unspent_money", "money", Better.NEITHER, "Approved money left when a budget year ends.", SumOf("unspent_money")
    ),
    Metric(
        "released_money", "money", Better.NEITHER, "Committed money set free for later use.", SumOf("released_money")
    ),
    Metric("alignment", "level", Better.HIGHER, "Agreement between departments.", MeanOf("alignment")),
    Metric(
        "attributed_share",
        "share",
        Better.HIGHER,
        "Contacts taken for the brand's own.",
        MeanOf("attributed_share"),
    ),
    Metric("insertion_share", "share", Better.HIGHER, "Booked insertions that ran.", insertion_share),
    Metric(
        "target_swing",
        "share",
        Better.LOWER,
        "Yearly targets off the year sold before them.",
        PerCase("target_swing", "target_plans"),
    ),
    Metric(
        "outlook_error",
        "share a week",
        Better.LOWER,
        "Error of the market's growth as believed at the top.",
        PerCase("outlook_error", "belief_checks"),
    ),
    Metric(
        "promotion_response_error",
        "share",
        Better.LOWER,
        "Error of the believed response to deals.",
        PerCase("promotion_response_error", "rival_checks"),
    ),
    Metric(
        "promotion_response_se",
        "log multiple per unit depth",
        Better.LOWER,
        "Standard error of the believed response to deals.",
        PerCase("promotion_response_se", "rival_checks"),
    ),
    Metric(
        "region_shortfall",
        "share",
        Better.LOWER,
        "Sales missing in regions behind their target.",
        PerCase("region_shortfall", "region_checks"),
    ),
    Metric(
        "region_lag_days",
        "days",
        Better.LOWER,
        "Start of promotions in the regions after the planned day.",
        PerCase("region_lag_days", "promotions_run"),
    ),
    Metric(
        "budget_off_policy",
        "share",
        Better.LOWER,
        "Budget granted beside what the policy asks.",
        PerCase("budget_off_policy", "rival_checks"),
    ),
    Metric("crisis_depth", "utility", Better.LOWER, "Fall of perceived quality by crises.", MeanOf("crisis_depth")),
    Metric("transit_days", "days", Better.LOWER, "Transit of goods to the channels.", MeanOf("transit_days")),
)
"""Metrics of what the organisation notes; NaN, zero or the horizon where it notes nothing, as each says."""
