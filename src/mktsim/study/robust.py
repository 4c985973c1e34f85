"""Ask whether the choice holds when the market is another: run arms in many worlds, and see where it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed, InputError, Problem
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Scenario
from mktsim.outcomes.metrics.metric import Better
from mktsim.study.cells import Planned
from mktsim.study.comparing import STORE_NAME, Looking
from mktsim.study.decision.break_even import BreakEven, answer, next_value
from mktsim.study.decision.design import Design, points
from mktsim.study.decision.robust_words import RobustNaming, robust_words
from mktsim.study.decision.robustness import RobustAsked, Robustness, robustness
from mktsim.study.decision.tree import Leaf, grown
from mktsim.study.digest import digest
from mktsim.study.draws import drawn_values, settled
from mktsim.study.drive import Driving, Progress, drive
from mktsim.study.gather import WORST_DROPPED
from mktsim.study.hashing import model_hash
from mktsim.study.plan import Planner, Variant
from mktsim.study.resolve import NamedArm, NamedWorld, ResolvedStudy
from mktsim.study.stamp import platform_stamp, product_version
from mktsim.study.store import Store, open_store

Floats = NDArray[np.float64]
STAGE, TURNING = "robust", "turning"
"""Names under which progress is told."""
_NO_DATA = np.zeros((0, 0))


@dataclass(frozen=True)
class Doubt:
    """Which worlds are tried."""

    draws: int = 0
    """Worlds drawn from the scenario's calibration and the ranges of other assumptions, beside those named."""
    design: Design = Design.LATIN
    replications: int = 20
    """Of each arm in each world."""
    satisfied_with: float = 0.0
    """Metric that is good enough."""
    tolerance: float = 0.0
    """Regret up to which the leader does not count as failing, in units of the metric."""
    break_even: tuple[str, ...] = ()
    """Parameters whose value that turns the verdict is looked for."""


@dataclass(frozen=True, eq=False)
class Robust:
    """All that is said about robustness."""

    study: str
    title: str
    study_hash: str
    model_hash: str
    version: str
    metric: str
    unit: str
    seed: int
    confidence: float
    replications: int
    doubt: Doubt
    arms: tuple[str, ...]
    worlds: tuple[str, ...]
    weights: Floats
    found: Robustness
    fails: NDArray[np.bool_]
    """Worlds in which the leader's regret is above the tolerance and more than two standard errors from zero."""
    leaves: tuple[Leaf, ...]
    """Where it fails; empty without drawn worlds."""
    break_evens: tuple[BreakEven, ...]
    text: tuple[str, ...]
    """Sentences: verdict, where it fails, what turns it, what to buy."""
    failed: int
    digest: str
    seconds: float
    parameters: tuple[str, ...] = ()
    """Parameters that were drawn."""
    values: Floats = field(default_factory=lambda: _NO_DATA)
    """Their values, shape (drawn worlds, parameters)."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Worlds with the values that made them."""

    worlds: tuple[NamedWorld, ...]
    parameters: tuple[str, ...]
    values: Floats


def robust(resolved: ResolvedStudy, out: Path, doubt: Doubt, looking: Looking | None = None) -> Robust:
    """Compare the arms in many worlds, with the store in directory `out`; a second call continues.

    Errors: InputError with fewer than two arms or worlds, or a break-even of what is no assumption; StoreError;
    Interrupted, resumable; CellFailed when more than one in twenty replications is incomplete.
    """
    look = looking or Looking()
    begun = perf_counter()
    drawn = drawn_worlds(resolved, doubt)
    wide = replace(resolved, worlds=drawn.worlds)
    _check(wide, doubt)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        planned = Planner(wide, wide.study.seed).base(doubt.replications)
        drive(planned, store, _driving(look, STAGE))
        good, failed = world_table(store, wide, planned, doubt.replications)
        weights = np.array([world.weight for world in drawn.worlds])
        weights = weights / weights.sum()
        sign = _sign(resolved)
        asked = RobustAsked(sign * doubt.satisfied_with, resolved.study.confidence, resolved.study.seed)
        found = robustness(good, weights, asked)
        pair = (resolved.arms[found.leader], resolved.arms[found.runner_up])
        turns = tuple(_break_even(store, resolved, pair, path, (doubt, look)) for path in doubt.break_even)
        stamp = digest(store, [one.key for one in planned])
    return _said(resolved, doubt, drawn, _Told(found, turns, len(good), failed, stamp, perf_counter() - begun))


