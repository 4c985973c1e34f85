"""Do the duties that are said to matter most in a stage matter most there: ranks of losses over worlds as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.study import NeglectMode
from mktsim.science.statistics.holm import adjusted_p
from mktsim.science.statistics.rank_test import RankTest, rank_test, ranks
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import open_results
from mktsim.study.value.duties import in_stage, stage_windows
from mktsim.study.value.experiment import Experiment, Place
from mktsim.study.value.options import ValueOptions, cells_for, prepared
from mktsim.study.value.result import Block, Cells, Claim, ClaimResult, StageFocus, StageWorld

Floats = NDArray[np.float64]


CLAIMS = (
    Claim(
        "stage.introduction",
        "introduction",
        ("marketing.03", "marketing.07", "marketing.08", "marketing.09", "marketing.10"),
    ),
    Claim("stage.growth", "growth", ("marketing.01", "marketing.02", "marketing.15")),
    Claim(
        "stage.maturity",
        "maturity",
        ("marketing.05", "marketing.06", "marketing.07", "marketing.13", "marketing.14"),
    ),
)
"""The claims of the founding document on a marketing department's focus."""


@dataclass(frozen=True, eq=False)
class _World:
    """Findings in one world."""

    world: StageWorld
    duties: tuple[str, ...]
    blocks: tuple[Block, ...]


def value_stages(
    studies: Sequence[tuple[ResolvedStudy, Path]],
    asked: ValueOptions,
    mode: NeglectMode,
    options: RunOptions | None = None,
) -> StageFocus:
    """Neglect every duty in every stage of every world, with the store of each study in its directory; then rank.

    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when more than one in twenty cells fail.
    """
    how = options or RunOptions()
    begun = perf_counter()
    found: list[_World] = []
    digests, run, failed = [], 0, 0
    for resolved, directory in studies:
        with open_results(directory, fresh=how.fresh) as store:
            experiments = [
                Experiment(resolved, Place(asked.place.arm, world.name), store, how) for world in resolved.worlds
            ]
            found += [_world(experiment, asked, mode) for experiment in experiments]
            keys = [key for experiment in experiments for key in experiment.keys]
            digests.append(digest(store, keys))
            run += len(set(keys))
            failed += sum(experiment.failed for experiment in experiments)
    duties = found[0].duties
    full = sum(asked.most + sum(len(duties) * len(block.window.weeks) for block in one.blocks) for one in found)
    return StageFocus(
        worlds=tuple(one.world for one in found),
        duties=duties,
        mode=mode,
        claims=judged(duties, tuple(block for one in found for block in one.blocks)),
        confidence=found[0].world.baseline.confidence,
        cells=Cells(run, full),
        failed=failed,
        digests=tuple(digests),
        seconds=perf_counter() - begun,
    )


def cells_of(studies: Sequence[ResolvedStudy], asked: ValueOptions) -> int:
    """Return how many cells a test takes, about: in each world every duty in each stage of a claim."""
    return sum(
        cells_for(len(CLAIMS) * len(resolved.arms[0].arm.duties), asked)
        for resolved in studies
        for _ in resolved.worlds
    )


def judged(
    duties: tuple[str, ...], blocks: Sequence[Block], claims: Sequence[Claim] = CLAIMS
) -> tuple[ClaimResult, ...]:
    """Test every claim on the blocks of its stage."""
    tests: list[RankTest | None] = []
    tables: list[list[Floats]] = []
    for claim in claims:
        losses = [b.losses for b in blocks if b.window.name == claim.stage and b.losses is not None]
        named = tuple(duties.index(duty) for duty in claim.duties if duty in duties)
        tables.append(losses)
        tests.append(rank_test(np.stack(losses), named) if losses and named else None)
    known = [test.p_value for test in tests if test is not None]
    adjusted = iter(adjusted_p(np.array(known)).tolist() if known else ())
    return tuple(
        ClaimResult(
            claim=claim,
            duties=duties,
            blocks=tuple(block for block in blocks if block.window.name == claim.stage),
            test=test,
            p_holm=float("nan") if test is None else next(adjusted),
            ranked=_ranked(duties, losses),
        )
        for claim, test, losses in zip(claims, tests, tables, strict=True)
    )


def _ranked(duties: tuple[str, ...], losses: list[Floats]) -> tuple[tuple[str, float], ...]:
    if not losses:
        return ()
    mean = np.stack([ranks(one) for one in losses]).mean(axis=0)
    order = np.argsort(mean, kind="stable")
    return tuple((duties[int(place)], float(mean[place])) for place in order)


def _world(experiment: Experiment, asked: ValueOptions, mode: NeglectMode) -> _World:
    baseline, resolved = prepared(experiment, asked), experiment.resolved
    blocks = []
    for window in stage_windows(experiment, asked.most):
        found = in_stage(experiment, window, baseline, mode)
        losses = None
        if found is not None:
            losses = np.array([0.0 if one.effect is None else one.effect.interval.mean for one in found])
        blocks.append(Block(resolved.study.name, baseline.world, window, losses, resolved.unit))
    return _World(
        StageWorld(heading_of(resolved), baseline), tuple(duty.id for duty in experiment.arm.arm.duties), tuple(blocks)
    )
