"""The one driver of the market kernel: a market's records, closed week by week.

Who runs a market (a whole world, a what-if question, a replay, a market alone) differs in parameters, levers and random
inputs, not in how a week is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market.kernel import compiled_week, compiled_what_if
from mktsim.model.market.layout import blank, lever_dtype, luck_dtype, output_dtype, state_dtype

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.market.luck import MarketLuck
    from mktsim.model.world import Sizes

ALWAYS = -1e9
"""Week of entry of a brand that has always been there."""


@dataclass(frozen=True)
class Switches:
    """What of a market is switched off; everything is on by default."""

    counts: bool = True
    """Whether sales are whole numbers of purchases, drawn; else their expectation."""
    category_shocks: bool = True
    """Whether category demand varies from week to week."""
    supply: bool = True
    """Whether sales are limited by the focal brand's stock in the channels."""
    entry: bool = True
    """Whether brands enter in their weeks; else all have always been there."""

    def of(self, parameters: NDArray[np.void]) -> NDArray[np.void]:
        """Return a copy of parameters with this switched off."""
        switched = parameters.copy()
        if not self.counts:
            switched["counts"] = 0.0
        if not self.category_shocks:
            switched["cat_sd"] = 0.0
        if not self.supply:
            switched["unlimited"] = 1.0
        if not self.entry:
            switched["entry"] = ALWAYS
        return switched


class MarketRunner:
    """A market: its state, the levers of a week, and what the last week left behind; `layout` has the records."""

    def __init__(self, parameters: NDArray[np.void], sizes: Sizes, draws: MarketLuck | None = None) -> None:
        """Open a market of blank records; without `draws` all random inputs are at their expectation."""
        self.parameters = parameters
        self.state = blank(state_dtype(sizes))
        self.levers = blank(lever_dtype(sizes))
        self.output = blank(output_dtype(sizes))
        self._draws = draws
        self._expected = blank(luck_dtype(sizes))
        self._week, self._what_if = compiled_week(), compiled_what_if()

    def close(self, week: int) -> np.void:
        """Close a week under the levers in the record, which moves the state on; return the week's output."""
        self.levers["week"] = week
        draws = self._expected if self._draws is None else self._draws.weeks[week - self._draws.first_week]
        self._week(self.state, self.parameters, self.levers, draws, self.output)
        record: np.void = self.output[0]
        return record

    def sell(self) -> np.void:
        """Work out what the week would sell, without adoption, learning and stock: only units of the output hold."""
        self._what_if(self.state, self.parameters, self.levers, self._expected, self.output)
        record: np.void = self.output[0]
        return record

    def take(self, state: NDArray[np.void], levers: NDArray[np.void]) -> None:
        """Copy the state and levers of another market into this one's."""
        for room, now in ((self.state, state), (self.levers, levers)):
            room.view(np.uint8)[...] = now.view(np.uint8)  # field by field takes seven times as long

    def snapshot(self) -> NDArray[np.void]:
        """Return the state, as a value."""
        return self.state.copy()

    def restore(self, state: NDArray[np.void]) -> None:
        """Go on from a state."""
        self.state = state.copy()
