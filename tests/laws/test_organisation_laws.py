from __future__ import annotations

import importlib
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpy import Environment

from mktsim.calendar import Calendar
from mktsim.inputs.cell import Execution
from mktsim.inputs.organisation import Work
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.model.organisation.clock import Order, schedule
from mktsim.model.organisation.knowledge import Held, combined
from mktsim.model.organisation.staffing import Job, Staffing

sys.path.append(str(Path(__file__).parents[1] / "support"))
toy = importlib.import_module("toy_office")
Toys, Toy, duty, run = toy.Toys, toy.Toy, toy.duty, toy.run

EDGES = (
    ("a", "b", "informs", {"delay_days": 1.5, "added_variance": 0.2, "leak_per_message": 0.3}),
    ("b", "boss", "reports", {"delay_days": 1.0}),
    ("a", "boss", "reports", {"delay_days": 1.0}),
)
FIRM = toy.organisation({"a": 1.5, "b": 1.0, "boss": 0.6}, EDGES, Work())
DUTIES = (
    duty("see", effort_days=1.2, informs=("b",), mechanism=Toy(topic="rival.price")),
    duty("plan", effort_days=1.5, approver="boss", informs=("b",), needs=("rival.price",), mechanism=Toy(item="plan")),
    duty("act", "b", effort_days=1.0, trigger={"on": "message", "topic": "plan"}, joint=("a",)),
    duty("check", "b", effort_days=1.0, needs=("insight.quality",), approver="boss"),
)


def draws():
    """Return the luck of every piece of work done, by duty and week."""
    return {(line[1], line[3]): line[5] for line in toy.JOURNAL.lines}


def observed():
    return {(line[1], line[3]): line[6].value for line in toy.JOURNAL.lines if line[6] is not None}


@pytest.mark.slow
def test_a_pool_is_an_m_m_c_queue():
    # 8 a day to 4 of 3 a day: chance of waiting 0.37841833, mean wait 0.09460458 (Erlang C)
    customers, luck = 100_000, np.random.default_rng(7)
    env, calendar = Environment(), Calendar(date(2024, 1, 1), last_day=20_000)
    staffing = Staffing(env, calendar, toy.organisation({"a": 4.0}))
    pool = staffing.pools["a:staff"]
    arrivals = np.cumsum(luck.exponential(1 / 8, customers)).tolist()
    services = luck.exponential(1 / 3, customers).tolist()
    waits = []

    def left(job):
        waits.append(calendar.worked(job.started) - calendar.worked(job.queued))

    def arrive(place):
        staffing.submit(Job((pool,), 5, services[place], left))
        if place + 1 < customers:
            day = calendar.add_work(0.0, arrivals[place + 1])
            schedule(env, day, Order.WORK, lambda _event: arrive(place + 1))

    arrive(0)
    env.run()
    assert len(waits) == pool.jobs == customers
    assert np.mean(waits) == pytest.approx(0.09460458, rel=0.04)
    assert np.mean(np.array(waits) > 1e-9) == pytest.approx(0.37841833, rel=0.02)
    assert pool.queue_days == pytest.approx(sum(waits))
    # Little's law: people waiting a working day equal arrivals a day times the wait
    assert pool.queue_days / arrivals[-1] == pytest.approx(8 * np.mean(waits), rel=0.01)


@pytest.mark.parametrize("mode", list(NeglectMode))
@pytest.mark.parametrize("which", [d.id for d in DUTIES])
def test_neglect_of_one_duty_leaves_the_luck_of_all_others_alone(which, mode):
    run(Toys(FIRM, DUTIES, weeks=26))
    before, seen = draws(), observed()
    run(Toys(FIRM, DUTIES, (Neglect(duty=which, from_week=5, to_week=9, mode=mode),), weeks=26))
    after, seen_after = draws(), observed()
    both = before.keys() & after.keys()
    assert len(both) > 20
    assert all(before[key] == after[key] for key in both)
    assert all(seen[key] == seen_after[key] for key in seen.keys() & seen_after.keys())


def received(engine):
    """Return the days on which messages of `plan` have been read, in order."""
    return [event.day for event in engine.report()[4] if event.kind == "received" and event.duty == "plan"]


def test_a_slower_edge_leaves_luck_alone_and_delays_who_waits():
    options = {"keep_log": True}
    acted = received(run(Toys(FIRM, DUTIES, weeks=26, options=options)))
    before = draws()
    slow = (("a", "b", "informs", {**EDGES[0][3], "delay_days": 6.0}), *EDGES[1:])
    firm = toy.organisation({"a": 1.5, "b": 1.0, "boss": 0.6}, slow, Work())
    later = received(run(Toys(firm, DUTIES, weeks=26, options=options)))
    after = draws()
    both = before.keys() & after.keys()
    assert all(before[key] == after[key] for key in both)
    assert later[0] > acted[0]


def test_work_that_a_message_sets_off_has_the_luck_of_the_week_in_which_it_began_however_slow_the_message():
    run(Toys(FIRM, DUTIES, weeks=26))
    prompt = {line[3]: (line[0], line[5]) for line in toy.JOURNAL.of("act")}
    slow = [(*edge[:3], {**edge[3], "delay_days": 8.0}) for edge in EDGES]
    run(Toys(toy.organisation({"a": 1.5, "b": 1.0, "boss": 0.6}, slow, Work()), DUTIES, weeks=26))
    late = {line[3]: (line[0], line[5]) for line in toy.JOURNAL.of("act")}
    begun = {line[3] for line in toy.JOURNAL.of("plan")}
    both = sorted(prompt.keys() & late.keys())
    assert len(both) > 8
    assert late.keys() <= begun
    assert all(prompt[week][1] == late[week][1] for week in both)
    assert np.mean([late[week][0] - prompt[week][0] for week in both]) > 7.0  # in another week, with the same luck


