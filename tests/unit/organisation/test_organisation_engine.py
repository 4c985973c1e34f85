from __future__ import annotations

import importlib
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from mktsim.inputs.cell import Execution, LuckSource
from mktsim.inputs.organisation import Work
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.model.organisation.knowledge import Held, combined

sys.path.append(str(Path(__file__).parents[2] / "support"))
toy = importlib.import_module("toy_office")
Toys, Toy, duty, run = toy.Toys, toy.Toy, toy.duty, toy.run

LATE_ONLY = Execution(late=True, misinformed=False, unexecuted=False)
CERTAIN = {"silenced": frozenset({LuckSource.WORK})}
HOUR = {"delay_days": 1.0, "attention_days": 0.0}


def firm(**agents):
    return toy.organisation(agents or {"a": 1.0})


def days(name):
    return [line[0] for line in toy.JOURNAL.of(name)]


def test_weekly_work_takes_working_days_and_waits_for_the_weekend():
    run(Toys(firm(), (duty("d", effort_days=6.0, trigger={"on": "opening"}),), execution=LATE_ONLY, options=CERTAIN))
    assert days("d") == pytest.approx([8.0])  # Monday to Friday, then the second Monday


def test_a_fraction_of_a_person_slows_work():
    run(Toys(firm(a=0.5), (duty("d", trigger={"on": "opening"}),), execution=LATE_ONLY, options=CERTAIN))
    assert days("d") == pytest.approx([2.0])


def test_lead_days_set_work_off_before_its_period():
    trigger = {"on": "calendar", "every": "month", "lead_days": 10}
    run(Toys(firm(), (duty("d", trigger=trigger, effort_days=0.0),), execution=LATE_ONLY))
    assert days("d") == [21.0, 50.0]  # ten days before 1 February and 1 March 2024


def test_work_after_its_deadline_is_counted_late():
    done = run(Toys(firm(), (duty("d", effort_days=6.0, deadline_days=5.0),), execution=LATE_ONLY, options=CERTAIN))
    table = done.report()[0]
    assert toy.cell_of(table, "d", "due") == 8
    assert toy.cell_of(table, "d", "late") == toy.cell_of(table, "d", "done") > 0


def test_work_that_is_never_done_is_overdue_once_its_deadline_has_passed():
    done = run(Toys(firm(), (duty("d", effort_days=6.0, deadline_days=5.0),), execution=LATE_ONLY, options=CERTAIN))
    table = done.report()[0]
    never = toy.cell_of(table, "d", "due") - toy.cell_of(table, "d", "done")
    assert toy.cell_of(table, "d", "overdue") == never == 2.0  # of the last two weeks, each with a deadline of a week
    assert toy.cell_of(table, "d", "overdue_days") == pytest.approx(7.0 + 14.0)


def test_what_still_waits_at_the_end_has_waited():
    long = [duty(f"d{i}", effort_days=30.0, trigger={"on": "opening"}) for i in range(3)]
    done = run(Toys(firm(), tuple(long), execution=LATE_ONLY, options=CERTAIN))
    roles = done.report()[1]
    assert toy.cell_of(roles, "a:staff", "jobs") == 3.0
    # The second waits for thirty days, and the third for all of the eight weeks.
    assert toy.cell_of(roles, "a:staff", "queue_days") == pytest.approx(30.0 + 40.0)


def test_joint_work_waits_for_all_its_pools_and_the_wait_is_counted():
    long = duty("long", "b", effort_days=3.0, trigger={"on": "opening"})
    joint = duty("joint", "a", effort_days=1.0, trigger={"on": "opening"}, joint=("b",))
    engine = run(Toys(firm(a=1.0, b=1.0), (long, joint), execution=LATE_ONLY, options=CERTAIN))
    assert days("joint") == pytest.approx([4.0])
    assert toy.cell_of(engine.report()[0], "joint", "wait_days") == pytest.approx(3.0)
    assert toy.cell_of(engine.report()[0], "joint", "effort_days") == pytest.approx(2.0)


def test_joint_work_without_patience_is_not_starved():
    small = [duty(f"s{i}", "b", effort_days=2.0, trigger={"on": "opening"}) for i in range(12)]
    other = [duty(f"o{i}", "a", effort_days=1.5, trigger={"on": "opening"}) for i in range(16)]
    joint = duty("joint", "a", effort_days=1.0, trigger={"on": "opening"}, joint=("b",))
    run(Toys(firm(a=1.0, b=1.0), (*small, *other, joint), execution=LATE_ONLY, options=CERTAIN))
    assert days("joint")[0] < 12.0  # patience of five days, then staff are kept


