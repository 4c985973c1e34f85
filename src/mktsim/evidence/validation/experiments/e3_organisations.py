"""E3 with organisations drawn at random: new products that differ in appeal, market, coordination, staff and skill.

The run opens with the product's development: what is known of success in new products is about projects, and most of
what an organisation does for them is done before the launch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.experiments.organised import Organised
from mktsim.inputs.scenario import Launch, Project
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.scenario import Scenario

LAUNCHES = 84
"""Launches a seed; six seeds make 504 (G45: 500).

The strongest of six correlations is too large by chance where launches are few: with 24 a seed by some .2.
"""
YEARS = 3
"""Years of profit (G45), from the day for which the launch is planned."""
PLANNED_WEEKS = 70
"""Weeks planned for development: what the scenario's organisation takes on average."""
PRODUCT = ("quality", "potential")
ORGANISATION = ("integration", "resources", "meetings", "marketing", "rnd", "operations")
QUALITY_SD = 0.30
"""Spread of true quality, utility: assumption, as in G44."""
POTENTIAL_SD = 0.25
"""Spread of the share of households that could ever adopt, sd of log: assumption."""
INTEGRATION_SD = 0.7
"""Spread of delays and added variance of all edges, sd of log: assumption; a factor of two is common."""
MEETINGS_SD = 0.7
"""Spread of the attention that messages cost, sd of log: assumption."""
RESOURCES_SD = 0.3
"""Spread of staff, sd of log: assumption."""
SKILL_SD = 0.12
"""Spread of skills of departments, level: assumption."""
LEAST_SKILL = 0.2
DEPARTMENTS = {
    "marketing": ("product_marketing", "market_development", "communications", "sales_support", "sales"),
    "rnd": ("rnd",),
    "operations": ("production", "procurement", "logistics"),
}


@dataclass(frozen=True, eq=False)
class OrganisedLaunches:
    """Launches with what they were drawn as."""

    drawn: dict[str, Floats]
    """Standard normal attributes by name, each of shape (launches,); more is better but for `meetings`."""
    value: Floats
    """Net present value of development and three years from the planned launch, money, shape (launches,)."""

    def columns(self, *names: str) -> Floats:
        """Return attributes as columns, shape (launches, names)."""
        return np.column_stack([self.drawn[name] for name in names])


def organised_launches(scenario: Scenario, seed: int) -> OrganisedLaunches:
    """Run launches whose products, markets and organisations are drawn independently."""
    from mktsim.outcomes.metrics.value import npv_without_terminal

    design = Designer("E3 organisations", seed)
    drawn = {name: design.normal((name,), LAUNCHES) for name in (*PRODUCT, *ORGANISATION)}
    firm = Organised.of(in_development(scenario), PLANNED_WEEKS + YEARS * YEAR, "organisations")
    value = np.empty(LAUNCHES)
    for number in range(LAUNCHES):
        one = {name: float(values[number]) for name, values in drawn.items()}
        arm = replace(firm.arm, organisation=drawn_organisation(firm.arm.organisation, one))
        launch = replace(firm, world=drawn_world(firm.world, one), arm=arm)
        value[number] = npv_without_terminal(launch.run(seed * LAUNCHES + number))
    return OrganisedLaunches(drawn, value)


def in_development(scenario: Scenario) -> Scenario:
    """Return the scenario with a product that is still to be developed."""
    return scenario.model_copy(update={"opening": Launch(project=Project())})


def drawn_world(world: Scenario, one: dict[str, float]) -> Scenario:
    """Return a launch of another product in a market of another size."""
    product = world.brands[0]
    product = product.model_copy(update={"quality": product.quality + QUALITY_SD * one["quality"]})
    adoption = world.market.adoption
    potential = min(adoption.potential_share * float(np.exp(POTENTIAL_SD * one["potential"])), 1.0)
    market = world.market.model_copy(update={"adoption": adoption.model_copy(update={"potential_share": potential})})
    return world.model_copy(update={"brands": (product, *world.brands[1:]), "market": market})


def drawn_organisation(base: Organisation, one: dict[str, float]) -> Organisation:
    """Return an organisation of other coordination, meeting load, staff and skills."""
    slower = float(np.exp(-INTEGRATION_SD * one["integration"]))
    dearer = float(np.exp(MEETINGS_SD * one["meetings"]))
    edges = tuple(
        edge.model_copy(
            update={
                "delay_days": edge.delay_days * slower,
                "added_variance": edge.added_variance * slower,
                "attention_days": edge.attention_days * dearer,
            }
        )
        for edge in base.edges
    )
    skill = {name: SKILL_SD * one[group] for group, names in DEPARTMENTS.items() for name in names}
    staff = float(np.exp(RESOURCES_SD * one["resources"]))
    agents = {
        name: agent if agent.outside else agent.model_copy(
            update={
                "roles": {
                    title: role.model_copy(
                        update={
                            "staff_fte": role.staff_fte * staff,
                            "skill": float(np.clip(role.skill + skill.get(name, 0.0), LEAST_SKILL, 1.0)),
                        }
                    )
                    for title, role in agent.roles.items()
                }
            }
        )
        for name, agent in base.agents.items()
    }  # fmt: skip
    return base.model_copy(update={"edges": edges, "agents": agents})


E3_ORGANISATIONS = Experiment(
    "E3 organisations", "84 launches a seed under organisations drawn at random", organised_launches, seeds=6
)