def test_a_new_duty_leaves_the_luck_of_others_alone():
    run(Toys(FIRM, DUTIES[:2], weeks=26))
    before = draws()
    run(Toys(FIRM, (duty("first"), *DUTIES[:2]), weeks=26))
    after = draws()
    assert all(before[key] == after[key] for key in before.keys() & after.keys())


def test_the_same_office_twice_gives_the_same_bits():
    first = run(Toys(FIRM, DUTIES, weeks=26, options={"keep_log": True})).report()
    second = run(Toys(FIRM, DUTIES, weeks=26, options={"keep_log": True})).report()
    assert first[4] == second[4]
    for one, other in zip(first[:3], second[:3], strict=True):
        assert one.values.tobytes() == other.values.tobytes()


def test_log_is_in_order_of_time_and_work_is_conserved():
    tables = run(Toys(FIRM, DUTIES, weeks=52, options={"keep_log": True})).report()
    duties, roles, _, _, log = tables
    due = [event.day for event in log if event.kind == "due"]
    assert all(a <= b for a, b in pairwise(due))
    busy, available = roles.values[:, 1], roles.values[:, 2]
    assert np.all(busy <= available + 1e-9)
    assert np.all(busy > 0)
    done, asked = duties.values[:, 1], duties.values[:, 0]
    assert np.all(done <= asked)
    assert duties.values[:, 5:].min() >= 0


@given(st.lists(st.tuples(st.floats(0.0, 3.0), st.integers(0, 9), st.booleans()), max_size=40), st.floats(0.2, 3.5))
def test_staff_are_never_busy_for_longer_than_they_are_there(jobs, fte):
    env, calendar = Environment(), Calendar(date(2024, 1, 1))
    staffing = Staffing(env, calendar, toy.organisation({"a": fte, "b": 1.0}))
    a, b = staffing.pools["a:staff"], staffing.pools["b:staff"]
    ended = []
    for days, priority, joint in jobs:
        staffing.submit(Job((a, b) if joint else (a,), priority, days, ended.append))
    env.run()
    assert len(ended) == len(jobs)
    worked = calendar.worked(env.now)
    for pool in (a, b):
        assert pool.busy_days <= pool.row(worked)[2] + 1e-6
        assert pool.free == np.ceil(pool.fte)
    assert a.busy_days >= sum(days for days, _, _ in jobs) - 1e-6


def test_perfect_execution_is_prompt_true_and_complete():
    engine = run(Toys(FIRM, DUTIES, weeks=26, execution=Execution(late=False, misinformed=False, unexecuted=False)))
    assert all(line[0] == 7.0 * line[3] and line[4] == 1.0 for line in toy.JOURNAL.lines)
    assert [line[1] for line in toy.JOURNAL.lines[:4]] == ["see", "plan", "check", "act"]
    assert engine.office.believe("b", "rival.price")[:2] == (10.0, 0.0)
    duties, _, edges, _, _ = engine.report()
    assert np.all(duties.values[:, 0] == duties.values[:, 1])
    assert edges.values[:, 2].sum() == 0


def test_switches_act_one_by_one():
    late = run(Toys(FIRM, DUTIES, weeks=26, execution=Execution(late=True, misinformed=False, unexecuted=False)))
    assert all(line[4] == 1.0 for line in toy.JOURNAL.lines)
    assert any(line[0] > 7.0 * line[3] for line in toy.JOURNAL.lines)
    assert late.office.believe("b", "rival.price").se == 0.0
    blind = run(Toys(FIRM, DUTIES, weeks=26, execution=Execution(late=False, misinformed=True, unexecuted=False)))
    assert all(line[0] == 7.0 * line[3] for line in toy.JOURNAL.lines)
    assert blind.office.believe("b", "rival.price").se > 0.0
    partly = run(Toys(FIRM, DUTIES, weeks=26, execution=Execution(late=False, misinformed=False, unexecuted=True)))
    assert all(line[0] == 7.0 * line[3] for line in toy.JOURNAL.lines)
    assert all(line[4] < 1.0 for line in toy.JOURNAL.lines)
    assert partly.report()[0].values[:, 4].sum() > 0


def test_an_instant_organisation_needs_no_agents():
    instant = toy.organisation({}, instant=True)
    engine = run(Toys(instant, DUTIES, weeks=4))
    assert len(toy.JOURNAL.lines) == 16
    assert engine.office.plan("b", toy.PLAN) == 21.0


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 10)), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_evidence_combines_in_any_order_without_drift(pairs, shuffler):
    def pooled(order):
        held = Held(0.0, 1.0, 0.0, 0.0, 0.0)
        for value, variance in order:
            held = combined(held, Held(value, variance, 0.0, 0.0, 0.0), 0.0)
        return held

    other = list(pairs)
    shuffler.shuffle(other)
    one, two = pooled(pairs), pooled(other)
    assert one.value == pytest.approx(two.value, abs=1e-9)
    assert one.variance == pytest.approx(two.variance)
    assert one.variance < min(1.0, *(variance for _, variance in pairs))
