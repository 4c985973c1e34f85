"""A what-if question: from words to a study, and from pairs of runs to sentences."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from mktsim.errors import InputError
from mktsim.science.statistics.looks import Decision
from mktsim.study.what_if.change import Change, changed_policy
from mktsim.study.what_if.event import event_data
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import BEFORE, Basis, question, written_policy
from mktsim.study.what_if.result import Stop
from mktsim.study.what_if.run import How, what_if
from support.real_world import world

RAISED = Change({"pricing.change": "+10%"}, since="4")


@pytest.fixture(scope="module")
def policy():
    return written_policy(world()[1].policy)


@pytest.fixture(scope="module")
def answer():
    looks = []
    hard = HowHard(seconds=0.0, replications=6)
    found = what_if(
        Basis(world()[0]),
        (RAISED, Change(staff={"planning": 2.0})),
        hard,
        How(watch=lambda one: bool(looks.append(one)) or True),
    )
    return found, looks


def phase(policy, change):
    return changed_policy(policy, change)["phases"][-1]


def test_a_change_is_a_phase_of_the_policy(policy):
    assert phase(policy, Change({"advertising.scale": 0.8}, since="2024-06-01")) == {
        "from": "2024-06-01", "advertising": {"scale": 0.8},
    }  # fmt: skip
    assert phase(policy, Change({"pricing.change": "+5%"}, weeks="30-34", regions=("north",))) == {
        "weeks": [30, 34], "pricing": {"change": 0.05, "regions": ["north"]},
    }  # fmt: skip
    when = ("market_share < 18% for 8 weeks",)
    assert phase(policy, Change({"promotion.rule": "none"}, when=when, for_weeks=26)) == {
        "when": {"market_share": {"below": 0.18, "for_weeks": 8}}, "for_weeks": 26, "promotion": {"rule": "none"},
    }  # fmt: skip


def test_a_parameter_of_the_rule_makes_a_rule_with_that_parameter(policy):
    found = phase(policy, Change({"promotion.depth": 0.3}, since="maturity"))
    assert found["from"] == {"stage": "maturity"}
    assert found["promotion"] == {**policy["promotion"], "depth": 0.3}


def test_the_budget_itself_is_changed_for_the_whole_run(policy):
    assert changed_policy(policy, Change({"budget.per_year_money": 1e6}))["budget"]["per_year_money"] == 1e6


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change({"prcing.scale": 2}), "did you mean 'pricing'?"),
        (Change({"pricing": 2}), "needs what of it is set"),
        (Change({"pricing.premum": 2}), "did you mean 'premium'?"),
        (Change({"pricing.change": "much"}), "expected a number or a percentage"),
        (Change({"channel.scale": 2}, media=("digital",)), "cannot be changed by media"),
        (Change(since="4"), "nothing is set that holds then"),
        (Change({"pricing.scale": 2}, weeks="30 to 34"), "expected weeks of the run"),
        (Change({"pricing.scale": 2}, when=("share is low",)), "expected such as"),
        (Change({"budget.per_year_money": 2}, since="4"), "holds for the whole run"),
    ],
)
def test_what_cannot_be_asked_is_refused(policy, change, words):
    with pytest.raises(InputError) as error:
        changed_policy(policy, change)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change({"pricing.scale": 2}, regions=("nort",)), "no region is called 'nort'; did you mean 'north'?"),
        (Change({"pricing.change": -2}), "must be at least -0.95"),
        (Change(staff={"planing": 2}), "did you mean 'planning'?"),
        (Change(neglect=("marketing.066",)), "no duty is called"),
        (Change({"pricing.scale": 2}, when=("market_shar < 1",)), "no belief is called"),
        (Change(policy="hilo"), "no policy is called"),
    ],
)
def test_names_and_ranges_are_checked_like_those_of_a_file(change, words):
    with pytest.raises(InputError) as error:
        question(Basis(world()[0]), (change,))
    assert words in str(error.value)


def test_the_answer_is_paired_and_its_looks_agree_with_it(answer):
    found, looks = answer
    assert found.replications == 6
    assert found.stop is Stop.ALL
    assert [look.replications for look in looks] == [3, 6]
    first, second = found.changes
    assert first.effect.metric == "npv"
    assert first.effect.difference.low <= first.effect.difference.mean <= first.effect.difference.high
    steps = math.fsum(step.amount for step in first.bridge)
    assert steps == pytest.approx(first.effect.difference.mean, rel=1e-6)
    assert second.onset is None or second.onset.week >= 0.0


def test_it_says_when_a_change_showed(answer):
    onset = answer[0].changes[0].onset
    assert (onset.lever, onset.decided_week) == ("list_price", 4)
    assert onset.week > 4.0
    assert "it shows in the list price from week" in answer[0].text


def test_the_saved_study_gives_the_same_numbers(answer):
    from mktsim.study.runs.planner import Planner
    from mktsim.study.runs.worker import run_cell

    found, _ = answer
    resolved, data = question(Basis(world()[0]), (RAISED, Change(staff={"planning": 2.0})))
    assert data["arms"] == found.study["arms"]
    by_name = {arm.name: arm for arm in resolved.arms}
    planner = Planner(resolved, resolved.study.seed)
    runs = [
        [run_cell(planner.cell(by_name[name], 0, r)).metrics["npv"] for r in range(6)] for name in ("change_1", BEFORE)
    ]
    assert found.changes[0].effect.difference.mean == pytest.approx(float(np.mean(np.subtract(*runs))), rel=1e-12)


def test_a_decision_is_negligible_below_what_it_is_worth():
    hard = HowHard(seconds=0.0, replications=3, worth=1e15)
    found = what_if(Basis(world()[0]), (RAISED,), hard)
    assert found.changes[0].decision is Decision.NEGLIGIBLE
    assert "no difference worth acting on" in found.text


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (
            "leader price -10% from 2024-06-01 for 13 weeks",
            {"kind": "rival_price", "brand": "leader", "change": -0.1, "from": "2024-06-01", "for_weeks": 13},
        ),
        (
            "third deal 25% in north from 30",
            {"kind": "rival_deal", "brand": "third", "depth": 0.25, "regions": ["north"], "from": 30},
        ),
        ("leader advertising +50%", {"kind": "rival_advertising", "brand": "leader", "scale": 1.5}),
        ("leader exits from 4", {"kind": "rival_exit", "brand": "leader", "from": 4}),
        ("cost +8% until 30", {"kind": "cost", "change": 0.08, "until": 30}),
        ("discounters delists", {"kind": "delisting", "channels": ["discounters"]}),
        ("online opens from 8", {"kind": "channel_opening", "channel": "online", "from": 8}),
        ("plant -50% with 25%", {"kind": "plant", "lost": 0.5, "probability": 0.25}),
        ("planning loses 2", {"kind": "people_leave", "agent": "planning", "fte": 2.0}),
        ("crisis", {"kind": "crisis"}),
    ],
)
def test_events_are_said_in_a_line(text, data):
    assert event_data(text, world()[0]) == data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("leder price -10%", "no rival is called 'leder'; did you mean 'leader'?"),
        ("leader prise -10%", "did you mean 'price'?"),
        ("leader", "is not understood"),
        ("cost much", "expected a number or a percentage"),
    ],
)
def test_an_event_that_is_not_understood_is_refused(text, words):
    with pytest.raises(InputError) as error:
        event_data(text, world()[0])
    assert words in str(error.value)


def test_an_event_alone_is_a_change_of_the_world_and_a_given_one_is_of_all():
    resolved, data = question(Basis(world()[0], given=("demand -10%",)), (Change(events=("cost +10% from 4",)),))
    assert resolved.worlds[0].scenario.events[0].kind == "demand"
    assert [len(arm.events) for arm in resolved.arms] == [0, 1]
    assert data["arms"]["change"]["policy"] == data["arms"][BEFORE]["policy"]


def test_the_saved_study_is_a_file_that_passes_its_check(tmp_path):
    from types import SimpleNamespace

    from mktsim.present.what_if import save_study
    from mktsim.study.question.check_file import checked

    change = Change({"pricing.change": "+5%"}, since="2024-06-01", events=("leader price -10% from 2024-07-01",))
    _, data = question(Basis("packaged_food"), (change,))
    path = save_study(SimpleNamespace(study=data), "packaged_food", tmp_path / "asked.yaml")
    assert checked(str(path)).problems == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(), "what if: changes: nothing is changed"),
        (Change(organisation="matrx"), "what if: organisation: no organisation is called 'matrx'; did you mean"),
        (Change(staff={"planing": 1.0}), "what if: arms.change.staff.planing: no pool is called 'planing'"),
        (
            Change({"pricing.change": "-5%"}, regions=("nroth",)),
            "what if: policies.change.phases[0].pricing.regions[0]",
        ),
    ],
)
def test_what_cannot_be_asked_says_that_it_was_asked(change, words):
    with pytest.raises(InputError) as told:
        question(Basis(world()[0]), (change,))
    assert words in str(told.value)
