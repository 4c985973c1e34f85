"""E4, planning: a firm with its planning department's work and without, in calm and in turbulent markets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.experiments.organised import Organised
from mktsim.inputs.study import Neglect
from mktsim.outcomes.metrics.table import METRICS

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

TURBULENCE = 2.0
"""Multiple of all spreads of luck in a turbulent market: assumption."""
OWNER = "planning"
"""Department whose duties are left undone in a firm without planning."""


@dataclass(frozen=True)
class Planning:
    """Net present value by market, what is left at the horizon included, money."""

    calm_with: float
    calm_without: float
    turbulent_with: float
    turbulent_without: float


def planning(scenario: Scenario, seed: int) -> Planning:
    """Run the firm with and without its planning duties under common random numbers."""
    calm = Organised.of(scenario, scenario.horizon_weeks, "planning", scenario.run_out_weeks)
    luck = calm.world.market.luck
    spreads = {name: TURBULENCE * getattr(luck, name) for name in type(luck).model_fields if name.endswith("_sd")}
    market = calm.world.market.model_copy(update={"luck": luck.model_copy(update=spreads)})
    turbulent = replace(calm, world=calm.world.model_copy(update={"market": market}))
    none = tuple(Neglect(duty=duty.id) for duty in calm.arm.duties if duty.owner == OWNER)
    value = METRICS["npv"].measure
    return Planning(*(value(firm.run(seed, left)) for firm in (calm, turbulent) for left in ((), none)))


E4_PLANNING = Experiment("E4 planning", "a horizon with and without planning, calm and turbulent", planning, seeds=30)
