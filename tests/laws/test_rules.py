"""Laws that every policy rule keeps, over the tables of rules."""

from __future__ import annotations

import importlib
import math
import pickle
import pkgutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import mktsim.model.policies as home
from mktsim.inputs.parts import Parts, policy_type
from mktsim.inputs.rules import (
    AdvertisingInformation,
    Belief,
    ChannelInformation,
    ChannelMemberInformation,
    HolidayDate,
    Message,
    PricingInformation,
    PromotionInformation,
)
from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.channel.rule import LARGEST_MARGIN, ChannelRule, yearly_cost
from mktsim.model.policies.pricing.rule import HIGHEST_MULTIPLE, LOWEST_MULTIPLE
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.policies.registry import ADVERTISING, CHANNEL, PRICING, PROMOTION, RULES
from mktsim.quantities import Part, declared
from support.rule_examples import EXAMPLES

FEW = settings(max_examples=20)  # each law meets every rule, so few of each are many of all

TINY = 1e-9  # money; far below a cent, far above the smallest floats, which lose digits


def name_of(cls: type[Part]) -> str:
    return str(cls.model_fields["rule"].default)


def cases(lever: str) -> list[Part]:
    return [cls.model_validate(example) for cls in RULES[lever] for example in EXAMPLES[lever][name_of(cls)]]


def label(rule: Part) -> str:
    return type(rule).__name__


