"""Pins: outcomes of a scenario's status quo, kept so that a later change that moves them is seen."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.inputs.read import read
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.question.located import located
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import table_digest
from mktsim.study.runs.identity import platform_stamp
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.worker import Simulate, model

SCHEMA_VERSION = 1
REPLICATIONS = 3
"""Replications that a pin averages over."""
TOLERANCE = 0.01
"""Relative difference allowed on another platform: assumption, wide enough for a count that rounds otherwise."""


@dataclass(frozen=True)
class PinnedMetric:
    """One metric as it was."""

    value: float | None
    """Mean over the replications in which it is a number; None when it is in none."""
    tolerance: float
    """Absolute difference allowed on another platform."""


@dataclass(frozen=True)
class Pin:
    """Outcomes of one scenario's status quo."""

    schema_version: int
    scenario: str
    policy: str
    organisation: str
    seed: int
    replications: int
    platform: str
    """Platform stamp of the one that pinned."""
    digest: str
    """Hash of all values; the same on the same platform."""
    metrics: dict[str, PinnedMetric]


@dataclass(frozen=True)
class PinDifference:
    """A metric that moved."""

    scenario: str
    metric: str
    pinned: float | None
    now: float | None
    allowed: float
    """Absolute difference allowed; zero on the platform of the pin."""

    @property
    def change_percent(self) -> float | None:
        """Change in percent of what it was; None where it was nothing, or there is none."""
        if self.pinned is None or self.now is None or self.pinned == 0.0:
            return None
        return 100.0 * (self.now - self.pinned) / abs(self.pinned)


def make_pin(resolved: ResolvedStudy, simulate: Simulate | None = None, replications: int = REPLICATIONS) -> Pin:
    """Run the only arm of `resolved` (see `resolve_run`) and pin its outcomes; what the model raises goes up."""
    planner = Planner(resolved, resolved.study.seed)
    run = simulate or model()
    found = [measure_all(run(planner.cell(resolved.arms[0], 0, r).cell)) for r in range(replications)]
    names = sorted({name for metrics in found for name in metrics})
    table = np.array([[metrics.get(name, math.nan) for name in names] for metrics in found])
    arm = resolved.arms[0]
    return Pin(
        schema_version=SCHEMA_VERSION,
        scenario=resolved.scenario.name,
        policy=arm.policy,
        organisation=arm.organisation,
        seed=resolved.study.seed,
        replications=replications,
        platform=platform_stamp(),
        digest=table_digest(names, [str(r) for r in range(replications)], table),
        metrics={name: _pinned(table[:, place]) for place, name in enumerate(names)},
    )


def differences(pinned: Pin, now: Pin) -> tuple[PinDifference, ...]:
    """Metrics that moved, those that came or went included; exact on the platform of the pin."""
    if pinned.platform == now.platform and pinned.digest == now.digest:
        return ()
    is_same_platform = pinned.platform == now.platform
    found = []
    for name in sorted({*pinned.metrics, *now.metrics}):
        old, new = pinned.metrics.get(name), now.metrics.get(name)
        allowed = 0.0 if is_same_platform or old is None else old.tolerance
        before, after = old.value if old else None, new.value if new else None
        if (old is None) != (new is None) or _moved(before, after, allowed):
            found.append(PinDifference(pinned.scenario, name, before, after, allowed))
    return tuple(found)


def write_pin(path: Path, pin: Pin) -> None:
    """Write a pin as JSON, through a neighbour that replaces it at once."""
    text = json.dumps(asdict(pin), indent=1, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def read_pin(path: Path) -> Pin:
    """Read a pin; JSON is YAML, so that its reader's bounds hold here too.

    Errors: InputError for a file that is missing or is no pin, with line, column and field.
    """
    if not path.exists():
        raise InputError((Problem(str(path), 0, 0, "", "there is no pin; make it with mktsim pin"),))
    try:
        pin = read(path, Pin)
    except InputError as error:
        raise InputError(
            tuple(replace(one, message=f"is not a pin: {one.message}") for one in error.problems)
        ) from error
    if pin.schema_version != SCHEMA_VERSION:
        message = f"is {pin.schema_version}, not {SCHEMA_VERSION}"
        raise InputError(located((Problem(str(path), 0, 0, "schema_version", message),), path))
    return pin


def _pinned(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> PinnedMetric:
    known = values[np.isfinite(values)]
    if not known.size:
        return PinnedMetric(None, 0.0)
    mean = float(known.mean())
    spread = float(known.max() - known.min())
    return PinnedMetric(mean, TOLERANCE * max(abs(mean), spread))


def _moved(before: float | None, after: float | None, allowed: float) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) > allowed
