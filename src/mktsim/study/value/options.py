"""Options of a value experiment, and the baseline that its changes are measured against."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from mktsim.study.question.placebo import PLACEBOS, Floor, floor_of, later
from mktsim.study.runs.size import part
from mktsim.study.value.experiment import Change, Experiment, Place
from mktsim.study.value.plan import Measuring, Screening
from mktsim.study.value.result import Baseline

WORTH_SHARE = 0.005
"""Share of the metric's mean that is the smallest effect of interest where nothing else is asked for: assumption."""
MOST = 32
"""Replications of a change at most: assumption, so that intervals of effects of a usual size are no wider than them."""
PLACEBO_RUNS = 8
"""Replications of each change that cannot matter: assumption, so that its spread is known to a fifth."""
MEASURED_SHARE = 0.25
"""Part of the changes that screening leaves to be measured alone: assumption, for what it will cost."""
FEWEST = 8
"""Replications of a change that a limited time leaves at least: assumption."""
_BY_STAGE = 0.25
"""Share of a size below which effects are told over the whole run only: assumption."""
BASE, PLACEBO = "base", "placebo"
"""Names under which progress of the baseline, and of what cannot matter, is reported."""


@dataclass(frozen=True)
class ValueOptions:
    """Options of a value experiment."""

    worth: float | None = None
    """Smallest effect of interest, in units of the metric; None for a share of the baseline's mean."""
    share: float = WORTH_SHARE
    """That share."""
    most: int = MOST
    """Most replications of a change."""
    first: int = 4
    """Replications on which groups are screened."""
    place: Place = field(default_factory=Place)
    """Arm and world."""
    by_stage: bool = True
    """Whether a family that has effects by stage tells them; False where time is short."""


def cells_for(changes: int, asked: ValueOptions) -> int:
    """Return about how many cells a family of so many changes takes: all are screened, some are measured alone."""
    base = asked.most + len(PLACEBOS) * min(asked.most, PLACEBO_RUNS)
    return base + changes * asked.first + math.ceil(MEASURED_SHARE * changes) * asked.most


def scaled(asked: ValueOptions, share: float) -> ValueOptions:
    """Return an experiment on fewer replications, at last without stages; intervals allow for what is left of them."""
    return replace(
        asked,
        most=part(asked.most, share, FEWEST),
        first=part(asked.first, share, 2),
        by_stage=asked.by_stage and share >= _BY_STAGE,
    )


def prepared(experiment: Experiment, asked: ValueOptions) -> Baseline:
    """Run the arm as it is. Errors: as `complete_replications`."""
    resolved = experiment.resolved
    experiment.run_baseline(asked.most, BASE)
    values = experiment.complete_baseline(asked.most)
    # Worth is found from replications that are run in any case, so that `most` does not move it.
    first = float(values[: asked.first].mean())
    worth = asked.worth if asked.worth is not None else asked.share * abs(first)
    return Baseline(
        arm=experiment.arm.name,
        organisation=experiment.arm.organisation,
        world=resolved.worlds[experiment.world].name,
        replications=asked.most,
        screening=asked.first,
        worth=worth,
        mean=float(values.mean()),
        confidence=resolved.study.confidence,
        floor=_floor(experiment, min(asked.most, PLACEBO_RUNS)),
    )


def _floor(experiment: Experiment, replications: int) -> Floor:
    """Run changes that cannot matter, and return what they move."""
    organisation = experiment.arm.arm.organisation
    changes = [Change(one.name, organisation=later(organisation, one.high)) for one in PLACEBOS]
    tried = [(change, r) for change in changes for r in range(replications)]
    experiment.run(tried, PLACEBO)
    return floor_of(experiment.effects(tried))


def questions(baseline: Baseline, family: int) -> tuple[Screening, Measuring]:
    """Return what is asked of screening and measurement of a family of effects."""
    return (
        Screening(baseline.worth, baseline.screening),
        Measuring(baseline.worth, baseline.replications, family, baseline.confidence, baseline.floor),
    )
