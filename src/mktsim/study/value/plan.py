"""Which changes matter: groups first, halves of those that do, single changes last; a pure plan.

Sequential bifurcation: changes are made in groups, and only a group whose effect may be worth knowing is halved. Each
group is judged on a few replications by a t interval of its mean effect: the same to the bit in all of them, or small
(the whole interval within what is worth knowing), or to be split. Unlike in the classic procedure nothing is taken from
additivity or from known signs; effects that cancel inside a group stay hidden, which no procedure that saves runs can
exclude. Sources: Bettonvil & Kleijnen 1997, European Journal of Operational Research 96:180; Wan, Ankenman & Nelson
2006, Operations Research 54:743.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Group = tuple[int, ...]
"""Places of the changes made together; those that belong together side by side."""


class Fate(StrEnum):
    """What the screening makes of a group."""

    SAME = "same"
    """Not one replication differs from the baseline by a bit."""
    SMALL = "small"
    """Its mean effect is within what is worth knowing."""
    MATTERS = "matters"
    """Its mean effect may be worth knowing."""


@dataclass(frozen=True)
class Screening:
    """What is asked of a screening."""

    worth: float
    """Effect from which a change is worth knowing, in units of the metric, above 0."""
    first: int = 4
    """Replications on which groups are judged, at least 2."""
    confidence: float = 0.9
    """Confidence of the interval that a group is judged by: assumption."""


@dataclass(frozen=True)
class Wanted:
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
    """What came of a screening."""

    left: tuple[int, ...]
    """Changes that may matter, rising."""
    out: tuple[Judged, ...]
    """Groups that were screened out; together with `left` they hold every change once."""
    looked_at: int
    """Groups that were run."""


def screen(effects: Mapping[Group, Floats], roots: Sequence[Group], asked: Screening) -> Wanted | Screened:
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
    return Wanted(tuple(wanted)) if wanted else Screened(tuple(sorted(left)), tuple(out), looked_at)


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