def test_a_weak_plan_is_returned_once_and_done_again_with_half_the_effort():
    work = Work(duration_sd=0.0, rework_probability=0.0, exception_probability=0.0, find_probability=1.0)
    edges = (("a", "boss", "approves", HOUR),)
    firm_ = toy.organisation({"a": 1, "boss": 1}, edges, work)
    weak = tuple(duty(f"d{i}", approver="boss", trigger={"on": "opening"}) for i in range(40))
    misdone = Execution(late=False, misinformed=False, unexecuted=True)
    engine = run(Toys(firm_, weak, execution=misdone))
    table = engine.report()[0]
    returned = table.column("returned") if hasattr(table, "column") else table.values[:, 4]
    assert 0 < returned.sum() < 40
    assert set(returned.tolist()) <= {0.0, 1.0}
    quality = {line[1]: line[4] for line in toy.JOURNAL.lines}
    again = [quality[row] for row, count in zip(table.rows, returned, strict=True) if count]
    once = [quality[row] for row, count in zip(table.rows, returned, strict=True) if not count]
    assert min(again) > max(once)


def test_an_approver_without_time_is_passed_over_and_then_the_owner_decides():
    edges = (("a", "boss", "approves", HOUR), ("boss", "top", "reports", HOUR))
    firm_ = toy.organisation({"a": 1, "boss": 1, "top": 1}, edges)
    jam = [
        duty(f"j{name}", name, effort_days=100.0, trigger={"on": "opening"}, stage_priority={"introduction": 0})
        for name in ("boss", "top")
    ]
    plan = duty("plan", approver="boss", effort_days=1.0, trigger={"on": "opening"})
    engine = run(Toys(firm_, (*jam, plan), execution=LATE_ONLY, options={**CERTAIN, "keep_log": True}))
    went = [event.detail for event in engine.report()[4] if event.kind == "exception"]
    assert went == ["escalated to top", "delegated to a"]
    # one day of work, one of post, ten waiting, one of post, ten waiting: 23 working days
    assert days("plan") == pytest.approx([31.0], abs=0.1)


def test_commitments_within_authority_need_no_approval():
    firm_ = toy.organisation({"a": 1, "boss": 1}, (("a", "boss", "approves", {"delay_days": 5.0}),))
    small = duty("small", approver="boss", trigger={"on": "opening"}, mechanism=Toy(money=0.0))
    large = duty("large", approver="boss", trigger={"on": "opening"}, mechanism=Toy(money=1.0))
    run(Toys(firm_, (small, large), execution=LATE_ONLY, options=CERTAIN))
    assert days("small") == pytest.approx([1.0])
    assert days("large")[0] > 10.0


def test_neglecting_the_examination_lets_plans_pass_at_once():
    firm_ = toy.organisation({"a": 1, "planning": 1}, (("a", "planning", "approves", {"delay_days": 5.0}),))
    plan = duty("plan", approver="planning", trigger={"on": "opening"})
    examine = duty("examine", "planning", trigger={"on": "message", "topic": "none"}, gives=("approval",))
    passed = (Neglect(duty="examine"),)
    run(Toys(firm_, (plan, examine), passed, execution=LATE_ONLY, options=CERTAIN))
    assert days("plan") == pytest.approx([1.0])
    engine = run(Toys(firm_, (plan, examine), execution=LATE_ONLY, options=CERTAIN))
    assert days("plan")[0] > 11.0
    assert toy.cell_of(engine.report()[0], "examine", "done") == 1


@pytest.mark.parametrize(("mode", "busy"), [(NeglectMode.BURNT, 16.0), (NeglectMode.FREED, 8.0)])
def test_neglected_time_is_burnt_or_freed_and_nothing_is_produced(mode, busy):
    neglect = (Neglect(duty="x", mode=mode),)
    engine = run(Toys(firm(), (duty("x"), duty("y")), neglect, execution=LATE_ONLY, options=CERTAIN))
    assert days("x") == []
    assert len(days("y")) == 8
    assert toy.cell_of(engine.report()[1], "a:staff", "busy_days") == pytest.approx(busy, rel=2e-3)


def test_neglect_ends_with_its_window():
    neglect = (Neglect(duty="x", from_week=2, to_week=5),)
    run(Toys(firm(), (duty("x"),), neglect, execution=LATE_ONLY, options=CERTAIN))
    assert [line[3] for line in toy.JOURNAL.of("x")] == [0, 1, 5, 6, 7]


