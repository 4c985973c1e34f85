from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mktsim.outcomes.history import Decision, History, Table, WorkTable
from mktsim.outcomes.metrics.metric import Better
from mktsim.outcomes.metrics.observables import OBSERVABLES
from mktsim.outcomes.metrics.table import METRICS, measure_all, metric_named, metric_names

NAMES = (
    "week", "units", "desired", "lost", "price", "list_price", "cost", "category_units", "awareness", "distribution",
    "stock_firm", "stock_channel", "production", "installed", "goodwill", "deal", "quality", "stage_true",
    "stage_perceived", "forecast",
)  # fmt: skip
MONEY = ("revenue", "cost_of_goods", "discount", "advertising", "agency_fee", "staff", "calls", "write_off", "leakage")


def _history(weeks=60, run_out=10):
    rows = weeks + run_out
    series = np.zeros((rows, len(NAMES)))
    column = {name: place for place, name in enumerate(NAMES)}
    series[:, column["week"]] = np.arange(rows)
    for name, value in {
        "units": 10.0, "desired": 12.0, "lost": 2.0, "price": 9.0, "list_price": 10.0, "cost": 4.0,
        "category_units": 40.0, "awareness": 0.5, "distribution": 0.6, "stock_firm": 30.0, "stock_channel": 10.0,
        "production": 10.0, "installed": 7.0, "goodwill": 0.1, "quality": 0.2, "forecast": 11.0,
    }.items():  # fmt: skip
        series[:, column[name]] = value
    series[:30, column["deal"]] = 0.2
    series[20:, column["stage_true"]] = 1.0
    series[25:, column["stage_perceived"]] = 1.0
    money = np.tile([100.0, -40.0, -10.0, -5.0, -1.0, -20.0, -2.0, 0.0, -1.0], (rows, 1))
    money[:5, 0] = 0.0
    columns = ("due", "done", "late", "cancelled", "returned", "wait_days", "latency_days", "effort_days", "quality")
    columns += ("overdue", "overdue_days")
    return History(
        horizon=weeks,
        discount_rate=0.1,
        series=Table(NAMES, series),
        money=Table(MONEY, money),
        duties=WorkTable(
            ("a", "b"), columns, np.array([[10, 8, 2, 1, 1, 16, 40, 9, 6, 0, 0], [10, 8, 0, 1, 3, 0, 0, 9, 6.0, 1, 11]])
        ),
        roles=WorkTable(("a:staff",), ("staff_fte", "busy_days", "available_days"), np.array([[2.0, 30.0, 60.0]])),
        edges=WorkTable(("a>b",), ("messages", "delay_days", "leaks"), np.array([[10.0, 15.0, 2.0]])),
        decisions=(
            Decision(0, "price", "d", "t", 1.0, 1.0, 30.0, 2.0),
            Decision(9, "price", "d", "t", 1.0, 1.0, 10.0, 2.0),
        ),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("units", 600.0),
        ("units_last_year", 520.0),
        ("revenue", 5500.0),
        ("market_share", 0.25),
        ("market_share_end", 0.25),
        ("category_units", 2400.0),
        ("lost_sales_share", 2.0 / 12.0),
        ("stock_weeks", 4.0),
        ("distribution", 0.6),
        ("awareness", 0.5),
        ("goodwill", 0.1),
        ("quality_gap", -0.2),
        ("stage_delay_weeks", 5.0),
        ("promotion_count", 0.0),
        ("launch_week", 60.0),
        ("budget_year_share", 0.0),
        ("distribution_end", 0.6),
        ("price_mean", 9.0),
        ("list_price_mean", 10.0),
        ("list_price_end", 10.0),
        ("deal_share", 0.5),
        ("cost_end", 4.0),
        ("awareness_end", 0.5),
        ("goodwill_end", 0.1),
        ("quality_end", 0.2),
        ("installed_end", 7.0),
        ("advertising_money", 360.0),
        ("promotion_money", 660.0),
        ("channel_money", 120.0),
        ("marketing_money", 1140.0),
        ("staff_money", 1200.0),
        ("research_money", 0.0),
        ("write_off_money", 0.0),
        ("leakage_money", 60.0),
        ("decision_latency_days", 3.0),
        ("coordination_wait_days", 1.0),
        ("returned_share", 0.25),
        ("late_share", 0.15),
        ("unfinished_share", 0.05),
        ("cancelled_share", 0.1),
        ("work_quality", 0.75),
        ("utilisation", 0.5),
        ("message_delay_days", 1.5),
        ("leaks", 2.0),
        ("belief_age_days", 20.0),
        ("takeoff_week", 20.0),
        ("peak_week", 0.0),
        ("stage_agreement", 55.0 / 60.0),
        ("forecast_error", 0.1),
        ("forecast_bias", 0.1),
        ("contribution", 55 * 21.0 - 5 * 79.0),
        ("cash_low", -5 * 79.0),
        ("payback_week", 5.0 + 18.0),
        ("overdrawn_weeks", math.nan),
        ("interest_money", 0.0),
        ("production_swing", math.nan),
    ],
)
def test_each_metric_says_what_the_history_holds(name, value):
    assert METRICS[name].measure(_history()) == pytest.approx(value, nan_ok=True)


