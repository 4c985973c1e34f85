"""A scenario's market on the bench: no organisation, luck on or off, levers and shelves set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.bare_market import usual_levers
from mktsim.inputs.cell import LuckSource
from mktsim.model.market import luck as market_luck
from mktsim.model.market.opening import opening_state
from mktsim.model.market.panel import TypeWeeks, of_state
from mktsim.model.market.population import build
from mktsim.model.market.runner import ALWAYS, MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats
from mktsim.streams import Address

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario

SETTLING_WEEKS = 520
"""Weeks until listings, loyalty and awareness are at rest."""

Change = Callable[[int, np.void, np.void], None]
"""Moves the state and the levers of a week, in place, before its market closes: (week, state, levers)."""


After = Callable[[int, np.void, np.void], None]
"""Sees a week just closed: (week, levers, output)."""


@dataclass(frozen=True, eq=False)
class Script:
    """What is done in a run, and what is kept of it."""

    change: Change | None = None
    after: After | None = None
    types: bool = False
    """Whether the purchases of types are kept, for a household panel."""


@dataclass(frozen=True, eq=False)
class Start:
    """Where a run begins: a market's memory and the levers that stand still."""

    state: NDArray[np.void]
    levers: NDArray[np.void]


@dataclass(frozen=True, eq=False)
class Run:
    """What a run leaves behind."""

    units: Floats
    """Units sold by week, region, brand and channel."""
    log_price: Floats
    """Logarithm of the paid price, mean over channels by traffic, by week, region and brand."""
    listing: Floats
    """Weighted distribution by week and brand, share of visits."""
    using: Floats
    """Share of potential adopters that uses each generation, by week and generation."""
    adopters: Floats
    """First purchases by week and generation."""
    types: TypeWeeks | None
    """Purchases of types, where asked for."""

    @property
    def by_brand(self) -> Floats:
        """Units by week and brand, over all regions and channels."""
        total: Floats = self.units.sum(axis=(1, 3))
        return total


class Lab:
    """A market whose luck, levers and shelf prices the experiment controls."""

    def __init__(self, scenario: Scenario, *, all_present: bool = True) -> None:
        """Build the market of `scenario`; `all_present` lets every brand be there from the start."""
        self.scenario, self.sizes = scenario, Sizes.of(scenario)
        self._noisy = Switches(supply=False, entry=not all_present).of(build(scenario))
        self._noisy["price_adjustment"] = 0.0  # shelves are set by hand, week by week
        self._quiet = Switches(counts=False, category_shocks=False).of(self._noisy)

    @property
    def parameters(self) -> np.void:
        """The market's parameters, to look at."""
        record: np.void = self._noisy[0]
        return record

    def keep_present(self) -> None:
        """Let every brand stay on the market when weeks are counted anew."""
        for record in (self._noisy, self._quiet):
            record["entry"] = ALWAYS

    def limit_supply(self) -> None:
        """Let the focal brand's channel stock bind."""
        for record in (self._noisy, self._quiet):
            record["unlimited"] = 0.0

    def opening(self) -> Start:
        """Return the market on its first day, at its usual levers."""
        return Start(opening_state(self._noisy, self.scenario, self.sizes), usual_levers(self.scenario, self.sizes))

    def settled(self, weeks: int = SETTLING_WEEKS) -> Start:
        """Return the market after `weeks` weeks at its usual levers without luck."""
        start = self.opening()
        self._advance(start, weeks)
        return start

    def _advance(self, start: Start, weeks: int) -> None:
        market = MarketRunner(self._quiet, self.sizes)
        market.state, market.levers = start.state, start.levers
        for week in range(weeks):
            _price_shelves(market.state[0], market.levers[0])
            market.close(week)

    def luck(self, seed: int, weeks: int) -> market_luck.MarketLuck:
        """Draw the luck of replication `seed` for `weeks` weeks; seasons are left out."""
        address = Address(1, f"validation/{self.scenario.name}", seed)
        silenced = frozenset({LuckSource.SEASON})
        return market_luck.draw(self.scenario, self.sizes, address, (0, weeks), silenced)

    def run(self, start: Start, weeks: int, change: Change | None = None, seed: int | None = None) -> Run:
        """Run `weeks` weeks from `start` under `change`; without a seed there is no luck."""
        return self._recorded(start, weeks, Script(change), seed)[0]

    def run_on(self, start: Start, weeks: int, change: Change | None = None, seed: int | None = None) -> Start:
        """Return where a run ends: its state, at the levers of its start."""
        return Start(self._recorded(start, weeks, Script(change), seed)[1], start.levers)

    def play(self, start: Start, weeks: int, script: Script, seed: int) -> Run:
        """Run with luck under a script that also watches, or keeps what types purchase."""
        return self._recorded(start, weeks, script, seed)[0]

    def _recorded(self, start: Start, weeks: int, script: Script, seed: int | None) -> tuple[Run, NDArray[np.void]]:
        z = self.sizes
        market = MarketRunner(self._quiet, z) if seed is None else MarketRunner(self._noisy, z, self.luck(seed, weeks))
        market.restore(start.state)
        run = Run(
            units=np.empty((weeks, z.regions, z.brands, z.channels)),
            log_price=np.empty((weeks, z.regions, z.brands)),
            listing=np.empty((weeks, z.brands)),
            using=np.empty((weeks, z.generations)),
            adopters=np.empty((weeks, z.generations)),
            types=_blank_types(weeks, z) if script.types else None,
        )
        traffic, region = self._noisy[0]["traffic"], self._noisy[0]["region_weight"]
        for week in range(weeks):
            market.levers = start.levers.copy()
            market.levers["week"] = week
            state, levers = market.state[0], market.levers[0]
            _price_shelves(state, levers)
            if script.change is not None:
                script.change(week, state, levers)
            output = market.close(week)
            run.units[week] = output["units"]
            run.log_price[week] = _mean_log(state["paid"], traffic)
            run.listing[week] = region @ (output["distribution"] @ traffic)
            run.using[week] = output["using"]
            run.adopters[week] = output["adopters"]
            if run.types is not None:
                run.types.occasions[week], run.types.quantity[week] = of_state(state)
            if script.after is not None:
                script.after(week, levers, output)
        return run, market.state


