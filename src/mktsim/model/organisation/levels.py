"""Levels that duties build and time wears down, and what they do to work.

A level that no duty of the catalogue keeps up stands still: what wears it down and what builds it belong together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from simpy import Environment

    from mktsim.inputs.duty import Duty
    from mktsim.inputs.organisation import Levels

ASSUMED = Source("assumption")


class Level(StrEnum):
    """Levels by name, each zero to one."""

    ALIGNMENT = "alignment"
    """Speeds hand-overs, fewer refusals."""
    PROCESS = "process"
    """Shortens effort, less rework."""
    RULES = "rules"
    """Evens out durations, at an overhead of effort."""
    IDENTITY = "identity"
    """More of advertising's contacts are taken for the brand's own."""
    CONFIDENTIALITY = "confidentiality"
    """Fewer leaks."""
    AGENCY = "agency"
    INFORMATION = "information"
    """Faster and truer messages."""


@dataclass(frozen=True)
class LevelEffects:
    """How strongly levels act on work; an effect is neutral at the middle, one half."""

    handover: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 0.8
    """Shortening of message delays by alignment."""
    refusal: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 0.8
    """Fewer plans found wanting at approval by alignment."""
    effort: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 0.4
    """Shortening of effort by the process standard."""
    rework: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 0.8
    """Less rework by the process standard."""
    spread: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 0.8
    """Less noise in durations by rules and workflow."""
    overhead: Annotated[float, Ge(0), Le(1), Unit("share per level"), ASSUMED] = 0.1
    """More effort for keeping to rules and workflow."""
    post: Annotated[float, Ge(0), Le(1.9), Unit("share per level"), ASSUMED] = 1.0
    """Shortening of message delays and of added variance by the information system."""
    opening_information: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.5
    """Level of the information system at the opening."""
    opening_rules: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.5
    """Level of rules and workflow at the opening."""
    opening_skill: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.3
    """Skill of channel members at the opening."""


EFFECTS = LevelEffects()


def multiple(slope: float, level: float) -> float:
    """Return the multiple that `level` makes of delay, effort or chance: one at one half, falling."""
    return 1.0 + slope * (0.5 - level)


class Effects(NamedTuple):
    """Effects of levels on work and messages on one day."""

    effort: float
    rework: float
    spread: float
    weakness: float
    delay: float
    blur: float
    process: float
    """The level itself."""
    confidentiality: float
    """The level itself."""


@dataclass(frozen=True)
class Decay:
    """How levels wear down."""

    half_life_weeks: float
    """Weeks in which a level halves that nobody keeps up."""
    kept: frozenset[str]
    """Levels that some duty keeps up; only these wear down."""


SKILL = "channel_skill"
"""Name of the skill of channel members among levels that duties give."""
_PREFIX = "level."


def kept_levels(duties: Iterable[Duty]) -> frozenset[str]:
    """Return the levels that `duties` give, by name; neglected duties are still in the catalogue."""
    return frozenset(name.removeprefix(_PREFIX) for duty in duties for name in duty.gives if name.startswith(_PREFIX))


class LevelState(NamedTuple):
    """Levels as they are handed on."""

    levels: tuple[tuple[str, float], ...]
    """Levels by name."""
    channel_skill: tuple[float, ...]
    """Skill of channel members by channel."""


class LevelBoard:
    """Levels now; each that duties keep up decays exponentially since it was last built."""

    def __init__(self, opening: Levels, channels: int, decay: Decay, env: Environment) -> None:
        """Start at the organisation's opening levels, now."""
        self._env = env
        self._rate = math.log(2.0) / (decay.half_life_weeks * WEEK_DAYS)
        self._kept = decay.kept
        self._day = self._day_of_decay = float(env.now)
        self._decay = 1.0
        self._values = {
            Level.ALIGNMENT.value: opening.alignment,
            Level.PROCESS.value: opening.process,
            Level.IDENTITY.value: opening.identity,
            Level.CONFIDENTIALITY.value: opening.confidentiality,
            Level.AGENCY.value: opening.agency,
            Level.INFORMATION.value: EFFECTS.opening_information,
            Level.RULES.value: EFFECTS.opening_rules,
        }
        self._skill = np.full(channels, EFFECTS.opening_skill)
        self._effects: Effects
        self._effects_until = -math.inf

    def level(self, name: str) -> float:
        """Return a level now; LookupError for no level."""
        return self._values[name] * self._factor(name)

    def build(self, name: str, gain: float) -> None:
        """Close the share `gain` of the gap to one; a negative gain loses that share of the level."""
        before = self.level(name)
        after = min(max(before + gain * (1.0 - before if gain > 0.0 else before), 0.0), 1.0)
        self._values[name] += (after - before) / self._factor(name)  # no gain moves no last digit
        self._effects_until = -math.inf

    def effects(self, now: float) -> Effects:
        """Return what levels do to work on day `now`; they count as at the week's start, whoever looks first."""
        if now >= self._effects_until:
            start = WEEK_DAYS * math.floor(now / WEEK_DAYS)
            self._effects_until = start + WEEK_DAYS
            process, alignment = self._at(Level.PROCESS, start), self._at(Level.ALIGNMENT, start)
            post = multiple(EFFECTS.post, self._at(Level.INFORMATION, start))
            rules = self._at(Level.RULES, start)
            self._effects = Effects(
                effort=multiple(EFFECTS.effort, process) * multiple(-EFFECTS.overhead, rules),
                rework=multiple(EFFECTS.rework, process),
                spread=multiple(EFFECTS.spread, rules),
                weakness=multiple(EFFECTS.refusal, alignment),
                delay=multiple(EFFECTS.handover, alignment) * post,
                blur=post,
                process=process,
                confidentiality=self._at(Level.CONFIDENTIALITY, start),
            )
        return self._effects

    def skill(self) -> NDArray[np.float64]:
        """Return skill of channel members by channel now, shape (C,)."""
        return self._skill * self._factor(SKILL)

    def train(self, gains: NDArray[np.float64]) -> None:
        """Close the shares `gains` (C,) of the gaps of channel skill to one."""
        now = self.skill()
        self._skill = self._skill + (np.clip(now + gains * (1.0 - now), 0.0, 1.0) - now) / self._factor(SKILL)

    def snapshot(self) -> LevelState:
        """Return every level now."""
        return LevelState(tuple((name, self.level(name)) for name in self._values), tuple(self.skill().tolist()))

    def restore(self, state: LevelState) -> None:
        """Take over levels as they were handed on."""
        self._day = self._day_of_decay = float(self._env.now)
        self._decay = 1.0
        self._values.update(state.levels)
        self._effects_until = -math.inf
        self._skill = np.array(state.channel_skill)

    def _at(self, name: str, day: float) -> float:
        """Return a level as at `day`, in the present week."""
        if name not in self._kept:
            return self._values[name]
        return min(1.0, self._values[name] * math.exp(-self._rate * (day - self._day)))

    def _factor(self, name: str) -> float:
        """Return the share left of a level since the start; levels are kept divided by it."""
        if name not in self._kept:
            return 1.0
        now = self._env.now
        if now != self._day_of_decay:
            self._day_of_decay = now
            self._decay = math.exp(-self._rate * (now - self._day))
        return self._decay
