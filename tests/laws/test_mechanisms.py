"""What holds for every mechanism on the table, shown on the rows of the catalogue that use it."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "support"))

from mechanism_office import furnished, state, work

from mktsim.inputs.cell import IDEAL
from mktsim.model.ledger import LINE_OF, Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.begin import begin
from mktsim.model.organisation.mechanisms.table import MECHANISMS
from mktsim.study.question.library import catalogue

CATALOGUE = catalogue()
OWN_BOOKKEEPING = {"promotions_supported", "launch_forecast"}
ROWS = pytest.mark.parametrize("duty", CATALOGUE, ids=lambda d: d.id)


def stem(topic):
    head, _, tail = topic.rpartition(".")
    return head if tail.isdigit() else topic


def perform(duty, office, quality=0.7):
    """Draft and apply a piece of work, then let a year pass for what it has scheduled."""
    done = work(duty, quality)
    duty.mechanism.apply(office, done, duty.mechanism.draft(office, done))
    seen = [state(office)]
    for day in range(7, 800, 7):
        office._env.run(until=float(day))
        seen.append(state(office))
    return seen


def test_kinds_are_unique_and_stand_in_the_table():
    kinds = [mechanism.model_fields["kind"].default for mechanism in MECHANISMS]
    assert len(set(kinds)) == len(kinds)


def test_every_mechanism_has_a_row_that_this_suite_performs():
    assert {type(duty.mechanism) for duty in CATALOGUE} == set(MECHANISMS)


@ROWS
class TestLaws:
    def test_a_draft_changes_nothing_and_is_the_same_twice(self, duty):
        office = furnished(duty)
        before = state(office)
        one, two = (repr(duty.mechanism.draft(office, work(duty))) for _ in range(2))
        assert one == two
        assert state(office) == before

    def test_without_a_draft_nothing_happens(self, duty):
        office = furnished(duty)
        before = state(office)
        duty.mechanism.apply(office, work(duty), None)
        after = state(office)
        for part in ("levers", "items", "levels", "skill", "ledger", "desk"):
            assert after[part] == before[part]

    def test_it_moves_only_the_levers_that_its_row_gives(self, duty):
        office = furnished(duty)
        start = state(office)["levers"]
        moved = {
            lever.name.lower()
            for seen in perform(duty, office)
            for lever in Lever
            if seen["levers"][lever] != start[lever]
        }
        assert moved <= {name.removeprefix("lever.") for name in duty.gives if name.startswith("lever.")}

    def test_it_puts_and_says_only_what_its_row_gives(self, duty):
        office = furnished(duty)
        before = state(office)
        after = perform(duty, office)[0]
        held = before["items"]
        items = {key[1] for key, value in after["items"].items() if held.get(key) != value}
        said = {stem(topic) for _, topic, _ in after["beliefs"]}
        assert items | said <= set(duty.gives) | OWN_BOOKKEEPING

    def test_it_raises_only_the_levels_that_its_row_gives(self, duty):
        office = furnished(duty)
        before, after = state(office), perform(duty, office)[0]
        raised = {name for (name, old), (_, new) in zip(before["levels"], after["levels"], strict=True) if new != old}
        if after["skill"] != before["skill"]:
            raised.add("channel_skill")
        assert raised <= {name.removeprefix("level.") for name in duty.gives if name.startswith("level.")}

    def test_it_earns_nothing_and_never_books_what_the_market_books(self, duty):
        office = furnished(duty)
        perform(duty, office)
        market = {Activity.REVENUE, Activity.CHANNEL_MARGIN, Activity.DISCOUNT, Activity.ROYALTY}
        totals = office.ledger.totals()
        assert totals.max() <= 0.0
        assert not totals[:, list(market)].any()

    def test_it_keeps_within_the_approved_lines(self, duty):
        office = furnished(duty)
        perform(duty, office)
        assert set(LINE_OF.values()) <= set(BudgetLine)
        assert np.all(office.ledger.spent[:3] <= office.ledger.approved[:3] + 1e-6)

    def test_plans_it_posts_are_frozen_values(self, duty):
        office = furnished(duty)
        perform(duty, office)
        for value in office._inbox.items.values():
            frozen = dataclasses.is_dataclass(value) and value.__dataclass_params__.frozen
            assert frozen or isinstance(value, tuple | float | int | str)


def test_most_rows_do_something_and_the_others_are_known():
    silent = set()
    for duty in CATALOGUE:
        office = furnished(duty)
        before = state(office)
        if all(seen == before for seen in perform(duty, office)[:1]):
            silent.add(duty.id)
    assert silent == {"planning_duty.1"}  # the engine's approval is this work


def test_perfect_execution_reaches_every_outlet():
    duty = next(d for d in CATALOGUE if d.id == "marketing.11")
    office = furnished(duty, execution=IDEAL)
    deepest = max(max(seen["levers"][Lever.DEAL]) for seen in perform(duty, office, quality=0.2))
    assert deepest == pytest.approx(0.2)


def test_poor_work_reaches_fewer_outlets():
    duty = next(d for d in CATALOGUE if d.id == "marketing.11")
    poor, good = (
        max(sum(seen["levers"][Lever.DEAL]) for seen in perform(duty, furnished(duty), quality))
        for quality in (0.3, 0.9)
    )
    assert 0.0 < poor < good


def test_a_late_promotion_runs_its_remaining_days_and_one_that_is_over_is_cancelled():
    duty = next(d for d in CATALOGUE if d.id == "marketing.11")
    days = {}
    for late in (1.0, 47.0, 60.0):
        office = furnished(duty)
        office._env.run(until=late)
        done = work(duty)
        duty.mechanism.apply(office, done, duty.mechanism.draft(office, done))
        days[late] = 0
        for day in np.arange(late + 0.5, 80.0):
            office._env.run(until=float(day))
            days[late] += bool(office.levers.in_force(Lever.DEAL).any())
    assert days[1.0] > days[47.0] > 0
    assert days[60.0] == 0


def test_an_audit_lowers_leakage_and_wears_off():
    duty = next(d for d in CATALOGUE if d.id == "planning_function.09")
    from mktsim.model.organisation.mechanisms.promotion_money import LEAKAGE_SHARE, leakage_share

    office = furnished(duty)
    assert leakage_share(office, "planning") == LEAKAGE_SHARE
    done = work(duty)
    duty.mechanism.apply(office, done, duty.mechanism.draft(office, done))
    fresh = leakage_share(office, "planning")
    office._env.run(until=400.0)
    assert fresh < leakage_share(office, "planning") < LEAKAGE_SHARE


def test_the_standing_routine_makes_what_was_ordered_and_ships_late_what_nobody_prepared():
    office = furnished()
    begin(office, inherited=False)
    office.on_week_start(0)
    asked = {line[0]: line[-1] for line in office.desk.asked}
    assert asked["ship"] > 1.0
    assert asked["produce"] > 0.0
