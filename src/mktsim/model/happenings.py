"""What happens in the world whatever the firm does: the scenario's events, drawn once a run, applied week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from mktsim.inputs.cell import LuckSource
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
    WorldEvent,
)
from mktsim.inputs.rules import Mechanic, PromotionEvent
from mktsim.model.world import WEEK_DAYS
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from mktsim.model.market.layout import Levers, Parameters
    from mktsim.model.rivals import Rivals
    from mktsim.model.world import WorldContext

    Floats = NDArray[np.float64]

E = TypeVar("E", bound=WorldEvent)
LONGEST_DEAL = 520
"""Weeks of a deal that is given for good."""
SOURCES: dict[type[WorldEvent], LuckSource] = {
    Cost: LuckSource.SUPPLY,
    Tax: LuckSource.SUPPLY,
    Plant: LuckSource.SUPPLY,
    Demand: LuckSource.CATEGORY,
    Crisis: LuckSource.BRAND,
    AgencyLost: LuckSource.WORK,
    PeopleLeave: LuckSource.WORK,
}
"""Source of luck that an event belongs to; all others are of rivals and channels."""


@dataclass(frozen=True)
class Happening:
    """An event as it happens in one run."""

    event: WorldEvent
    first: int
    last: int
    """Week after the last."""

    def in_force(self, week: int) -> bool:
        """Return whether it holds in a week."""
        return self.first <= week < self.last


class OnFirm(NamedTuple):
    """What events of a week do to the firm."""

    cost_factor: float
    """Multiple of unit cost."""
    capacity_share: float
    """Share of capacity that works."""
    agency_lost: float
    """Share of the agency's quality that is lost at once."""
    people: tuple[tuple[str, float], ...]
    """(department, change of staff): those who leave this week, and those who come back."""


