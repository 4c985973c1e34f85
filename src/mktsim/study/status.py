"""How far a directory of results has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import MktsimError, StoreError
from mktsim.study.call import Call, recalled
from mktsim.study.cells import CellKey, CellStatus
from mktsim.study.comparing import STORE_NAME
from mktsim.study.contents import Stored, stored_cells
from mktsim.study.hashing import model_hash
from mktsim.study.library import Overrides, resolved_study
from mktsim.study.plan import Planner
from mktsim.study.stamp import platform_stamp
from mktsim.study.store import note, open_to_read


@dataclass(frozen=True)
class ArmStatus:
    """Cells of one arm in one world as they are; cells that tell why come on top."""

    arm: str
    world: str
    done: int
    failed: int


@dataclass(frozen=True)
class StoreStatus:
    """What a store holds and what is missing."""

    path: Path
    owner: str
    """Whose results they are, in words; empty where that was not written down."""
    call: Call | None
    """Call that made it; None where that was not written down."""
    model_hash: str
    same_model: bool
    """Whether the model that is installed made them; otherwise nothing can be added."""
    same_platform: bool
    done: int
    failed: int
    missing: int | None
    """Cells of the arms that a comparison still lacks; None for procedures that decide as they go."""
    arms: tuple[ArmStatus, ...]
    failures: tuple[Stored, ...]
    seconds: float
    """Time that workers have spent on what is there."""
    size_bytes: int


def status_of(directory: Path) -> StoreStatus:
    """Look at the store of a directory, while it is written or not. Errors: StoreError."""
    path = directory / STORE_NAME
    with open_to_read(path) as store:
        cells = stored_cells(store)
        owner, model, platform = note(store, "owner"), note(store, "model_hash"), note(store, "platform")
    call = _call(directory)
    return StoreStatus(
        path=path,
        owner=owner or "",
        call=call,
        model_hash=model or "",
        same_model=model == model_hash(),
        same_platform=platform == platform_stamp(),
        done=sum(cell.status is CellStatus.DONE for cell in cells),
        failed=sum(cell.status is CellStatus.FAILED for cell in cells),
        missing=_missing(call, {cell.key for cell in cells}),
        arms=_arms(cells),
        failures=tuple(cell for cell in cells if cell.status is CellStatus.FAILED),
        seconds=sum(cell.seconds for cell in cells),
        size_bytes=path.stat().st_size,
    )


def _call(directory: Path) -> Call | None:
    try:
        return recalled(directory)
    except StoreError:
        return None


def _missing(call: Call | None, stored: set[CellKey]) -> int | None:
    """Cells of a comparison that are not there; None where that cannot be told."""
    if call is None or call.command != "compare":
        return None
    replications, seed = call.options.get("replications"), call.options.get("seed")
    try:
        resolved = resolved_study(
            call.study,
            Overrides(
                replications=replications if isinstance(replications, int) else None,
                seed=seed if isinstance(seed, int) else None,
            ),
        )
    except MktsimError:  # the study was moved or changed: what is stored can be told all the same
        return None
    planned = Planner(resolved, resolved.study.seed).base(resolved.study.replications)
    return len({one.key for one in planned} - stored)


def _arms(cells: tuple[Stored, ...]) -> tuple[ArmStatus, ...]:
    plain = [cell for cell in cells if not cell.variant]
    counts = Counter((cell.arm, cell.world, cell.status) for cell in plain)
    names = dict.fromkeys((cell.arm, cell.world) for cell in plain)
    return tuple(
        ArmStatus(arm, world, counts[arm, world, CellStatus.DONE], counts[arm, world, CellStatus.FAILED])
        for arm, world in sorted(names)
    )
