"""Events of the world: each moves what it says and from its week on, and the luck of everything else stays."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from mktsim.inputs.events import (
    AgencyLost,
    ChannelClosing,
    ChannelOpening,
    Cost,
    Crisis,
    Delisting,
    Demand,
    PeopleLeave,
    Plant,
    RivalAdvertising,
    RivalDeal,
    RivalExit,
    RivalLaunch,
    RivalPrice,
    Tax,
)
from mktsim.model.replay import Tape
from mktsim.model.simulate import simulate
from support.real_world import digest, real_cell, world

WEEK = 16


@lru_cache(maxsize=64)
def history(*events, replication=0):
    scenario = world()[0].model_copy(update={"events": events})
    return simulate(real_cell(scenario=scenario, replication=replication))


def ratio(name, *events, weeks=slice(WEEK, WEEK + 8)):
    """Return what events make of a series, summed over some weeks."""
    return history(*events).series.column(name)[weeks].sum() / history().series.column(name)[weeks].sum()


def money(name, *events, weeks=slice(WEEK, 40)):
    return history(*events).money.column(name)[weeks].sum()


EVENTS = (
    RivalPrice(kind="rival_price", brand="leader", change=-0.3, start=WEEK),
    RivalDeal(kind="rival_deal", brand="leader", depth=0.3, start=WEEK, for_weeks=4),
    RivalAdvertising(kind="rival_advertising", brand="leader", scale=5.0, start=WEEK),
    RivalExit(kind="rival_exit", brand="leader", start=WEEK),
    Cost(kind="cost", change=0.2, start=WEEK),
    Tax(kind="tax", share=0.1, start=WEEK),
    Demand(kind="demand", change=-0.3, start=WEEK),
    Delisting(kind="delisting", channels=("discounters",), start=WEEK),
    ChannelClosing(kind="channel_closing", channel="discounters", start=WEEK),
    Plant(kind="plant", start=WEEK),
    Crisis(kind="crisis", size=0.5, start=WEEK),
    AgencyLost(kind="agency_lost", lost=0.9, start=WEEK),
    PeopleLeave(kind="people_leave", agent="communications", fte=20.0, start=WEEK),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.kind)
def test_nothing_moves_before_the_week_of_an_event_and_something_after(event):
    before, after = history(), history(event)
    same = [name for name in before.series.columns if name in after.series.columns]
    gaps = [np.abs(before.series.column(name) - after.series.column(name)) for name in same]
    gaps += list(np.abs(before.money.values - after.money.values).T)
    first = int(np.flatnonzero(np.nan_to_num(np.stack(gaps)).max(axis=0) > 0.0)[0])
    assert WEEK <= first <= WEEK + 16


@pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.kind)
def test_an_event_that_does_not_happen_leaves_every_number_alone(event):
    assert digest(history(event.model_copy(update={"probability": 0.0}))) == digest(history())


def test_a_rivals_price_cut_and_deal_take_sales():
    cut, deal = EVENTS[0], EVENTS[1]
    assert ratio("units", cut, weeks=slice(WEEK + 8, 40)) < 0.98
    assert ratio("units", deal, weeks=slice(WEEK, WEEK + 4)) < 1.0


def test_a_rival_that_leaves_sells_nothing_and_the_others_more():
    gone = EVENTS[3]
    assert history(gone).series.column("units.leader")[WEEK + 1 : 40].sum() == 0.0
    assert ratio("units", gone) > 1.02


def test_a_brand_enters_in_the_week_of_its_launch():
    scenario = world()[0]
    newcomer = scenario.brands[-1].name
    launched = RivalLaunch(kind="rival_launch", brand=newcomer, start=WEEK)
    brands = (*scenario.brands[:-1], scenario.brands[-1].model_copy(update={"entry_week": 39}))
    found = simulate(real_cell(scenario=scenario.model_copy(update={"brands": brands, "events": (launched,)})))
    units = found.series.column(f"units.{newcomer}")
    assert units[:WEEK].sum() == 0.0 < units[WEEK : WEEK + 4].sum()


def test_costs_and_taxes_are_paid():
    assert history(EVENTS[4]).series.column("cost")[WEEK] == pytest.approx(1.2 * history().series.column("cost")[WEEK])
    usual = money("royalty")
    assert money("royalty", EVENTS[5]) < usual


def test_demand_falls_in_the_regions_named():
    north = Demand(kind="demand", change=-0.5, regions=("north",), start=WEEK, for_weeks=8)
    assert ratio("units_region.north", north) < 0.75
    assert ratio("units_region.south", north) == pytest.approx(1.0, abs=0.03)


def test_a_channel_that_delists_sells_none_of_it_and_wins_back_later():
    off = Delisting(kind="delisting", channels=("discounters",), start=WEEK, for_weeks=4)
    units = history(off).series.column("units_channel.discounters")
    assert units[WEEK + 1 : WEEK + 4].sum() == 0.0
    assert 0.0 < units[WEEK + 6 : 40].sum() < history().series.column("units_channel.discounters")[WEEK + 6 : 40].sum()


def test_a_new_channel_sells_nothing_before_it_opens():
    units = history(ChannelOpening(kind="channel_opening", channel="online", start=WEEK)).series.column(
        "units_channel.online"
    )
    assert units[:WEEK].sum() == 0.0 < units[WEEK:40].sum()


def test_a_plant_that_is_down_makes_nothing():
    down = Plant(kind="plant", start=WEEK, for_weeks=6)
    made = history(down).series.column("production")
    assert made[WEEK + 1 : WEEK + 7].sum() == 0.0  # what was begun in the week before is finished
    assert made[WEEK] == history().series.column("production")[WEEK]


def test_an_event_is_as_frequent_as_it_is_probable_and_moves_no_other_luck():
    half = Demand(kind="demand", change=-0.5, start=WEEK, probability=0.5)
    happened = 0
    for replication in range(8):
        plain, maybe = history(replication=replication), history(half, replication=replication)
        if digest(maybe) == digest(plain):
            continue
        happened += 1
        assert digest(maybe) == digest(history(half.model_copy(update={"probability": 1.0}), replication=replication))
    assert 1 <= happened <= 7


def test_an_event_within_a_spread_begins_when_it_is_drawn():
    spread = Demand(kind="demand", change=-0.9, start=8, within_weeks=20)
    firsts = []
    for replication in range(4):
        plain, moved = history(replication=replication), history(spread, replication=replication)
        gap = plain.series.column("units") - moved.series.column("units")
        firsts.append(int(np.flatnonzero(np.abs(gap) > 1e-9)[0]))
    assert all(8 <= first <= 29 for first in firsts)
    assert len(set(firsts)) > 1


def test_a_tape_with_events_replays_to_the_same_bits():
    scenario = world()[0].model_copy(update={"events": (EVENTS[0], EVENTS[3], EVENTS[7])})
    tape = Tape()
    simulate(real_cell(scenario=scenario), tape)
    assert np.array_equal(tape.replayed(lambda _levers: None).units, tape.shown().units)