def test_work_set_off_by_a_message_falls_back_on_the_calendar_at_its_deadline():
    month = {"on": "calendar", "every": "month"}
    give = duty("give", effort_days=0.0, trigger=month, mechanism=Toy(item="plan"), informs=("b",))
    take = duty("take", "b", effort_days=0.0, trigger={"on": "message", "topic": "plan"}, also=(month,))
    firm_ = toy.organisation({"a": 1, "b": 1}, (("a", "b", "informs", HOUR),))
    run(Toys(firm_, (give, take), execution=LATE_ONLY, options=CERTAIN))
    assert days("take") == pytest.approx([1.0, 32.0], abs=0.05)
    run(Toys(firm_, (give, take), (Neglect(duty="give"),), execution=LATE_ONLY, options=CERTAIN))
    assert days("take") == [5.0, 38.0]  # five working days later


def test_stage_duties_fire_at_the_opening_and_when_two_estimates_agree():
    calls = iter([(0.9, 0.1, 0, 0), (0.1, 0.9, 0, 0), (0.9, 0.1, 0, 0), (0.1, 0.9, 0, 0), (0.1, 0.9, 0, 0)])
    perfect = Execution(late=False, misinformed=False, unexecuted=False)
    options = {"perceive": lambda units, error, previous: next(calls)}
    run(Toys(firm(), (duty("d", trigger={"on": "stage"}),), execution=perfect, weeks=20, options=options))
    assert days("d") == [0.0, 140.0]


def test_a_stage_duty_fires_again_after_its_longest_interval():
    stage = {"on": "stage", "every": "month"}
    run(Toys(firm(), (duty("d", trigger=stage, effort_days=0.0),), execution=LATE_ONLY, weeks=12))
    assert days("d") == [0.0, 30.0, 60.0]


def test_priority_goes_by_the_perceived_stage():
    first = duty("usual", effort_days=1.0, trigger={"on": "opening"})
    hold = duty("hold", effort_days=1.0, trigger={"on": "opening"})
    urgent = duty("urgent", effort_days=1.0, trigger={"on": "opening"}, stage_priority={"introduction": 1})
    run(Toys(firm(), (hold, first, urgent), execution=LATE_ONLY, options=CERTAIN))
    assert days("urgent") < days("usual")


def test_leaks_fall_with_confidentiality_and_tell_rivals():
    leaky = {"delay_days": 0.0, "attention_days": 0.0, "leak_per_message": 1.0}
    heard = []
    give = duty("give", effort_days=0.0, informs=("b",), mechanism=Toy(item="plan"))
    firm_ = toy.organisation({"a": 1, "b": 1}, (("a", "b", "informs", leaky),))
    run(Toys(firm_, (give,), weeks=60, options={"on_leak": lambda name, _plan: heard.append(name)}))
    assert set(heard) == {"plan"}
    assert 0 < len(heard) < 60
    heard.clear()
    run(Toys(firm_, (give,), weeks=60, execution=LATE_ONLY, options={"on_leak": heard.append}))
    assert heard == []


def test_staff_are_paid_by_the_week():
    engine = run(Toys(firm(a=2.0), (), weeks=52, pay=1000.0))
    assert engine.office.ledger.cash == pytest.approx(-2000.0)


def test_levels_that_a_duty_keeps_up_decay_by_half_in_their_half_life_and_are_built():
    keep = duty("keep", gives=("level.alignment", "level.channel_skill"), trigger={"on": "opening"})
    engine = run(Toys(toy.organisation({"a": 1.0}, work=Work(level_half_life_weeks=52.0)), (keep,), weeks=52))
    assert engine.office.levels.level("alignment") == pytest.approx(0.25)
    engine.office.levels.build("alignment", 0.5)
    assert engine.office.levels.level("alignment") == pytest.approx(0.625)
    engine.office.levels.train(np.array([1.0, 0.0]))
    assert engine.office.levels.skill() == pytest.approx([1.0, 0.15])


def test_a_level_that_no_duty_keeps_up_stands_still_and_is_built_all_the_same():
    keep = duty("keep", gives=("level.alignment",), trigger={"on": "opening"})
    firm_ = toy.organisation({"a": 1.0}, work=Work(level_half_life_weeks=52.0))
    engine = run(Toys(firm_, (keep,), (Neglect(duty="keep"),), weeks=52))
    assert engine.office.levels.level("process") == 0.5
    assert engine.office.levels.skill() == pytest.approx([0.3, 0.3])
    assert engine.office.levels.level("alignment") == pytest.approx(0.25)  # neglected, yet in the catalogue
    engine.office.levels.build("process", 0.5)
    assert engine.office.levels.level("process") == 0.75
    after = toy.engine(Toys(firm_, (keep,)))
    after.restore(engine.snapshot())
    assert after.office.levels.snapshot() == engine.office.levels.snapshot()


