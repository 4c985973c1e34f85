"""Cells of experiments in which the whole organisation works: a world, an organisation, a replication, its money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.inputs.cell import Cell, ResolvedArm

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Neglect
    from mktsim.outcomes.history import History


@dataclass(frozen=True)
class Organised:
    """A scenario ready to run under its status quo, with whatever is changed in it."""

    world: Scenario
    """As declared, so that it can be changed and hashed."""
    arm: ResolvedArm
    label: str

    @staticmethod
    def of(scenario: Scenario, horizon_weeks: int, label: str, run_out_weeks: int = 1) -> Organised:
        """Return a scenario of another horizon, without a run-out to speak of unless one is given."""
        from mktsim.study.question.library import library_beside
        from mktsim.study.question.resolve import incumbent_of, plain_scenario

        update = {"horizon_weeks": horizon_weeks, "run_out_weeks": run_out_weeks}
        arm = incumbent_of(scenario, library_beside(Path("validation.yaml")))
        return Organised(plain_scenario(scenario).model_copy(update=update), arm, f"validation/{scenario.name}/{label}")

    def run(self, replication: int, neglect: tuple[Neglect, ...] = ()) -> History:
        """Return the history of one replication; what is neglected is neglected from the opening on."""
        from mktsim.model.simulate import simulate

        arm = replace(self.arm, neglect=neglect)
        return simulate(Cell(self.world, self.arm, arm, 1, replication, self.label, frozenset()))


def profit(history: History) -> float:
    """Return all money of the counted weeks, undiscounted."""
    return float(history.money.values[: history.horizon].sum())
