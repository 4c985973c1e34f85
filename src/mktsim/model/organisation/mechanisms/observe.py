"""Looking at the market through an instrument: surveys, rival checks, media monitoring, brand tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate


class Observe(Part):
    """Observe topics through one instrument and publish the estimates."""

    kind: Literal["observe"] = "observe"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics observed."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.0
    """Money spent each time, in consumer surveys of standard size."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Sample relative to the instrument's standard; the error falls with its square root."""

    def draft(self, office: Office, work: Work) -> tuple[Estimate, ...]:
        """Return one estimate a topic; poor work asks fewer people well."""
        accuracy = self.accuracy * max(work.quality, 0.05)
        return tuple(office.observe(work, self.instrument, topic, accuracy) for topic in self.topics)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay for the observation and publish it."""
        if not isinstance(draft, tuple):
            return
        fee = self.surveys * office.scenario.money.research_money
        office.ledger.book(office.now, Activity.RESEARCH, work.duty.owner, -fee)
        for topic, estimate in zip(self.topics, draft, strict=True):
            office.publish(work, topic, estimate)
