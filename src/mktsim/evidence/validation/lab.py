"""A scenario's market on the bench: no organisation, noise on or off, levers and shelves set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.bare_market import usual_levers
from mktsim.inputs.cell import LuckSource
from mktsim.model.market import random_inputs
from mktsim.model.market.layout import Levers, Output, Parameters, State
from mktsim.model.market.panel import TypeWeeks, of_state
from mktsim.model.market.population import build
from mktsim.model.market.rest import at_rest
from mktsim.model.market.runner import ALWAYS, MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats
from mktsim.streams import Address

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

SETTLING_WEEKS = 520
"""Weeks until listings, loyalty and awareness are at rest."""

Change = Callable[[int, State, Levers], None]
"""Moves the state and the levers of a week, in place, before its market closes: (week, state, levers)."""


After = Callable[[int, Levers, Output], None]
"""Sees a week just closed: (week, levers, output)."""


@dataclass(frozen=True, eq=False)
class Script:
    """Script of a run: its interventions, and the series that are kept."""

    change: Change | None = None
    after: After | None = None
    types: bool = False
    """Whether the purchases of types are kept, for a household panel."""


@dataclass(frozen=True, eq=False)
class Start:
    """Where a run begins: a market's memory and the levers that stand still."""

    state: State
    levers: Levers


@dataclass(frozen=True, eq=False)
class Run:
    """Series of a run."""

    units: Floats
    """Units sold by week, region, brand and channel."""
    log_price: Floats
    """Logarithm of the paid price, mean over channels by traffic, by week, region and brand."""
    log_regular: Floats
    """The same of the regular shelf price."""
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
    """A market whose random inputs and levers the experiment controls, and its shelf prices unless chains set them."""

    def __init__(self, scenario: Scenario, *, all_present: bool = True, chains: bool = False) -> None:
        """Build the market of `scenario`; `all_present` lets every brand be there from the start.

        With `chains` they set shelf prices and pass deals on by their own profit; without, shelves are set by hand week
        by week, all outlets pass deals on and all support that is asked for is granted.
        """
        self.scenario, self.sizes, self.chains = scenario, Sizes.of(scenario), chains
        parameters = build(scenario)
        self._rest = at_rest(parameters, scenario)
        self._noisy = Switches(supply=False, entry=not all_present).of(parameters)
        if not chains:
            self._noisy.price_speed[:] = 0.0
            self._noisy.price_band[:] = np.inf
            self._noisy.renewal[:] = 1.0
            self._noisy.change_cost[:] = 0.0
            self._noisy.slots[:] = self.sizes.brands
        self._quiet = Switches(counts=False, category_shocks=False).of(self._noisy)

    @property
    def parameters(self) -> Parameters:
        """The market's parameters, to look at."""
        return self._noisy

    def keep_present(self) -> None:
        """Let every brand stay on the market when weeks are counted anew."""
        for record in (self._noisy, self._quiet):
            record.entry[:] = ALWAYS

    def limit_supply(self) -> None:
        """Let the focal brand's channel stock bind."""
        for record in (self._noisy, self._quiet):
            record.unlimited = 0.0

    def opening(self) -> Start:
        """Return the market on its first day, at its usual levers."""
        return Start(self._rest.copy(), usual_levers(self._noisy, self.scenario))

    def settled(self, weeks: int = SETTLING_WEEKS) -> Start:
        """Return the market after `weeks` weeks at its usual levers without random inputs."""
        start = self.opening()
        market = MarketRunner(self._quiet, self.sizes)
        market.state, market.levers = start.state, start.levers
        for week in range(weeks):
            self._price_shelves(market.state, market.levers)
            market.close(week)
        return start

    def _price_shelves(self, state: State, levers: Levers) -> None:
        """Put every brand's recommended price on its shelves, where these are set by hand."""
        if not self.chains:
            state.shelf[:] = levers.retail[None, :, :]

    def _luck(self, seed: int, weeks: int) -> random_inputs.MarketInputs:
        """Draw the random inputs of replication `seed` for `weeks` weeks; seasons are left out."""
        address = Address(1, f"validation/{self.scenario.name}", seed)
        silenced = frozenset({LuckSource.SEASON})
        return random_inputs.draw(self.scenario, self.sizes, address, (0, weeks), silenced)

    def run(self, start: Start, weeks: int, change: Change | None = None, seed: int | None = None) -> Run:
        """Run `weeks` weeks from `start` under `change`; without a seed there is no noise."""
        return self._recorded(start, weeks, Script(change), seed)[0]

    def run_on(self, start: Start, weeks: int, change: Change | None = None, seed: int | None = None) -> Start:
        """Return where a run ends: its state, at the levers of its start."""
        return Start(self._recorded(start, weeks, Script(change), seed)[1], start.levers)

    def play(self, start: Start, weeks: int, script: Script, seed: int) -> Run:
        """Run with luck under a script that also watches, or keeps what types purchase."""
        return self._recorded(start, weeks, script, seed)[0]

    def _recorded(self, start: Start, weeks: int, script: Script, seed: int | None) -> tuple[Run, State]:
        z = self.sizes
        market = MarketRunner(self._quiet, z) if seed is None else MarketRunner(self._noisy, z, self._luck(seed, weeks))
        market.restore(start.state)
        run = Run(
            units=np.empty((weeks, z.regions, z.brands, z.channels)),
            log_price=np.empty((weeks, z.regions, z.brands)),
            log_regular=np.empty((weeks, z.regions, z.brands)),
            listing=np.empty((weeks, z.brands)),
            using=np.empty((weeks, z.generations)),
            adopters=np.empty((weeks, z.generations)),
            types=_blank_types(weeks, z) if script.types else None,
        )
        traffic, region = self._noisy.traffic, self._noisy.region_weight
        for week in range(weeks):
            state, levers = market.state, market.levers
            levers.take(start.levers)
            levers.week[0] = week
            self._price_shelves(state, levers)
            if script.change is not None:
                script.change(week, state, levers)
            output = market.close(week)
            run.units[week] = output.units
            run.log_price[week] = _mean_log(state.paid, traffic)
            run.log_regular[week] = _mean_log(state.shelf, traffic)
            run.listing[week] = region @ (output.distribution @ traffic)
            run.using[week] = output.using
            run.adopters[week] = output.adopters
            if run.types is not None:
                run.types.occasions[week], run.types.quantity[week], run.types.aware[week] = of_state(state)
            if script.after is not None:
                script.after(week, levers, output)
        return run, market.state


