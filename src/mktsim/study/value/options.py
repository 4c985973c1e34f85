"""What is asked of a value experiment, and what all of its answers say of themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from mktsim.errors import InputError, Problem
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.stamp import product_version
from mktsim.study.value.experiment import Bench, Place, without_failures
from mktsim.study.value.plan import Screening
from mktsim.study.value.sequential import Measuring

WORTH_SHARE = 0.005
"""Share of the metric's mean that is worth knowing where nothing else is asked for: assumption."""
MOST = 32
"""Replications of a change at most: assumption, so that intervals of effects of a usual size are no wider than them."""
BASE = "base"
"""Name under which progress of the baseline is told."""


@dataclass(frozen=True)
class Effort:
    """How hard to look."""

    worth: float | None = None
    """Effect worth knowing, in units of the metric; None for a share of the baseline's mean."""
    share: float = WORTH_SHARE
    """That share."""
    most: int = MOST
    """Most replications of a change."""
    first: int = 4
    """Replications on which groups are screened."""
    place: Place = field(default_factory=Place)
    """Arm and world."""


@dataclass(frozen=True)
class Cells:
    """What it cost."""

    run: int
    """Cells that the answer rests on, the baseline's included."""
    full: int
    """Cells of running every change alone for the most replications."""


@dataclass(frozen=True)
class Stamp:
    """What an answer rests on."""

    study: str
    title: str
    study_hash: str
    model_hash: str
    version: str
    arm: str
    organisation: str
    world: str
    metric: str
    unit: str
    seed: int
    replications: int
    confidence: float
    worth: float
    baseline: float
    """Mean of the metric of the arm as it is."""


def prepared(bench: Bench, effort: Effort) -> Stamp:
    """Run the baseline and return what the answer will rest on.

    Errors: InputError where the metric is no number in a cell that did not fail.
    """
    resolved = bench.resolved
    bench.run_baseline(effort.most, BASE)
    values = without_failures(bench.baseline(effort.most))
    if values.size + bench.failed < effort.most:
        message = f"{resolved.metric.name} is no number in some replications; choose another"
        raise InputError((Problem(resolved.file, 0, 0, "metric", message),))
    # Worth is found from replications that are run in any case, so that `most` does not move it.
    first = float(values[: effort.first].mean())
    worth = effort.worth if effort.worth is not None else effort.share * abs(first)
    study = resolved.study
    return Stamp(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        arm=bench.arm.name,
        organisation=bench.arm.organisation,
        world=resolved.worlds[bench.world].name,
        metric=study.metric,
        unit=resolved.unit,
        seed=study.seed,
        replications=effort.most,
        confidence=study.confidence,
        worth=worth,
        baseline=float(values.mean()),
    )


def questions(stamp: Stamp, effort: Effort, family: int) -> tuple[Screening, Measuring]:
    """Return what is asked of screening and measurement of a family of effects."""
    return (
        Screening(stamp.worth, effort.first),
        Measuring(stamp.worth, stamp.replications, family, stamp.confidence),
    )
