"""Factors of better information: larger samples, faster approval, better forecasts, and the ends of these scales."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mktsim.inputs.cell import Execution, ResolvedArm
from mktsim.inputs.duty import Duty, OnCalendar, Period
from mktsim.inputs.organisation import Organisation
from mktsim.model.organisation.mechanisms.knowledge.forecast import ForecastSales
from mktsim.model.organisation.mechanisms.knowledge.observation import KeepArchive, Observe
from mktsim.model.organisation.mechanisms.knowledge.rival_file import ClassifyRivals
from mktsim.study.question.factor import FactorKind, Setting


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
        duties = tuple(_observed_better(duty, self.subject, value) for duty in arm.duties)
        return setting.with_arm(replace(arm, duties=duties), f"{self.subject} with {value!r} of the sample")


OBSERVING = (Observe, ClassifyRivals)
"""Kinds of work that observe with a sample of a size of its own."""


def subjects_of(duties: Sequence[Duty]) -> tuple[str, ...]:
    """Return the instruments by which duties observe, then the topics they observe."""
    seen = tuple(_observing(duties))
    return tuple(dict.fromkeys([one.instrument for one in seen] + [topic for one in seen for topic in one.topics]))


def instruments_of(duties: Sequence[Duty]) -> tuple[str, ...]:
    """Return the instruments by which duties observe."""
    return tuple(dict.fromkeys(one.instrument for one in _observing(duties)))


def _observing(duties: Sequence[Duty]) -> Iterable[Observe | ClassifyRivals]:
    return (duty.mechanism for duty in duties if isinstance(duty.mechanism, OBSERVING))


def _observed_better(duty: Duty, subject: str, times: float) -> Duty:
    mechanism = duty.mechanism
    if not isinstance(mechanism, OBSERVING) or subject not in (mechanism.instrument, *mechanism.topics):
        return duty
    return duty.model_copy(update={"mechanism": mechanism.model_copy(update={"accuracy": mechanism.accuracy * times})})


@dataclass(frozen=True)
class Approved:
    """Speed of approval: days of examining, and of the way between who does a duty and who approves it."""

    high: float
    """Times as fast."""
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"approval {self.high:g} times as fast"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with faster approval; links that serve other ends as well are as fast for these."""
        arm = setting.arm.arm
        organisation = arm.organisation
        ways = approval_ways(arm)
        edges = tuple(
            edge.model_copy(update={"delay_days": edge.delay_days / value})
            if frozenset((edge.sender, edge.receiver)) in ways
            else edge
            for edge in organisation.edges
        )
        work = organisation.work.model_copy(update={"approval_days": organisation.work.approval_days / value})
        changed: Organisation = organisation.model_copy(update={"edges": edges, "work": work})
        return setting.with_arm(replace(arm, organisation=changed), f"approval {value!r} times as fast")


def approval_ways(arm: ResolvedArm) -> frozenset[frozenset[str]]:
    """Return the pairs of departments of which one approves what the other does."""
    approvers = arm.organisation.approvers
    pairs = ((duty.owner, approvers.get(duty.id, duty.approver)) for duty in arm.duties)
    return frozenset(frozenset(pair) for pair in pairs if pair[1])


_WEEKS = {Period.WEEK: 1.0, Period.MONTH: 52.0 / 12.0, Period.QUARTER: 13.0, Period.YEAR: 52.0}


@dataclass(frozen=True)
class Forecast:
    """Error of the sales figures that come in, divided; the forecast made anew each week by the same work in all."""

    high: float
    """Divides the error."""
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"forecast every week, from figures with {1.0 / self.high:.0%} of the error"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with the better forecast."""
        arm = setting.arm.arm
        duties = tuple(_forecast_better(duty, value) for duty in arm.duties)
        return setting.with_arm(replace(arm, duties=duties), f"forecast {value!r}")


def _forecast_better(duty: Duty, times: float) -> Duty:
    mechanism, trigger = duty.mechanism, duty.trigger
    if isinstance(mechanism, KeepArchive):
        return duty.model_copy(update={"mechanism": mechanism.model_copy(update={"error": mechanism.error / times})})
    if isinstance(mechanism, ForecastSales) and isinstance(trigger, OnCalendar):
        weekly = OnCalendar(on="calendar", every=Period.WEEK, lead_days=trigger.lead_days)
        effort = duty.effort_days / _WEEKS[trigger.every]
        return duty.model_copy(update={"trigger": weekly, "effort_days": effort})
    return duty


_HALF = 0.5


@dataclass(frozen=True)
class Perfect:
    """One imperfection of the organisation switched off altogether: the most that any improvement of it brings."""

    name: str
    execution: Execution
    low: float = 0.0
    high: float = 1.0
    base: float = 0.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting without the imperfection from a half on."""
        return replace(setting, execution=self.execution, words=self.name) if value >= _HALF else setting


CEILINGS = (
    Perfect("all knowledge perfect", Execution(misinformed=False)),
    Perfect("all work without delay", Execution(late=False)),
)
"""What no improvement of knowledge or speed can exceed by much: more knowledge can also be misused."""