def _blank_types(weeks: int, z: Sizes) -> TypeWeeks:
    return TypeWeeks(*(np.empty((weeks, z.types, z.brands)) for _ in range(3)))


def _mean_log(price: Floats, traffic: Floats) -> Floats:
    mean: Floats = np.log(np.maximum(price, 1e-9)) @ (traffic / traffic.sum())
    return mean


def at_shelf(brand: int, factor: float) -> Change:
    """Return a change that sets a brand's regular price on all shelves to `factor` times the recommended one."""

    def change(_week: int, state: State, _levers: Levers) -> None:
        state.shelf[:, brand, :] *= factor

    return change


def put_on_deal(state: State, levers: Levers, depth: Floats) -> None:
    """Put brands on deal everywhere: `depth` off their regular shelf prices, shape (B,) or (R, B), zero for no deal."""
    off = np.broadcast_to(depth, state.shelf.shape[:2])[:, :, None]
    levers.deal[:] = off * state.shelf / state.invoice
    levers.deal_cover[:] = off > 0.0


def dealt(brand: int, depth: float, *, feature: float = 0.0, display: float = 0.0) -> Change:
    """Return a change that puts a brand on deal: `depth` off the shelf everywhere, shares featured and displayed."""

    def change(_week: int, state: State, levers: Levers) -> None:
        levers.deal[:, brand] = depth * state.shelf[:, brand] / state.invoice[:, brand]
        levers.deal_cover[:, brand] = float(depth > 0.0)
        levers.feature[:, brand, :] = feature
        levers.display[:, brand, :] = display

    return change


def invoiced(brand: int, factor: float) -> Change:
    """Return a change that multiplies a brand's invoice and recommended price; chains answer where they set shelves."""

    def change(_week: int, _state: State, levers: Levers) -> None:
        levers.invoice[brand] *= factor
        levers.retail[brand] *= factor

    return change


def listed(start: Start, brand: int, factor: float = 1.0) -> Change:
    """Return a change that holds a brand's listings at `factor` times those of the start, at most everywhere."""
    held = np.minimum(start.state.available[:, brand] * factor, 1.0)

    def change(_week: int, state: State, _levers: Levers) -> None:
        state.available[:, brand] = held

    return change


def together(*changes: Change) -> Change:
    """Return a change that makes several, in order."""

    def all_of_them(week: int, state: State, levers: Levers) -> None:
        for change in changes:
            change(week, state, levers)

    return all_of_them


def pressed(brand: int, factor: float) -> Change:
    """Return a change that multiplies a brand's advertising pressure by `factor`."""

    def change(_week: int, _state: State, levers: Levers) -> None:
        levers.pressure[:, brand, :] *= factor

    return change


def between(first: int, last: int, change: Change) -> Change:
    """Return `change` in the weeks from `first` to `last` and nothing in others."""

    def some(week: int, state: State, levers: Levers) -> None:
        if first <= week <= last:
            change(week, state, levers)

    return some


def settled_lab(scenario: Scenario, weeks: int = SETTLING_WEEKS, *, chains: bool = False) -> tuple[Lab, Start]:
    """Return the lab of a scenario and its settled market; the last few are kept, being values of the scenario."""
    key = f"{weeks}:{chains}:{scenario.model_dump_json()}"
    if key not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        lab = Lab(scenario, chains=chains)
        _KEPT[key] = (lab, lab.settled(weeks))
    return _KEPT[key]


_MOST_KEPT = 32
_KEPT: dict[str, tuple[Lab, Start]] = {}
