"""Plans: which cells a question needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.cell import Cell, Execution, LuckSource, ResolvedArm
from mktsim.inputs.scenario import Scenario
from mktsim.study.cells import CellKey, Planned, arm_hash, world_hash
from mktsim.study.draws import drawn
from mktsim.study.resolve import NamedArm, ResolvedStudy

AS_IS = Execution()


@dataclass(frozen=True)
class Variant:
    """A way to run a cell other than as it is: execution, silenced luck, another world."""

    title: str = ""
    execution: Execution = AS_IS
    silenced: frozenset[LuckSource] = frozenset()
    scenario: Scenario | None = None
    """A world with parameters changed; None for the given one."""


REAL = Variant()


class Planner:
    """Makes planned cells of one study; hashes each world and arm once."""

    def __init__(self, resolved: ResolvedStudy, seed: int) -> None:
        """Plan for `resolved` under root seed `seed`."""
        self.resolved = resolved
        self.seed = seed
        self._arms: dict[tuple[str, Execution], tuple[ResolvedArm, str]] = {}
        self._draws: dict[tuple[int, int], tuple[Scenario, Scenario]] = {}
        self._worlds: dict[tuple[str, frozenset[LuckSource], int], tuple[Scenario, str]] = {}

    def base(self, replications: int) -> list[Planned]:
        """Plan every arm in every world, replications 0 to `replications` - 1."""
        return [
            self.cell(arm, world, r)
            for r in range(replications)
            for world in range(len(self.resolved.worlds))
            for arm in self.resolved.arms
        ]

    def cell(self, arm: NamedArm, world: int, replication: int, variant: Variant = REAL) -> Planned:
        """Plan one cell of an arm in a world, or in a variant of it."""
        resolved, arm_key = self._arm(arm, variant.execution)
        named = self.resolved.worlds[world]
        scenario = self._drawn(variant.scenario or named.scenario, replication)
        cell = Cell(
            scenario=scenario,
            incumbent=self.resolved.incumbent,
            arm=resolved,
            seed=self.seed,
            replication=replication,
            label=self.resolved.label,
            silenced=variant.silenced,
        )
        suffix = f", {variant.title}" if variant.title else ""
        return Planned(
            key=CellKey(self._world(cell), arm_key, self.seed, replication),
            cell=cell,
            title=f"{arm.name} in {named.name}, replication {replication}{suffix}",
            rerun=f"mktsim run {self._asked(arm)} --replication {replication} --seed {self.seed}",
            keep_series=variant is REAL,
        )

    def _drawn(self, scenario: Scenario, replication: int) -> Scenario:
        """Return the world of a replication: draw r of the calibration for replication r, the scenario without one."""
        if not scenario.calibration:
            return scenario
        place = (id(scenario), replication)
        if place not in self._draws:
            self._draws[place] = (scenario, drawn(scenario, replication, self.seed, self.resolved.scenario))
        return self._draws[place][1]

    def _asked(self, arm: NamedArm) -> str:
        """Arguments by which the command line runs an arm: of a study, or of a scenario that was run alone."""
        study, file = self.resolved.study, self.resolved.file or "STUDY"
        if file != study.scenario:
            return f'{file} --arm "{arm.name}"'
        organisation = study.arms[arm.name].organisation
        return f'{file} --policy "{arm.policy}"' + (f' --organisation "{organisation}"' if organisation else "")

    def _arm(self, arm: NamedArm, execution: Execution) -> tuple[ResolvedArm, str]:
        found = self._arms.get((arm.name, execution))
        if found is None:
            resolved = replace(arm.arm, execution=execution)
            found = self._arms[arm.name, execution] = (resolved, arm_hash(resolved))
        return found

    def _world(self, cell: Cell) -> str:
        # The scenario itself is kept beside its hash, so that its id stays its own while the entry lives.
        place = (self.resolved.label, cell.silenced, id(cell.scenario))
        found = self._worlds.get(place)
        if found is None:
            found = self._worlds[place] = (cell.scenario, world_hash(cell))
        return found[1]
