"""Long-term goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.beliefs import DAMPING
from mktsim.model.organisation.mechanisms.plans import Goals
from mktsim.model.organisation.mechanisms.timing import planning_window, year_of, year_window
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

LONG_TERM_GOALS = "long_term_goals"
SENIOR_MANAGEMENT = "senior_management"
YEAR_WEEKS = 52


class SetGoals(Part):
    """Carry a whole year's sales forward with the growth of the market that senior management expects."""

    kind: Literal["set_goals"] = "set_goals"
    least_weeks: Annotated[int, Ge(1), Le(104), Unit("weeks"), Source("assumption")] = 39
    """Weeks in the archive below which nobody sets a goal."""

    def draft(self, office: Office, work: Work) -> Goals | None:
        """Return the goal for the year that the work is about; None while too little is known."""
        seen = office.archive_seen(work.duty.owner)
        recent = seen.totals()[-YEAR_WEEKS:]
        if recent.size < self.least_weeks:
            return None
        year = year_of(office.calendar, planning_window(office, work).first)
        whole = year_window(office.calendar, year)
        middle = WEEK_DAYS * (seen.last_week + 1 - recent.size / 2.0)
        ahead = max((whole.first + whole.last) / 2.0 - middle, 0.0) / WEEK_DAYS
        growth = office.believe(SENIOR_MANAGEMENT, "market.growth").value
        multiple = max(1.0 + growth * (1.0 - DAMPING**ahead) / (1.0 - DAMPING), 0.0)
        return Goals(year, float(recent.mean()) * multiple)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Send the goals to those who set targets by them."""
        if isinstance(draft, Goals):
            office.put_item(work, LONG_TERM_GOALS, draft, work.duty.informs)
