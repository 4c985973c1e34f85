"""Running of a value experiment: from many possible changes to the effects of those that matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.study.value.experiment import Change, Experiment, without_failures
from mktsim.study.value.plan import (
    Fate,
    Group,
    GroupsNeeded,
    Measuring,
    Screening,
    effect,
    looks_needed,
    screen,
)
from mktsim.study.value.result import Finding

Floats = NDArray[np.float64]
SCREEN, MEASURE = "screen", "measure"
"""Names under which progress is reported."""


@dataclass(frozen=True)
class Trial:
    """A family of changes that may be made alone or together."""

    size: int
    """Single changes there are."""
    replications: tuple[int, ...]
    """Replications in which they can be made, in the order of their use."""
    change: Callable[[Group, int], Change]
    """The change of a group in a replication."""
    sign: float = 1.0
    """-1 where what is lost by a change is told, 1 where what is gained."""


def investigate(
    experiment: Experiment, trial: Trial, roots: Sequence[Group], screening: Screening, measuring: Measuring
) -> tuple[Finding, ...]:
    """Return what is known of each change, in their order: gains of the metric, or losses, as the trial says."""
    effects: dict[Group, Floats] = {}
    looked = trial.replications[: screening.first]
    while isinstance(step := screen(effects, roots, screening), GroupsNeeded):
        experiment.run([(trial.change(group, r), r) for group in step.groups for r in looked], SCREEN)
        for group in step.groups:
            effects[group] = _effects(experiment, trial, group, looked)
    experiment.check()
    found: list[Finding | None] = [None] * trial.size
    for judged in step.out:
        for place in judged.group:
            found[place] = Finding(judged.fate, None, judged)
    groups: list[Group] = [(place,) for place in step.left]
    for group, one in zip(groups, measure(experiment, trial, groups, measuring), strict=True):
        found[group[0]] = Finding(Fate.MATTERS, effect(one, measuring), None)
    return tuple(one for one in found if one is not None)


def measure(experiment: Experiment, trial: Trial, groups: Sequence[Group], asked: Measuring) -> tuple[Floats, ...]:
    """Run groups until the effect of each is known well enough, and return the paired effects of each.

    Shape (replications,) each; replications that failed are left out.
    """
    run = [0] * len(groups)
    effects: list[Floats] = [np.zeros(0)] * len(groups)
    while True:
        following = [looks_needed(effects[place], run[place], asked) for place in range(len(groups))]
        open_places = [
            place
            for place, most in enumerate(following)
            if most is not None and min(most, len(trial.replications)) > run[place]
        ]
        if not open_places:
            experiment.check()
            return tuple(effects)
        wanted = {place: trial.replications[: following[place]] for place in open_places}
        experiment.run([(trial.change(groups[place], r), r) for place, some in wanted.items() for r in some], MEASURE)
        for place, some in wanted.items():
            run[place] = len(some)
            effects[place] = _effects(experiment, trial, groups[place], some)


def paired(experiment: Experiment, trial: Trial, group: Group, replications: Sequence[int]) -> Floats:
    """Return the effects of a group in replications that were run; NaN where a cell failed."""
    return np.asarray(trial.sign * experiment.effects([(trial.change(group, r), r) for r in replications]))


def _effects(experiment: Experiment, trial: Trial, group: Group, replications: Sequence[int]) -> Floats:
    return without_failures(paired(experiment, trial, group, replications))
