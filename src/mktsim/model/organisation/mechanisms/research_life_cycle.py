"""Research into brand and life cycle: brand tracking and the stage as planning reads it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanisms.observe import Observe
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate


class ResearchLifeCycle(Part):
    """Track the brand through one instrument and tell the departments which stage the product is in."""

    kind: Literal["research_life_cycle"] = "research_life_cycle"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics tracked; those of channels are named without index."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.0
    """Money spent each time, in consumer surveys of standard size."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Sample relative to the instrument's standard."""

    def draft(self, office: Office, work: Work) -> tuple[Estimate, ...]:
        """Return one estimate a topic."""
        return self.tracking.draft(office, work)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Publish the tracking and the stage."""
        self.tracking.apply(office, work, draft)
        office.judge_stage(work)

    @cached_property
    def tracking(self) -> Observe:
        """The part of it that is looking at the market."""
        return Observe(instrument=self.instrument, topics=self.topics, surveys=self.surveys, accuracy=self.accuracy)
