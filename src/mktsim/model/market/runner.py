"""The one driver of the market kernel: a market's records, closed week by week.

Who runs a market (a whole world, a what-if question, a replay, a market alone) differs in parameters, levers and random
inputs, not in how a week is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.model.market.kernel import kernel_of
from mktsim.model.market.layout import Levers, Output, Parameters, RandomInputs, State, lengths

if TYPE_CHECKING:
    from mktsim.model.market.random_inputs import MarketInputs
    from mktsim.model.world import Sizes

ALWAYS = -1e9
"""Week of entry of a brand that has always been there."""


@dataclass(frozen=True)
class Switches:
    """Parts of a market that can be switched off; everything is on by default."""

    counts: bool = True
    """Whether sales are whole numbers of purchases, drawn; else their expectation."""
    category_shocks: bool = True
    """Whether category demand varies from week to week; brands' and response's drifts with it."""
    supply: bool = True
    """Whether sales are limited by the focal brand's stock in the channels."""
    entry: bool = True
    """Whether brands enter in their weeks; else all have always been there."""

    def of(self, parameters: Parameters) -> Parameters:
        """Return a copy of parameters with this switched off."""
        switched = parameters.copy()
        if not self.counts:
            switched.counts = 0.0
        if not self.category_shocks:
            switched.category_sd = 0.0
        if not self.supply:
            switched.unlimited = 1.0
        if not self.entry:
            switched.entry[:] = ALWAYS
        return switched


class MarketRunner:
    """A market: its state, the levers of a week, and figures that the last week left; `layout` has the records."""

    def __init__(self, parameters: Parameters, sizes: Sizes, inputs: MarketInputs | None = None) -> None:
        """Open a market of blank records; without `inputs` all random inputs are at their expectation."""
        self.parameters = parameters
        self.state, self.levers, self.output = (
            State(parameters.sizes),
            Levers(parameters.sizes),
            Output(parameters.sizes),
        )
        self.levers.message[:] = 1.0
        self._inputs = inputs
        self._expected = RandomInputs(lengths(sizes))
        self._kernel = kernel_of(parameters.durable == 1.0)

    def close(self, week: int) -> Output:
        """Close a week under the levers in the record, which moves the state on; return the week's output."""
        self.levers.week[0] = week
        draws = self._expected if self._inputs is None else self._inputs.draws
        self._kernel.week(self.state, self.parameters, self.levers, draws, self.output)
        return self.output

    def sell(self) -> Output:
        """Work out what the week would sell, without adoption, learning and stock: only units of the output hold."""
        self._kernel.what_if(self.state, self.parameters, self.levers, self._expected, self.output)
        return self.output

    def take(self, state: State, levers: Levers) -> None:
        """Copy the state and levers of another market into this one's."""
        self.state.take(state)
        self.levers.take(levers)

    def snapshot(self) -> State:
        """Return the state, as a value."""
        return self.state.copy()

    def restore(self, state: State) -> None:
        """Go on from a state."""
        self.state = state.copy()
