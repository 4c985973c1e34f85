"""Claims that results make, each with the condition under which its sentence may be written.

A sentence is written where its condition holds, and another, weaker one where it does not. The table is printed in
docs/decisions.md; a test holds both together, and another makes each claim on data of chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mktsim.study.runs.interval import Interval

SURE = 0.95
"""Probability, or coverage, from which something is said without `may`."""
CHANCE = 0.05
"""Share of shuffles from which chance explains a finding."""


class Claim(StrEnum):
    """What may be said."""

    LEADS = "an arm earns most"
    SAFEST = "an arm is the safest choice"
    FAILS_WHERE = "it fails where a parameter is beyond a value"
    TURNS = "a parameter turns the verdict at a value"
    HOLDS = "a parameter does not turn the verdict within its range"
    MOVES = "a factor moves the answer"
    WORTH = "an improvement, or knowing something, is worth money"
    KNOWING = "knowing one parameter is worth money"
    EARNS_MORE = "what was found earns more than what was given"
    SAVES = "the same is reached for less"
    APART = "an arm was selected, not only one of several that are alike"
    ROUGH = "an interval is printed without the word rough"


@dataclass(frozen=True)
class Grounds:
    """What a claim rests on; what a claim does not ask for may be left out."""

    intervals: tuple[Interval, ...] = ()
    """Of what is claimed to be above zero; of a family they hold together."""
    floor: float = 0.0
    """Size of effect that a change which cannot matter shows as well, money."""
    probability: float = 0.0
    p: float = 1.0
    """Of what chance alone would find, adjusted for all that was looked at."""
    ends: tuple[float, float] = (float("-inf"), float("inf"))
    """Set of values that are not excluded."""


@dataclass(frozen=True)
class Condition:
    """When a claim may be made."""

    words: str
    """In words."""
    holds: Callable[[Grounds], bool]


def _all_above(grounds: Grounds) -> bool:
    return bool(grounds.intervals) and all(one.low > 0.0 for one in grounds.intervals)


def _beyond_floor(grounds: Grounds) -> bool:
    return any(one.is_told and abs(one.mean) > grounds.floor for one in grounds.intervals)


def _within(grounds: Grounds) -> bool:
    low, high = grounds.ends
    return float("-inf") < low <= high < float("inf")


CLAIMS: Mapping[Claim, Condition] = {
    Claim.LEADS: Condition(
        "the intervals of its lead over every other arm hold together, from worlds (where drawn) and replications, and "
        "all lie above zero",
        _all_above,
    ),
    Claim.SAFEST: Condition(
        "its largest regret is the smallest in 95% of resamples of worlds (where drawn) and replications",
        lambda grounds: grounds.probability >= SURE,
    ),
    Claim.FAILS_WHERE: Condition(
        "at most 5% of shuffles of the failures among the worlds give as good a box",
        lambda grounds: grounds.p <= CHANCE,
    ),
    Claim.TURNS: Condition("the set of values that are not excluded ends within the range on both sides", _within),
    Claim.HOLDS: Condition("the intervals of the lead at both ends of the range lie above zero", _all_above),
    Claim.MOVES: Condition(
        "its interval, one of a family that holds together, leaves zero out, and its mean passes the placebo's floor",
        _beyond_floor,
    ),
    Claim.WORTH: Condition(
        "its interval, one of a family that holds together, lies above zero, and its mean passes the placebo's floor",
        lambda grounds: _all_above(grounds) and _beyond_floor(grounds),
    ),
    Claim.KNOWING: Condition(
        "at most 5% of shuffles of the worlds show as much for any parameter, and its interval, one of a family that "
        "holds together, lies above zero",
        lambda grounds: grounds.p <= CHANCE and _all_above(grounds),
    ),
    Claim.EARNS_MORE: Condition("the paired interval on fresh replications lies above zero", _all_above),
    Claim.SAVES: Condition(
        "the set of spendings that are not excluded lies below what is spent now, all of it",
        lambda grounds: _all_above(grounds) and grounds.ends[1] < float("inf"),
    ),
    Claim.APART: Condition(
        "the procedure ended by its rule, and the lead over at least one other arm is more than delta, by its interval",
        lambda grounds: any(one.low > grounds.floor for one in grounds.intervals),
    ),
    Claim.ROUGH: Condition(
        "at least 4 replications, over drawn worlds 8 where luck makes most of the variance; for what is picked in "
        "each of several drawn worlds also at least 32 worlds, and 5 in which something else than the choice is best; "
        "for what knowing one parameter is worth 64 worlds, for shares of variance 32 rows",
        lambda grounds: all(not one.is_rough for one in grounds.intervals),
    ),
}


def may(claim: Claim, grounds: Grounds) -> bool:
    """Tell whether a claim may be made on these grounds."""
    return CLAIMS[claim].holds(grounds)