class Happenings:
    """The events of one run."""

    def __init__(self, world: WorldContext) -> None:
        """Draw which happen, and when."""
        self._scenario, self._sizes = world.scenario, world.sizes
        drawn = (_drawn(world, place, event) for place, event in enumerate(world.scenario.events))
        self._all = tuple(one for one in drawn if one is not None)
        self._brands = [brand.name for brand in world.scenario.brands]
        self._channels = [channel.name for channel in world.scenario.channels]
        self._regions = [region.name for region in world.scenario.market.regions]

    def __bool__(self) -> bool:
        """Tell whether anything happens."""
        return bool(self._all)

    def _of(self, kind: type[E], week: int) -> Iterator[E]:
        """Yield the events of a kind that hold in a week."""
        for one in self._all:
            if isinstance(one.event, kind) and one.in_force(week):
                yield one.event

    def _begun(self, kind: type[E], week: int) -> Iterator[tuple[E, Happening]]:
        """Yield the events of a kind that begin in a week."""
        for one in self._all:
            if isinstance(one.event, kind) and one.first == week:
                yield one.event, one

    def entries(self, parameters: Parameters) -> dict[int, int]:
        """Have launches wait for their week in the market's parameters; return the week of entry by brand."""
        weeks: dict[int, int] = {}
        for one in self._all:
            if isinstance(one.event, RivalLaunch):
                brand = self._brands.index(one.event.brand)
                parameters.entry[brand] = weeks[brand] = one.first
        return weeks

    def before_market(self, week: int, v: Levers, rivals: Rivals) -> None:
        """Have the levers of rivals, demand and shelves be what events of the week make of them."""
        v.season[:] *= self._demand(week)
        for exit_ in self._of(RivalExit, week):
            v.pressure[:, self._brands.index(exit_.brand)] = 0.0
        for burst in self._of(RivalAdvertising, week):
            v.pressure[:, self._brands.index(burst.brand)] *= burst.scale
        v.price_step[:, 1:] = self._price_steps(week)[:, 1:]
        v.barred[:] = np.maximum(v.barred * 0.0, self._barred(week))
        for deal, happening in self._begun(RivalDeal, week + 1):
            self._give(deal, happening, rivals)

    def on_firm(self, week: int) -> OnFirm:
        """Return what events of a week do to the firm's costs, plants, agency and people."""
        cost = capacity = kept = 1.0
        for one in self._of(Cost, week):
            cost *= 1.0 + one.change
        for down in self._of(Plant, week):
            capacity *= 1.0 - down.lost
        for lost, _ in self._begun(AgencyLost, week):
            kept *= 1.0 - lost.lost
        return OnFirm(cost, capacity, 1.0 - kept, tuple(self._people(week)))

    def tax_share(self, week: int) -> float:
        """Return the share of invoices that goes to the state in a week."""
        return sum(one.share for one in self._of(Tax, week))

    def crisis(self, week: int) -> float:
        """Return by how much perceived quality falls at once, utility."""
        return sum(one.size for one, _ in self._begun(Crisis, week))

    def _people(self, week: int) -> Iterator[tuple[str, float]]:
        """Yield (department, change of staff) of a week: those who leave, and those who come back."""
        for one in self._all:
            if isinstance(one.event, PeopleLeave) and week in {one.first, one.last}:
                yield one.event.agent, (-1.0 if week == one.first else 1.0) * one.event.fte

    def _demand(self, week: int) -> Floats:
        found = np.ones(len(self._regions))
        for one in self._of(Demand, week):
            found *= np.where(_named(self._regions, one.regions), 1.0 + one.change, 1.0)
        return found

    def _price_steps(self, week: int) -> Floats:
        found = np.ones((len(self._regions), len(self._brands), len(self._channels)))
        for one in self._of(RivalPrice, week):
            where = np.outer(_named(self._regions, one.regions), _named(self._channels, one.channels))
            found[:, self._brands.index(one.brand)] *= np.where(where, 1.0 + one.change, 1.0)
        return found - 1.0

    def _barred(self, week: int) -> Floats:
        """Return where brands are off the shelves, shape (R, B, C)."""
        found = np.zeros((len(self._regions), len(self._brands), len(self._channels)))
        for gone in self._of(RivalExit, week):
            found[:, self._brands.index(gone.brand)] = 1.0
        for one in self._of(Delisting, week):
            where = np.outer(_named(self._regions, one.regions), _named(self._channels, one.channels))
            brand = self._brands.index(one.brand) if one.brand else 0
            found[:, brand] = np.where(where, 1.0, found[:, brand])
        for closed in self._of(ChannelClosing, week):
            found[:, :, self._channels.index(closed.channel)] = 1.0
        for happening in self._all:
            if isinstance(happening.event, ChannelOpening) and week < happening.first:
                found[:, :, self._channels.index(happening.event.channel)] = 1.0
        return found

    def _give(self, deal: RivalDeal, happening: Happening, rivals: Rivals) -> None:
        """Have a rival run a deal from the next week on."""
        weeks = min(happening.last - happening.first, LONGEST_DEAL)
        regions = tuple(self._regions.index(name) for name in deal.regions)
        mechanics = (Mechanic.PRICE_OFF, Mechanic.FEATURE)
        event = PromotionEvent(WEEK_DAYS * happening.first, WEEK_DAYS * weeks, deal.depth, mechanics, regions, "event")
        rivals.states[self._brands.index(deal.brand)].events.append(event)


def _named(names: list[str], wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([not wanted or name in wanted for name in names])


def _drawn(world: WorldContext, place: int, event: WorldEvent) -> Happening | None:
    """Return an event as it happens in this run; None where it does not. Without its luck, what is most probable."""
    first, last = event.span(world.scenario.start)
    if SOURCES.get(type(event), LuckSource.RIVALS) in world.silenced:
        return Happening(event, first, last) if event.probability >= 0.5 else None
    if event.probability < 1.0 or event.within_weeks:
        happens, late = uniforms(world.address, "world.event", str(place), 0, 1, 2)[0].tolist()
        if happens >= event.probability:
            return None
        weeks = int(late * (event.within_weeks + 1))
        first, last = first + weeks, last + weeks
    return Happening(event, first, last)