def test_present_value_is_the_sum_of_its_parts_and_discounts_by_the_day():
    history = _history()
    values = measure_all(history)
    flow = history.money.values.sum(axis=1)
    by_hand = sum(money / 1.1 ** ((7 * week + 3.5) / 365.25) for week, money in enumerate(flow))
    assert values["npv"] == pytest.approx(by_hand)
    assert values["npv"] == pytest.approx(values["npv_without_terminal"] + values["terminal_value"])
    assert values["terminal_value"] == pytest.approx(
        sum(money / 1.1 ** ((7 * (60 + w) + 3.5) / 365.25) for w, money in enumerate(flow[60:]))
    )


def test_production_swing_tells_a_bullwhip():
    history = _history()
    rows = history.series.values.copy()
    wave = np.sin(np.arange(len(rows)) * 2.0)
    rows[:, NAMES.index("units")] += wave
    rows[:, NAMES.index("production")] += 3.0 * wave
    swung = replace(history, series=Table(NAMES, rows))
    assert METRICS["production_swing"].measure(swung) == pytest.approx(9.0)
    for weeks, is_told in ((26, True), (25, False)):
        short = replace(swung, horizon=weeks)
        assert math.isfinite(METRICS["production_swing"].measure(short)) is is_told


def test_payback_that_never_comes_is_not_a_number():
    history = _history()
    poor = replace(history, money=Table(MONEY, history.money.values - 1000.0))
    assert math.isnan(METRICS["payback_week"].measure(poor))
    rich = replace(history, money=Table(MONEY, history.money.values + 1000.0))
    assert METRICS["payback_week"].measure(rich) == 0.0
    assert METRICS["cash_low"].measure(rich) == 0.0


def test_every_metric_survives_an_empty_organisation_and_missing_series():
    history = _history()
    bare = replace(
        history,
        series=Table(("week", "units"), history.series.values[:, :2]),
        duties=WorkTable((), (), np.zeros((0, 0))),
        roles=WorkTable((), (), np.zeros((0, 0))),
        edges=WorkTable((), (), np.zeros((0, 0))),
        decisions=(),
    )
    values = measure_all(bare)
    assert set(values) == set(METRICS)
    assert math.isnan(values["awareness_end"])
    assert math.isnan(values["decision_latency_days"])
    assert values["units"] == 600.0


def test_observables_come_on_top():
    history = _history()
    series = np.hstack([history.series.values, np.arange(70.0)[:, None]])
    kept = replace(history, series=Table((*NAMES, "observed.audit"), series))
    assert measure_all(kept)["observed.audit"] == pytest.approx(29.5)
    assert math.isnan(metric_named("observed.audit").measure(history))


def _with_notes(**notes):
    history = _history()
    blocks = [np.nan_to_num(np.asarray(values, dtype=float))[:, None] for values in notes.values()]
    names = (*NAMES, *(f"observed.{name}" for name in notes))
    return replace(history, series=Table(names, np.hstack([history.series.values, *blocks])))


