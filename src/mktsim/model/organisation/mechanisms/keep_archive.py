"""The archive of sales data, and what is read from it at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.world import WEEK_DAYS, Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.archive import ArchiveView
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class KeepArchive(Part):
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

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """File the reports and publish sales by region and channel."""
        if not isinstance(draft, float):
            return
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
