"""Planning of cells: arms in worlds and replications, as they are or in a variant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from mktsim.inputs.cell import Cell, Execution, LuckSource, ResolvedArm
from mktsim.inputs.paths import set_path
from mktsim.inputs.scenario import Scenario
from mktsim.study.question.calibration_draws import drawn
from mktsim.study.question.resolve import NamedArm, ResolvedStudy, with_events
from mktsim.study.question.user_rules import in_use
from mktsim.study.runs.cell import CellKey, CellName, Planned, arm_hash, world_hash
from mktsim.study.runs.shard import WHOLE, Shard

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


def assumption_variant(scenario: Scenario, path: str, value: float, file: str) -> Variant:
    """Return the variant of a world in which one parameter has another value.

    Errors: InputError for a path or value that the scenario refuses; `file` is the file it names.
    """
    return Variant(f"{path} at {value:g}", scenario=set_path(scenario, path, value, file))


class Grid:
    """Cells of some arms and worlds in some replications, each once, made when they are asked for."""

    told: range = range(0)
    """Replications whose cells of the first world bring their histories back."""

    def __init__(self, row: Callable[[int], tuple[Planned, ...]], replications: range, *, alike: bool) -> None:
        """Plan `replications`; `row` plans one of them, and where they are `alike` they differ in number only."""
        self._row = row
        self._first = row(replications.start) if alike else None
        self.replications = replications
        self.keys: Sequence[CellKey] = self._sorted_keys()
        """Keys in their order."""

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Planned]:
        """Cells by replication, then in the order of worlds and arms."""
        for r in self.replications:
            cells = self._cells(r)
            world = cells[0].key.world
            yield from (
                replace(one, keep_history=True) if r in self.told and one.key.world == world else one for one in cells
            )

    def _cells(self, r: int) -> tuple[Planned, ...]:
        """Cells of one replication."""
        if self._first is None:
            return self._row(r)
        return tuple(
            replace(one, key=CellKey(*one.key[:3], r), cell=replace(one.cell, replication=r)) for one in self._first
        )

    def _sorted_keys(self) -> Sequence[CellKey]:
        if self._first is not None:
            return GridKeys(sorted(one.key for one in self._first), self.replications)
        return sorted(one.key for r in self.replications for one in self._row(r))


class GridKeys(Sequence[CellKey]):
    """Keys of a grid, sorted."""

    def __init__(self, firsts: list[CellKey], replications: range) -> None:
        self._firsts = firsts
        self._replications = replications

    def __len__(self) -> int:
        return len(self._firsts) * len(self._replications)

    @overload
    def __getitem__(self, place: int) -> CellKey: ...
    @overload
    def __getitem__(self, place: slice) -> list[CellKey]: ...
    def __getitem__(self, place: int | slice) -> CellKey | list[CellKey]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        group, row = divmod(place, len(self._replications))
        return CellKey(*self._firsts[group][:3], self._replications[row])


class Planner:
    """Makes planned cells of one study; hashes each world and arm once."""

    def __init__(self, resolved: ResolvedStudy, seed: int, first: int = 0) -> None:
        """Plan for `resolved` under root seed `seed`; replication 0 of the plan is replication `first` of the luck."""
        self.resolved = resolved
        self.seed = seed
        self.first = first
        self._arms: dict[tuple[str, Execution], tuple[ResolvedArm, str]] = {}
        self._happenings: dict[tuple[int, str], tuple[Scenario, Scenario]] = {}
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

    def grid(self, replications: int, shard: Shard = WHOLE) -> Grid:
        """Plan the same cells one by one as they are asked for, each once; of a shard of the replications."""
        alike = not any(world.scenario.calibration for world in self.resolved.worlds)
        shared = shard.replications(replications)
        numbers = range(shared.start + self.first, shared.stop + self.first, shared.step)
        return Grid(self._row, numbers, alike=alike)

    def _row(self, number: int) -> tuple[Planned, ...]:
        """Plan every arm in every world, each cell once, in replication `number` of the luck."""
        arms, worlds = self.resolved.arms, range(len(self.resolved.worlds))
        row = [self.cell(arm, world, number - self.first) for world in worlds for arm in arms]
        return tuple({one.key: one for one in reversed(row)}.values())[::-1]

    def cell(self, arm: NamedArm, world: int, replication: int, variant: Variant = REAL) -> Planned:
        """Plan one cell of an arm in a world, or in a variant of it."""
        replication += self.first
        resolved, arm_key = self._arm(arm, variant.execution)
        named = self.resolved.worlds[world]
        undrawn = self._happening(variant.scenario or named.scenario, arm)
        scenario = self._drawn(undrawn, replication)
        cell = Cell(
            scenario=scenario,
            incumbent=self.resolved.incumbent,
            arm=resolved,
            seed=self.seed,
            replication=replication,
            label=self.resolved.label,
            silenced=variant.silenced,
        )
        return Planned(
            key=CellKey(self._world(cell), arm_key, self.seed, replication),
            cell=cell,
            named=CellName(arm.name, named.name, variant.title),
            keep_series=variant is REAL,
            undrawn=undrawn if undrawn.calibration else None,
            own=in_use(),
        )

    def _happening(self, scenario: Scenario, arm: NamedArm) -> Scenario:
        """Return the world in which an arm's own events happen."""
        if not arm.events:
            return scenario
        place = (id(scenario), arm.name)
        if place not in self._happenings:
            self._happenings[place] = (scenario, with_events(scenario, arm.events))
        return self._happenings[place][1]

    def _drawn(self, scenario: Scenario, replication: int) -> Scenario:
        """Return the world of a replication: draw r of the calibration for replication r, the scenario without one."""
        if not scenario.calibration:
            return scenario
        place = (id(scenario), replication)
        if place not in self._draws:
            self._draws[place] = (scenario, drawn(scenario, replication, self.seed, self.resolved.scenario))
        return self._draws[place][1]

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