def test_what_the_organisation_notes_is_measured():
    weeks = np.arange(70)
    half = np.where(weeks % 2 == 0, 1.0, 0.0)
    values = measure_all(
        _with_notes(
            promotions_started=half * 2.0,
            promotion_items=half,
            insight_error=half * 0.3,
            belief_checks=half,
            launched=weeks == 7,
            target_units=np.where(weeks < 15, 0.0, 100.0),
            production_demand=np.full(70, 15.0),
            planned_units=np.full(70, 12.0),
            advertising_run=np.full(70, 4.0),
            advertising_planned=np.full(70, 3.0),
            pressure=np.full(70, 0.5),
            archive_lag_weeks=np.minimum(weeks, 1),
            channel_skill=np.full(70, 0.4),
        )
    )
    assert values["promotion_count"] == 60.0
    assert values["item_share"] == 0.5
    assert values["insight_error"] == pytest.approx(0.3)
    assert values["launch_week"] == 7.0
    assert values["budget_year_share"] == 0.75
    assert values["production_mismatch"] == pytest.approx(0.25)  # of what people want, 12 a week
    assert values["sales_plan_error"] == pytest.approx(0.2)  # of what is sold, 10 a week
    assert values["advertising_phasing_error"] == 0.25
    assert values["cost_per_pressure"] == pytest.approx(12.0)
    assert values["archive_coverage"] == pytest.approx(1.0 - np.mean(1.0 / np.arange(1, 60)))
    assert values["channel_skill"] == pytest.approx(0.4)
    assert values["observed.pressure"] == pytest.approx(0.5)


def test_metrics_are_declared_completely():
    for name, metric in METRICS.items():
        assert metric.name == name
        assert metric.unit
        assert metric.text.endswith(".")
        assert isinstance(metric.better, Better)


def test_unknown_metrics_are_refused_with_the_nearest():
    with pytest.raises(LookupError, match="did you mean 'units"):
        metric_named("unit")


def test_every_observable_of_the_model_is_a_metric_by_name():
    """What the model notes by a literal name stands on the list, and so does what any pinned scenario has."""
    root = Path(__file__).parents[3]
    sources = "\n".join(path.read_text("utf-8") for path in (root / "src" / "mktsim" / "model").rglob("*.py"))
    noted = set(re.findall(r'\bnote\(\s*"([a-z_]+)"', sources))
    pinned = {
        name.removeprefix("observed.")
        for path in (root / "scenarios" / "pins").glob("*.json")
        for name in json.loads(path.read_text("utf-8"))["metrics"]
        if name.startswith("observed.")
    }
    assert len(noted) > 50
    assert noted | pinned == OBSERVABLES
    assert {f"observed.{name}" for name in OBSERVABLES} < set(metric_names())


def test_the_longest_queue_is_the_mean_number_that_wait_over_the_working_days():
    roles = WorkTable(("a:staff", "b:staff"), ("staff_fte", "queue_days"), np.array([[2.0, 30.0], [1.0, 90.0]]))
    history = replace(_history(weeks=60), roles=roles)
    assert measure_all(history)["longest_queue"] == pytest.approx(90.0 / (5 * 60))
    assert math.isnan(measure_all(_history())["longest_queue"]), "roles that count no queue"


def test_the_archive_covers_the_share_of_past_weeks_that_reached_it():
    lags = np.array([0.0, 1.0, 1.0, 6.0, 1.0])
    found = measure_all(replace(_with_notes(archive_lag_weeks=np.resize(lags, 70)), horizon=5))["archive_coverage"]
    assert found == pytest.approx(np.mean([0.0, 0.5, 0.0, 0.75]))


def test_a_sales_plan_is_held_against_the_mean_of_the_eight_weeks_after_it():
    planned, units = np.linspace(5.0, 20.0, 70), _history().series.values[:, NAMES.index("units")]
    found = measure_all(_with_notes(planned_units=planned))["sales_plan_error"]
    ahead = np.array([units[week + 1 : week + 9].mean() for week in range(60 - 8)])
    assert found == pytest.approx(np.abs(planned[: ahead.size] - ahead).sum() / ahead.sum())


def test_production_swings_about_its_quarter_as_sales_do_not():
    history = _history()
    series, weeks = history.series.values.copy(), np.arange(70)
    series[:, NAMES.index("production")] = 10.0 + 3.0 * weeks + np.where(weeks % 2, 2.0, -2.0)
    series[:, NAMES.index("units")] = 10.0 + 3.0 * weeks + np.where(weeks % 2, 1.0, -1.0)
    swung = replace(history, series=replace(history.series, values=series))
    assert measure_all(swung)["production_swing"] == pytest.approx(4.0), "twice as far, trend taken off"
