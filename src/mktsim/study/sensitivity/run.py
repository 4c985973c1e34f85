"""What an answer rests on: one thing at a time, Morris over all together, and Sobol over those that move most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem, unknown_name
from mktsim.study.compare.ranking import mean_interval
from mktsim.study.compare.result import Interval
from mktsim.study.compare.run import STORE_NAME, Looking
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.driver import Driving, Progress
from mktsim.study.runs.factor import Factor, FactorKind
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.outcome_table import Sampled, good_values, values_digest
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.stamp import platform_stamp, product_version
from mktsim.study.runs.store import open_store
from mktsim.study.sensitivity import sobol
from mktsim.study.sensitivity import morris, sobol
from mktsim.study.sensitivity.assumption import assumptions_of
from mktsim.study.sensitivity.morris import Screened
from mktsim.study.sensitivity.neglected import duties_of
from mktsim.study.sensitivity.one_at_a_time import Swing, swings
from mktsim.study.sensitivity.slowed import SLOW_TIMES, edges_of
from mktsim.study.sensitivity.sobol import Share
from mktsim.study.sensitivity.words import Naming, sensitivity_words

Floats = NDArray[np.float64]
BASE, SWINGS, SCREENING, SOBOL = "as it is", "one at a time", "all together", "shares"
"""Names under which progress is told."""


@dataclass(frozen=True)
class Probing:
    """What is moved, and how hard it is looked at."""

    kinds: tuple[FactorKind, ...] = (FactorKind.ASSUMPTION,)
    """Kinds of factors."""
    only: tuple[str, ...] = ()
    """Parts of factors' names; none for all of the kinds."""
    arm: str = ""
    """Arm whose metric is looked at; empty for the lead of the first arm over the second."""
    replications: int = 4
    """Of every arm at every point."""
    trajectories: int = 8
    """Of Morris; 0 for none."""
    base_points: int = 0
    """Rows of Sobol's design, a power of two best; 0 for none."""
    keep: int = 4
    """Factors that Sobol takes: those that move most."""
    slow_times: float = SLOW_TIMES
    """Multiple of the delay of a slow link."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """All that is said."""

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
    probing: Probing
    arms: tuple[str, ...]
    """Leader and runner-up, or the arm alone."""
    base: Interval
    """The answer as things are: lead, or the arm's metric, larger is better."""
    swings: tuple[Swing, ...]
    """Largest first."""
    screened: tuple[Screened, ...]
    """Strongest first; empty without Morris."""
    shares: tuple[Share, ...]
    """Largest total first; empty without Sobol."""
    text: tuple[str, ...]
    cells: int
    """Cells that the answer rests on."""
    digest: str
    seconds: float


def sensitivity(resolved: ResolvedStudy, out: Path, probing: Probing, looking: Looking | None = None) -> Sensitivity:
    """Say what an answer rests on, with the store in directory `out`; a second call continues.

    Errors: InputError for an arm or factor that is not there; StoreError; Interrupted, resumable; CellFailed when
    more than one in twenty replications is incomplete.
    """
    look = looking or Looking()
    begun = perf_counter()
    _check(resolved, probing)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        probe = _Probe(Sampled(store, Planner(resolved, resolved.study.seed), Driving(), probing.replications), look)
        arms = _arms(probe, resolved, probing)
        factors = _factors(resolved, arms, probing)
        found = _probed(probe, (arms, factors), resolved, probing)
    return replace(found, seconds=perf_counter() - begun)


class _Probe:
    """Evaluates points of the unit cube stage by stage, and remembers what the answer rests on."""

    def __init__(self, sampled: Sampled, look: Looking) -> None:
        self.sampled = sampled
        self.look = look
        self.cells = 0
        self.seen: list[Floats] = []

    def good(self, stage: str, arms: Sequence[NamedArm], factors: Sequence[Factor], points: Floats) -> Floats:
        """Values of arms, shape (replications, points, arms); `points` are values of factors."""

        def told(progress: Progress) -> None:
            self.look.on_progress(stage, progress)

        look = self.look
        sampled = replace(self.sampled, how=Driving(look.jobs, told, look.retry_failed, look.simulate, look.cluster))
        found = good_values(sampled, arms, factors, points)
        self.cells += found.size * len(self.sampled.planner.resolved.worlds)
        self.seen.append(found)
        return found

    def answer(self, stage: str, arms: Sequence[NamedArm], factors: Sequence[Factor], unit: Floats) -> Floats:
        """Lead, or the arm's metric, at points of the unit cube, shape (replications, points)."""
        low = np.array([factor.low for factor in factors])
        high = np.array([factor.high for factor in factors])
        return answered(self.good(stage, arms, factors, low + unit * (high - low)))


def answered(good: Floats) -> Floats:
    """Return the lead of the first arm over the second, or the metric of the only one."""
    return np.asarray(good[..., 0] - good[..., 1] if good.shape[-1] > 1 else good[..., 0])


