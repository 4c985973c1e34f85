"""Observation of the market: instruments, brand tracking with the life-cycle stage, the sales archive."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.world import WEEK_DAYS, Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.archive import ArchiveView
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

BY_CHANNEL = frozenset({"distribution.channel"})
"""Topics that have an index by channel."""
BY_MEDIUM = frozenset({"response.medium"})
"""Topics that have an index by medium."""


class Observe(Part, Mechanism[tuple[Estimate, ...]]):
    """Observe topics through one instrument and publish the estimates."""

    kind: Literal["observe"] = "observe"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics observed; those of channels and media are named without index."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.0
    """Money spent each time, in consumer surveys of standard size."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Sample relative to the instrument's standard; the error falls with its square root."""

    def draft(self, office: Office, work: Work) -> tuple[Estimate, ...]:
        """Return one estimate a topic; poor work asks fewer people well."""
        accuracy = self.accuracy * max(work.quality, 0.05)
        return tuple(office.observe(work, self.instrument, name, accuracy) for name in self.names(office))

    def apply(self, office: Office, work: Work, draft: tuple[Estimate, ...]) -> None:
        """Pay for the observation and publish it."""
        fee = self.surveys * office.scenario.money.research_money
        office.ledger.book(office.now, Activity.RESEARCH, work.duty.owner, -fee)
        for name, estimate in zip(self.names(office), draft, strict=True):
            office.publish(work, name, estimate)

    def names(self, office: Office) -> tuple[str, ...]:
        """Return the topics with those of channels and media spelt out."""
        counts = {**dict.fromkeys(BY_CHANNEL, office.sizes.channels), **dict.fromkeys(BY_MEDIUM, office.sizes.media)}
        return tuple(
            f"{topic}.{index}" if topic in counts else topic
            for topic in self.topics
            for index in range(counts.get(topic, 1))
        )


class ResearchLifeCycle(Part, Mechanism[tuple[Estimate, ...]]):
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

    def apply(self, office: Office, work: Work, draft: tuple[Estimate, ...]) -> None:
        """Publish the tracking and the stage."""
        self.tracking.apply(office, work, draft)
        office.judge_stage(work)

    @cached_property
    def tracking(self) -> Observe:
        """The part of it that is looking at the market."""
        return Observe(instrument=self.instrument, topics=self.topics, surveys=self.surveys, accuracy=self.accuracy)


class KeepArchive(Part, Mechanism[float]):
    """Collect channels' reports, file them and publish what regions and channels sell."""

    kind: Literal["keep_archive"] = "keep_archive"
    error: Annotated[float, Ge(0), Le(2), Unit("sd of log"), Source("assumption")] = 0.03
    """Error of a region's or channel's figures when the work is complete."""
    mean_weeks: Annotated[int, Gt(0), Le(52), Unit("weeks"), Source("assumption")] = 8
    """Weeks over which sales levels are averaged."""
    summary_weeks: Annotated[int, Gt(0), Le(52), Unit("weeks"), Source("assumption")] = 4
    """Weeks between two summaries; reports are filed every time."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the error with which reports are filed; poor work files worse."""
        del office
        return self.error / math.sqrt(max(work.quality, 0.05))

    def apply(self, office: Office, work: Work, draft: float) -> None:
        """File the reports and publish sales by region and channel."""
        office.file_sales(work, draft)
        seen = office.archive_seen(work.duty.owner)
        if seen.weeks and work.period % self.summary_weeks == 0:
            self._publish(office, work, seen, draft)

    def _publish(self, office: Office, work: Work, seen: ArchiveView, error: float) -> None:
        recent = seen.units[-self.mean_weeks :]
        day = (seen.last_week + 1) * WEEK_DAYS
        mean = recent.mean(axis=0)
        regions, channels = mean.sum(axis=1), mean.sum(axis=0)
        say = {
            "sales.level": float(recent[-1].sum()),
            **{f"sales.region.{r}": float(units) for r, units in enumerate(regions)},
            **{f"sales.channel.{c}": float(units) for c, units in enumerate(channels)},
        }
        for topic, value in say.items():
            office.announce(work, topic, Estimate(value, error * value + 1e-9, day, office.now))
