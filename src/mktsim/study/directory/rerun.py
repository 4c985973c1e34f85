"""Single cells of a directory of results again: one by its name, or all that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from mktsim.errors import InputError, StoreError, unknown_name
from mktsim.study.runs.cell import CellKey, CellName, CellStatus, Finished, Group, Planned
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.specification import planned_again, specification_of
from mktsim.study.runs.store import Store, forget_failed
from mktsim.study.runs.store_schema import NAME
from mktsim.study.runs.worker import Simulate, run_cell


@dataclass(frozen=True)
class Rerun:
    """A cell that was run again."""

    finished: Finished
    again: str
    """Command that runs it once more."""
    before: CellStatus | None
    """What the store held; None for nothing."""
    same: bool | None
    """Whether every metric has the same bits as before; None where there was nothing to compare."""


def rerun(out: Path, named: CellName, replication: int, simulate: Simulate | None = None) -> Rerun:
    """Run one cell again, by what the store says it is made from, and store it in place of what was there.

    No world stands for the only one there is. A cell that was done and now fails is kept as it was. Errors: InputError
    for a name that no cell has; StoreError, also when several cells go by that name, or the store does not say what
    they are made from.
    """
    with open_results(out) as store:
        planned = _planned(store, named, replication)
        before = store.statuses([planned.key]).get(planned.key)
        finished = run_cell(planned, simulate)
        same = _same(store, finished) if before is CellStatus.DONE else None
        if finished.status is CellStatus.DONE or before is not CellStatus.DONE:
            store.add(finished, specifications={planned.key[:3]: specification_of(planned)})
    return Rerun(finished, planned.named.rerun(out, planned.key.replication), before, same)


def forget(out: Path) -> int:
    """Take the failed cells out of a store, so that the next call runs them again; return how many.

    Errors: StoreError.
    """
    with open_results(out) as store:
        return forget_failed(store)


def _planned(store: Store, named: CellName, replication: int) -> Planned:
    found = _called(store, named)
    key = _chosen(store, tuple(found), replication)
    specification = store.specification(key[:3])
    if specification is None:
        told = "does not say what that cell is made from, as it was stored by other means; run its command again"
        raise StoreError(str(store.path), told)
    try:
        return planned_again(specification, key, found[key[:3]])
    except (ValueError, LookupError, InputError) as error:
        raise StoreError(str(store.path), f"holds a cell that cannot be made again: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Return what is wrong in one line; of a part of another form, the first field of it."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error)


def _called(store: Store, named: CellName) -> dict[Group, CellName]:
    """Return the groups of cells that go by a name, of one world. Errors: InputError with the names there are."""
    rows = store.read(f"SELECT groups.world_hash, groups.arm_hash, groups.seed, {NAME} FROM groups ORDER BY groups.id")
    groups: dict[Group, CellName] = {(row[0], row[1], row[2]): CellName(*row[3:]) for row in rows}
    for field in ("arm", "variant", "world"):
        choices = sorted({getattr(name, field) for name in groups.values()})
        wanted = getattr(named, field)
        if field == "world" and not wanted and len(choices) == 1:
            break
        groups = {group: name for group, name in groups.items() if getattr(name, field) == wanted}
        if not groups:
            raise InputError((unknown_name(str(store.path), field, wanted, choices),))
    return groups


def _chosen(store: Store, groups: Sequence[Group], replication: int) -> CellKey:
    """Return the key of the cell meant. Errors: StoreError where that is not certain."""
    keys = [CellKey(*group, replication) for group in groups]
    stored = tuple(store.statuses(keys))
    if len(stored) == 1 or len(keys) == 1:
        return stored[0] if stored else keys[0]
    if stored:
        told = "holds several cells under that name: the study was changed since the first; start anew with --fresh"
    else:
        told = f"holds no replication {replication} of that cell, and each replication has a world of its own"
    raise StoreError(str(store.path), told)


def _same(store: Store, finished: Finished) -> bool | None:
    if finished.status is not CellStatus.DONE:
        return False
    names = list(finished.metrics)
    try:
        old = store.outcomes([finished.planned], names)[0]
    except StoreError:  # what was stored is damaged, and this is how it is mended
        return None
    new = np.array([finished.metrics[name] for name in names])
    return bool(np.array_equal(old, new, equal_nan=True))
