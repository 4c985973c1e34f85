"""Run single cells of a directory of results again: one by name, or all that failed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.study.cells import CellStatus, Finished, Planned
from mktsim.study.comparing import STORE_NAME
from mktsim.study.drive import Simulate, run_cell
from mktsim.study.hashing import model_hash
from mktsim.study.plan import Planner
from mktsim.study.resolve import ResolvedStudy
from mktsim.study.stamp import platform_stamp
from mktsim.study.store import Store, forget_failed, open_store


@dataclass(frozen=True)
class Rerun:
    """A cell that was run again."""

    finished: Finished
    before: CellStatus | None
    """What the store held; None for nothing."""
    same: bool | None
    """Whether every metric has the same bits as before; None where there was nothing to compare."""


@dataclass(frozen=True)
class CellName:
    """A cell as a person names it."""

    arm: str
    replication: int
    world: str = ""
    """World of the study; empty for the first."""


def rerun(resolved: ResolvedStudy, out: Path, name: CellName, simulate: Simulate | None = None) -> Rerun:
    """Run one cell again and store it in place of what was there.

    A cell that was done and now fails is kept as it was. Errors: InputError for an unknown arm or world; StoreError.
    """
    planned = _planned(resolved, name)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        before = store.statuses([planned.key]).get(planned.key)
        finished = run_cell(planned, simulate)
        same = _same(store, finished) if before is CellStatus.DONE else None
        if finished.status is CellStatus.DONE or before is not CellStatus.DONE:
            store.add(finished)
    return Rerun(finished, before, same)


def forget(out: Path) -> int:
    """Take the failed cells out of a store, so that the next call runs them again; return how many.

    Errors: StoreError.
    """
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        return forget_failed(store)


def _planned(resolved: ResolvedStudy, name: CellName) -> Planned:
    arms = {arm.name: arm for arm in resolved.arms}
    worlds = [world.name for world in resolved.worlds]
    _known(resolved, "arm", name.arm, list(arms))
    if name.world:
        _known(resolved, "world", name.world, worlds)
    world = worlds.index(name.world) if name.world else 0
    return Planner(resolved, resolved.study.seed).cell(arms[name.arm], world, name.replication)


def _known(resolved: ResolvedStudy, field: str, name: str, names: list[str]) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError((Problem(resolved.file, 0, 0, field, f"nothing is called {name!r}{hint}", tuple(names)),))


def _same(store: Store, finished: Finished) -> bool:
    if finished.status is not CellStatus.DONE:
        return False
    names = list(finished.metrics)
    old = store.outcomes([finished.planned], names)[0]
    new = np.array([finished.metrics[name] for name in names])
    return bool(np.array_equal(old, new, equal_nan=True))
