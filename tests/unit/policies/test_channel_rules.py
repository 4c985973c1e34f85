"""What single channel rules aim at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from mktsim.inputs.rules import Belief, ChannelInformation, ChannelMemberInformation
from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.channel.coverage import Emphasis, Exclusive, Intensive, KindTarget, Selective, StageCoverage
from mktsim.model.policies.channel.roll_out import FranchiseRollOut, PhasedRollOut
from mktsim.model.policies.channel.rule import yearly_cost


def member(kind, traffic):
    return ChannelMemberInformation(kind.value, kind.value, traffic, 0.25, Belief(0.1, 0.0), Belief(10.0, 1.0), 400.0)


SEEN = ChannelInformation(
    week=0,
    budget_money=1e9,
    stage=(0.0, 1.0, 0.0, 0.0),
    channels=(
        member(ChannelKind.RETAILER, 0.5),
        member(ChannelKind.FRANCHISE, 0.2),
        member(ChannelKind.ONLINE, 0.3),
    ),
    regions=4,
    price=10.0,
    call_money=50.0,
    opening_money=1000.0,
)


def terms(rule, seen=SEEN):
    return rule.decide(seen).terms


def targets(rule, seen=SEEN):
    return [t.target_distribution for t in terms(rule, seen)]


def test_coverage_grows_from_exclusive_to_intensive():
    assert targets(Exclusive()) == [0.15, 0.0, 0.0]
    assert targets(Selective()) == [0.45, 0.0, 0.45]
    assert targets(Intensive()) == [0.9, 0.9, 0.9]


def test_kinds_choose_the_channel_where_they_exist():
    assert targets(Exclusive(kinds=(ChannelKind.ONLINE,))) == [0.0, 0.0, 0.15]
    assert targets(Exclusive(kinds=(ChannelKind.AGENT,))) == [0.15, 0.0, 0.0]


def test_few_outlets_get_better_terms():
    chosen, left, _ = terms(Exclusive())
    assert chosen.margin_share == pytest.approx(0.30)
    assert left.margin_share == pytest.approx(0.25)
    assert left.calls_per_week == left.training_days == 0.0
    assert chosen.calls_per_week == pytest.approx(12.0 * 0.15 * 400.0 / 52.0)


def test_stage_coverage_follows_the_stage():
    assert targets(StageCoverage()) == pytest.approx([0.75] * 3)


def test_a_short_budget_scales_calls_and_openings():
    rule = FranchiseRollOut(openings_per_year=60.0)
    full = terms(rule)
    half = terms(rule, replace(SEEN, budget_money=0.5 * yearly_cost(SEEN, full)))
    assert half[1].openings_per_year == pytest.approx(0.5 * full[1].openings_per_year)
    assert half[1].calls_per_week == pytest.approx(0.5 * full[1].calls_per_week)
    assert half[1].target_distribution == full[1].target_distribution


def test_regions_open_phase_by_phase_in_the_order_given():
    rule = PhasedRollOut(phase_weeks=26.0, order=(2,))
    assert terms(rule)[0].region_weights == (0.0, 0.0, 1.0, 0.0)
    assert terms(rule, replace(SEEN, week=26))[0].region_weights == (1.0, 0.0, 1.0, 0.0)
    assert terms(rule, replace(SEEN, week=500))[0].region_weights == (1.0,) * 4


def test_franchise_opens_at_its_pace_until_the_target():
    assert [t.openings_per_year for t in terms(FranchiseRollOut(openings_per_year=60.0))] == [0.0, 60.0, 0.0]
    near = replace(SEEN.channels[1], distribution=Belief(0.58, 0.0))
    seen = replace(SEEN, channels=(SEEN.channels[0], near, SEEN.channels[2]))
    assert terms(FranchiseRollOut(openings_per_year=60.0), seen)[1].openings_per_year == pytest.approx(8.0)


def test_emphasis_sets_targets_by_kind_and_leaves_the_rest_alone():
    rule = Emphasis(kinds=(KindTarget(kind=ChannelKind.ONLINE, target=0.8, effort=2.0, margin_bonus=0.1),))
    retailer, _, online = terms(rule)
    assert (retailer.target_distribution, online.target_distribution) == (0.0, 0.8)
    assert online.margin_share == pytest.approx(0.35)
    assert online.calls_per_week == pytest.approx(2 * 4.0 * 0.8 * 400.0 / 52.0)


def test_emphasis_refuses_kinds_twice_and_openings_in_others_outlets():
    row = {"kind": "retailer", "target": 0.5}
    with pytest.raises(ValidationError, match="twice"):
        Emphasis.model_validate({"kinds": [row, row]})
    with pytest.raises(ValidationError, match="not the firm's"):
        Emphasis.model_validate({"kinds": [{**row, "openings_per_year": 3.0}]})
