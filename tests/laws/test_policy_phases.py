"""Phases of a policy: what they name changes, after the organisation's own time, and what they do not name stays."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from mktsim.inputs.phases import (
    AdvertisingChange,
    BudgetChange,
    ChannelChange,
    Phase,
    PriceChange,
    PromotionChange,
    Threshold,
)
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.simulate import simulate
from support.real_world import digest, real_cell, world


@lru_cache(maxsize=32)
def history(*phases):
    _, incumbent = world()
    return simulate(real_cell(policy=incumbent.policy.model_copy(update={"phases": phases})))


def column(name, *phases):
    found = history(*phases)
    return found.series.column(name)[: found.horizon]


def money(name, *phases):
    found = history(*phases)
    return -found.money.column(name)[: found.horizon]


def first_difference(name, *phases):
    return int(np.flatnonzero(np.abs(column(name, *phases) - column(name)) > 1e-9)[0])


FIFTH_UP = Phase(start=8, pricing=PriceChange(change=0.2))
"""From week 8 on."""


def test_a_phase_that_never_comes_leaves_every_number_alone():
    assert digest(history(Phase(start=200, pricing=PriceChange(change=0.2)))) == digest(history())


def test_a_price_change_comes_after_the_organisations_time_and_is_of_the_size_asked_for():
    onset = first_difference("list_price", FIFTH_UP)
    assert 9 <= onset <= 24
    last = column("list_price", FIFTH_UP)[-1] / column("list_price")[-1]
    assert last == pytest.approx(1.2, rel=0.01)


def test_a_phase_that_ends_gives_the_price_back():
    passing = Phase(weeks=(8, 12), pricing=PriceChange(scale=1.2))
    prices = column("list_price", passing) / column("list_price")
    assert prices.max() == pytest.approx(1.2, rel=0.01)
    assert prices[-1] == pytest.approx(1.0, rel=0.01)
    assert (prices - 1.0).sum() == pytest.approx(5 * 0.2, rel=0.05)


def test_a_phase_that_is_over_before_its_work_is_done_is_carried_out():
    prices = column("list_price", Phase(weeks=(8, 8), pricing=PriceChange(scale=1.2))) / column("list_price")
    assert (prices - 1.0).sum() == pytest.approx(0.2, rel=0.05)  # a week of it, be it parts of two


def test_a_price_is_changed_in_one_region_alone():
    north = Phase(start=8, pricing=PriceChange(change=0.3, regions=("north",)))
    everywhere = Phase(start=8, pricing=PriceChange(change=0.3))
    lost = [
        column(f"units_region.{r}", north)[-8:].sum() / column(f"units_region.{r}")[-8:].sum()
        for r in ("north", "south")
    ]
    assert lost[0] < 0.97
    assert lost[1] == pytest.approx(1.0, abs=0.03)
    assert first_difference("list_price", north) == first_difference("list_price", everywhere)


def test_a_price_is_held_in_one_channel_alone():
    held = Phase(start=4, pricing=PriceChange(hold=4.5, channels=("online",)))
    online, others = (column(name, held)[-8:].sum() / column(name)[-8:].sum() for name in
                      ("units_channel.online", "units_channel.hypermarkets"))  # fmt: skip
    assert online < 0.8 < others


@pytest.mark.parametrize("scale", [0.0, 0.5])
def test_media_money_is_scaled_and_the_difference_given_back(scale):
    changed = Phase(start=4, advertising=AdvertisingChange(scale=scale))
    later = slice(24, None)
    assert money("advertising", changed)[later].sum() == pytest.approx(
        scale * money("advertising")[later].sum(), rel=0.1
    )


def test_more_media_money_is_granted_until_bills_beyond_what_ran_have_used_up_the_line():
    changed = Phase(start=4, advertising=AdvertisingChange(scale=1.5))
    ratio = money("advertising", changed) / np.maximum(money("advertising"), 1.0)
    assert ratio[24:31].mean() == pytest.approx(1.5, rel=0.1)
    assert 1.05 < ratio[34:].mean() < 1.5


def test_one_medium_in_one_region_is_left_out():
    silent = Phase(start=4, advertising=AdvertisingChange(scale=0.0, regions=("north",), media=("television",)))
    share = money("advertising", silent)[24:].sum() / money("advertising")[24:].sum()
    assert 0.5 < share < 0.72  # the agency shifts money between media by what it learns


def test_promotions_are_changed_in_depth_or_follow_another_rule():
    shallow = Phase(start=2, promotion=PromotionChange(scale=0.5))
    none = Phase(start=2, promotion=NoPromotion())
    usual = money("discount")[20:].sum()
    assert 0.0 < money("discount", shallow)[20:].sum() < 0.75 * usual
    assert money("discount", none)[26:].sum() < 0.2 * usual


def test_calls_are_scaled():
    more = Phase(start=2, channel=ChannelChange(scale=0.5))
    assert money("calls", more).sum() < 0.65 * money("calls").sum()  # whole calls run into the end of their line


def test_what_a_later_phase_does_not_name_stays():
    both = history(FIFTH_UP, Phase(start=20, advertising=AdvertisingChange(scale=0.5)))
    assert both.series.column("list_price")[39] == pytest.approx(column("list_price", FIFTH_UP)[-1], rel=0.01)


def test_a_trigger_waits_for_as_many_weeks_as_it_says():
    early = Phase(when={"market_share": Threshold(above=0.0, for_weeks=1)}, pricing=PriceChange(scale=1.2))
    late = Phase(when={"market_share": Threshold(above=0.0, for_weeks=10)}, pricing=PriceChange(scale=1.2))
    never = Phase(when={"market_share": Threshold(below=0.0)}, pricing=PriceChange(scale=1.2))
    assert first_difference("list_price", late) >= first_difference("list_price", early) + 6
    assert digest(history(never)) == digest(history())


def test_a_part_of_the_budget_is_held_back_and_comes_later():
    half = Phase(until=20, budget=BudgetChange(scale=0.5))
    spent, usual = (money("advertising", *phases) for phases in ((half,), ()))
    assert spent[14:20].sum() < 0.8 * usual[14:20].sum()


GIVEN_UP = Phase(start=10, when={"market_share": Threshold(below=1.0, for_weeks=2)}, end=True)
"""Whoever plans the money believes in week 11 that the share is below one, and gives four weeks of notice."""


def test_a_product_that_is_given_up_sells_and_costs_nothing_more():
    found = history(GIVEN_UP)
    units, usual = found.series.column("units"), history().series.column("units")
    gone = int(np.flatnonzero(units == 0.0)[0])
    assert 12 <= gone <= 18
    assert np.array_equal(units[:10], usual[:10])
    assert units[gone:].sum() == 0.0
    assert np.abs(found.money.values[gone + 1 :]).sum() == 0.0


def test_a_gate_that_never_closes_costs_nothing():
    never = Phase(start=10, when={"market_share": Threshold(below=0.0)}, end=True)
    assert digest(history(never)) == digest(history())
