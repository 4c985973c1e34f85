"""What information is worth before the decision: better research, faster approval, a better forecast, a known world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem, did_you_mean
from mktsim.study.compare.result import Interval
from mktsim.study.compare.run import STORE_NAME, Looking
from mktsim.study.information.approved import Approved
from mktsim.study.information.evppi import Asked, Knowing, knowing, knowing_all
from mktsim.study.information.forecast import Forecast
from mktsim.study.information.improvements import Improvement, improvement
from mktsim.study.information.perfect import CEILINGS
from mktsim.study.information.researched import Researched, instruments_of, subjects_of
from mktsim.study.information.words import Naming, information_words
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.robust.regret import RobustAsked, robustness
from mktsim.study.robust.run import Doubt, drawn_worlds, world_table
from mktsim.study.runs.driver import Driving, Progress, drive
from mktsim.study.runs.factor import Factor, Setting
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.outcome_table import Sampled, setting_values, values_digest
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.sampling import Design
from mktsim.study.runs.stamp import platform_stamp, product_version
from mktsim.study.runs.store import Store, open_store

Floats = NDArray[np.float64]
WORK, WORLDS = "work", "worlds"
"""Names under which progress is told."""
_MOST_TIMES = 20.0


@dataclass(frozen=True)
class Worth:
    """What is asked."""

    research: tuple[str, ...] = ()
    """Instruments or topics whose standard errors are made smaller; none for each instrument."""
    times: float = 4.0
    """How much more research is done, faster approval is, and less the error of sales figures: four times the sample
    halves a standard error."""
    replications: int = 20
    """Of each arm with each improvement."""
    draws: int = 32
    """Worlds drawn from the ranges of the assumptions; 0 for no question about the world."""
    world_replications: int = 4
    """Of each arm in each drawn world."""
    reliability: float = 0.5
    """Share of a parameter's variance that research into it would explain."""


@dataclass(frozen=True, eq=False)
class Information:
    """All that is said about the worth of information."""

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
    worth: Worth
    arms: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    """Asked for, by gain of the choice."""
    ceilings: tuple[Improvement, ...]
    """All knowledge perfect; no delay."""
    world: Interval | None
    """Worth of knowing the world before choosing; None without draws."""
    parameters: tuple[Knowing, ...]
    """Worth of knowing each parameter, largest first."""
    text: tuple[str, ...]
    cells: int
    digest: str
    seconds: float


def information(resolved: ResolvedStudy, out: Path, worth: Worth, looking: Looking | None = None) -> Information:
    """Say what information is worth, with the store in directory `out`; a second call continues.

    Errors: InputError for an instrument or topic that nobody observes; StoreError; Interrupted, resumable;
    CellFailed when more than one in twenty replications is incomplete.
    """
    look = looking or Looking()
    begun = perf_counter()
    asked = _asked(resolved, worth)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        table = _worked(resolved, store, (*asked, *CEILINGS), (worth, look))
        draws = _drawn(resolved, store, worth, look)
    study = resolved.study
    found = [
        improvement(factor.name, table[:, 0], table[:, place + 1], study.confidence, study.seed)
        for place, factor in enumerate((*asked, *CEILINGS))
    ]
    improvements = tuple(sorted(found[: len(asked)], key=lambda one: (-one.choice.mean, one.name)))
    world, parameters = _known(resolved, draws, worth)
    unit = resolved.unit
    arms = tuple(arm.name for arm in resolved.arms)
    ceilings = tuple(found[len(asked) :])
    naming = Naming(arms, study.metric, unit, worth.reliability, worth.draws)
    return Information(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=unit,
        seed=study.seed,
        confidence=study.confidence,
        replications=len(table),
        worth=worth,
        arms=arms,
        improvements=improvements,
        ceilings=ceilings,
        world=world,
        parameters=parameters,
        text=information_words((improvements, ceilings), (world, parameters), naming),
        cells=table.size * len(resolved.worlds) + (0 if draws is None else draws.good.size),
        digest=values_digest([table] if draws is None else [table, draws.good]),
        seconds=perf_counter() - begun,
    )