def _blank_types(weeks: int, z: Sizes) -> TypeWeeks:
    return TypeWeeks(np.empty((weeks, z.types, z.brands)), np.empty((weeks, z.types, z.brands)))


def _mean_log(paid: Floats, traffic: Floats) -> Floats:
    mean: Floats = np.log(np.maximum(paid, 1e-9)) @ (traffic / traffic.sum())
    return mean


def _price_shelves(state: np.void, levers: np.void) -> None:
    """Put every brand's list price on its shelves."""
    state["shelf"][:] = levers["price"][None, :, :]


def at_shelf(brand: int, factor: float) -> Change:
    """Return a change that sets a brand's price on all shelves to `factor` times its list price."""

    def change(_week: int, state: np.void, _levers: np.void) -> None:
        state["shelf"][:, brand, :] *= factor

    return change


def dealt(brand: int, depth: float, *, feature: float = 0.0, display: float = 0.0) -> Change:
    """Return a change that puts a brand on deal: `depth` off the shelf everywhere, shares featured and displayed."""

    def change(_week: int, state: np.void, levers: np.void) -> None:
        state["shelf"][:, brand, :] *= 1.0 - depth
        levers["feature"][:, brand, :] = feature
        levers["display"][:, brand, :] = display

    return change


def pressed(brand: int, factor: float) -> Change:
    """Return a change that multiplies a brand's advertising pressure by `factor`."""

    def change(_week: int, _state: np.void, levers: np.void) -> None:
        levers["pressure"][:, brand, :] *= factor

    return change


def between(first: int, last: int, change: Change) -> Change:
    """Return `change` in the weeks from `first` to `last` and nothing in others."""

    def some(week: int, state: np.void, levers: np.void) -> None:
        if first <= week <= last:
            change(week, state, levers)

    return some


def settled_lab(scenario: Scenario, weeks: int = SETTLING_WEEKS) -> tuple[Lab, Start]:
    """Return the lab of a scenario and its settled market; the last few are kept, being values of the scenario."""
    key = f"{weeks}:{scenario.model_dump_json()}"
    if key not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        lab = Lab(scenario)
        _KEPT[key] = (lab, lab.settled(weeks))
    return _KEPT[key]


_MOST_KEPT = 32
_KEPT: dict[str, tuple[Lab, Start]] = {}
