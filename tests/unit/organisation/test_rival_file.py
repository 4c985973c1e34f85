"""The rival file: what was seen of rivals' deals, what it lets expect, who plans by it; media by response."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "support"))

from mechanism_office import furnished

from mktsim.inputs.cell import IDEAL
from mktsim.inputs.rules import PromotionEvent
from mktsim.model.organisation.mechanisms.advertising.agency import MEDIA_CHOICE, MediaChoice, mix_chosen
from mktsim.model.organisation.mechanisms.knowledge.rival_file import (
    RIVAL_CALENDAR,
    RivalCalendar,
    RivalDeal,
    Sightings,
    expected_deals,
    met,
)
from mktsim.model.organisation.mechanisms.timing import Window
from mktsim.study.question.library import catalogue

ROWS = {duty.id: duty for duty in catalogue()}
PLANNER = ROWS["promotion_planner.1"].mechanism


def every(weeks, length=2, depth=0.1, last=51):
    """Deals of one rival in a steady rhythm, as sighted until week `last`."""
    seen = tuple((depth if week % weeks < length else 0.0,) for week in range(last - 39, last + 1))
    return Sightings(last, seen)


def test_a_steady_rhythm_is_carried_on():
    deals = expected_deals(every(8))
    assert [deal.first_day / 7.0 for deal in deals] == [56.0, 64.0, 72.0, 80.0]
    assert {(deal.rival, deal.days, round(deal.depth, 9)) for deal in deals} == {(1, 14.0, 0.1)}


def test_deals_without_a_rhythm_are_expected_as_a_year_before():
    weeks = {3, 9, 30}
    file = Sightings(51, tuple((0.1 if week in weeks else 0.0,) for week in range(52)))
    assert [deal.first_day / 7.0 for deal in expected_deals(file)] == [55.0, 61.0]


def test_nothing_is_expected_of_who_was_seen_but_once_or_shallowly():
    assert expected_deals(Sightings(9, ())) == ()
    assert expected_deals(every(8, depth=0.01)) == ()
    assert expected_deals(Sightings(9, tuple((0.1 * (week == 4),) for week in range(10)))) == ()


def test_poor_work_overlooks_deals_and_perfect_knowledge_none():
    row = ROWS["marketing.04"]
    seen = {}
    for name, bench in (("real", furnished(row)), ("ideal", furnished(row, execution=IDEAL))):
        bench.go_to(28.0)
        seen[name] = [sum(map(sum, bench.do(row, quality).sightings.depths)) for quality in (0.0, 1.0)]
    assert seen["ideal"][0] == pytest.approx(0.14)
    assert seen["real"][0] <= seen["real"][1]


def test_a_promotion_goes_out_of_the_way_within_its_room_and_only_there():
    rivals = (RivalDeal(1, 28.0, 14.0, 0.1),)
    event = PromotionEvent(28.0, 14.0, 0.2, ())
    assert met(rivals, 28.0, 14.0) == pytest.approx(1.4)
    assert PLANNER._moved(event, rivals, (0.0, 90.0)).first_day == 14.0
    assert PLANNER._moved(event, rivals, (21.0, 90.0)).first_day == 42.0
    assert PLANNER._moved(event, rivals, (28.0, 42.0)) is event
    assert PLANNER._moved(event, (), (0.0, 90.0)) is event


def test_promotions_of_holidays_and_regions_stay_where_they_are():
    bench = furnished(ROWS["promotion_planner.1"])
    bench.give("communications", RIVAL_CALENDAR, RivalCalendar(0.0, (RivalDeal(1, 28.0, 14.0, 0.1),)))
    free, bound = (PromotionEvent(28.0, 14.0, 0.2, (), regions) for regions in ((), (1,)))
    moved = [
        PLANNER._apart(bench.office, "communications", (event,), Window(0.0, 90.0))[0].first_day
        for event in (free, bound)
    ]
    assert moved == [14.0, 28.0]


def test_money_goes_to_media_that_do_more_within_what_the_policy_leaves():
    row = ROWS["marketing.12"]
    bench = furnished(row)
    instruments = bench.engine.context.instruments
    bench.engine.parts.inbox.knowledge._topics.clear()
    usual = instruments.prior
    instruments.prior = lambda name: (
        ({"response.medium.0": 1.2, "response.medium.1": 0.2}[name], 0.3)
        if (name.startswith("response.medium"))
        else usual(name)
    )
    tilt = bench.do(row).media.tilt
    assert tilt == pytest.approx((1.2, 1.0 - row.mechanism.most_moved))
    assert mix_chosen(bench.office, row.owner, (0.5, 0.5)) == pytest.approx((1.2 / 1.8, 0.6 / 1.8))
    bench.give(row.owner, MEDIA_CHOICE, MediaChoice(0.0, (1.0, 1.0)))
    assert mix_chosen(bench.office, row.owner, (0.3, 0.7)) == pytest.approx((0.3, 0.7))