@dataclass(frozen=True)
class _Told:
    """What was found."""

    found: Robustness
    turns: tuple[BreakEven, ...]
    replications: int
    failed: int
    digest: str
    seconds: float


def _said(resolved: ResolvedStudy, doubt: Doubt, drawn: Drawn, told: _Told) -> Robust:
    study, found = resolved.study, told.found
    regrets, errors = found.regrets[:, found.leader], found.regret_se[:, found.leader]
    fails = (regrets > doubt.tolerance) & (regrets > 2.0 * errors)
    count = len(drawn.values)
    leaves = grown(drawn.values, fails[-count:], drawn.parameters) if count else ()
    unit = resolved.metric.unit.replace("money", resolved.scenario.money.currency)
    arms = tuple(arm.name for arm in resolved.arms)
    worlds = tuple(world.name for world in drawn.worlds)
    weights = np.array([world.weight for world in drawn.worlds])
    naming = RobustNaming(arms, worlds, study.metric, unit)
    return Robust(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=unit,
        seed=study.seed,
        confidence=study.confidence,
        replications=told.replications,
        doubt=doubt,
        arms=arms,
        worlds=worlds,
        weights=weights / weights.sum(),
        found=found,
        fails=fails,
        leaves=leaves,
        break_evens=told.turns,
        text=robust_words(found, (fails, leaves, told.turns), naming),
        failed=told.failed,
        digest=told.digest,
        seconds=told.seconds,
        parameters=drawn.parameters,
        values=drawn.values,
    )


def drawn_worlds(resolved: ResolvedStudy, doubt: Doubt) -> Drawn:
    """Return the worlds that a question about robustness is asked in, named and drawn."""
    named = resolved.worlds if resolved.study.worlds or not doubt.draws else ()
    scenario = resolved.scenario
    learnt = tuple(one.path for group in scenario.calibration for one in group.parameters)
    guessed = tuple(name for name in scenario.assumptions if name not in learnt)
    names = (*learnt, *guessed)
    if not doubt.draws or not names:
        return Drawn(named, (), _NO_DATA)
    values = np.column_stack([_told(scenario, doubt.draws, resolved.study.seed), _guesses(resolved, doubt, guessed)])
    drawn = []
    for place, row in enumerate(values):
        changed: Scenario = scenario
        for name, value in zip(names, row, strict=True):
            changed = set_path(changed, name, float(value), resolved.file)
        drawn.append(NamedWorld(f"draw {place}", 1.0, settled(changed)))
    return Drawn((*named, *drawn), names, values)


def _told(scenario: Scenario, draws: int, seed: int) -> Floats:
    """Return draws of what histories told, each joint, shape (draws, calibrated parameters)."""
    rows = [list(drawn_values(scenario, draw, seed).values()) for draw in range(draws)]
    return np.array(rows).reshape(draws, -1)


def _guesses(resolved: ResolvedStudy, doubt: Doubt, names: tuple[str, ...]) -> Floats:
    """Return draws from the ranges of assumptions, shape (draws, names)."""
    if not names:
        return np.zeros((doubt.draws, 0))
    scenario = resolved.scenario
    ranges = np.array([scenario.assumptions[name] for name in names])
    unit = points(doubt.design, doubt.draws, names, resolved.study.seed)
    values = ranges[:, 0] + unit * (ranges[:, 1] - ranges[:, 0])
    for column, name in enumerate(names):
        if _is_whole(scenario, name):
            values[:, column] = np.round(values[:, column])
    return np.asarray(values)


