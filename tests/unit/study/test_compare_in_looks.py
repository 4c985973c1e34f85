"""A comparison that looks while replications come in: where it stops, what it says, and how often that is wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import CellFailed, InputError
from mktsim.outcomes.metrics.metric import Better
from mktsim.present.compare.text import look_text
from mktsim.science.statistics.looks import Decision
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.ranking import order_of, rank
from mktsim.study.compare.result import Part, Status
from mktsim.study.compare.run import compare
from mktsim.study.compare.stopping import Look, at_look, is_sure, leads_at, looks_at
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.worth import Worth, worth_of

LOOKING = CompareOptions(why_seconds=0.0, worth=Worth())
LOOK = RunOptions(simulate=fake.simulate)
TWINS = {"low": {"policy": "low"}, "twin": {"policy": "twin"}}
STUDIES = 300


def _resolved(**changes):
    return resolve(fake.study(**{"replications": 40, **changes}), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A comparison that stopped, the parts that were told on the way, and its directory."""
    place, parts = tmp_path_factory.mktemp("looks"), []
    asked = replace(LOOKING, why_replications=2)
    found = compare(_resolved(), place, asked, LOOK, lambda part, so_far: parts.append((part, so_far)))
    return found, parts, place


def test_it_stops_at_the_first_look_that_is_sure(told):
    found, *_ = told
    assert found.design.looks == (8, 16, 40)
    assert (found.design.stopped, found.design.planned, found.design.sure) == (8, 40, True)
    assert found.replications == len(found.outcomes) == 8
    assert found.verdict.status is Status.BEST
    assert "8 of up to 40 replications" in found.verdict.text
    assert "valid at every look" in found.verdict.text
    assert found.design.worth == pytest.approx(0.005 * abs(found.arms[0].interval.mean))
    assert found.arms[1].difference.decision in {Decision.BETTER, Decision.WORSE}
    assert math.isnan(found.arms[1].difference.p_holm)


def test_parts_are_told_as_they_come_the_answer_first(told):
    found, parts, _ = told
    assert [part for part, _ in parts] == [Part.ANSWER, Part.WHY, Part.ASSUMPTIONS]
    answer, why, assumptions = (so_far for _, so_far in parts)
    assert answer.verdict.arm == found.verdict.arm
    assert (answer.examples, answer.why_replications) == ((), 0)
    assert why.why_replications == 2
    assert why.assumptions == ()
    assert assumptions.assumptions == found.assumptions != ()


def test_the_cells_are_those_of_as_many_replications_and_a_second_call_runs_none(told, tmp_path):
    found, _, place = told
    fixed = compare(_resolved(replications=8), tmp_path, CompareOptions(why_seconds=0.0), LOOK)
    assert np.array_equal(found.outcomes, fixed.outcomes)
    assert found.digest == fixed.digest
    again = compare(_resolved(), place, LOOKING, replace(LOOK, simulate=_logged_only))
    assert again.digest == found.digest


def test_histories_come_back_with_the_first_replication_and_are_run_again_only_later(tmp_path):
    calls = []

    def counted(cell):
        calls.append((cell.replication, cell.keep_log))
        return fake.simulate(cell)

    first = compare(_resolved(), tmp_path, LOOKING, replace(LOOK, simulate=counted))
    assert sorted(set(calls)) == [(0, True), *((r, False) for r in range(1, 8))]
    assert len(calls) == 8 * 3
    again = compare(_resolved(), tmp_path, LOOKING, replace(LOOK, simulate=counted))
    assert calls[24:] == [(0, True)] * 3
    assert [one.decisions for one in again.examples] == [one.decisions for one in first.examples]


def _logged_only(cell):
    assert cell.keep_log, "a cell was run again"
    return fake.simulate(cell)


def test_all_replications_go_on_from_there_and_are_looked_at_once(told):
    _, _, place = told
    whole = compare(_resolved(), place, CompareOptions(why_seconds=0.0), LOOK)
    assert (whole.replications, whole.design.in_looks) == (40, False)
    assert whole.arms[1].difference.decision is None
    assert whole.arms[1].difference.p_holm < 0.01


def test_arms_that_do_the_same_differ_by_less_than_is_worth_acting_on(tmp_path):
    found = compare(_resolved(arms=TWINS), tmp_path, LOOKING, LOOK)
    assert found.verdict.status is Status.ALIKE
    assert found.design.stopped == 8
    assert "less than is worth acting on" in found.verdict.text


def test_time_ends_it_at_a_look_and_a_second_call_goes_on(tmp_path):
    never, noisy = replace(LOOKING, worth=Worth(0.0)), replace(LOOK, simulate=_two_alike_and_one_poor)
    short = compare(_resolved(), tmp_path, replace(never, seconds=1e-6), noisy)
    assert (short.design.stopped, short.design.planned, short.design.sure) == (8, 40, False)
    assert short.verdict.status is Status.TIED
    fixed = compare(_resolved(replications=8), tmp_path / "fixed", CompareOptions(0.0), noisy)
    assert short.digest == fixed.digest
    assert compare(_resolved(), tmp_path, replace(never, seconds=1e6), noisy).design.stopped == 40


def test_why_is_asked_in_what_is_left_of_the_time():
    asked = CompareOptions(why_seconds=40.0, worth=Worth(), seconds=60.0)
    assert asked.looking_seconds == pytest.approx(42.0)
    assert (asked.why_left(31.0), asked.why_left(70.0)) == (pytest.approx(20.0), 0.0)
    assert CompareOptions(why_seconds=40.0).why_left(1e9) == 40.0


