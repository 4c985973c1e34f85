"""The firm's books and levers, movement by movement against sums made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from mktsim.model.ledger import FINANCE, LINE_OF, Activity, BudgetLine, Credit, Ledger
from mktsim.model.levers import Lever, Levers

SIZES = SimpleNamespace(regions=2, channels=3, media=4)


def books(**more):
    return Ledger(**{"weeks": 4, "first_week": 10, "keep_lines": True, **more})


def test_columns_of_the_books_and_levers_are_numbered_without_a_gap():
    assert [list(kind) for kind in (Activity, BudgetLine, Lever)] == [list(range(size)) for size in (24, 4, 17)]


def test_a_booking_counts_in_its_week_and_what_is_outside_in_the_first_or_last():
    kept = books()
    for day, amount in ((0.0, 1.0), (70.0, 2.0), (76.9, 4.0), (77.0, 8.0), (97.9, 16.0), (98.0, 32.0), (900.0, 64.0)):
        kept.book(day, Activity.REVENUE, "sales", amount)
    kept.book(84.0, Activity.STAFF, "sales", -5.0)
    kept.book(84.0, Activity.STAFF, "sales", 0.0)
    assert kept.totals.shape == (4, 24)
    assert kept.totals[:, Activity.REVENUE].tolist() == [7.0, 8.0, 0.0, 112.0]
    assert kept.totals[:, Activity.STAFF].tolist() == [0.0, 0.0, -5.0, 0.0]
    assert kept.cash == 122.0
    assert len(kept.lines) == 8, "nothing is no movement"
    assert tuple(kept.lines[-1]) == (84.0, "staff", "none", "sales", -5.0)
    quiet = books(keep_lines=False)
    quiet.book(70.0, Activity.REVENUE, "sales", 1.0)
    assert (quiet.lines, quiet.cash) == ((), 1.0)


def test_spending_counts_against_the_line_of_its_activity_and_no_other():
    for activity in Activity:
        kept = books()
        kept.book(70.0, activity, "sales", -3.0)
        wanted = np.zeros(4)
        if activity in LINE_OF:
            wanted[LINE_OF[activity]] = 3.0
        assert kept.spent.tolist() == wanted.tolist(), activity


def test_what_is_available_is_approved_less_the_larger_of_committed_and_spent_within_the_credit_line():
    kept = books(credit=Credit(limit=100.0))
    kept.open_year(np.array([50.0, 30.0, 300.0, 0.0]))
    kept.commit(BudgetLine.ADVERTISING, 12.0)
    kept.commit(BudgetLine.ADVERTISING, 8.0)
    assert kept.available(BudgetLine.ADVERTISING) == 30.0
    kept.book(70.0, Activity.ADVERTISING, "media", -26.0)
    assert kept.available(BudgetLine.ADVERTISING) == 24.0
    assert kept.available(BudgetLine.PROMOTION) == 30.0
    assert kept.available(BudgetLine.CHANNEL) == 74.0, "100 may be owed, 26 are"
    kept.release(BudgetLine.PROMOTION, 10.0)
    kept.release(BudgetLine.PROMOTION, -4.0)
    assert kept.available(BudgetLine.PROMOTION) == 24.0
    kept.open_year(np.array([5.0, 6.0, 7.0, 0.0]))
    assert [kept.available(line) for line in BudgetLine] == [5.0, 6.0, 7.0, 0.0]


def test_a_budget_in_force_is_handed_on_as_a_copy():
    one, other = books(), books()
    one.open_year(np.array([1.0, 2.0, 3.0, 4.0]))
    state = one.snapshot()
    other.restore(state)
    state[:] = 0.0
    assert one.approved.tolist() == other.approved.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_interest_is_charged_on_what_is_owed_dearer_beyond_the_line():
    money = SimpleNamespace(
        credit_limit_money=100.0,
        credit_interest_per_year=0.10,
        overdraft_interest_per_year=0.18,
        discount_rate_per_year=0.08,
    )
    credit = Credit.of(money)
    year = 365.25 / 7.0
    assert credit.limit == 100.0
    assert credit.weekly_cost == pytest.approx(1.10 ** (1 / year) - 1.08 ** (1 / year))
    assert credit.weekly_overdraft_cost == pytest.approx(1.18 ** (1 / year) - 1.08 ** (1 / year))
    cheap = SimpleNamespace(**{**vars(money), "credit_interest_per_year": 0.05})
    assert Credit.of(cheap).weekly_cost == 0.0, "discounting charges more already"
    plain = Credit(100.0, 0.01, 0.03)
    assert (plain.interest(60.0), plain.interest(100.0)) == pytest.approx((0.6, 1.0))
    assert plain.interest(150.0) == pytest.approx(1.0 + 1.5)
    kept = books(credit=plain)
    kept.charge_interest(70.0)
    kept.book(70.0, Activity.STAFF, "sales", -100.0)
    assert not kept.is_overdrawn, "the whole line may be used"
    kept.book(70.0, Activity.STAFF, "sales", -50.0)
    assert kept.is_overdrawn
    kept.charge_interest(77.0)
    assert tuple(kept.lines[-1]) == (77.0, "interest", "none", FINANCE, pytest.approx(-2.5))
    assert len(kept.lines) == 3
    rich = books(credit=plain)
    rich.book(70.0, Activity.REVENUE, "sales", 9.0)
    rich.charge_interest(70.0)
    assert rich.cash == 9.0


def test_without_a_credit_line_nothing_costs_and_nothing_is_overdrawn():
    kept = books()
    kept.book(70.0, Activity.STAFF, "sales", -1e9)
    kept.charge_interest(77.0)
    assert (kept.cash, kept.is_overdrawn) == (-1e9, False)


def test_the_weekly_mean_is_over_weeks_with_any_booking():
    kept = books()
    assert kept.weekly_mean((Activity.STAFF,)) == {Activity.STAFF: 0.0}
    kept.book(70.0, Activity.STAFF, "sales", -6.0)
    kept.book(77.0, Activity.STAFF, "sales", -4.0)
    kept.book(91.0, Activity.REVENUE, "sales", 9.0)
    means = kept.weekly_mean((Activity.STAFF, Activity.REVENUE, Activity.FREIGHT))
    assert means == pytest.approx({Activity.STAFF: 10.0 / 3.0, Activity.REVENUE: -3.0, Activity.FREIGHT: 0.0})


# ---------------------------------------------------------------- levers
def test_each_lever_has_the_shape_that_it_says():
    levers = Levers(SIZES)
    letters = {"R": 2, "C": 3, "M": 4, "1": 1}
    shapes = {
        "C": (Lever.PRICE, Lever.MARGIN),
        "RM": (Lever.PRESSURE, Lever.MISTAKEN),
        "R": (Lever.BRAND_BUILD, Lever.EARNED, Lever.ANSWER),
        "1": (Lever.QUALITY,),
    }
    said = {lever: shape for shape, some in shapes.items() for lever in some}
    for lever in Lever:
        assert levers.in_force(lever).shape == tuple(letters[one] for one in said.get(lever, "RC")), lever
        assert not levers.in_force(lever).any()


def test_the_mean_of_a_week_weighs_values_by_the_days_in_force():
    levers, one = Levers(SIZES), np.ones(3)
    levers.put(Lever.PRICE, 0.0, 7.0 * one)
    levers.open_week(14.0)
    assert levers.average(Lever.PRICE, 21.0).tolist() == [7.0] * 3, "unchanged: no rounding by a sum"
    levers.put(Lever.PRICE, 16.0, 14.0 * one)
    levers.put(Lever.PRICE, 19.0, 28.0 * one)
    assert levers.average(Lever.PRICE, 21.0) == pytest.approx((2 * 7.0 + 3 * 14.0 + 2 * 28.0) / 7.0 * one)
    assert levers.in_force(Lever.PRICE).tolist() == [28.0] * 3
    levers.open_week(21.0)
    assert levers.average(Lever.PRICE, 28.0).tolist() == [28.0] * 3
    levers.put(Lever.PRICE, 27.0, 0.0 * one)
    assert levers.average(Lever.PRICE, 28.0) == pytest.approx(24.0 * one), "nothing is left of the week before"


def test_a_change_before_the_first_week_opens_counts_from_day_zero():
    levers = Levers(SIZES)
    levers.put(Lever.QUALITY, 3.5, np.array([2.0]))
    assert levers.average(Lever.QUALITY, 7.0).tolist() == [1.0]


def test_values_in_force_are_handed_on_as_copies():
    one, other = Levers(SIZES), Levers(SIZES)
    one.put(Lever.MARGIN, 0.0, np.array([0.1, 0.2, 0.3]))
    state = one.snapshot()
    other.restore(state)
    state[Lever.MARGIN][:] = 9.0
    assert one.in_force(Lever.MARGIN).tolist() == other.in_force(Lever.MARGIN).tolist() == [0.1, 0.2, 0.3]
    other.open_week(7.0)
    assert other.average(Lever.MARGIN, 14.0).tolist() == [0.1, 0.2, 0.3]
