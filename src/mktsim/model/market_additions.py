"""Market mechanisms of a user's own at work: what a scenario adds to a week, with bounds that hold afterwards."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.market_mechanism import OPEN_STATES, MarketWeek
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from mktsim.inputs.market_mechanism import MarketMechanism
    from mktsim.model.market.record import Record
    from mktsim.model.market.runner import MarketRunner
    from mktsim.model.world import WorldContext

    Floats = NDArray[np.float64]

STREAM = "market.addition"


class MarketAdditions:
    """The mechanisms that a scenario adds, with what they carry from week to week."""

    def __init__(self, world: WorldContext) -> None:
        """Begin with empty memories."""
        self._world = world
        self._mechanisms = world.scenario.market_mechanisms
        self._memories = [np.zeros(one.remembers) for one in self._mechanisms]

    def before_close(self, week: int, market: MarketRunner, spend: Callable[[float], None]) -> None:
        """Have every mechanism move what people think. Errors: ValueError for what leaves its bounds."""
        for place, mechanism in enumerate(self._mechanisms):
            mechanism.before_close(self._week(week, market, place, spend))
            _check(market, mechanism)

    def _week(self, week: int, market: MarketRunner, place: int, spend: Callable[[float], None]) -> MarketWeek:
        scenario, address = self._world.scenario, self._world.address
        entity = (getattr(self._mechanisms[place], "kind", ""), place)
        return MarketWeek(
            number=week,
            brands=_names(scenario.brands),
            regions=_names(scenario.market.regions),
            channels=_names(scenario.channels),
            minds={name: getattr(market.state, name) for name in OPEN_STATES},
            state=_locked(market.state),
            levers=_locked(market.levers),
            units=_view(market.output.units),
            memory=self._memories[place],
            uniforms=lambda count: uniforms(address, STREAM, entity, week, 1, count)[0],
            spend=spend,
        )

    def snapshot(self) -> tuple[Floats, ...]:
        """Return the memories, as a value."""
        return tuple(memory.copy() for memory in self._memories)

    def restore(self, state: tuple[Floats, ...]) -> None:
        """Go on from memories."""
        self._memories = [memory.copy() for memory in state]


def _names(parts: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(one, "name", "")) for one in parts)


def _view(array: Floats) -> Floats:
    view = array.view()
    view.flags.writeable = False
    return view


def _locked(record: Record) -> Mapping[str, Floats]:
    return MappingProxyType({field.name: _view(getattr(record, field.name)) for field in record.arrays})


def _check(market: MarketRunner, mechanism: MarketMechanism) -> None:
    for name, (low, high) in OPEN_STATES.items():
        values = getattr(market.state, name)
        if not (np.isfinite(values).all() and (values >= low).all() and (values <= high).all()):
            kind = getattr(mechanism, "kind", type(mechanism).__name__)
            raise ValueError(f"market mechanism {kind!r} left {name} outside {low:g} to {high:g}")