def test_estimates_combine_by_precision_and_age():
    both = combined(Held(0.0, 1.0, 0.0, 0.0, 0.0), Held(3.0, 0.5, 0.0, 0.0, 0.0), 0.0)
    assert both.value == pytest.approx(2.0)
    assert both.variance == pytest.approx(1 / 3)
    aged = combined(Held(0.0, 1.0, 0.0, 0.0, 0.0), Held(3.0, 0.5, 70.0, 70.0, 70.0), 0.1)
    assert aged.value == pytest.approx(3.0 * 2.0 / 2.5)


def test_beliefs_start_at_the_prior_age_and_are_blurred_on_the_way():
    blur = {"delay_days": 0.0, "attention_days": 0.0, "added_variance": 1.0}
    firm_ = toy.organisation({"a": 1, "b": 1}, (("a", "b", "informs", blur),))
    see = duty("see", effort_days=0.0, trigger={"on": "opening"}, informs=("b",), mechanism=Toy(topic="rival.price"))
    engine = run(Toys(firm_, (see,), weeks=10))
    nothing = engine.office.believe("c", "rival.price")
    assert nothing.se == 1.0
    assert 0.0 < abs(nothing.value) <= 2.0 * Work().prior_spread  # an opinion of its own about a prior of 0 ± 1
    own, told = engine.office.believe("a", "rival.price"), engine.office.believe("b", "rival.price")
    posterior = 1.0 / (1.0 + 1.0 / 0.25)
    assert own.se == pytest.approx(math.sqrt(posterior + 0.01 * 10))
    assert told.se > own.se
    assert abs(told.value - own.value) > 0.01


def test_announcements_replace_and_older_ones_do_not():
    engine = toy.engine(Toys(firm(), (duty("d"),)))
    work = type("W", (), {"duty": duty("d"), "owner": "a", "subject": "", "period": 0})()
    engine.office.announce(work, "rival.price", toy.estimate(5.0, 0.1, -7.0))
    assert engine.office.believe("a", "rival.price").value == 5.0
    engine.office.announce(work, "rival.price", toy.estimate(6.0, 0.1, -14.0))
    assert engine.office.believe("a", "rival.price").value == 5.0


def test_an_opening_hands_on_values_and_the_next_office_goes_on_from_them():
    see = duty("see", effort_days=0.0, mechanism=Toy(topic="rival.price", item="plan"))
    before = run(Toys(firm(), (see,), first_week=-8))
    state = before.snapshot()
    after = toy.engine(Toys(firm(), (see,)))
    after.restore(state)
    assert after.office.believe("a", "rival.price") == before.office.believe("a", "rival.price")
    assert after.office.plan("a", toy.PLAN) == before.office.plan("a", toy.PLAN)
    assert after.office.levels.snapshot() == before.office.levels.snapshot()
    assert after.snapshot()["archive"].reported.shape == (8, 1, 2)


def test_missing_staff_is_named():
    with pytest.raises(LookupError, match="nobody"):
        toy.engine(Toys(firm(), (duty("d", "nobody"),)))


def test_long_work_is_put_aside_after_a_week_for_what_ranks_before_it():
    long = duty("long", effort_days=12.0, trigger={"on": "opening"})
    short = duty(
        "short", effort_days=1.0, trigger={"on": "calendar", "every": "week"}, stage_priority={"introduction": 0}
    )
    engine = run(Toys(firm(), (long, short), execution=LATE_ONLY, options=CERTAIN))
    # the first short goes with its rank; the second waits for the week's stretch to end, not for all twelve days
    second = days("short")[1]
    assert second < 10.0
    assert days("long")[0] == pytest.approx(19.0)  # twelve days of its own and three of the others
    assert toy.cell_of(engine.report()[1], "a:staff", "jobs") == 9


def test_staff_move_to_where_they_are_wanted_but_never_the_last():
    engine = toy.engine(Toys(firm(a=3.0, b=1.0), ()))
    a, b = engine.office.staffing.pools["a:staff"], engine.office.staffing.pools["b:staff"]
    assert engine.office.staffing.move(a, b, 5.0) == 2.0
    assert engine.office.staffing.move(b, a, 0.0) == 0.0
    assert (a.fte, b.fte, b.free) == (1.0, 3.0, 3)