def _is_whole(scenario: Scenario, path: str) -> bool:
    value = get_path(scenario, path)
    return isinstance(value, int) and not isinstance(value, bool)


def _check(resolved: ResolvedStudy, doubt: Doubt) -> None:
    wrong: list[tuple[str, str, tuple[str, ...]]] = []
    if len(resolved.worlds) < 2:
        message = "needs at least two: name worlds in the study, or assumptions with ranges in the scenario and draws"
        wrong.append(("worlds", message, ()))
    if len(resolved.arms) < 2:
        wrong.append(("arms", "needs at least two", ()))
    known = tuple(resolved.scenario.assumptions)
    wrong += [
        ("break_even", f"{path} is no assumption of the scenario", known)
        for path in doubt.break_even
        if path not in known
    ]
    if wrong:
        raise InputError(tuple(Problem(resolved.file, 0, 0, name, text, choices) for name, text, choices in wrong))


def _sign(resolved: ResolvedStudy) -> float:
    return -1.0 if resolved.metric.better is Better.LOWER else 1.0


def world_table(store: Store, wide: ResolvedStudy, planned: Sequence[Planned], replications: int) -> tuple[Floats, int]:
    """Table of complete replications, shape (kept, worlds, arms), larger is better, and how many cells failed."""
    keys = [one.key for one in planned]
    values = store.outcomes(keys, [wide.metric.name]).reshape(replications, len(wide.worlds), len(wide.arms))
    failures = store.failures(keys)
    kept = np.isfinite(values).all(axis=(1, 2))
    if kept.sum() < 2 or (~kept).mean() > WORST_DROPPED:
        if not failures:
            message = f"{wide.metric.name} is no number in some replications; choose another"
            raise InputError((Problem(wide.file, 0, 0, "metric", message),))
        reason = failures[0].error.strip().splitlines()[-1]
        raise CellFailed(failures[0].title, f"{reason}; {len(failures)} of {len(keys)} cells failed")
    return _sign(wide) * values[kept], len(failures)


def _break_even(
    store: Store,
    resolved: ResolvedStudy,
    pair: tuple[NamedArm, NamedArm],
    path: str,
    how: tuple[Doubt, Looking],
) -> BreakEven:
    """Find the value of one parameter at which the leader's lead is gone, all else as in the scenario."""
    doubt, look = how
    scenario = resolved.scenario
    low, high = scenario.assumptions[path]
    planner = Planner(replace(resolved, worlds=(NamedWorld(scenario.name, 1.0, scenario),)), resolved.study.seed)
    leads: dict[float, Floats] = {}
    whole = _is_whole(scenario, path)

    def wanted() -> float | None:
        return next_value({at: float(np.nanmean(x)) for at, x in leads.items()}, low, high, whole=whole)

    while (value := wanted()) is not None:
        variant = Variant(f"{path} at {value:g}", scenario=set_path(scenario, path, value, resolved.file))
        cells = [planner.cell(arm, 0, r, variant) for arm in pair for r in range(doubt.replications)]
        drive(cells, store, _driving(look, TURNING))
        both = store.outcomes([one.key for one in cells], [resolved.metric.name]).reshape(2, -1)
        leads[value] = _sign(resolved) * (both[0] - both[1])
        if not np.isfinite(leads[value]).any():
            raise CellFailed(variant.title, "no replication could be run there; mktsim status shows why")
    kept = np.isfinite(np.stack(list(leads.values()))).all(axis=0)
    known = {at: x[kept] for at, x in leads.items()}
    return answer(path, known, resolved.study.confidence, resolved.study.seed)


def _driving(look: Looking, stage: str) -> Driving:
    def told(progress: Progress) -> None:
        look.on_progress(stage, progress)

    return Driving(look.jobs, told, look.retry_failed, look.simulate, look.cluster)
