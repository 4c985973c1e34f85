"""Plans have types: what is given under a name is what is read under it, and anything else is an error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "support"))

from mechanism_office import furnished, work

from mktsim.model.organisation.cards import Card
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.planning.programmes import HoldProgramme, Programme, Standing
from mktsim.model.organisation.mechanisms.pricing.set_price import PRICE_LIST, PriceList, clash
from mktsim.model.organisation.mechanisms.registry import MECHANISMS
from mktsim.model.organisation.plan import Plan
from mktsim.study.question.library import catalogue

CATALOGUE = {duty.id: duty for duty in catalogue()}
LISTED = PriceList(5.0, (10.0, 10.0))


def test_a_plan_is_read_as_it_was_given():
    bench = furnished(CATALOGUE["marketing.08"])
    office, done = bench.office, work(CATALOGUE["marketing.08"])
    assert office.plan("market_development", PRICE_LIST) is None
    office.put_plan(done, PRICE_LIST, LISTED, ())
    assert office.plan("market_development", PRICE_LIST) == LISTED
    assert office.plan("communications", PRICE_LIST) is None


def test_a_plan_of_another_type_cannot_be_given():
    bench = furnished(CATALOGUE["marketing.08"])
    with pytest.raises(TypeError, match="plan 'price_list' is a PriceList, not a float"):
        bench.office.put_plan(work(CATALOGUE["marketing.08"]), PRICE_LIST, 10.0, ())


def test_a_duty_that_gives_something_else_under_a_name_is_found_where_the_plan_is_read():
    mechanism = HoldProgramme(kind="hold_programme", item="price_list")
    duty = CATALOGUE["product_planner.4"].model_copy(update={"mechanism": mechanism})
    bench = furnished(duty)
    bench.do(duty)
    with pytest.raises(TypeError, match="plan 'price_list' is a PriceList, not a Programme"):
        clash(bench.office, duty.owner, 0.0)


def test_only_the_kind_of_a_collection_is_checked():
    events = Plan("events", tuple[str, ...])
    assert events.checked(("a", "b")) == ("a", "b")
    with pytest.raises(TypeError, match="plan 'events' is a tuple, not a list"):
        events.checked(["a"])


@pytest.mark.parametrize(("day", "holds"), [(0.0, True), (29.0, True), (30.0, False), (31.0, False)])
def test_a_plan_is_in_force_until_its_last_day(day, holds):
    bench = furnished()
    key = Plan("inspection", Standing)
    bench.give("planning", key, Standing(30.0))
    if day:
        bench.go_to(day)
    assert (bench.office.plan_in_force("planning", key) is not None) is holds
    assert bench.office.plan("planning", key) is not None
    assert bench.office.plan_in_force("sales", key) is None


def test_a_duty_whose_part_is_no_mechanism_is_refused():
    duty = CATALOGUE["marketing.08"]
    with pytest.raises(TypeError, match=r"duty marketing\.08: Organisation is no mechanism"):
        Card(duty.model_copy(update={"mechanism": furnished().office.organisation}), "", ())


def test_every_mechanism_says_what_it_drafts():
    assert all(issubclass(mechanism, Mechanism) for mechanism in MECHANISMS)
    for mechanism in MECHANISMS:
        drafted = mechanism.draft.__annotations__["return"].removesuffix(" | None")
        assert mechanism.apply.__annotations__["draft"] == drafted


def test_programmes_are_plans_by_their_own_names():
    duty = CATALOGUE["product_planner.4"]
    bench = furnished(duty)
    bench.do(duty)
    assert bench.office.plan(duty.owner, Plan(duty.mechanism.item, Programme)).reach > 0.0
