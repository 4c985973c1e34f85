"""Run single cells of a directory of results again: one by name, or all that failed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem, StoreError
from mktsim.inputs.paths import set_path
from mktsim.inputs.scenario import Scenario
from mktsim.study.cells import CellName, CellStatus, Finished, Planned
from mktsim.study.comparing import STORE_NAME
from mktsim.study.hashing import model_hash
from mktsim.study.plan import REAL, Planner, Variant
from mktsim.study.resolve import ResolvedStudy
from mktsim.study.schema import CELLS, KEY
from mktsim.study.stamp import platform_stamp
from mktsim.study.store import Store, forget_failed, open_store
from mktsim.study.tuned import tuned_named
from mktsim.study.value.bench import changed_cell
from mktsim.study.value.titles import change_named
from mktsim.study.why import ALONE, LADDER
from mktsim.study.working import Simulate, run_cell


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


@dataclass(frozen=True)
class Wanted:
    """A cell as a person names it; no world stands for the first of the study."""

    named: CellName
    replication: int


def rerun(resolved: ResolvedStudy, out: Path, wanted: Wanted, simulate: Simulate | None = None) -> Rerun:
    """Run one cell again and store it in place of what was there.

    A cell that was done and now fails is kept as it was. Errors: InputError for an unknown arm, world or variant;
    StoreError, also when the store holds another cell under that name because the study was changed since.
    """
    planned = _planned(resolved, wanted)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        _refuse_another(store, planned)
        before = store.statuses([planned.key]).get(planned.key)
        finished = run_cell(planned, simulate)
        same = _same(store, finished) if before is CellStatus.DONE else None
        if finished.status is CellStatus.DONE or before is not CellStatus.DONE:
            store.add(finished)
    return Rerun(finished, planned.named.rerun(out, planned.key.replication), before, same)


def forget(out: Path) -> int:
    """Take the failed cells out of a store, so that the next call runs them again; return how many.

    Errors: StoreError.
    """
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        return forget_failed(store)


def _planned(resolved: ResolvedStudy, wanted: Wanted) -> Planned:
    arms = {arm.name: arm for arm in resolved.arms}
    worlds = [world.name for world in resolved.worlds]
    arm, world, variant = wanted.named
    tuned = tuned_named(arm, resolved.arms) if arm not in arms else None
    if tuned is not None:
        arms[arm] = tuned
    _known(resolved, "arm", arm, list(arms))
    if world:
        _known(resolved, "world", world, worlds)
    place = worlds.index(world) if world else 0
    planner = Planner(resolved, resolved.study.seed)
    change = change_named(variant, arms[arm]) if variant else None
    if change is not None:
        return changed_cell(planner, (arms[arm], place), change, wanted.replication)
    changed = _variant(resolved, resolved.worlds[place].scenario, variant) if variant else REAL
    return planner.cell(arms[arm], place, wanted.replication, changed)


def _variant(resolved: ResolvedStudy, scenario: Scenario, title: str) -> Variant:
    """Return what a title of a variant stands for: an execution, a source of luck alone, a value of one assumption."""
    named = {variant.title: variant for variant in (*LADDER, *ALONE)}
    path, _, text = title.rpartition(" at ")
    if path in scenario.assumptions:
        for value in (*scenario.assumptions[path], _number(text)):
            if value is not None and f"{value:g}" == text:
                return Variant(title, scenario=set_path(scenario, path, value, resolved.file))
    _known(resolved, "variant", title, [*named, "PARAMETER at VALUE", "without DUTY, burnt", "SENDER > RECEIVER cut"])
    return named[title]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _refuse_another(store: Store, planned: Planned) -> None:
    """Refuse to run a cell that is another than the one stored under its name."""
    rows = store.read(
        f"SELECT {KEY} FROM {CELLS} WHERE groups.arm = ? AND groups.world = ? AND groups.variant = ? "
        "AND groups.seed = ? AND cells.replication = ?",
        (*planned.named, planned.key.seed, planned.key.replication),
    )
    if rows and tuple(planned.key) not in rows:
        raise StoreError(
            str(store.path),
            f"holds another cell under the name {planned.named.title(planned.key.replication)!r}: the study was "
            "changed since, or the name does not tell its values in full; mktsim resume with --failed runs it",
        )


def _known(resolved: ResolvedStudy, field: str, name: str, names: list[str]) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError((Problem(resolved.file, 0, 0, field, f"nothing is called {name!r}{hint}", tuple(names)),))


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
