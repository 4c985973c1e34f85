"""Money has a limit: who owes more than the credit line pays for it and commits no more."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from mktsim.inputs.paths import set_path
from mktsim.inputs.trade import Money
from mktsim.model.ledger import Activity, BudgetLine, Credit, Ledger
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.cash import cash_low, interest_money, overdrawn_weeks
from mktsim.outcomes.metrics.reading import contribution
from mktsim.outcomes.metrics.spending import marketing_money
from support.real_world import digest, real_cell, world

WEEK = 7.0 / 365.25
LINE = {"discount_rate_per_year": 0.10, "credit_interest_per_year": 0.15, "overdraft_interest_per_year": 0.45}


def test_interest_is_what_exceeds_the_discount_rate_dearer_beyond_the_limit():
    credit = Credit.of(Money(credit_limit_money=100.0, **LINE))
    within, beyond = (rate**WEEK - 1.10**WEEK for rate in (1.15, 1.45))
    assert credit.interest(80.0) == pytest.approx(80.0 * within)
    assert credit.interest(250.0) == pytest.approx(100.0 * within + 150.0 * beyond)
    assert Credit.of(Money(credit_limit_money=100.0, **LINE | {"discount_rate_per_year": 0.5})).interest(250.0) == 0.0


def test_what_is_borrowed_at_the_credit_rate_and_paid_back_is_worth_what_it_costs():
    """Value of borrowing D for a year: -(D·(1+r) - D·(1+ρ))/(1+ρ), to the first order of what is booked weekly."""
    ledger = Ledger(53, 0, keep_lines=False, credit=Credit.of(Money(**LINE)))
    ledger.book(0.0, Activity.OPENINGS, "anybody", -1000.0)
    for week in range(52):
        ledger.charge_interest(7.0 * week + 6.0)
    paid = -ledger.totals[:, Activity.INTEREST].sum()
    assert paid == pytest.approx(1000.0 * (1.15 - 1.10) / 1.10, rel=0.05)


def test_nothing_is_available_beyond_the_line():
    ledger = Ledger(10, 0, keep_lines=False, credit=Credit(limit=100.0))
    ledger.open_year(np.full(len(BudgetLine), 1000.0))
    assert ledger.available(BudgetLine.PROMOTION) == 100.0
    ledger.book(1.0, Activity.STAFF, "anybody", -60.0)
    assert ledger.available(BudgetLine.PROMOTION) == 40.0
    assert not ledger.is_overdrawn
    ledger.book(2.0, Activity.STAFF, "anybody", -60.0)
    assert ledger.available(BudgetLine.PROMOTION) <= 0.0
    assert ledger.is_overdrawn
    ledger.book(3.0, Activity.REVENUE, "anybody", 5000.0)
    assert ledger.available(BudgetLine.PROMOTION) == 1000.0


@lru_cache(maxsize=4)
def run(limit, rate=0.446):
    """Return a history of a short world whose staff costs more than the product earns."""
    scenario = world()[0]
    for name, value in (
        ("pay_per_fte_year", 2e6),
        ("credit_limit_money", limit),
        ("overdraft_interest_per_year", rate),
    ):
        scenario = set_path(scenario, f"money.{name}", value)
    return simulate(real_cell(scenario=scenario))


def test_a_firm_beyond_its_line_pays_and_commits_no_more_marketing_money():
    free, bound = run(1e15), run(1e6)
    assert cash_low(free) < -1e6
    assert (overdrawn_weeks(free), interest_money(free)) == (0.0, 0.0)
    assert overdrawn_weeks(bound) > 10.0
    assert interest_money(bound) > 0.0
    assert marketing_money(bound) < 0.9 * marketing_money(free)


def test_interest_follows_what_was_owed():
    history = run(1e6)
    paid = -history.money.column("interest")
    owed = -np.cumsum(contribution(history))
    dear = 1.446**WEEK - 1.10**WEEK
    beyond = owed[:-1] > 2e6
    assert beyond.any()
    assert np.all(paid[1:][beyond] > 0.5 * dear * (owed[:-1][beyond] - 1e6))
    assert np.all(paid[:-1][owed[:-1] < 0.0] <= dear * 1e6)


def test_a_line_that_is_never_reached_moves_nothing():
    assert digest(run(1e15)) == digest(run(1e14, rate=1.0))
