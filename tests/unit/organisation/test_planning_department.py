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
from mktsim.model.organisation.mechanisms.organise_promotions import booked_events
from mktsim.model.organisation.mechanisms.plans import Goals, RegionSupport, Targets, YearBudget
from mktsim.model.organisation.mechanisms.programmes import CORRECTION, COUNSEL, Programme
from mktsim.model.organisation.mechanisms.run_public_relations import CRISIS
from mktsim.model.organisation.mechanisms.set_goals import LONG_TERM_GOALS, SENIOR_MANAGEMENT
from mktsim.model.organisation.mechanisms.set_targets import HABIT, granted
from mktsim.model.organisation.work import Work
from mktsim.study.question.library import catalogue

ROWS = {duty.id: duty for duty in catalogue()}


def do(office, name, quality=0.7, task=None):
    """Draft and apply a piece of work of a row now."""
    task = task or work(ROWS[name], quality)
    draft = task.duty.mechanism.draft(office, task)
    task.duty.mechanism.apply(office, task, draft)
    return draft


def give(office, agent, item, value):
    office._inbox.items[agent, item] = value


def alignment_after_culture(informs, programme=True):
    row = ROWS["planning_function.05"].model_copy(update={"informs": informs})
    office = furnished(row)
    if programme:
        give(office, "planning", "culture_programme", Programme(800.0, 1.0))
    before = office.levels.level(Level.ALIGNMENT)
    do(office, "", task=work(row, 1.0))
    office._env.run(until=60.0)
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
    office = furnished()
    asked = YearBudget(2024, (60_000.0, 40_000.0, 50_000.0, 0.0))
    expected = [a + HABIT * (50_000.0 - a) for a in asked.lines[:3]]
    assert list(granted(office, asked).lines[:3]) == pytest.approx(expected)
    give(office, SENIOR_MANAGEMENT, COUNSEL, Programme(400.0, 0.6))
    assert granted(office, asked) == asked
    assert granted(furnished(execution=IDEAL), asked) == asked


def test_goals_draw_targets_towards_them_and_keep_the_season():
    row = ROWS["marketing.01"]
    office = furnished(row)
    without = row.mechanism.draft(office, work(row)).targets
    year = without.year
    give(office, "market_development", LONG_TERM_GOALS, Goals(year, 1.0))
    with_goal = row.mechanism.draft(office, work(row)).targets
    shares = [np.array(t.by_quarter) / sum(t.by_quarter) for t in (without, with_goal)]
    assert shares[0] == pytest.approx(shares[1])
    assert sum(with_goal.by_quarter) < (1.0 - 0.9 * row.mechanism.goal_weight) * sum(without.by_quarter)
    give(office, "market_development", LONG_TERM_GOALS, Goals(year + 1, 1.0))
    assert row.mechanism.draft(office, work(row)).targets == without


def test_goals_need_most_of_a_year():
    row = ROWS["planning_function.03"]
    office = furnished(row)
    assert isinstance(row.mechanism.draft(office, work(row)), Goals)
    assert row.mechanism.model_copy(update={"least_weeks": 41}).draft(office, work(row)) is None


def test_calls_go_from_regions_ahead_to_those_behind():
    row = ROWS["planning_function.10"]
    office = furnished(row)
    give(office, "planning", "targets", Targets(2024, (400.0,) * 4, (0.5, 0.5), (0.7, 0.3)))
    support = row.mechanism.draft(office, work(row))
    assert isinstance(support, RegionSupport)
    north, south = support.calls_factor  # households, and so believed sales, are three to one
    assert north < 1.0 < south
    give(office, "planning", "targets", Targets(2024, (400.0,) * 4, (0.75, 0.25), (0.7, 0.3)))
    assert row.mechanism.draft(office, work(row)).calls_factor == (1.0, 1.0)


def test_money_is_set_free_but_not_that_of_promotions_to_come():
    office = furnished(ROWS["planning_function.01"])
    running = replace(PAST, id="running", last_day=EVENT.first_day + EVENT.days, committed_money=300.0)
    give(office, "planning", "promotions_booked", (PAST, running))
    assert len(booked_events(office, "planning")) == 2
    do(office, "planning_function.01", quality=1.0)
    assert office.ledger.committed[BudgetLine.PROMOTION] == pytest.approx(300.0)
    do(office, "planning_function.01", quality=1.0)
    assert office.ledger.committed[BudgetLine.PROMOTION] == pytest.approx(300.0)


def test_more_and_deeper_promotions_teach_more():
    row = ROWS["planning_function.07"]
    errors = []
    for events in ((PAST,), (PAST, replace(PAST, id="two")), (replace(PAST, depth=0.1),)):
        office = furnished(row)
        give(office, "planning", "promotions_booked", events)
        errors.append(row.mechanism.draft(office, work(row)).estimate.se)
    one, two, shallow = errors
    assert two == pytest.approx(one / np.sqrt(2.0))
    assert shallow == pytest.approx(2.0 * one)


def test_a_promotion_is_reviewed_once():
    row = ROWS["planning_function.07"]
    office = furnished(row)
    assert do(office, row.id) is not None
    assert do(office, row.id) is None


def test_a_scheme_earns_contacts_while_it_is_talked_about():
    row = ROWS["planning_function.11"]
    office = furnished(row)
    do(office, row.id)
    assert office.levers.in_force(Lever.EARNED).min() > 0.0
    assert office.ledger.spent[BudgetLine.ADVERTISING] > 0.0
    assert not office.levers.in_force(Lever.ANSWER).any()
    office._env.run(until=row.mechanism.event_days + 1.0)
    assert not office.levers.in_force(Lever.EARNED).any()


def test_a_crisis_is_answered_instead_and_the_answer_ends():
    row = ROWS["planning_function.11"]
    office = furnished(row)
    task = Work(row, "crisis.0", 0.0, 30.0, CRISIS)
    task.quality = 0.7
    do(office, row.id, task=task)
    assert office.levers.in_force(Lever.ANSWER).min() >= 0.7
    assert office.ledger.spent[BudgetLine.ADVERTISING] == 0.0
    office._env.run(until=row.mechanism.answer_days + 1.0)
    assert not office.levers.in_force(Lever.ANSWER).any()


def test_news_reach_whom_they_set_to_work_only_after_the_post():
    office = furnished(ROWS["planning_function.11"])
    office.start()
    office.hear(CRISIS, "crisis.0")
    row = office.report()[0]
    assert row.values[0, row.columns.index("due")] == 0.0
    office._env.run(until=40.0)
    row = office.report()[0]
    assert row.values[0, row.columns.index("due")] >= 1.0
    at_once = furnished(ROWS["planning_function.11"], execution=IDEAL)
    at_once.hear(CRISIS, "crisis.0")
    assert at_once.levers.in_force(Lever.ANSWER).min() == 1.0


def test_insertions_that_went_wrong_are_run_when_somebody_sees_it():
    row = ROWS["marketing.13"]
    spent = []
    for correction in (None, Programme(800.0, 1.0)):
        office = furnished(row)
        if correction:
            give(office, "communications", CORRECTION, correction)
        do(office, row.id, quality=0.4)
        office._env.run(until=60.0)
        spent.append(float(office.ledger.spent[BudgetLine.ADVERTISING]))
    assert 0.0 < spent[0] < spent[1]
