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


BY_CHANNEL = frozenset({"distribution.channel"})
"""Topics that have an index by channel."""


class Observe(Part):
    """Observe topics through one instrument and publish the estimates."""

    kind: Literal["observe"] = "observe"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics observed; those of channels are named without index."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.0
    """Money spent each time, in consumer surveys of standard size."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Sample relative to the instrument's standard; the error falls with its square root."""

    def draft(self, office: Office, work: Work) -> tuple[Estimate, ...]:
        """Return one estimate a topic; poor work asks fewer people well."""
        accuracy = self.accuracy * max(work.quality, 0.05)
        return tuple(office.observe(work, self.instrument, name, accuracy) for name in self.names(office))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay for the observation and publish it."""
        if not isinstance(draft, tuple):
            return
        fee = self.surveys * office.scenario.money.research_money
        office.ledger.book(office.now, Activity.RESEARCH, work.duty.owner, -fee)
        for name, estimate in zip(self.names(office), draft, strict=True):
            office.publish(work, name, estimate)

    def names(self, office: Office) -> tuple[str, ...]:
        """Return the topics with those of channels spelt out."""
        channels = range(office.sizes.channels)
        return tuple(
            f"{topic}.{index}" if index >= 0 else topic
            for topic in self.topics
            for index in (channels if topic in BY_CHANNEL else (-1,))
        )
