from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from mktsim.inputs.cell import Execution, LuckSource

sys.path.append(str(Path(__file__).parents[2] / "support"))
toy = importlib.import_module("toy_office")
Toys, Toy, duty, run = toy.Toys, toy.Toy, toy.duty, toy.run

LATE_ONLY = Execution(late=True, misinformed=False, unexecuted=False)
CERTAIN = {"silenced": frozenset({LuckSource.WORK})}


def firm(**agents):
    return toy.organisation(agents)


def days(name):
    return [line[0] for line in toy.JOURNAL.of(name)]


def test_messages_take_the_quickest_path_and_cost_the_relay_time():
    edges = (
        ("a", "c", "informs", {"delay_days": 9.0, "attention_days": 0.0}),
        ("a", "b", "informs", {"delay_days": 1.0, "attention_days": 0.5}),
        ("b", "c", "informs", {"delay_days": 1.0, "attention_days": 0.0}),
    )
    firm_ = toy.organisation({"a": 1, "b": 1, "c": 1}, edges)
    give = duty("give", effort_days=0.0, trigger={"on": "opening"}, informs=("c",), mechanism=Toy(item="plan"))
    take = duty("take", "c", effort_days=0.0, trigger={"on": "message", "topic": "plan"})
    engine = run(Toys(firm_, (give, take), execution=LATE_ONLY, options=CERTAIN))
    assert days("take") == pytest.approx([2.5], abs=0.01)
    _, roles, links, _, _ = engine.report()
    assert toy.cell_of(roles, "b:staff", "busy_days") == pytest.approx(0.5)
    assert toy.cell_of(links, "a>c", "messages") == 0
    assert toy.cell_of(links, "b>c", "messages") == 1


def test_without_a_way_a_message_does_not_arrive():
    give = duty("give", effort_days=0.0, trigger={"on": "opening"}, informs=("b",), mechanism=Toy(item="plan"))
    engine = run(Toys(firm(a=1.0, b=1.0), (give,), execution=LATE_ONLY))
    assert engine.office.plan("a", toy.PLAN) == 0.0
    assert engine.office.plan("b", toy.PLAN) is None


def test_short_mail_is_read_as_it_comes_and_puts_the_next_work_off():
    edges = (("a", "b", "informs", {"delay_days": 1.0, "attention_days": 0.1}),)
    firm_ = toy.organisation({"a": 1, "b": 1}, edges)
    give = duty("give", effort_days=0.0, trigger={"on": "opening"}, informs=("b",), mechanism=Toy(item="plan"))
    take = duty("take", "b", effort_days=1.0, trigger={"on": "message", "topic": "plan"})
    engine = run(Toys(firm_, (give, take), execution=LATE_ONLY, options=CERTAIN))
    assert days("take") == pytest.approx([2.1])
    assert toy.cell_of(engine.report()[1], "b:staff", "busy_days") == pytest.approx(1.1)


def test_mail_that_waits_is_read_in_sittings_that_cost_each_message_its_time():
    edges = (("a", "b", "informs", {"delay_days": 1.0, "attention_days": 0.1}),)
    firm_ = toy.organisation({"a": 5, "b": 1}, edges)
    opening = {"trigger": {"on": "opening"}, "effort_days": 0.0, "informs": ("b",)}
    gives = tuple(duty(f"give{i}", **opening, mechanism=Toy(item=f"plan{i}")) for i in range(5))
    long = duty("long", "b", effort_days=3.0, trigger={"on": "opening"})
    take = duty("take", "b", effort_days=0.0, trigger={"on": "message", "topic": "plan4"})
    engine = run(Toys(firm_, (*gives, long, take), execution=LATE_ONLY, options=CERTAIN))
    assert days("take") == pytest.approx([3.5])  # after two sittings of two messages and one of one
    assert toy.cell_of(engine.report()[1], "b:staff", "busy_days") == pytest.approx(3.5)
    assert toy.cell_of(engine.report()[2], "a>b", "messages") == 5


def test_what_goes_the_same_way_goes_in_one_cover_and_costs_as_many_messages():
    reads = {"delay_days": 1.0, "attention_days": 0.5}
    calm = {"delay_days": 1.0, "attention_days": 0.0}
    firm_ = toy.organisation(
        {"a": 1, "hub": 1, "b": 1, "c": 1},
        (("a", "hub", "informs", reads), ("hub", "b", "informs", calm), ("hub", "c", "informs", calm)),
    )
    opening = {"trigger": {"on": "opening"}, "effort_days": 0.0}
    give = duty("give", **opening, informs=("b", "c", "hub"), mechanism=Toy(item="plan"))
    engine = run(Toys(firm_, (give,), execution=LATE_ONLY, options=CERTAIN))
    _, roles, links, _, _ = engine.report()
    assert toy.cell_of(links, "a>hub", "messages") == 3
    assert toy.cell_of(links, "a>hub", "delay_days") == pytest.approx(3.0)
    assert toy.cell_of(roles, "hub:staff", "busy_days") == pytest.approx(1.5)
    assert [toy.cell_of(links, name, "messages") for name in ("hub>b", "hub>c")] == [1, 1]
    assert {engine.office.plan(agent, toy.PLAN) for agent in ("b", "c", "hub")} == {0.0}
