"""What the planning department's duties do, each shown on an office over a world that stands still."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "support"))

from mechanism_office import EVENT, PAST, furnished, work

from mktsim.inputs.cell import IDEAL
from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.planning.budget import YearBudget
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION, Correction
from mktsim.model.organisation.mechanisms.planning.options import COUNSEL, Counsel, Option
from mktsim.model.organisation.mechanisms.planning.programmes import CULTURE, Programme
from mktsim.model.organisation.mechanisms.planning.regions import RegionSupport
from mktsim.model.organisation.mechanisms.planning.targets import (
    HABIT,
    LONG_TERM_GOALS,
    TARGETS,
    Goals,
    Targets,
    granted,
)
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, booked_events
from mktsim.model.organisation.work import Work
from mktsim.model.world import CRISIS
from mktsim.study.question.library import catalogue

ROWS = {duty.id: duty for duty in catalogue()}


def do(bench, name, quality=0.7, task=None):
    """Draft and apply a piece of work of a row now."""
    return bench.do(ROWS.get(name), quality, task)


def alignment_after_culture(informs, programme=True):
    row = ROWS["planning_function.05"].model_copy(update={"informs": informs})
    bench = furnished(row)
    office = bench.office
    if programme:
        bench.give("planning", CULTURE, Programme(800.0, 1.0))
    before = office.levels.level(Level.ALIGNMENT)
    do(bench, "", task=work(row, 1.0))
    bench.go_to(60.0)
    return office.levels._values[Level.ALIGNMENT] - before


def test_culture_counts_by_the_departments_that_it_has_reached():
    departments = ROWS["planning_function.05"].informs
    reached = alignment_after_culture(departments)
    lost = alignment_after_culture((*departments[:3], *("nobody",) * 3))
    assert 0.0 < lost < 0.8 * reached


def test_culture_without_a_programme_does_less():
    departments = ROWS["planning_function.05"].informs
    assert 0.0 < alignment_after_culture(departments, programme=False) < 0.5 * alignment_after_culture(departments)


def test_without_counsel_the_top_grants_a_budget_by_habit():
    bench = furnished(ROWS["marketing.01"])
    office = bench.office
    asked = YearBudget(2024, (60_000.0, 40_000.0, 50_000.0, 0.0))
    expected = [a + HABIT * (50_000.0 - a) for a in asked.lines[:3]]
    assert list(granted(office, asked).lines[:3]) == pytest.approx(expected)
    stay, move = Option("stay", 0.0, 0.0, 0.0), Option("move", 0.1, 50.0, 9.0)
    bench.give("senior_management", COUNSEL, Counsel(400.0, (stay,)))
    assert granted(office, asked) == asked
    bench.give("senior_management", COUNSEL, Counsel(400.0, (stay, move)))
    assert granted(office, asked).lines == pytest.approx((64_000.0, 36_000.0, 50_000.0, 0.0))
    assert granted(furnished(ROWS["marketing.01"], execution=IDEAL).office, asked) == asked


def test_goals_draw_targets_towards_them_and_keep_the_season():
    row = ROWS["marketing.01"]
    bench = furnished(row)
    office = bench.office
    without = row.mechanism.draft(office, work(row)).targets
    year = without.year
    bench.give("market_development", LONG_TERM_GOALS, Goals(year, 1.0))
    with_goal = row.mechanism.draft(office, work(row)).targets
    shares = [np.array(t.by_quarter) / sum(t.by_quarter) for t in (without, with_goal)]
    assert shares[0] == pytest.approx(shares[1])
    assert sum(with_goal.by_quarter) < (1.0 - 0.9 * row.mechanism.goal_weight) * sum(without.by_quarter)
    bench.give("market_development", LONG_TERM_GOALS, Goals(year + 1, 1.0))
    assert row.mechanism.draft(office, work(row)).targets == without


def test_goals_need_most_of_a_year():
    row = ROWS["planning_function.03"]
    bench = furnished(row)
    office = bench.office
    assert isinstance(row.mechanism.draft(office, work(row)), Goals)
    assert row.mechanism.model_copy(update={"least_weeks": 41}).draft(office, work(row)) is None


def test_calls_go_from_regions_ahead_to_those_behind():
    row = ROWS["planning_function.10"]
    bench = furnished(row)
    office = bench.office
    bench.give("planning", TARGETS, Targets(2024, (400.0,) * 4, (0.5, 0.5), (0.7, 0.3)))
    support = row.mechanism.draft(office, work(row))
    assert isinstance(support, RegionSupport)
    north, south = support.calls_factor  # households, and so believed sales, are three to one
    assert north < 1.0 < south
    bench.give("planning", TARGETS, Targets(2024, (400.0,) * 4, (0.75, 0.25), (0.7, 0.3)))
    assert row.mechanism.draft(office, work(row)).calls_factor == (1.0, 1.0)


def test_money_is_set_free_but_not_that_of_promotions_to_come():
    bench = furnished(ROWS["planning_function.01"])
    office = bench.office
    running = replace(PAST, id="running", last_day=EVENT.first_day + EVENT.days, committed_money=300.0)
    bench.give("planning", BOOKED, (PAST, running))
    assert len(booked_events(office, "planning")) == 2
    do(bench, "planning_function.01", quality=1.0)
    assert office.ledger.committed[BudgetLine.PROMOTION] == pytest.approx(300.0)
    do(bench, "planning_function.01", quality=1.0)
    assert office.ledger.committed[BudgetLine.PROMOTION] == pytest.approx(300.0)


def test_more_and_deeper_promotions_teach_more():
    row = ROWS["planning_function.07"]
    errors = []
    for events in ((PAST,), (PAST, replace(PAST, id="two")), (replace(PAST, depth=0.1),)):
        bench = furnished(row)
        office = bench.office
        bench.give("planning", BOOKED, events)
        errors.append(row.mechanism.draft(office, work(row)).estimate.se)
    one, two, shallow = errors
    assert two == pytest.approx(one / np.sqrt(2.0))
    assert shallow == pytest.approx(2.0 * one)


def test_a_promotion_is_reviewed_once():
    row = ROWS["planning_function.07"]
    bench = furnished(row)
    assert do(bench, row.id) is not None
    assert do(bench, row.id) is None


def test_a_scheme_earns_contacts_while_it_is_talked_about():
    row = ROWS["planning_function.11"]
    bench = furnished(row)
    office = bench.office
    do(bench, row.id)
    assert office.levers.in_force(Lever.EARNED).min() > 0.0
    assert office.ledger.spent[BudgetLine.ADVERTISING] > 0.0
    assert not office.levers.in_force(Lever.ANSWER).any()
    bench.go_to(row.mechanism.event_days + 1.0)
    assert not office.levers.in_force(Lever.EARNED).any()


def test_a_crisis_is_answered_instead_and_the_answer_ends():
    row = ROWS["planning_function.11"]
    bench = furnished(row)
    office = bench.office
    task = Work(row, "crisis.0", 0.0, 30.0, CRISIS)
    task.quality = 0.7
    do(bench, row.id, task=task)
    assert office.levers.in_force(Lever.ANSWER).min() >= 0.7
    assert office.ledger.spent[BudgetLine.ADVERTISING] == 0.0
    bench.go_to(row.mechanism.answer_days + 1.0)
    assert not office.levers.in_force(Lever.ANSWER).any()


def test_news_reach_whom_they_set_to_work_only_after_the_post():
    bench = furnished(ROWS["planning_function.11"])
    bench.engine.start()
    bench.engine.hear(CRISIS, "crisis.0")
    row = bench.engine.report()[0]
    assert row.values[0, row.columns.index("due")] == 0.0
    bench.go_to(40.0)
    row = bench.engine.report()[0]
    assert row.values[0, row.columns.index("due")] >= 1.0
    at_once = furnished(ROWS["planning_function.11"], execution=IDEAL)
    at_once.engine.hear(CRISIS, "crisis.0")
    assert at_once.office.levers.in_force(Lever.ANSWER).min() == 1.0


def test_insertions_that_went_wrong_are_run_when_somebody_sees_it():
    row = ROWS["marketing.13"]
    spent = []
    for correction in (None, Correction(800.0, 1.0, (), 0.0, (), 1.0)):
        bench = furnished(row)
        office = bench.office
        if correction:
            bench.give("communications", CORRECTION, correction)
        do(bench, row.id, quality=0.4)
        bench.go_to(60.0)
        spent.append(float(office.ledger.spent[BudgetLine.ADVERTISING]))
    assert 0.0 < spent[0] < spent[1]
