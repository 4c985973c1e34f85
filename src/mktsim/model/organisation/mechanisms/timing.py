"""Windows of days that a piece of planning is for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from mktsim.calendar import Cadence, Calendar, period_starts
from mktsim.inputs.duty import OnCalendar, Period
from mktsim.model.organisation.work import PHASE
from mktsim.model.world import WEEK_DAYS

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

YEAR_DAYS = 365.0
_CADENCE = {Period.MONTH: Cadence.MONTH, Period.QUARTER: Cadence.QUARTER, Period.YEAR: Cadence.YEAR}
_LONGEST = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
_SAME = 0.5  # days; work is created on the day itself, whatever its rounding


@dataclass(frozen=True)
class Window:
    """Days [first, last) that a plan is for."""

    first: float
    last: float

    @property
    def days(self) -> float:
        """Length in days."""
        return self.last - self.first

    def weeks(self) -> tuple[int, ...]:
        """Return the weeks of the run that begin in the window."""
        first = math.ceil(self.first / WEEK_DAYS - 1e-9)
        return tuple(range(first, max(first, math.ceil(self.last / WEEK_DAYS - 1e-9))))


def planning_window(office: Office, work: Work) -> Window:
    """Return the period that `work` plans: the one its calendar set it off for, else from its creation to the next.

    Work set off so shortly before a period that the calendar's own work for it was never created (only at
    the opening) plans that period too; so does work that a phase of the policy set off after it.
    """
    calendar = _calendar_trigger(work.duty)
    created = float(work.created)
    if calendar is None:
        return Window(created, created + YEAR_DAYS)
    starts = _starts(office.calendar, calendar.every, created)
    for first, following in pairwise(starts):
        if abs(first - calendar.lead_days - created) < _SAME:
            return Window(first, following)
    ahead = [day for day in starts if day > created + _SAME]
    missed = ahead[0] - calendar.lead_days < (created if work.set_off_by == PHASE else office.first_day)
    last = ahead[1] if missed else ahead[0]
    return Window(created, last)


def market_day(office: Office) -> float:
    """Return the day from which the policy counts: that of the launch, zero with a going concern."""
    return max(office.first_day, 0.0)


def market_week(office: Office, week: int) -> int:
    """Return the week counted from the launch, or from the opening of a going concern; never negative."""
    return max(week - int(market_day(office) // WEEK_DAYS), 0)


def _calendar_trigger(duty: Duty) -> OnCalendar | None:
    triggers = (duty.trigger, *duty.also)
    return next((t for t in triggers if isinstance(t, OnCalendar)), None)


def _starts(calendar: Calendar, every: Period, created: float) -> list[float]:
    """Return the starts of periods from one before `created` to beyond any lead time."""
    first = math.floor(created) - _LONGEST[every]
    last = first + 4 * _LONGEST[every] + 181
    if every is Period.WEEK:
        week = math.floor(created / WEEK_DAYS)
        return [w * WEEK_DAYS for w in range(week - 1, week + 30)]
    return [float(day) for day in period_starts(calendar, _CADENCE[every], first, last)]


def year_of(calendar: Calendar, day: float) -> int:
    """Return the calendar year, which is the budget year, of a day of the run."""
    return calendar.date_of(day).year


def year_window(calendar: Calendar, year: int) -> Window:
    """Return the days of a calendar year."""
    return Window(float(calendar.day_of(date(year, 1, 1))), float(calendar.day_of(date(year + 1, 1, 1))))