def journey(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - made here


finite = st.floats(-1e6, 1e6)
money = st.floats(0.01, 1e5)
share = st.floats(0.0, 1.0)
ses = st.one_of(st.just(0.0), st.just(math.inf), st.floats(0.0, 1e4))


def beliefs(values):
    return st.builds(Belief, st.one_of(values, st.just(math.nan)), ses)


def _stages(weights):
    total = sum(weights)
    return tuple(w / total for w in weights) if total > 0 else (0.0, 0.0, 1.0, 0.0)


stages = st.tuples(share, share, share, share).map(_stages)

pricing_information = st.builds(
    PricingInformation,
    week=st.integers(-104, 1000),
    price=money,
    opening_price=money,
    unit_cost=beliefs(finite),
    margin_share=st.floats(0.0, 0.9),
    elasticity=beliefs(st.floats(-20, 5)),
    willingness=beliefs(st.floats(-10, 1e12)),
    rival_price=beliefs(finite),
    quality=beliefs(st.floats(-1e3, 1e3)),
    stage=stages,
    stock_weeks=beliefs(finite),
)


@st.composite
def promotion_information(draw):
    first, days = draw(st.floats(-700, 3000)), draw(st.floats(7, 400))
    holidays = draw(st.lists(st.tuples(st.sampled_from(["new_year", "spring"]), st.floats(0, 1)), max_size=5))
    return PromotionInformation(
        first_day=first,
        days=days,
        year_start_day=first - draw(st.floats(0, 365)),
        holidays=tuple(HolidayDate(n, first + part * days) for n, part in holidays),
        funds_money=draw(st.floats(-100, 1e8)),
        price=draw(money),
        unit_margin=draw(finite),
        forecast=draw(beliefs(st.floats(-10, 1e6))),
        lift=draw(beliefs(st.floats(-5, 20))),
        stock_weeks=draw(beliefs(st.floats(-1, 500))),
        region_gap=tuple(draw(st.lists(st.floats(-1, 1), min_size=1, max_size=6))),
        stage=draw(stages),
    )


@st.composite
def advertising_information(draw):
    weeks = draw(st.integers(1, 53))
    return AdvertisingInformation(
        week=draw(st.integers(-104, 1000)),
        weeks=weeks,
        budget_money=draw(st.floats(-100, 1e9)),
        sales_money=draw(beliefs(finite)),
        unit_margin=draw(finite),
        stage=draw(stages),
        rival_spending=draw(beliefs(finite)),
        share=draw(beliefs(st.floats(-1, 2))),
        awareness=draw(beliefs(st.floats(-1, 2))),
        response=draw(beliefs(st.floats(-1, 2))),
        season=tuple(draw(st.lists(st.floats(0, 5), min_size=weeks, max_size=weeks))),
    )


members = st.builds(
    ChannelMemberInformation,
    name=st.just("channel"),
    kind=st.sampled_from([k.value for k in ChannelKind]),
    traffic_share=share,
    margin_share=st.floats(0.0, 0.89),
    distribution=beliefs(st.floats(-1, 2)),
    units=beliefs(finite),
    outlets=st.floats(0.0, 1e5),
)
channel_information = st.builds(
    ChannelInformation,
    week=st.integers(-104, 1000),
    budget_money=st.floats(-100, 1e9),
    stage=stages,
    channels=st.lists(members, min_size=1, max_size=4).map(tuple),
    regions=st.integers(1, 8),
    price=money,
    call_money=st.floats(0, 1e3),
    opening_money=st.floats(0, 1e6),
)
SEEN = {
    "pricing": pricing_information,
    "promotion": promotion_information(),
    "advertising": advertising_information(),
    "channel": channel_information,
}


@pytest.mark.parametrize("rule", cases("pricing"), ids=label)
@FEW
@given(seen=pricing_information)
def test_prices_stay_within_bounds(rule, seen):
    decision = rule.decide(seen)
    slack = 1e-9 * seen.opening_price
    assert LOWEST_MULTIPLE * seen.opening_price - slack <= decision.price
    assert decision.price <= HIGHEST_MULTIPLE * seen.opening_price + slack
    assert all(math.isfinite(f) and f > 0 for f in decision.channel_factors)
    assert rule.review_weeks >= 1


@pytest.mark.parametrize("rule", cases("promotion"), ids=label)
@FEW
@given(seen=promotion_information())
def test_events_stay_inside_the_window_and_apart(rule, seen):
    free_from = seen.first_day
    for event in rule.decide(seen).events:
        assert event.first_day >= free_from
        assert event.days >= 1.0 - 1e-9
        assert event.first_day + event.days <= seen.first_day + seen.days + 1e-6
        assert 0.0 <= event.depth <= 0.6
        assert event.mechanics
        assert all(0 <= r < len(seen.region_gap) for r in event.regions)
        free_from = event.first_day + event.days - 1e-6


@pytest.mark.parametrize("rule", [r for r in cases("promotion") if not isinstance(r, NoPromotion)], ids=label)
@FEW
@given(seen=promotion_information())
def test_expected_cost_of_events_is_within_funds(rule, seen):
    events = rule.decide(seen).events
    cost = sum(rule.expected_cost(seen, event) for event in events)
    assert cost <= max(seen.funds_money, 0.0) * (1 + 1e-9) + TINY


@pytest.mark.parametrize("rule", cases("advertising"), ids=label)
@FEW
@given(seen=advertising_information())
def test_advertising_keeps_to_the_budget(rule, seen):
    decision = rule.decide(seen)
    assert len(decision.spending_money) == seen.weeks
    assert all(math.isfinite(x) and x >= 0.0 for x in decision.spending_money)
    assert sum(decision.spending_money) <= max(seen.budget_money, 0.0) * (1 + 1e-12) + TINY
    assert isinstance(decision.message, Message)
    assert not decision.mix or sum(decision.mix) == pytest.approx(1.0)


@pytest.mark.parametrize("rule", cases("channel"), ids=label)
@FEW
@given(seen=channel_information)
def test_channel_terms_stay_within_bounds_and_budget(rule, seen):
    terms = rule.decide(seen).terms
    assert len(terms) == len(seen.channels)
    assert yearly_cost(seen, terms) <= max(seen.budget_money, 0.0) * (1 + 1e-9) + TINY
    for t in terms:
        assert 0.0 <= t.target_distribution <= 1.0
        assert 0.0 <= t.margin_share <= LARGEST_MARGIN
        assert min(t.calls_per_week, t.training_days, t.openings_per_year) >= 0.0
        assert len(t.region_weights) in {0, seen.regions}
        assert all(0.0 <= w <= 1.0 for w in t.region_weights)


@pytest.mark.parametrize(("lever", "rule"), [(lv, r) for lv in RULES for r in cases(lv)], ids=str)
@FEW
@given(data=st.data())
def test_rules_are_pure_and_survive_the_journey_to_a_worker(lever, rule, data):
    seen = data.draw(SEEN[lever])
    before, dumped = repr(seen), rule.model_dump()
    first = rule.decide(seen)
    assert repr(rule.decide(seen)) == repr(first)
    assert repr(seen) == before
    assert rule.model_dump() == dumped
    assert repr(journey(rule).decide(seen)) == repr(first)
    assert journey(first) == first
    hash(rule)


@pytest.mark.parametrize(("lever", "rule"), [(lv, r) for lv in RULES for r in cases(lv)], ids=str)
def test_rules_round_trip_as_plain_values(lever, rule):
    plain = rule.model_dump(mode="json")
    assert type(rule).model_validate(plain) == rule
    parts = Parts(tuple(PRICING), tuple(PROMOTION), tuple(ADVERTISING), tuple(CHANNEL), ())
    others = {name: {"rule": name_of(t[0]), **EXAMPLES[name][name_of(t[0])][0]} for name, t in RULES.items()}
    policy = {**others, lever: plain, "budget": {"per_year_money": 1e6}}
    read = TypeAdapter(policy_type(parts)).validate_python(policy)
    assert getattr(read, lever) == rule


@pytest.mark.parametrize("rule", [r for lv in RULES for r in cases(lv)], ids=label)
def test_rules_refuse_unknown_keys_and_change(rule):
    with pytest.raises(ValidationError):
        type(rule).model_validate({**rule.model_dump(mode="json"), "deepth": 1})
    with pytest.raises(ValidationError):
        rule.rule = "other"


@pytest.mark.parametrize("cls", [c for t in RULES.values() for c in t], ids=name_of)
def test_every_number_of_a_rule_has_unit_source_and_text(cls):
    for parameter in declared(cls):
        assert parameter.unit, parameter.path
        assert parameter.source, parameter.path
        assert parameter.text, parameter.path


def test_every_rule_on_a_table_is_covered_and_every_rule_in_the_house_is_on_a_table():
    for lever, table in RULES.items():
        assert set(EXAMPLES[lever]) == {name_of(cls) for cls in table}
        assert len({name_of(cls) for cls in table}) == len(table)
        package = importlib.import_module(f"{home.__name__}.{lever}")
        written = {
            found
            for info in pkgutil.iter_modules(package.__path__)
            for found in vars(importlib.import_module(f"{package.__name__}.{info.name}")).values()
            if isinstance(found, type) and issubclass(found, Part) and "rule" in found.model_fields
        }
        assert written == set(table)


@FEW
@given(seen=channel_information)
def test_a_larger_channel_budget_never_buys_less(seen):
    rule = next(r for r in cases("channel") if isinstance(r, ChannelRule) and label(r) == "Intensive")
    less = sum(t.calls_per_week for t in rule.decide(seen).terms)
    more = sum(t.calls_per_week for t in rule.decide(replace(seen, budget_money=seen.budget_money * 2 + 200)).terms)
    assert more >= less * (1 - 1e-9) - TINY
