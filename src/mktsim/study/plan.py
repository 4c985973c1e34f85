"""Plans: which cells a question needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from mktsim.inputs.cell import Cell, Execution, LuckSource, ResolvedArm
from mktsim.inputs.scenario import Scenario
from mktsim.study.cells import CellKey, CellName, Planned, arm_hash, world_hash
from mktsim.study.resolve import NamedArm, ResolvedStudy
from mktsim.study.share import WHOLE, Share

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


class Grid:
    """Cells of some arms and worlds in some replications, each once, made when they are asked for."""

    def __init__(self, firsts: tuple[Planned, ...], replications: range) -> None:
        """Plan `replications` of what `firsts` plan one replication of."""
        self._firsts = firsts
        self.replications = replications
        self.keys: Sequence[CellKey] = GridKeys(sorted(one.key for one in firsts), replications)
        """Keys in their order."""

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Planned]:
        """Cells by replication, then in the order of worlds and arms."""
        for r in self.replications:
            for one in self._firsts:
                key = CellKey(*one.key[:3], r)
                yield Planned(key, replace(one.cell, replication=r), one.named, one.keep_series)


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
        self._worlds: dict[tuple[str, frozenset[LuckSource], int], tuple[Scenario, str]] = {}

    def base(self, replications: int) -> list[Planned]:
        """Plan every arm in every world, replications 0 to `replications` - 1."""
        return [
            self.cell(arm, world, r)
            for r in range(replications)
            for world in range(len(self.resolved.worlds))
            for arm in self.resolved.arms
        ]

    def grid(self, replications: int, share: Share = WHOLE) -> Grid:
        """Plan the same cells one by one as they are asked for, each once; of a share of the replications."""
        arms, worlds = self.resolved.arms, range(len(self.resolved.worlds))
        first = [self.cell(arm, world, 0) for world in worlds for arm in arms]
        shared = share.replications(replications)
        numbers = range(shared.start + self.first, shared.stop + self.first, shared.step)
        return Grid(tuple({one.key: one for one in reversed(first)}.values())[::-1], numbers)

    def cell(self, arm: NamedArm, world: int, replication: int, variant: Variant = REAL) -> Planned:
        """Plan one cell of an arm in a world, or in a variant of it."""
        replication += self.first
        resolved, arm_key = self._arm(arm, variant.execution)
        named = self.resolved.worlds[world]
        scenario = variant.scenario or named.scenario
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
        )

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
