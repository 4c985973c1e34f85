"""How far a directory of results has come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import MktsimError, StoreError
from mktsim.study.compare.answer import stopped_at
from mktsim.study.question.library import Overrides, resolved_study
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import CellStatus
from mktsim.study.runs.driver import MIXED
from mktsim.study.runs.identity import VERSIONS, model_hash, platform_stamp
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import ALL, STORE_NAME, Call, open_to_look, recalled
from mktsim.study.runs.shard import WHOLE, shard_of
from mktsim.study.runs.store import Store, note
from mktsim.study.runs.store_reader import GroupCount, Held, Stored, counted_groups, stored_cells, worker_seconds
from mktsim.study.runs.worth import worth_of


@dataclass(frozen=True)
class StoreStatus:
    """Contents of a store, and what is missing."""

    path: Path
    owner: str
    """Whose results they are, in words; empty where that was not written down."""
    call: Call | None
    """Call that made it; None where that was not written down."""
    model_hash: str
    versions: dict[str, str]
    """Versions of what made it, by name."""
    mixed: tuple[str, ...]
    """Platforms that have run its cells, where there were several."""
    same_model: bool
    """Whether the model that is installed made them; otherwise nothing can be added."""
    same_platform: bool
    done: int
    failed: int
    missing: int | None
    """Cells of the arms that a comparison still lacks; None for procedures that decide as they go."""
    arms: tuple[GroupCount, ...]
    """Cells of every arm in every world as they are; cells that tell why come on top."""
    failures: tuple[Stored, ...]
    seconds: float
    """Time that workers have spent on what is there."""
    size_bytes: int


def status_of(directory: Path) -> StoreStatus:
    """Look at the store of a directory, while it is written or not. Errors: StoreError."""
    path = directory / STORE_NAME
    call = _call(directory)
    with open_to_look(directory) as store:
        groups = counted_groups(store)
        held = store.held()
        told = {key: note(store, key) or "" for key in ("owner", "model_hash", "platform", *VERSIONS)}
        mixed = note(store, MIXED)
        failures = tuple(stored_cells(store, CellStatus.FAILED))
        seconds = worker_seconds(store)
        missing = _missing(call, held, store)
    return StoreStatus(
        path=path,
        owner=told["owner"],
        call=call,
        model_hash=told["model_hash"],
        versions={key: told[key] for key in ("platform", *VERSIONS) if told[key]},
        mixed=tuple(json.loads(mixed)) if mixed else (),
        same_model=told["model_hash"] == model_hash(),
        same_platform=told["platform"] == platform_stamp(),
        done=sum(group.done for group in groups),
        failed=sum(group.failed for group in groups),
        missing=missing,
        arms=tuple(group for group in groups if not group.named.variant),
        failures=failures,
        seconds=seconds,
        size_bytes=path.stat().st_size,
    )


def _call(directory: Path) -> Call | None:
    try:
        return recalled(directory)
    except StoreError:
        return None


def _missing(call: Call | None, held: Held, store: Store) -> int | None:
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
    share = call.options.get("shard")
    planned = Planner(resolved, resolved.study.seed).grid(
        _ended(call, resolved, store), shard_of(share) if isinstance(share, str) else WHOLE
    )
    return sum(held.status(key) is None for key in planned.keys)


def _ended(call: Call, resolved: ResolvedStudy, store: Store) -> int:
    """Return the replications that a comparison needs: those at which it was sure, once it was."""
    worth, replications = call.options.get("worth"), resolved.study.replications
    if call.options.get(ALL) or not isinstance(worth, str):
        return replications
    found = stopped_at(store, resolved, worth_of(worth))
    return replications if found is None else found
