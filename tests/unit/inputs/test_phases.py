"""Phases as files write them."""

from __future__ import annotations

import datetime as dt

import pytest

from mktsim.errors import InputError
from mktsim.inputs.parts import policy_type
from mktsim.inputs.phases import NEVER, Phase, PriceChange, week_of
from mktsim.inputs.read import read_text
from mktsim.model.policies.promotion.calendar import Monthly
from mktsim.study.question.user_rules import model_parts

POLICY = """
pricing: {{rule: hi_lo}}
promotion: {{rule: none}}
advertising: {{rule: even}}
channel: {{rule: intensive}}
budget: {{per_year_money: 1000}}
phases: [{0}]
"""


def phases(text):
    return read_text(POLICY.format(text), policy_type(model_parts())).phases


def test_phases_are_read_as_people_write_them():
    first, second, third = phases(
        "{from: 2024-06-01, advertising: {scale: 0.8}}, {from: {stage: maturity}, pricing: {change: -0.05}},"
        "{when: {market_share: {below: 0.18, for_weeks: 8}}, promotion: {rule: monthly}, for_weeks: 26}"
    )
    assert (first.start, first.levers, first.advertising.multiple) == (dt.date(2024, 6, 1), ("advertising",), 0.8)
    assert (second.start.stage, second.pricing.multiple) == ("maturity", 0.95)
    assert isinstance(third.promotion, Monthly)
    assert third.when["market_share"].holds(0.17)
    assert not third.when["market_share"].holds(0.18)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{form: 3, pricing: {change: 0.05}}", "phases[0].form: unknown key; did you mean 'from'?"),
        ("{from: 3, pricing: {chnge: 0.05}}", "did you mean 'change'?"),
        ("{from: 3, pricing: {rule: hilo}}", "unknown name 'hilo'; did you mean 'hi_lo'?"),
        ("{from: 3, pricing: {scale: 2, change: 3}}", "give one of scale, change, hold"),
        ("{from: 3, channel: {hold: 2}}", "phases[0].channel.hold: unknown key"),
        ("{from: {stage: mature}, pricing: {scale: 2}}", "did you mean 'maturity'?"),
        ("{from: 3}", "changes nothing"),
        ("{from: 30, until: 20, pricing: {scale: 2}}", "must come after from"),
        ("{from: 3, pricing: {scale: 90}}", "must be at most 20, found 90"),
        ("{weeks: [3], pricing: {scale: 2}}", "expected the first and the last week"),
        ("{when: {market_share: {}}, pricing: {scale: 2}}", "needs either below or above"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(text, words):
    with pytest.raises(InputError) as error:
        phases(text)
    assert words in str(error.value)


def test_spans_are_weeks_of_the_run():
    start, change = dt.date(2024, 1, 1), PriceChange(scale=2.0)
    assert week_of(dt.date(2024, 6, 1), start) == 22  # June 3 is the first Monday on or after it
    assert week_of(dt.date(2023, 12, 25), start) == -1
    assert Phase(pricing=change).span(start) == (0, NEVER)
    assert Phase(weeks=(30, 34), pricing=change).span(start) == (30, 35)
    assert Phase(start=5, for_weeks=4, pricing=change).span(start) == (5, 9)
