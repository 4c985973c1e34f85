"""A household panel of an observed market: each purchase with the prices that stood beside it, and its answer key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.synthetic_data.sheet import Column, Sheet, Value
from mktsim.model.market.panel import HouseholdPanel, members, sample
from mktsim.model.replay import FOCAL, MarketWeeks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.evidence.synthetic_data.answer_key import Effect
    from mktsim.evidence.synthetic_data.scene import Scene

    Floats = NDArray[np.float64]

HOUSEHOLDS = 1000
"""Households of the panel."""


def household_panel(scene: Scene, market: MarketWeeks, brands: int | None = None) -> HouseholdPanel:
    """Return what the panel's households bought in the counted weeks of a market that was shown or replayed.

    `brands` says how many of the scenario's brands are asked for, all without it.
    """
    if market.types is None:
        raise InputError((Problem("", 0, 0, "panel", "the run did not keep what types purchased"),))
    keys = [brand.stream_id for brand in scene.scenario.brands][:brands]
    part = (slice(scene.weeks), slice(None), slice(len(keys)))
    types = market.types
    kept = type(types)(types.occasions[part], types.quantity[part], types.aware[part])
    return sample(scene.address(), keys, members(scene.tape.parameters.households, HOUSEHOLDS), kept)


def choices(scene: Scene, panel: HouseholdPanel) -> Sheet:
    """Return one row a purchase: household, choice, and price, feature and display of every brand in its region.

    Only brands on the market all the time are told: without a price a brand is no choice.
    """
    always = np.flatnonzero(scene.shown.started[: scene.weeks].min(axis=0) > 0.0).tolist()
    names = [scene.scenario.brands[b].name for b in always]
    beside = _beside(scene, always)
    region = scene.tape.parameters.region[panel.type_of]
    rows: list[tuple[Value, ...]] = []
    counts = panel.purchases[:, :, always]
    for h, week, place in np.argwhere(counts > 0).tolist():
        row = (f"h{h:04d}", week, names[place], *beside[week][region[h]])
        rows += [row] * int(counts[h, week, place])
    columns = [
        Column(f"{what}.{name}", unit, f"{text}, in the household's region; {_SEEN}")
        for what, unit, text in _BESIDE
        for name in names
    ]
    return Sheet("household_choices", (*_ROW, *columns), tuple(rows))


def panel_key(scene: Scene, panel: HouseholdPanel, found: tuple[Effect, ...]) -> Sheet:
    """Return by lever what the same households, with the same luck, would not have bought of the focal brand."""
    bought = panel.units[:, :, FOCAL]
    rows: list[tuple[Value, ...]] = []
    for one in found:
        without = household_panel(scene, one.without, FOCAL + 1).units[:, :, FOCAL]
        added, buyers = int((bought - without).sum()), int((bought.sum(axis=1) > 0).sum())
        rows.append((one.lever.name, added, added / max(int(bought.sum()), 1),
                     buyers - int((without.sum(axis=1) > 0).sum())))  # fmt: skip
    return Sheet("household_answer_key", _KEY, tuple(rows))


def _beside(scene: Scene, brands: list[int]) -> list[list[tuple[float, ...]]]:
    """Return price, feature and display of each brand by week and region, mean over channels by traffic."""
    traffic = np.array([channel.traffic_share for channel in scene.scenario.channels])
    price = (scene.shown.price[: scene.weeks] * traffic).sum(axis=3)
    shelf = [(scene.support(name)[: scene.weeks] * traffic).sum(axis=3) for name in ("feature", "display")]
    table = np.concatenate([block[:, :, brands] for block in (price, *shelf)], axis=2)
    return [[tuple(row) for row in week] for week in table.tolist()]


_SEEN = "mean over channels by traffic, as the panel's stores report it"
_BESIDE = (("price", "money", "price paid"), ("feature", "share of outlets", "features"),
           ("display", "share of outlets", "displays"))  # fmt: skip
_ROW = (
    Column("household", "name", "household of the panel, one of a type for good"),
    Column("week", "week", "week from the opening"),
    Column("choice", "name", "brand bought; two purchases in a week are two rows"),
)
_KEY = (
    Column("lever", "name", "lever of the focal brand that was put to its base"),
    Column("incremental_units", "units", "bought by the panel because of the lever; true, same households and luck"),
    Column("share_of_units", "share", "the same over all the panel bought of the brand"),
    Column("incremental_buyers", "households", "households that bought the brand at all because of it"),
)
