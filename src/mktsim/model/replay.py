"""A tape of the market's weeks: what every lever was, and what would have been sold had one of them been at its base.

A replay takes the tape's levers, rivals' moves, luck and shipments as they were and changes one lever of the focal
brand; so the difference is that lever's own effect, with common random numbers. Channel stock is what it was plus
what the replay has sold less, never below what was there: shipments followed the sales that came, not the replay's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market.layout import Levers, Parameters
from mktsim.model.market.panel import TypeWeeks, of_state
from mktsim.model.market.runner import MarketRunner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.world_run import WorldRun

    Floats = NDArray[np.float64]

Change = Callable[[Levers], None]
"""Moves the focal levers of one week's record, in place."""
FOCAL = 0
_FIGURES = 11
"""Figures of a week before those of consumer classes."""


@dataclass(frozen=True, eq=False)
class MarketWeeks:
    """Weekly figures of the market; R regions, B brands, C channels, M media."""

    units: Floats
    """Units sold, shape (weeks, R, B, C)."""
    listed: Floats
    """Value at regular shelf prices, money, same shape."""
    paid: Floats
    """Value at the prices paid, money, same shape."""
    price: Floats
    """Price paid a unit on the shelf, money, same shape; it is there whether or not anything was sold."""
    regular: Floats
    """Regular shelf price, money, same shape."""
    invoice: Floats
    """Invoice price in force, money, same shape."""
    off: Floats
    """Money off a unit by deals, which the brand pays, money, same shape."""
    featured: Floats
    """Share of outlets with a feature, as granted, same shape."""
    displayed: Floats
    """Share of outlets with a display, as granted, same shape."""
    listing: Floats
    """Weighted distribution, share, same shape."""
    started: Floats
    """1 once a brand is on the market, shape (weeks, B)."""
    types: TypeWeeks | None
    """What each type purchased, where the tape keeps it."""

    @property
    def own_units(self) -> Floats:
        """Units of the focal brand by week."""
        total: Floats = self.units[:, :, FOCAL].sum(axis=(1, 2))
        return total


@dataclass(frozen=True, eq=False)
class _Week:
    week: int
    parameters: Parameters
    levers: Levers


class Tape:
    """Records a running world's weeks from the opening on, and plays them again."""

    def __init__(self, *, types: bool = False) -> None:
        """Start an empty tape; `types` keeps what each type purchased, for a household panel."""
        self._weeks: list[_Week] = []
        self._seen: list[tuple[Floats, ...]] = []
        self._types = types

    def begin(self, run: WorldRun) -> None:
        """Record `run` from now on; its state is that of the opening."""
        self._run = run
        self._opening = run.market.snapshot()
        run.on_close = self._closed

    def _closed(self, week: int) -> None:
        market = self._run.market
        self._weeks.append(_Week(week, market.parameters, market.levers.copy()))
        self._seen.append(_shown(market, types=self._types))

    @property
    def weeks(self) -> int:
        """Weeks on the tape."""
        return len(self._weeks)

    @property
    def parameters(self) -> Parameters:
        """The market's parameters at the opening, to look at."""
        return self._weeks[0].parameters

    def levers(self, name: str) -> Floats:
        """Return a field of the lever record by week, of all brands."""
        return np.stack([getattr(one.levers, name).copy() for one in self._weeks])

    def shown(self) -> MarketWeeks:
        """Return what the market showed."""
        return _stacked(self._seen)

    def replayed(self, change: Change, first: int = 0, end: int | None = None) -> MarketWeeks:
        """Return what the market would have shown up to week `end` - 1 of the tape under `change` from `first` on.

        Errors: ValueError for a scenario with market mechanisms of the user's own, which no replay knows.
        """
        run = self._run
        if run.world.scenario.market_mechanisms:
            raise ValueError("a run with market mechanisms of your own cannot be replayed: effects would miss theirs")
        market = MarketRunner(self._weeks[0].parameters, run.world.sizes, run.inputs.draws)
        market.restore(self._opening)
        spared = np.zeros((run.world.sizes.regions, run.world.sizes.channels))
        seen = []
        for place, (one, before) in enumerate(zip(self._weeks[:end], self._seen[:end], strict=True)):
            market.parameters, market.levers = one.parameters, one.levers.copy()
            if place >= first:
                change(market.levers)
            market.levers.stock[:] += np.maximum(spared, 0.0)
            market.close(one.week)
            seen.append(_shown(market, types=self._types))
            spared += before[0][:, FOCAL] - seen[-1][0][:, FOCAL]
        return _stacked(seen)


def _shown(market: MarketRunner, *, types: bool) -> tuple[Floats, ...]:
    s, o = market.state, market.output
    off = market.levers.deal * np.where(market.parameters.opened == 1.0, s.shelf, s.invoice)
    if market.parameters.term_rate > 0.0:
        off = off * o.newcomers
    values = (o.units, o.list_value, o.paid_value, s.paid, s.shelf, s.invoice, off, s.featured, s.displayed)
    kept = of_state(s) if types else ()
    return (*(block.copy() for block in values), o.distribution.copy(), s.started.astype(np.float64), *kept)


def _stacked(seen: list[tuple[Floats, ...]]) -> MarketWeeks:
    blocks = [np.stack(block) for block in zip(*seen, strict=True)]
    figures, kept = blocks[:_FIGURES], blocks[_FIGURES:]
    return MarketWeeks(*figures, types=TypeWeeks(*kept) if kept else None)  # type: ignore[misc, arg-type]
