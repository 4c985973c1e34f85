"""Files that were once misread, each with what is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.evidence.calibration.response import calibrate_panel
from mktsim.evidence.history.asked import Asked, Gaps, asked_columns
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.kind import HistoryKind, kind_of
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series
from mktsim.evidence.history.spans import Span

FILES = Path(__file__).parents[2] / "histories"


def test_sales_of_a_mix_model_are_its_revenue():
    series = read_series(FILES / "media_mix_weekly.csv")
    assert series.name == "revenue"
    assert series.sales[0] == pytest.approx(2754371.66666667)
    assert any("competitor_sales_B (about somebody else)" in note for note in series.notes)


def test_the_price_of_fuel_is_nobodys_price():
    path = FILES / "stores_with_fuel_price.csv"
    assert kind_of(path)[0] is HistoryKind.SERIES
    with pytest.raises(InputError, match="found none for: price"):
        read_panel(path)
    together, one = read_series(path), read_series(path, asked=Asked(account="3"))
    assert any("5 accounts" in note and "summed" in note for note in together.notes)
    assert one.sales.sum() < together.sales.sum()
    assert any("Fuel_Price (about other goods)" in note for note in together.notes)


def test_the_price_paid_is_taken_and_not_the_base_price():
    panel = read_panel(FILES / "base_price_before_price.csv")
    assert panel.name(Role.PRICE) == "PRICE"
    found = calibrate_panel(panel).estimate("price_elasticity")
    assert found is not None
    assert found.low <= -2.5 <= found.high


def test_a_unit_price_is_a_price_and_no_account():
    panel = read_panel(FILES / "unit_price.csv")
    assert panel.name(Role.PRICE) == "unit_price"
    assert len(panel.accounts) == 1


def test_actual_sales_are_taken_and_not_the_plan():
    series = read_series(FILES / "target_sales.csv")
    assert (series.name, series.sales[0]) == ("actual_sales", 411)
    assert any("target_sales (a plan)" in note for note in series.notes)


def test_money_spent_on_display_advertising_is_a_medium():
    panel = read_panel(FILES / "display_ads.csv")
    assert panel.driver(Role.DISPLAY) is None
    assert panel.name(Role.ADVERTISING) == "display_spend + tv_spend"
    media = panel.driver(Role.ADVERTISING)
    assert media is not None
    assert media[0] == 9000


def test_week_numbers_are_weeks_however_large():
    one, other = (read_series(FILES / f"week_numbers_{name}.csv") for name in ("above_1500", "same_sales"))
    assert np.array_equal(one.sales, other.sales)
    assert (one.span, one.per_year) == (other.span, other.per_year) == (Span.WEEK, 52)
    assert (one.label(0), other.label(0)) == ("1600", "1100")


@pytest.mark.parametrize(
    ("name", "span", "per_year", "periods", "said"),
    [
        ("retail_months_4_4_5", Span.MONTH, 12, 48, "4-4-5"),
        ("thirteen_periods_a_year", Span.WEEK, 13, 39, "thirteen periods"),
        ("yyyyww", Span.WEEK, 52, 110, "year and number"),
        ("excel_serial", Span.WEEK, 52, 110, "43107 is week of 2018-01-07"),
    ],
)
def test_calendars_are_told_by_what_the_numbers_show(name, span, per_year, periods, said):
    series = read_series(FILES / f"{name}.csv")
    assert (series.span, series.per_year, series.sales.size) == (span, per_year, periods)
    assert any(said in note for note in series.notes)


def test_a_messy_file_is_read_and_what_is_missing_is_asked_for():
    path = FILES / "messy_european.csv"
    with pytest.raises(InputError) as raised:
        read_series(path)
    lines = {problem.line: problem.message for problem in raised.value.problems}
    assert sorted(lines) == [19, 30, 44, 90]
    assert all("--gaps" in message for message in lines.values())
    series = read_series(path, asked=Asked(gaps=Gaps.MISSING))
    assert (series.name, series.sales.size, int(series.observed.sum())) == ("Units", 130, 125)
    assert read_series(path, asked=Asked(gaps=Gaps.ZERO)).sales.min() == 0.0
    money = read_series(path, asked=Asked(asked_columns(["sales=Sales (€)"]), gaps=Gaps.MISSING))
    assert money.sales[0] == pytest.approx(9415.68)
    whole = read_series(FILES / "four_shops.csv").sales
    assert np.array_equal(series.sales[series.observed], whole[series.observed])


def test_columns_that_move_together_are_named():
    with pytest.raises(
        InputError, match=r"price \('price'\) and feature \('promo'\) move together exactly in all rows"
    ):
        calibrate_panel(read_panel(FILES / "four_shops.csv"))
    without = Asked(asked_columns(["promo=none"]))
    found = calibrate_panel(read_panel(FILES / "four_shops.csv", asked=without)).estimate("price_elasticity")
    assert found is not None
    assert found.high < -1.0


def test_the_account_in_which_columns_move_together_is_named(file):
    rows = [
        f"{shop},{week},{100 + 7 * (week % 5)},{price},{int(price < 2) if shop == 'a' else int(week % 3 == 0)}"
        for shop in "ab"
        for week in range(40)
        for price in (1.5 if week % 4 == 0 else 2.0,)
    ]
    table = "shop,week,units,price,promo\n" + "\n".join(rows) + "\n"
    alone = "\n".join(line for line in table.splitlines() if not line.startswith("b,")) + "\n"
    with pytest.raises(InputError, match="in account 'a'"):
        calibrate_panel(read_panel(file(alone)))
    assert calibrate_panel(read_panel(file(table))).estimate("price_elasticity") is not None