@dataclass(frozen=True, eq=False)
class _Draws:
    """Outcomes over drawn worlds."""

    good: Floats
    """Shape (replications, worlds, arms)."""
    names: tuple[str, ...]
    values: Floats
    """Shape (worlds, parameters)."""


def _asked(resolved: ResolvedStudy, worth: Worth) -> tuple[Factor, ...]:
    """Return the improvements asked for. Errors: InputError."""
    duties = resolved.arms[0].arm.duties
    known = subjects_of(duties)
    wrong = [
        ("research", f"nobody observes {name!r}{did_you_mean(name, known)}", known)
        for name in worth.research
        if name not in known
    ]
    if not 1.0 < worth.times <= _MOST_TIMES:
        wrong.append(("times", f"must be above 1, at most {_MOST_TIMES:g}, got {worth.times:g}", ()))
    if len(resolved.arms) < 2 and worth.draws:
        wrong.append(("arms", "knowing the world helps a choice among at least two; --draws 0 leaves that out", ()))
    if wrong:
        raise InputError(tuple(Problem(resolved.file, 0, 0, field, text, names) for field, text, names in wrong))
    subjects = worth.research or instruments_of(duties)
    return (
        *(Researched(subject, worth.times) for subject in subjects),
        Approved(worth.times),
        Forecast(worth.times),
    )


def _worked(resolved: ResolvedStudy, store: Store, factors: Sequence[Factor], how: tuple[Worth, Looking]) -> Floats:
    """Outcomes as things are and with each improvement, shape (replications, 1 + improvements, arms)."""
    worth, look = how
    points = [[[Setting(arm, world.scenario) for world in resolved.worlds] for arm in resolved.arms]]
    for factor in factors:
        points.append([[_improved(factor, setting) for setting in arm] for arm in points[0]])
    sampled = Sampled(store, Planner(resolved, resolved.study.seed), _driving(look, WORK), worth.replications)
    return setting_values(sampled, points)


def _improved(factor: Factor, setting: Setting) -> Setting:
    """Return the setting with an improvement; an organisation that is instant has nothing to improve."""
    return setting if setting.arm.arm.organisation.instant else factor.at(setting, factor.high)


def _drawn(resolved: ResolvedStudy, store: Store, worth: Worth, look: Looking) -> _Draws | None:
    if not worth.draws or not resolved.scenario.assumptions:
        return None
    alone = replace(resolved, study=resolved.study.model_copy(update={"worlds": ()}))
    drawn = drawn_worlds(alone, Doubt(worth.draws, Design.LATIN, worth.world_replications))
    wide = replace(resolved, worlds=drawn.worlds)
    planned = Planner(wide, wide.study.seed).base(worth.world_replications)
    drive(planned, store, _driving(look, WORLDS))
    good, _ = world_table(store, wide, planned, worth.world_replications)
    return _Draws(good, drawn.parameters, drawn.values)


def _known(resolved: ResolvedStudy, draws: _Draws | None, worth: Worth) -> tuple[Interval | None, tuple[Knowing, ...]]:
    if draws is None:
        return None, ()
    study = resolved.study
    count = draws.good.shape[1]
    found = robustness(draws.good, np.full(count, 1.0 / count), RobustAsked(0.0, study.confidence, study.seed))
    asked = Asked(worth.reliability, study.confidence, study.seed)
    means = draws.good.mean(axis=0)
    known = float(means.max(axis=1).mean() - means.mean(axis=0).max())
    world = knowing_all(means, known - found.information.mean, asked)
    parameters = [knowing(name, draws.values[:, place], means, asked) for place, name in enumerate(draws.names)]
    return world, tuple(sorted(parameters, key=lambda one: (-one.perfect.mean, one.p_value, one.name)))


def _driving(look: Looking, stage: str) -> Driving:
    def told(progress: Progress) -> None:
        look.on_progress(stage, progress)

    return Driving(look.jobs, told, look.retry_failed, look.simulate, look.cluster)
