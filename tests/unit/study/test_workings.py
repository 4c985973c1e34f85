"""How an organisation worked, from its log: by hand, and on a whole run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Organisation, Role
from mktsim.outcomes.history import Event
from mktsim.study.directory.organisation_report import State, WaitKind, relays_of, tasks_of, waits_of
from support.real_world import real_cell


def log(*lines, duty="marketing.08", owner="marketing", due=0.0):
    return tuple(Event(day, kind, duty, "", owner, detail, due) for day, kind, detail in lines)


SENT_BACK = log(
    (0.0, "due", "calendar"), (2.0, "start", ""), (5.0, "proposed", "planning"), (9.0, "returned", "planning"),
    (10.0, "start", ""), (12.0, "proposed", "planning"), (13.0, "approved", "planning"), (13.0, "late", ""),
    (13.0, "done", "0.5"), (15.0, "received", "sales"),
)  # fmt: skip


def test_a_task_that_was_sent_back_spends_its_time_in_states():
    (task,) = tasks_of(SENT_BACK)
    assert [(one.state, one.first, one.last) for one in task.stretches] == [
        (State.QUEUE, 0.0, 2.0), (State.WORK, 2.0, 5.0), (State.APPROVAL, 5.0, 9.0), (State.QUEUE, 9.0, 10.0),
        (State.WORK, 10.0, 12.0), (State.APPROVAL, 12.0, 13.0),
    ]  # fmt: skip
    assert (task.returned, task.approver, task.late, task.done) == (1, "planning", True, 13.0)


def test_events_of_overlapping_tasks_go_to_their_own():
    lines = (("due", 0.0), ("start", 1.0), ("proposed", 3.0), ("approved", 9.0), ("done", 9.0))
    one = log(*((day, kind, "planning") for kind, day in lines))
    other = log(*((day / 2.0 + 1.0, kind, "planning") for kind, day in lines), due=1.0)
    mixed = [event for pair in zip(one, other, strict=True) for event in pair]
    first, second = tasks_of(mixed)
    assert (first.done, second.done) == (9.0, 5.5)
    assert (first.spent(State.APPROVAL), second.spent(State.APPROVAL)) == (6.0, 3.0)


def test_waits_are_for_staff_for_an_answer_and_for_news():
    waits = {(wait.waiter, wait.waited_for, wait.kind): (wait.times, wait.days) for wait in _waits(SENT_BACK)}
    assert waits == {
        ("marketing", "marketing", WaitKind.STAFF): (1, 3.0),
        ("marketing", "planning", WaitKind.APPROVAL): (1, 5.0),
        ("sales", "marketing", WaitKind.NEWS): (1, 2.0),
    }


def _waits(lines):
    return waits_of(tasks_of(lines), lines)


def test_what_is_not_sent_directly_is_passed_on():
    agents = {name: Agent(roles={"staff": Role(staff_fte=1.0)}) for name in ("a", "top", "b")}
    lines = tuple(Edge(sender=name, receiver="top", kind=EdgeKind.REPORTS, attention_days=0.5) for name in "ab")
    office = Organisation(name="silos", agents=agents, edges=lines)
    sent = log((3.0, "received", "b"), (4.0, "received", "top"), owner="a")
    (relay,) = relays_of(office, sent)
    assert (relay.agent, relay.messages, relay.attention_days) == ("top", 1, 0.5)


@pytest.fixture(scope="module")
def history():
    from mktsim.model.simulate import simulate

    return simulate(replace(real_cell(), keep_log=True))


def test_in_a_run_every_task_is_accounted_for_from_due_to_done(history):
    tasks = tasks_of(history.log)
    column = history.duties.columns.index
    tables = dict(zip(history.duties.rows, history.duties.values, strict=True))
    assert len(tasks) > 100
    done = [task for task in tasks if task.done is not None]
    for task in done:
        assert sum(one.days for one in task.stretches) == pytest.approx(task.done - task.due)
    for duty, row in tables.items():
        own = [task for task in done if task.duty == duty]
        if duty == "planning_duty.1":  # it examines others' plans and has no tasks of its own
            continue
        assert len(own) == row[column("done")]
        assert sum(task.late for task in own) == row[column("late")]
        assert sum(task.done - task.due for task in own) == pytest.approx(row[column("latency_days")])


def test_in_a_run_every_answer_was_asked_for(history):
    kinds = [event.kind for event in history.log]
    assert 0 < kinds.count("approved") <= kinds.count("proposed")
    waited = [task for task in tasks_of(history.log) if task.spent(State.APPROVAL) > 0.0]
    assert waited
    assert {task.approver for task in waited if task.done is not None} <= {"planning", "senior_management", "nobody"}
