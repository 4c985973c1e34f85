"""The answer key: the true effect of each lever, by taking it away from the very same market.

Every other lever, rivals' moves, random inputs and shipments stay as they were (`mktsim.model.replay`). Effects of
several levers do not add up: what one does depends on the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.synthetic_data.levers import Switched, switched
from mktsim.evidence.synthetic_data.sheet import Column, Sheet, Value
from mktsim.inputs.trade import ChannelKind
from mktsim.model.replay import FOCAL, MarketWeeks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.evidence.synthetic_data.scene import Scene

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Effect:
    """True effect of one lever."""

    lever: Switched
    without: MarketWeeks
    """The market with the lever at its base."""
    units: Floats
    """Units that the lever added by week, run-out included."""
    revenue: Floats
    """Net revenue that it added by week: after members' margins and deals, with royalties; money."""
    contribution: Floats
    """The same less goods and freight of the units added, before what was spent on the lever; money."""


def effects(scene: Scene) -> tuple[Effect, ...]:
    """Return what each lever did."""
    actual = _revenue(scene, scene.shown)
    cost = scene.history.series.column("cost") + scene.scenario.supply.freight_money
    found = []
    for lever in switched(scene):
        without = scene.tape.replayed(lever.change)
        units = scene.shown.own_units - without.own_units
        revenue = actual - _revenue(scene, without)
        found.append(Effect(lever, without, units, revenue, revenue - cost * units))
    return tuple(found)


def answer_key(scene: Scene, found: tuple[Effect, ...]) -> Sheet:
    """Return one row a lever: units, money and return on what was spent."""
    total = float(scene.shown.own_units[: scene.weeks].sum())
    return Sheet("answer_key", _KEY, tuple(_row(one, scene.weeks, total) for one in found))


def weekly_key(scene: Scene, found: tuple[Effect, ...]) -> Sheet:
    """Return the same week by week; weeks from the horizon on are the run-out, in which the lever stays at its base."""
    rows: list[tuple[Value, ...]] = []
    for one in found:
        numbers = np.column_stack([one.units, one.revenue, one.contribution]).tolist()
        rows += [(one.lever.name, week, int(week < scene.weeks), *values) for week, values in enumerate(numbers)]
    return Sheet("answer_key_weekly", _WEEKLY, tuple(rows))


def _row(one: Effect, weeks: int, total: float) -> tuple[Value, ...]:
    units, revenue, contribution = (
        float(values[:weeks].sum()) for values in (one.units, one.revenue, one.contribution)
    )
    spent = float(one.lever.spent.sum())
    back = contribution / spent if spent > 0.0 else float("nan")
    later = float(one.units[weeks:].sum())
    return (
        one.lever.name, one.lever.base, units, units / total if total > 0.0 else float("nan"), revenue, contribution,
        spent, contribution - spent, back, later,
    )  # fmt: skip


def _revenue(scene: Scene, market: MarketWeeks) -> Floats:
    """Return what reaches the firm by week: invoices (own outlets: shelf prices) less deals, with royalties."""
    kinds = [channel.kind for channel in scene.scenario.channels]
    own, franchise = (
        np.array([kind is one for kind in kinds]) for one in (ChannelKind.OWN_TEAM, ChannelKind.FRANCHISE)
    )
    focal = (slice(None), slice(None), FOCAL)
    price = np.where(own, market.regular[focal], market.invoice[focal]) - market.off[focal]
    royalty = scene.scenario.money.royalty_share * franchise * market.listed[focal]
    net: Floats = (price * market.units[focal] + royalty).sum(axis=(1, 2))
    return net


_LEVER = Column("lever", "name", "lever of the focal brand that was put to its base")
_UNITS = "incremental units, by counterfactual with common random numbers; true"
_REVENUE = "incremental net revenue: after members' margins and deals on all units; true"
_CONTRIBUTION = "the same less goods and freight of the incremental units, before spending; true"
_KEY = (
    _LEVER,
    Column("base", "text", "what the lever was put to in all counted weeks and in the run-out"),
    Column("incremental_units", "units", f"within the horizon; {_UNITS}"),
    Column("share_of_units", "share", "the same over all units sold"),
    Column("incremental_revenue", "money", _REVENUE),
    Column("incremental_contribution", "money", _CONTRIBUTION),
    Column("spending", "money", "booked on the lever within the horizon"),
    Column("incremental_profit", "money", "contribution less spending"),
    Column("return_on_spend", "ratio", "contribution over spending; empty where nothing was spent"),
    Column("later_units", "units", "incremental units in the run-out"),
)
_WEEKLY = (
    _LEVER,
    Column("week", "week", "week from the opening"),
    Column("counted", "0 or 1", "1 within the horizon, 0 in the run-out"),
    Column("incremental_units", "units", _UNITS),
    Column("incremental_revenue", "money", _REVENUE),
    Column("incremental_contribution", "money", _CONTRIBUTION),
)