def test_a_difference_is_weighed_against_what_is_worth_acting_on(tmp_path):
    found = compare(_resolved(), tmp_path, replace(LOOKING, worth=Worth(1e12, is_share=False)), LOOK)
    assert found.verdict.status is Status.ALIKE
    assert found.design.worth == 1e12


@pytest.mark.parametrize("changes", [{"arms": {"low": {"policy": "low"}}}, {"replications": 8}])
def test_where_there_is_nothing_to_stop_early_it_is_looked_once(tmp_path, changes):
    found = compare(_resolved(**changes), tmp_path, LOOKING, LOOK)
    assert not found.design.in_looks
    assert found.replications == found.design.planned


def test_a_look_that_failures_spoil_gives_way_to_the_next(tmp_path):
    found = compare(_resolved(), tmp_path, LOOKING, replace(LOOK, simulate=fake.fails_at_three))
    assert (found.replications, found.failed, found.design.stopped) == (39, 2, 40)


def test_when_nothing_runs_the_first_look_ends_it(tmp_path):
    seen = []

    def broken(cell):
        seen.append(cell)
        raise RuntimeError("the machine stands still")

    with pytest.raises(CellFailed, match="stands still"):
        compare(_resolved(), tmp_path, LOOKING, replace(LOOK, simulate=broken))
    assert len(seen) == 8 * 3


def _tables(seed, arms, gap=0.0):
    """Studies of arms with skewed luck in common and of their own, shape (studies, 32, arms); the first leads."""
    random = np.random.Generator(np.random.Philox(seed))
    shared = random.exponential(5.0, (STUDIES, 32, 1))
    own = random.exponential(1.0, (STUDIES, 32, arms)) * np.linspace(0.5, 1.5, arms)
    own -= np.linspace(0.5, 1.5, arms)
    return shared + own + gap * (np.arange(arms) == 0)


def _ended(table, worth):
    """Leads of the look at which a study stops."""
    looks = looks_at(table.shape[1], len(table), 0.95)
    for number, size in enumerate(looks.sizes):
        good = table[:size]
        leads = leads_at(good, order_of(good.mean(axis=0)), Look(looks, number, worth))
        if is_sure(leads):
            break
    return order_of(good.mean(axis=0))[0], leads


@pytest.mark.parametrize("arms", [2, 4])
def test_among_equals_a_best_is_seldom_called(arms):
    ended = [_ended(table, 0.0)[1] for table in _tables(3, arms)]
    wrong = np.mean([any(lead.decision is Decision.BETTER for lead in leads) for leads in ended])
    assert wrong <= 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / STUDIES)


def test_a_difference_worth_acting_on_is_seldom_called_too_small():
    ended = [_ended(table, 0.5) for table in _tables(4, 2, gap=0.5)]
    wrong = np.mean([leader == 1 or leads[0].decision is Decision.NEGLIGIBLE for leader, leads in ended])
    assert wrong <= 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / STUDIES)


def test_looks_that_are_not_sure_tell_how_things_stand(tmp_path):
    parts = []
    asked = replace(LOOKING, worth=Worth(0.0))
    noisy = replace(LOOK, simulate=_two_alike_and_one_poor)
    found = compare(_resolved(replications=16), tmp_path, asked, noisy, lambda *told: parts.append(told))
    assert [part for part, _ in parts][:2] == [Part.LOOK, Part.ANSWER]
    look = parts[0][1]
    assert (look.design.stopped, look.series, look.bridge) == (8, (), ())
    assert found.design.stopped == 16
    assert found.verdict.status is Status.TIED
    assert "ideal is surely worse." in found.verdict.text
    assert "So far: " in look_text(look)


def _two_alike_and_one_poor(cell):
    """Have `high` sell at the price of `low`, a cent more or less by turns, and `ideal` next to nothing."""
    price = 8.0 + (0.01 if cell.replication % 2 else -0.01) * (cell.arm.policy.title == "price 11")
    price = 1.0 if cell.arm.organisation.instant else price
    policy = cell.arm.policy.model_copy(update={"pricing": fake.Flat(value=price)})
    return fake.simulate(replace(cell, arm=replace(cell.arm, policy=policy)))


def test_a_large_lead_is_told():
    ended = [_ended(table, 0.0) for table in _tables(5, 4, gap=6.0)]
    assert all(leader == 0 for leader, _ in ended)
    assert np.mean([is_sure(leads) for _, leads in ended]) > 0.98


def test_lower_is_better_turns_decisions_and_not_differences():
    table = np.array([100.0, 110.0]) + np.random.default_rng(2).normal(0.0, 1.0, (16, 2))
    looks = looks_at(2, 16, 0.95)
    look = Look(looks, len(looks.sizes) - 1, 0.0)
    found = at_look(rank(table, 0, 0.95, Better.LOWER, 1), -table, 0, look)
    difference = found.arms[1].difference
    assert difference.interval.low > 0.0
    assert difference.decision is Decision.WORSE
    assert found.leads[0].decision is Decision.BETTER


@pytest.mark.parametrize("text", ["", "much", "-1", "nan", "5 %%", "inf%"])
def test_what_is_no_worth_is_refused(text):
    with pytest.raises(InputError, match="--worth"):
        worth_of(text)


def test_a_worth_is_written_as_it_is_read():
    for one in (Worth(), Worth(250000.0, is_share=False), Worth(0.0), Worth(1e-7, is_share=False)):
        assert worth_of(str(one)) == one
    assert Worth(0.005).amount(-200.0) == 1.0


def test_all_replications_and_a_limit_of_time_contradict_each_other():
    with pytest.raises(InputError, match="ask for one of them"):
        CompareOptions(0.0, seconds=60.0)
