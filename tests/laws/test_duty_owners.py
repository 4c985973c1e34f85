"""Who owns a duty is data: given to another department, it is done there and the organisation works on."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.inputs.cell import IDEAL, Execution
from mktsim.inputs.duty import OnMessage
from mktsim.model.ledger import Activity
from mktsim.model.organisation.duty_table import DutyTable
from mktsim.model.organisation.flow import APPROVAL
from mktsim.model.simulate import simulate
from support.real_world import real_cell, world

NEW = "finance"
"""A department with staff and links that owns no duty of the shipped catalogue."""
EXAMINATION = "planning_duty.1"
READ = {"advertising_planner.7": ("creative_work",)}
"""Plans that a duty reads though they do not stand under its `needs`: there they would count as information."""
SENT = Execution(late=False, misinformed=True, unexecuted=True)
"""Work takes no time, but what is known has to be sent."""
DUTIES = {duty.id: duty for duty in world()[1].duties}


def read_by(duty):
    """Return the plans and topics that a duty needs, or that set it off."""
    triggers = (duty.trigger, *duty.also)
    return (*duty.needs, *READ.get(duty.id, ()), *(t.topic for t in triggers if isinstance(t, OnMessage)))


def handed_over(name, owner=NEW):
    """Return the catalogue with one duty in other hands: who informed the old owner informs the new one as well.

    The old owner is informed only where another duty of its own needs what is given. With the examination of plans go
    the plans that are to be examined.
    """
    old, given = DUTIES[name].owner, DUTIES[name].gives
    needed = {n for d in DUTIES.values() if d.owner == old and d.id != name for n in read_by(d)}
    told = (old,) if needed & set(given) else ()
    examination = APPROVAL in DUTIES[name].gives
    duties = []
    for duty in DUTIES.values():
        informs = duty.informs
        if duty.id == name:
            duties.append(duty.model_copy(update={"owner": owner, "informs": (*informs, *told), "role": "staff"}))
            continue
        if old in (*informs, duty.owner) and owner not in (*informs, duty.owner):
            informs = (*informs, owner)
        approver = owner if examination and duty.approver == old else duty.approver
        duties.append(duty.model_copy(update={"informs": informs, "approver": approver}))
    return tuple(duties)


def lively(duties, **changes):
    """Return the history of the short world with these duties."""
    return simulate(real_cell(duties=duties, **changes))


@pytest.fixture(scope="module")
def usual():
    return lively(tuple(DUTIES.values()), execution=IDEAL)


@pytest.mark.parametrize("name", DUTIES)
def test_where_nothing_is_late_or_lost_it_makes_no_difference_who_owns_a_duty(name, usual):
    moved = lively(handed_over(name), execution=IDEAL)
    assert moved.series.columns == usual.series.columns
    apart = ["disagreement" in column for column in usual.series.columns]  # zero but for rounding
    kept = np.logical_not(apart)
    assert np.array_equal(moved.series.values[:, kept], usual.series.values[:, kept], equal_nan=True)
    assert np.allclose(moved.series.values[:, apart], usual.series.values[:, apart], atol=1e-12, equal_nan=True)
    assert np.array_equal(moved.money.values, usual.money.values)
    counted = [row != EXAMINATION for row in usual.duties.rows]  # an archetype names examiners of its own as well
    assert np.array_equal(moved.duties.values[counted], usual.duties.values[counted])


ROUTINE = {
    "business_planner.1": "calls",
    "business_planner.4": "observed.channel_drive",
    "business_planner.6": "production",
    "business_planner.8": "observed.transit_days",
    "marketing.01": "observed.target_units",
    "marketing.06": "observed.forecast_units",
    "marketing.11": "deal",
    "marketing.13": "pressure",
    "product_planner.2": "observed.version_age_weeks",
    "advertising_planner.1": "observed.advertising_planned",
}
"""Duties whose plans the weekly routine carries out or notes: a column of the series that shows it."""


@pytest.fixture(scope="module")
def at_work():
    return lively(tuple(DUTIES.values()), execution=SENT)


@pytest.mark.parametrize("name", ROUTINE)
def test_the_weekly_routine_finds_the_plans_of_a_duty_in_other_hands(name, at_work):
    owner = "market_development" if DUTIES[name].owner == "product_marketing" else "product_marketing"
    moved = lively(handed_over(name, owner), execution=SENT)
    before, after = (np.nansum(history.series.column(ROUTINE[name])) for history in (at_work, moved))
    assert before > 0.0
    # a target rests on what its department believes of sales before anybody has told it
    assert after == pytest.approx(before, rel=1.5 if name == "marketing.01" else 0.2)


def test_calls_are_paid_for_whoever_plans_them():
    spent = lively(handed_over("business_planner.1")).money.column(Activity.CALLS.name.lower()).sum()
    assert spent < 0.0


def test_the_table_says_who_gives_works_by_and_grants_a_plan():
    table = DutyTable(tuple(DUTIES.values()))
    assert (table.owners["call_plan"], table.receivers["call_plan"]) == ("sales_support", "sales")
    assert (table.owners["production_order"], table.receivers["production_order"]) == ("sales_support", "production")
    assert (table.owners["franchise_inspection"], table.receivers["agency_contract"]) == ("planning", "communications")
    assert (table.approvers["budget"], table.approvers["dispatch"]) == ("senior_management", "sales_support")
    assert table.giver("nothing") is None
    assert not any("nothing" in names for names in (table.owners, table.receivers, table.approvers))
    moved = DutyTable(handed_over("business_planner.1"))
    assert (moved.owners["call_plan"], moved.receivers["call_plan"]) == (NEW, "sales")


def test_the_first_row_that_gives_something_counts():
    first, second = DUTIES["marketing.04"], DUTIES["business_planner.2"]
    assert set(first.gives) & set(second.gives)
    assert DutyTable((first, second)).owners["rival.price"] == first.owner
    assert DutyTable((second, first)).owners["rival.price"] == second.owner
