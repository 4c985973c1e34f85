"""Departments find the stages of a life cycle, late, and do not see them where there are none."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.inputs.organisation import Work
from mktsim.inputs.rules import Stage
from mktsim.model.instruments.stage_view import AT_LAUNCH, GOING_CONCERN, perceive
from mktsim.model.organisation.opinions import Opinions
from mktsim.model.organisation.stage import StageBoard
from mktsim.model.organisation.work_streams import WorkLuck
from mktsim.streams import Address

ALIKE = Opinions(WorkLuck(Address(1, "toy", 0), (0, 10), True, None), Work())
"""Departments that think alike beforehand."""
ESTIMATE_WEEKS = 4


def life_cycle(p, q, noise, season):
    """Bass adoption, a plateau of five years at nine tenths of the peak, then 17% decline a year."""
    t = np.arange(18 * 52) / 52
    x = np.exp(-(p + q) * t)
    rate = (p + q) ** 2 / p * x / (1 + q / p * x) ** 2
    peak = int(rate.argmax())
    held = np.where(np.arange(len(t)) > peak, np.maximum(rate, 0.9 * rate[peak]), rate)
    decline = peak + 5 * 52
    held[decline:] = 0.9 * rate[peak] * np.exp(-0.18 * (t[decline:] - t[decline]))
    luck = np.random.default_rng(5).normal(0.0, noise, len(t))
    units = 1e4 * held * (1 + season * np.sin(2 * np.pi * t)) * np.exp(luck)
    take_off = int((np.cumsum(rate) / 52 > 0.025).argmax())
    return units, {Stage.GROWTH: take_off, Stage.MATURITY: peak, Stage.DECLINE: decline}


def entries(units, start):
    p, board, found = start, StageBoard(start, ALIKE), []
    board.on_entry = lambda _agent, stage: found.append((Stage(stage), weeks))
    for weeks in range(ESTIMATE_WEEKS, len(units) + 1, ESTIMATE_WEEKS):
        p = perceive(units[:weeks], 0.03, p)
        board.receive("planning", p)
    return found


@pytest.mark.parametrize(("p", "q"), [(0.01, 0.38), (0.02, 0.6), (0.03, 0.38), (0.005, 0.5)])
def test_each_stage_of_a_life_cycle_is_found_within_two_years(p, q, record_property):
    units, true = life_cycle(p, q, noise=0.08, season=0.15)
    found = entries(units, AT_LAUNCH)
    assert [stage for stage, _ in found[:2]] == [Stage.GROWTH, Stage.MATURITY]
    assert found[-1][0] is Stage.DECLINE
    first = {Stage.GROWTH: found[0][1], Stage.MATURITY: found[1][1], Stage.DECLINE: found[-1][1]}
    for stage, week in first.items():
        record_property(f"delay_{stage.name.lower()}_weeks", week - true[stage])
        assert -52 <= week - true[stage] <= 104, (stage, week, true[stage])
    assert first[Stage.DECLINE] > true[Stage.DECLINE]


def test_a_steady_business_never_enters_a_stage():
    for seed in range(5):
        units = 1000 * np.exp(np.random.default_rng(seed).normal(0.0, 0.10, 260))
        assert entries(units, GOING_CONCERN) == []


def test_a_season_alone_is_no_stage():
    units = 1000 * (1 + 0.4 * np.sin(2 * np.pi * np.arange(260) / 52))
    assert entries(units, GOING_CONCERN) == []


def test_noisier_records_show_decline_less_clearly():
    units, true = life_cycle(0.02, 0.6, noise=0.0, season=0.0)
    cut = units[: true[Stage.DECLINE] + 40]
    sharp = perceive(cut, 0.0, (0.0, 0.1, 0.8, 0.1))
    blurred = perceive(cut, 0.5, (0.0, 0.1, 0.8, 0.1))
    assert sharp[Stage.DECLINE] > blurred[Stage.DECLINE]


def test_perception_is_pure_and_sums_to_one():
    units, _ = life_cycle(0.02, 0.6, noise=0.05, season=0.1)
    before = units.copy()
    first = perceive(units, 0.03, AT_LAUNCH)
    assert perceive(units, np.full(len(units), 0.03), AT_LAUNCH) == first
    assert (units == before).all()
    assert sum(first) == pytest.approx(1.0)
    assert min(first) >= 0.0


@pytest.mark.parametrize("units", [[], [0.0] * 10, [0.0] * 80, [5.0] * 25])
def test_too_little_to_see_changes_little(units):
    p = perceive(units, 0.03, AT_LAUNCH)
    assert p[Stage.INTRODUCTION] == max(p)


def test_an_entry_needs_two_successive_estimates():
    growth, maturity = (0.1, 0.8, 0.1, 0.0), (0.0, 0.1, 0.9, 0.0)
    board, said = StageBoard(AT_LAUNCH, ALIKE), []
    board.on_entry = lambda _agent, stage: said.append(Stage(stage))
    counts = []
    for p in (growth, maturity, growth, growth, growth, maturity, maturity):
        board.receive("planning", p)
        counts.append(len(said))
    assert said == [Stage.GROWTH, Stage.MATURITY]
    assert counts == [0, 0, 0, 1, 1, 1, 2]
    assert board.acted("planning") == Stage.MATURITY
