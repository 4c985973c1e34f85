"""Research that asks more people: smaller standard errors of what an instrument or topic shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mktsim.inputs.duty import Duty
from mktsim.model.organisation.mechanisms.observe import Observe
from mktsim.study.runs.factor import FactorKind, Setting


@dataclass(frozen=True)
class Researched:
    """Sample of every observation through an instrument, or of a topic, as a multiple of what it is."""

    subject: str
    """Instrument or topic by name."""
    high: float
    """At most 20: beyond, samples are no longer of this kind."""
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"{self.subject}: standard error {1.0 / math.sqrt(self.high):.0%} of what it is"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with larger samples; an observation that shows other topics too shows all better."""
        arm = setting.arm.arm
        duties = tuple(_better(duty, self.subject, value) for duty in arm.duties)
        return setting.with_arm(replace(arm, duties=duties), f"{self.subject} with {value!r} of the sample")


def subjects_of(duties: Sequence[Duty]) -> tuple[str, ...]:
    """Return the instruments by which duties observe, then the topics they observe."""
    seen = tuple(_observing(duties))
    return tuple(dict.fromkeys([one.instrument for one in seen] + [topic for one in seen for topic in one.topics]))


def instruments_of(duties: Sequence[Duty]) -> tuple[str, ...]:
    """Return the instruments by which duties observe."""
    return tuple(dict.fromkeys(one.instrument for one in _observing(duties)))


def _observing(duties: Sequence[Duty]) -> Iterable[Observe]:
    return (duty.mechanism for duty in duties if isinstance(duty.mechanism, Observe))


def _better(duty: Duty, subject: str, times: float) -> Duty:
    mechanism = duty.mechanism
    if not isinstance(mechanism, Observe) or subject not in (mechanism.instrument, *mechanism.topics):
        return duty
    return duty.model_copy(update={"mechanism": mechanism.model_copy(update={"accuracy": mechanism.accuracy * times})})
