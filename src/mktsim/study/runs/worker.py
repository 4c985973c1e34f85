"""Worker: run cells, measure them, and say which model and platform it did so with."""

from __future__ import annotations

import gc
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from time import perf_counter

from mktsim.inputs.cell import Cell
from mktsim.inputs.scenario import Scenario
from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.runs.cell import CellStatus, Finished, Planned
from mktsim.study.runs.encoding import layout_of, packed
from mktsim.study.runs.identity import model_hash, platform_stamp

Simulate = Callable[[Cell], History]
"""What runs a cell; the model's own unless a test gives another."""

_WORLDS_KEPT = 128
_one_at_a_time = threading.Lock()
"""A worker of a cluster may have several threads, but what the model keeps between calls is of one."""
_worlds: dict[str, Scenario] = {}


@dataclass(frozen=True)
class Identity:
    """Identity of a result's bits: model and platform."""

    model: str
    """Model hash."""
    platform: str
    """Platform stamp."""


@dataclass(frozen=True)
class Worked:
    """Results of a batch, as a worker returns them."""

    by: Identity
    finished: tuple[Finished, ...]


def identity() -> Identity:
    """Model and platform of this process."""
    return Identity(model_hash(), platform_stamp())


def run_cell(planned: Planned, simulate: Simulate | None = None) -> Finished:
    """Run one cell and measure it; whatever goes wrong in the model is kept as a failed cell."""
    begun = perf_counter()
    metrics: dict[str, float] = {}
    error, layout, block = "", "", b""
    history: History | None = None
    try:
        planned.own.put_in_use()
        cell = replace(planned.cell, keep_log=planned.keep_history)
        history = simulate(cell) if simulate else _run(planned, cell)
        metrics = measure_all(history)
        if planned.keep_series:
            layout, block = layout_of(history), packed(history)
    except (Exception, SystemExit):  # noqa: BLE001 - one failing cell, or a rule that wants to end, costs no other
        metrics, layout, block, error = {}, "", b"", traceback.format_exc()
    return Finished(
        planned=planned.key,
        named=planned.named,
        status=CellStatus.FAILED if error else CellStatus.DONE,
        error=error,
        metrics=metrics,
        layout=layout,
        block=block,
        seconds=perf_counter() - begun,
        history=history if planned.keep_history and not error else None,
    )


def run_batch(batch: tuple[Planned, ...], simulate: Simulate | None) -> Worked:
    """Run a batch in a worker; the worlds that it has seen before are the same objects as then."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl-C means
    results = run_cells(batch, simulate)
    _spare_the_collector()
    return Worked(identity(), results)


def run_cells(batch: tuple[Planned, ...], simulate: Simulate | None) -> tuple[Finished, ...]:
    """Run a batch in a worker that was prepared, one thread at a time."""
    with _one_at_a_time:
        return tuple(run_cell(_with_known_world(planned), simulate) for planned in batch)


@cache
def _spare_the_collector() -> None:
    """Have collections pass over what is compiled and imported; once: the cycles of later cells would stay for good."""
    gc.collect()
    gc.freeze()


def _run(planned: Planned, cell: Cell) -> History:
    """Run a cell in the opening that is kept of its world, or keep the one that it makes, where that is asked for."""
    if not planned.keeps_opening:
        return model()(cell)
    from mktsim.study.runs import opening_cache

    place = opening_cache.lend(planned)
    history = model()(cell)
    if place is not None:
        opening_cache.keep(planned, place)
    return history


def model() -> Simulate:
    """Return the model's own `simulate`, imported on first use."""
    from mktsim.model.simulate import simulate

    found: Simulate = simulate
    return found


def _with_known_world(planned: Planned) -> Planned:
    """Put the worker's own copy of the world into the cell, so that what is cached by world is found again."""
    if len(_worlds) > _WORLDS_KEPT:
        _worlds.clear()
    scenario = _worlds.setdefault(planned.key.world, planned.cell.scenario)
    return replace(planned, cell=replace(planned.cell, scenario=scenario))
