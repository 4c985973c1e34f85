"""Claims: each has a condition, the page of conditions is current, and chance seldom fulfils one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mktsim.study.compare.result import AssumptionEffect
from mktsim.study.question.stated_assumption import StatedAssumption
from mktsim.study.robust.regret import RegretOptions, regret_table
from mktsim.study.runs.claims import CLAIMS, Claim, Grounds, may
from mktsim.study.runs.interval import Interval

PAGE = Path(__file__).resolve().parents[3] / "docs" / "decisions.md"
ABOVE, ACROSS, BELOW = Interval(2.0, 1.0, 3.0), Interval(1.0, -1.0, 3.0), Interval(-2.0, -3.0, -1.0)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def test_every_claim_has_a_condition_and_stands_in_the_page():
    assert set(CLAIMS) == set(Claim)
    page = PAGE.read_text("utf-8")
    for claim, condition in CLAIMS.items():
        assert f"| {claim.value} | {condition.words} |" in page


@pytest.mark.parametrize("claim", list(Claim))
def test_no_claim_is_made_without_grounds(claim):
    assert may(claim, Grounds()) == (claim is Claim.ROUGH)


@pytest.mark.parametrize(
    ("claim", "grounds", "holds"),
    [
        (Claim.LEADS, Grounds((ABOVE, ABOVE)), True),
        (Claim.LEADS, Grounds((ABOVE, ACROSS)), False),
        (Claim.SAFEST, Grounds(probability=0.95), True),
        (Claim.SAFEST, Grounds(probability=0.94), False),
        (Claim.FAILS_WHERE, Grounds(p=0.05), True),
        (Claim.FAILS_WHERE, Grounds(p=0.055), False),
        (Claim.TURNS, Grounds(ends=(1.0, 2.0)), True),
        (Claim.TURNS, Grounds(ends=(1.0, np.inf)), False),
        (Claim.TURNS, Grounds(ends=(np.nan, np.nan)), False),
        (Claim.HOLDS, Grounds((ABOVE, BELOW)), False),
        (Claim.MOVES, Grounds((BELOW,), floor=1.5), True),
        (Claim.MOVES, Grounds((BELOW,), floor=2.5), False),
        (Claim.MOVES, Grounds((ACROSS,)), False),
        (Claim.WORTH, Grounds((BELOW,)), False),
        (Claim.WORTH, Grounds((ABOVE,), floor=1.9), True),
        (Claim.EARNS_MORE, Grounds((ACROSS,)), False),
        (Claim.SAVES, Grounds((ABOVE,)), False),
        (Claim.SAVES, Grounds((ABOVE,), ends=(0.0, 5.0)), True),
        (Claim.APART, Grounds((ACROSS, ABOVE), floor=0.5), True),
        (Claim.APART, Grounds((ABOVE,), floor=1.5), False),
        (Claim.ROUGH, Grounds((Interval(0.0, 0.0, 0.0, is_rough=True),)), False),
    ],
)
def test_conditions(claim, grounds, holds):
    assert may(claim, grounds) == holds


def _false_claims(plays, rows, worlds):
    """How often one of four equal arms is said to earn most, or to be the safest."""
    leads = safest = 0
    for play in range(plays):
        random = luck(900 + play)
        good = (
            random.normal(size=(1, worlds, 4))
            + random.normal(size=(rows, 1, 4))
            + random.normal(size=(rows, worlds, 4))
        )
        table = regret_table(good, np.full(worlds, 1.0 / worlds), RegretOptions(0.0, 0.95, play))
        leads += may(Claim.LEADS, Grounds(tuple(arm.behind for arm in table.arms if arm.behind is not None)))
        safest += may(Claim.SAFEST, Grounds(probability=max(arm.p_minimax for arm in table.arms)))
    return leads / plays, safest / plays


def test_equal_arms_seldom_lead():
    assert max(_false_claims(12, 4, 12)) <= 2 / 12


@pytest.mark.long
@pytest.mark.parametrize(("rows", "worlds"), [(4, 8), (4, 32), (20, 16)])
def test_equal_arms_lead_in_one_of_twenty_at_most(rows, worlds):
    leads, safest = _false_claims(400, rows, worlds)
    assert max(leads, safest) <= 0.05 + 2.0 * np.sqrt(0.05 * 0.95 / 400)


def test_a_tornado_says_may_and_where_by_straight_lines():
    stated = StatedAssumption("supply.unit_cost_money", "unit cost", "", "USD/unit", 1.02, 0.9, 1.15, "assumption")
    one = AssumptionEffect(stated.path, 0.9, 1.15, 5.0, -3.0, turns=True, base=1.0, stated=stated)
    assert one.gone == pytest.approx(1.02 + 0.13 * 1.0 / 4.0)
    assert one.turning == "may turn it at about 1.05 USD/unit (3.2% above today)"
    steady = AssumptionEffect(stated.path, 0.9, 1.15, 5.0, 3.0, turns=False, base=1.0, stated=stated)
    assert (steady.gone, steady.turning) == (None, "not seen to turn it")
