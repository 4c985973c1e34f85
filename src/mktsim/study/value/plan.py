"""Plan of a value experiment: screening in groups by sequential bifurcation, then sequential sampling one by one; pure.

Screening: changes are made in groups, and only a group whose effect may be of interest is halved. Each group is
judged on a few replications by a t interval of its mean effect: the same to the bit in all of them, or small (the whole
interval within the smallest effect of interest), or to be split. Unlike in the classic procedure nothing is taken from
additivity or from known signs; effects that cancel inside a group stay hidden, which no procedure that saves runs can
exclude.
Sources: Bettonvil & Kleijnen 1997, European Journal of Operational Research 96:180; Wan, Ankenman & Nelson 2006,
Operations Research 54:743.

Measurement: the number of replications is doubled from a first look to a most. The intervals of all effects of a family
hold together whatever made an effect stop: Student's interval at 1 - alpha / (effects x looks), which is Bonferroni's
inequality over effects and looks. A screening that leaves effects of the family out does not touch that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.study.question.placebo import NO_FLOOR, Floor
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]
Group = tuple[int, ...]
"""Places of the changes made together; those that belong together side by side."""
CLEAR = 0.25
"""Half-width of an interval over its mean at which an effect is known well enough: assumption."""
FIRST_LOOK = 8
"""Replications of the first look: with fewer the intervals of many effects are too wide to end anything: assumption."""


class Fate(StrEnum):
    """Outcome of screening for a group."""

    SAME = "same"
    """Not one replication differs from the baseline by a bit."""
    SMALL = "small"
    """Its mean effect is below the smallest effect of interest."""
    MATTERS = "matters"
    """Its mean effect may be of interest."""


@dataclass(frozen=True)
class Screening:
    """Options of a screening by sequential bifurcation."""

    worth: float
    """Smallest effect of interest, in units of the metric, above 0."""
    first: int = 4
    """Replications on which groups are judged, at least 2."""
    confidence: float = 0.9
    """Confidence of the interval that a group is judged by: assumption."""


@dataclass(frozen=True)
class GroupsNeeded:
    """Groups that have to be run before more can be said."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Judged:
    """A group that is not looked at further."""

    group: Group
    fate: Fate
    low: float
    """Lower end of its interval, at the confidence of the screening."""
    high: float


@dataclass(frozen=True)
class Screened:
    """Result of a screening."""

    left: tuple[int, ...]
    """Changes that may matter, rising."""
    out: tuple[Judged, ...]
    """Groups that were screened out; together with `left` they hold every change once."""
    looked_at: int
    """Groups that were run."""


def screen(effects: Mapping[Group, Floats], roots: Sequence[Group], asked: Screening) -> GroupsNeeded | Screened:
    """Say which groups are needed next, or which changes may matter.

    `effects` holds paired effects by group, shape (replications,); those that failed are left out. The plan keeps no
    state: it replays the table from the roots.
    """
    wanted: list[Group] = []
    left: list[int] = []
    out: list[Judged] = []
    looked_at = 0
    open_groups = [tuple(root) for root in roots if root]
    while open_groups:
        group = open_groups.pop(0)
        if group not in effects:
            wanted.append(group)
            continue
        looked_at += 1
        judged = judge(group, effects[group], asked)
        if judged.fate is not Fate.MATTERS:
            out.append(judged)
        elif len(group) == 1:
            left.append(group[0])
        else:
            open_groups += halves(group)
    return GroupsNeeded(tuple(wanted)) if wanted else Screened(tuple(sorted(left)), tuple(out), looked_at)


def judge(group: Group, effects: Floats, asked: Screening) -> Judged:
    """Judge a group by its paired effects."""
    values = np.asarray(effects, dtype=np.float64)
    if values.size and not values.any():
        return Judged(group, Fate.SAME, 0.0, 0.0)
    if values.size < 2:
        return Judged(group, Fate.MATTERS, -np.inf, np.inf)
    mean, se = float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size))
    half = float(stdtrit(values.size - 1, 0.5 + asked.confidence / 2.0)) * se
    is_small = max(abs(mean - half), abs(mean + half)) < asked.worth
    return Judged(group, Fate.SMALL if is_small else Fate.MATTERS, mean - half, mean + half)


def halves(group: Group) -> tuple[Group, Group]:
    """Return the two halves of a group of at least two, neighbours kept together."""
    middle = (len(group) + 1) // 2
    return group[:middle], group[middle:]


@dataclass(frozen=True)
class Measuring:
    """Options of the sequential measurement of a family of effects."""

    worth: float
    """Smallest effect of interest, in units of the metric; an interval no wider than that either way is enough."""
    most: int
    """Most replications of an effect, at least 2."""
    family: int
    """Effects whose intervals are to hold together, those not looked at included."""
    confidence: float = 0.95
    floor: Floor = NO_FLOOR
    """What changes that cannot matter move."""

    @property
    def looks(self) -> tuple[int, ...]:
        """Replications at which it is looked."""
        found = [min(FIRST_LOOK, self.most)]
        while found[-1] < self.most:
            found.append(min(2 * found[-1], self.most))
        return tuple(found)


@dataclass(frozen=True)
class Effect:
    """A mean effect with its simultaneous interval."""

    interval: Interval
    replications: int
    floor: float = 0.0
    """Size that a mean of so many replications of what cannot matter has as well."""

    @property
    def told(self) -> bool:
        """Whether it can be told from zero, and from what cannot matter."""
        return may(Claim.MOVES, Grounds((self.interval,), self.floor))


def effect(values: Floats, asked: Measuring) -> Effect:
    """Return the mean of paired effects, shape (replications,), with its interval."""
    sample = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean()) if sample.size else float("nan")
    if sample.size < 2:
        return Effect(Interval(mean, -np.inf, np.inf), int(sample.size))
    tail = (1.0 - asked.confidence) / (2.0 * asked.family * len(asked.looks))
    half = float(stdtrit(sample.size - 1, 1.0 - tail) * sample.std(ddof=1) / np.sqrt(sample.size))
    return Effect(Interval(mean, mean - half, mean + half), int(sample.size), asked.floor.of_mean(int(sample.size)))


def looks_needed(values: Floats, run: int, asked: Measuring) -> int | None:
    """Return up to how many replications must be run next; None when the effect is known well enough.

    None as well where the most replications would leave it as open as it is, by its spread so far: it is so noisy that
    its interval would stay wider than the smallest effect of interest and hold zero. `run` is how many were run,
    those that failed included.
    """
    following = next((look for look in asked.looks if look > run), None)
    if following is None or run < asked.looks[0]:
        return following
    found = effect(values, asked)
    half = found.interval.high - found.interval.mean
    is_known = half <= asked.worth or (found.told and half <= CLEAR * abs(found.interval.mean))
    return None if is_known or _is_hopeless(values, found, asked) else following


def _is_hopeless(values: Floats, found: Effect, asked: Measuring) -> bool:
    """Tell whether even the most replications would hardly tell an effect from zero or make it small."""
    if values.size < 2:
        return False
    tail = (1.0 - asked.confidence) / (2.0 * asked.family * len(asked.looks))
    least = float(stdtrit(asked.most - 1, 1.0 - tail) * values.std(ddof=1) / np.sqrt(asked.most))
    return least > asked.worth and abs(found.interval.mean) < least
