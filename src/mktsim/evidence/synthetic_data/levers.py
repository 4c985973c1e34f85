"""The focal levers whose effect is told: what their base is, and what was spent on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.ledger import Activity
from mktsim.model.replay import FOCAL, Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.evidence.synthetic_data.scene import Scene
    from mktsim.model.market.layout import Levers

    Floats = NDArray[np.float64]

DEALS = ("deal", "deal_cover", "feature", "display", "gift")


@dataclass(frozen=True, eq=False)
class Switched:
    """A lever, its base, and the money that went into it."""

    name: str
    base: str
    """The base in words."""
    change: Change
    """Puts the lever to its base."""
    spent: Floats
    """Spending by counted week, money; deals and members' margins are in the revenue instead."""


def switched(scene: Scene) -> tuple[Switched, ...]:
    """Return every lever with its base, then all that is paid for together."""
    spent = scene.spent
    promotion = spent(Activity.TRADE_SPENDING, Activity.ITEMS, Activity.LEAKAGE)
    advertising = spent(Activity.ADVERTISING, Activity.AGENCY_FEE)
    calls, training, events = spent(Activity.CALLS), spent(Activity.TRAINING), spent(Activity.EVENTS)
    nothing = np.zeros(scene.weeks)
    paid = (_no_deals, _no("pressure"), _no("calls"), _no("push"), _no("build"))
    return (
        Switched("promotion", "no deals, features, displays or gifts", _no_deals, promotion),
        Switched("advertising", "no media at all", _no("pressure"), advertising),
        *_by_medium(scene, advertising),
        Switched("calls", "no sales calls", _no("calls"), calls),
        Switched("recommendation", "no recommendation above normal", _no("push"), training),
        Switched("brand_building", "no brand work", _no("build"), events),
        _price(scene, nothing),
        _margin(scene, nothing),
        Switched("all_paid", "all levers above price at their bases at once", _all(paid),
                 promotion + advertising + calls + training + events),
    )  # fmt: skip


def _no(name: str) -> Change:
    def change(levers: Levers) -> None:
        getattr(levers, name)[:, FOCAL] = 0.0

    return change


def _no_deals(levers: Levers) -> None:
    for name in DEALS:
        getattr(levers, name)[:, FOCAL] = 0.0


def _all(changes: tuple[Change, ...]) -> Change:
    def change(levers: Levers) -> None:
        for one in changes:
            one(levers)

    return change


def _by_medium(scene: Scene, advertising: Floats) -> tuple[Switched, ...]:
    by_medium = scene.media_spending.sum(axis=1)
    total = by_medium.sum(axis=1)
    money = by_medium / np.where(total > 0.0, total, 1.0)[:, None] * advertising[:, None]
    names = [medium.name for medium in scene.scenario.media]
    return tuple(
        Switched(f"advertising_{name}", f"nothing in {name}", _medium(m), money[:, m]) for m, name in enumerate(names)
    )


def _medium(m: int) -> Change:
    def change(levers: Levers) -> None:
        levers.pressure[:, FOCAL, m] = 0.0

    return change


def _price(scene: Scene, nothing: Floats) -> Switched:
    opening = scene.tape.levers("retail")[0, FOCAL].copy()

    def change(levers: Levers) -> None:
        levers.invoice[FOCAL] *= opening / levers.retail[FOCAL]
        levers.retail[FOCAL] = opening

    return Switched("price", "the list price of the first week throughout", change, nothing)


def _margin(scene: Scene, nothing: Floats) -> Switched:
    expected = np.array([channel.margin_share for channel in scene.scenario.channels])

    def change(levers: Levers) -> None:
        levers.invoice[FOCAL] = levers.retail[FOCAL] * (1.0 - expected)

    return Switched("trade_margin", "an invoice that leaves members the margin that they expect", change, nothing)