def _arms(probe: _Probe, resolved: ResolvedStudy, probing: Probing) -> tuple[NamedArm, ...]:
    """Leader and runner-up as things are, or the arm asked for."""
    good = probe.good(BASE, resolved.arms, (), np.zeros((1, 0)))[:, 0]
    if probing.arm:
        return tuple(arm for arm in resolved.arms if arm.name == probing.arm)
    order = np.argsort(-good.mean(axis=0), kind="stable")[:2]
    return tuple(resolved.arms[int(place)] for place in order)


def _factors(resolved: ResolvedStudy, arms: Sequence[NamedArm], probing: Probing) -> tuple[Factor, ...]:
    """Return the factors asked for. Errors: InputError when there is none."""
    organisations = [arm.arm.organisation for arm in arms if not arm.arm.organisation.instant]
    edges = {one.name: one for each in organisations for one in edges_of(each, probing.slow_times)}
    kinds: dict[FactorKind, tuple[Factor, ...]] = {
        FactorKind.ASSUMPTION: assumptions_of(resolved.scenario, resolved.file),
        FactorKind.DUTY: duties_of(arms[0].arm.duties) if organisations else (),
        FactorKind.EDGE: tuple(edges.values()),
    }
    every = [factor for kind in probing.kinds for factor in kinds[kind]]
    found = tuple(one for one in every if not probing.only or any(part in one.name for part in probing.only))
    if not found:
        asked = ", ".join(probing.only) or ", ".join(probing.kinds)
        names = tuple(one.name for one in every)
        raise InputError((Problem(resolved.file, 0, 0, "over", f"there is nothing to move ({asked})", names),))
    return found


def _check(resolved: ResolvedStudy, probing: Probing) -> None:
    names = tuple(arm.name for arm in resolved.arms)
    wrong = []
    if probing.arm and probing.arm not in names:
        wrong.append(unknown_name(resolved.file, "arm", probing.arm, names))
    if not probing.arm and len(names) < 2:
        wrong.append(
            Problem(resolved.file, 0, 0, "arms", "a lead needs at least two; name one arm to look at it alone")
        )
    if probing.base_points and not 1 <= probing.keep <= sobol.MOST:
        wrong.append(Problem(resolved.file, 0, 0, "keep", f"must be 1 to {sobol.MOST}, got {probing.keep}"))
    if wrong:
        raise InputError(tuple(wrong))


def _probed(
    probe: _Probe, what: tuple[tuple[NamedArm, ...], tuple[Factor, ...]], resolved: ResolvedStudy, probing: Probing
) -> Sensitivity:
    arms, factors = what
    study = resolved.study
    names = [factor.name for factor in factors]
    alone = answered(probe.good(SWINGS, arms, factors, _ends(factors)))
    found = swings(factors, alone, study.confidence)
    screened: tuple[Screened, ...] = ()
    if probing.trajectories:
        points = morris.trajectories(names, probing.trajectories, study.seed)
        values = probe.answer(SCREENING, arms, factors, points).mean(axis=0)
        screened = morris.screened(names, points, values, study.confidence, study.seed)
        screened = tuple(sorted(screened, key=lambda one: (-one.strength, one.name)))
    strongest = [one.name for one in screened] or [one.name for one in found]
    kept = [factor for name in strongest[: probing.keep] for factor in factors if factor.name == name]
    shares = _shares(probe, arms, kept, probing) if probing.base_points else ()
    base = mean_interval(alone[:, 0], study.confidence)
    unit = resolved.unit
    shown = tuple(arm.name for arm in arms)
    naming = Naming(shown, study.metric, unit)
    return Sensitivity(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=unit,
        seed=study.seed,
        confidence=study.confidence,
        replications=probing.replications,
        probing=probing,
        arms=shown,
        base=base,
        swings=found,
        screened=screened,
        shares=shares,
        text=sensitivity_words(base, (found, screened, shares), naming),
        cells=probe.cells,
        digest=values_digest(probe.seen),
        seconds=0.0,
    )


def _ends(factors: Sequence[Factor]) -> Floats:
    """Points as things are, then with one factor at an end: low and high of the first, of the second, and so on."""
    base = np.array([factor.base for factor in factors])
    rows = [base]
    for place, factor in enumerate(factors):
        for end in (factor.low, factor.high):
            row = base.copy()
            row[place] = end
            rows.append(row)
    return np.array(rows)


def _shares(probe: _Probe, arms: Sequence[NamedArm], kept: Sequence[Factor], probing: Probing) -> tuple[Share, ...]:
    study = probe.sampled.planner.resolved.study
    names = [factor.name for factor in kept]
    points = sobol.design(names, probing.base_points, study.seed)
    values = probe.answer(SOBOL, arms, kept, points).mean(axis=0)
    found = sobol.shares(names, values, study.confidence, study.seed)
    return tuple(sorted(found, key=lambda one: (-one.total.mean, one.name)))
