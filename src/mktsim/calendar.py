"""Time of a world: day numbers with real dates, weeks, working time, quarters and holidays.

Time is continuous, in days from midnight of the start date (day 0); days before it are negative. Week w is
[7w, 7w + 7). One working day is one unit of a person's time, spread evenly over the whole calendar day, so that
hours of the clock never matter: work of 0.5 begun at time 3.0 ends at 3.5, or after the weekend.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

DAYS_PER_WEEK = 7
SPARE_DAYS = 5 * 366
"""Days that the calendar of a run goes on before and after it: work planned ahead may be due beyond its end."""
_WORKING_WEEKDAYS = 5  # Monday to Friday
_SNAP = 1e-9  # days; sums of fractions of a working day may miss a whole one by rounding


class Cadence(IntEnum):
    """How often a calendar date comes round, in months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True, slots=True)
class Holiday:
    """One named occasion on one date, with the shopping days around it.

    Errors: ValueError for a negative count of days or a weight that is negative or not a number.
    """

    name: str
    """Name shared by its occurrences, such as "christmas"."""
    day: date
    """Date of the occasion itself."""
    days_before: int = 0
    """Days before the date that belong to its season, in days, 0 or more."""
    days_after: int = 0
    """Days after the date that belong to its season, in days, 0 or more."""
    weight: float = 1.0
    """Total weight shared out over those days; 0 or more, no unit."""
    public: bool = True
    """Whether staff are off on the date itself."""

    def __post_init__(self) -> None:
        """Refuse seasons that run backwards."""
        if min(self.days_before, self.days_after) < 0:
            raise ValueError(f"holiday {self.name!r}: days_before and days_after must be 0 or more")
        if not 0.0 <= self.weight < math.inf:
            raise ValueError(f"holiday {self.name!r}: weight {self.weight} must be 0 or more")


@dataclass(frozen=True)
class Calendar:
    """Dates, weeks and working time of one world; immutable, compiled once, read in constant time.

    Errors: ValueError for an empty window; IndexError for a day outside the window.

    >>> calendar = Calendar(date(2024, 1, 1), holidays=(Holiday("new_year", date(2024, 1, 1)),))
    >>> calendar.add_work(4.5, 1.0)  # Friday noon + one working day = Monday noon
    7.5
    """

    start: date
    """Date of day 0."""
    holidays: tuple[Holiday, ...] = ()
    """Named occasions, each occurrence listed."""
    first_day: int = -5 * 366
    """First day covered, in days from the start, 0 or less."""
    last_day: int = 40 * 366
    """First day no longer covered, in days from the start, above 0."""
    _working: tuple[bool, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _passed: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _workdays: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _days: int = field(init=False, repr=False, compare=False)
    _dates: dict[int, date] = field(init=False, repr=False, compare=False, default_factory=dict)
    _months: dict[int, int] = field(init=False, repr=False, compare=False, default_factory=dict)
    _starts: dict[Cadence, tuple[int, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Compile working days into arrays: flag and count before a day, and day of the i-th working day."""
        if not self.first_day <= 0 < self.last_day:
            raise ValueError(f"a calendar of days [{self.first_day}, {self.last_day}) does not hold day 0")
        days = np.arange(self.first_day, self.last_day)
        working = (days + self.start.weekday()) % DAYS_PER_WEEK < _WORKING_WEEKDAYS
        for holiday in self.holidays:
            offset = (holiday.day - self.start).days - self.first_day
            if holiday.public and 0 <= offset < len(days):
                working[offset] = False
        worked = np.concatenate(([0], np.cumsum(working)))
        object.__setattr__(self, "_days", len(days))
        object.__setattr__(self, "_working", tuple(working.tolist()))
        object.__setattr__(self, "_worked", tuple((worked - worked[-self.first_day]).tolist()))
        object.__setattr__(self, "_passed", tuple(worked.tolist()))
        object.__setattr__(self, "_workdays", tuple(days[working].tolist()))

    def __reduce__(self) -> tuple[type[Calendar], tuple[date, tuple[Holiday, ...], int, int]]:
        """Send only what defines the calendar to a worker."""
        return type(self), (self.start, self.holidays, self.first_day, self.last_day)

    def day_of(self, when: date) -> int:
        """Day number of a date; negative before the start."""
        return (when - self.start).days

    def date_of(self, time: float) -> date:
        """Date on which a moment falls."""
        day = math.floor(time)
        found = self._dates.get(day)
        if found is None:
            found = self._dates[day] = self.start + timedelta(days=day)
        return found

    def month_of_week(self, week: int) -> int:
        """Month, 1 to 12, in which the middle of a week falls."""
        found = self._months.get(week)
        if found is None:
            found = self._months[week] = self.date_of(DAYS_PER_WEEK * week + DAYS_PER_WEEK / 2).month
        return found

    def is_working(self, time: float) -> bool:
        """Whether staff work on the day on which a moment falls."""
        return self._working[self._index(time)]

    def worked(self, time: float) -> float:
        """Working days from day 0 to a moment, with fractions; negative before day 0.

        The difference of two is the working time between them.
        """
        day = math.floor(time)
        i = day - self.first_day
        if not 0 <= i < self._days:
            self._refuse(time)
        return self._worked[i] + (time - day) if self._working[i] else float(self._worked[i])

    def add_work(self, time: float, working_days: float) -> float:
        """Earliest moment at which that many working days have passed since ``time``.

        Work that fills a day exactly ends at its midnight, not after the weekend; no work ends at once.
        Errors: ValueError for negative work; IndexError beyond the window.
        """
        if working_days == 0.0:
            return time
        if not working_days > 0.0:
            raise ValueError(f"work of {working_days} days: must be 0 or more")
        day = math.floor(time)
        i = day - self.first_day
        if not 0 <= i < self._days:
            self._refuse(time)
        part = working_days
        if self._working[i]:
            part += time - day
            if part <= 1.0:
                return day + part
        target = self._passed[i] + part
        whole = math.ceil(target - _SNAP)
        if whole > len(self._workdays):
            raise IndexError(f"work from day {time:g} for {working_days:g} working days leaves the calendar")
        last = target - (whole - 1)
        return self._workdays[whole - 1] + (min(1.0, last))

    def done(self, time: float, working_days: float) -> float:
        """Return when work is done, as `add_work`; the end of the calendar for what is not done before it."""
        try:
            return self.add_work(time, working_days)
        except IndexError:
            return float(self.last_day)

    def next_working(self, time: float) -> float:
        """Return ``time`` itself on a working day, else the midnight with which the next one begins."""
        i = self._index(time)
        if self._working[i]:
            return time
        following = self._passed[i]
        if following >= len(self._workdays):
            raise IndexError(f"no working day at or after day {time:g} in the calendar")
        return float(self._workdays[following])

    def week_weights(self, name: str, first_week: int, weeks: int) -> NDArray[np.float64]:
        """Weight of a named holiday in each of ``weeks`` weeks, shape (weeks,).

        Each occurrence spreads its weight evenly over its days, so a season on the border of two weeks is shared
        between them. Errors: LookupError for a name that no holiday has.
        """
        if all(holiday.name != name for holiday in self.holidays):
            known = ", ".join(sorted({holiday.name for holiday in self.holidays})) or "none"
            raise LookupError(f"no holiday is called {name!r}; known: {known}")
        weights = np.zeros(weeks)
        begin = first_week * DAYS_PER_WEEK
        for holiday in self.holidays:
            if holiday.name != name:
                continue
            length = holiday.days_before + 1 + holiday.days_after
            opens = self.day_of(holiday.day) - holiday.days_before - begin
            places = np.arange(opens, opens + length) // DAYS_PER_WEEK
            inside = places[(places >= 0) & (places < weeks)]
            np.add.at(weights, inside, holiday.weight / length)
        return weights

    def starts(self, cadence: Cadence) -> tuple[int, ...]:
        """Day numbers of all months, quarters or years that begin in the window, in order; compiled when asked."""
        found = self._starts.get(cadence)
        if found is None:
            months = _months(self.start + timedelta(days=self.first_day), self.start + timedelta(days=self.last_day))
            days = (self.day_of(date(month // 12, month % 12 + 1, 1)) for month in months if month % cadence == 0)
            found = self._starts[cadence] = tuple(day for day in days if self.first_day <= day < self.last_day)
        return found

    def _index(self, time: float) -> int:
        """Position of a day in the compiled arrays; a negative position must not wrap round."""
        i = math.floor(time) - self.first_day
        if not 0 <= i < self._days:
            self._refuse(time)
        return i

    def _refuse(self, time: float) -> NoReturn:
        raise IndexError(f"day {time:g} is outside the calendar [{self.first_day}, {self.last_day})")


def _months(first: date, last: date) -> range:
    """Months from that of one date to that of another, counted from the year zero."""
    return range(first.year * 12 + first.month - 1, last.year * 12 + last.month)


def week_of(time: float) -> int:
    """Week in which a moment falls: w for [7w, 7w + 7); negative before the start.

    >>> week_of(6.99), week_of(7.0), week_of(-0.5)
    (0, 1, -1)
    """
    return math.floor(time / DAYS_PER_WEEK)


def period_starts(calendar: Calendar, cadence: Cadence, first_day: int, last_day: int) -> tuple[int, ...]:
    """Day numbers in [first_day, last_day) on which a month, quarter or year of the real calendar begins.

    Errors: IndexError for days outside the calendar.

    >>> period_starts(Calendar(date(2024, 2, 15)), Cadence.QUARTER, 0, 365)
    (46, 137, 229, 321)
    """
    if not calendar.first_day <= first_day <= last_day <= calendar.last_day:
        raise IndexError(f"days [{first_day}, {last_day}) leave the calendar")
    starts = calendar.starts(cadence)
    return starts[bisect_left(starts, first_day) : bisect_left(starts, last_day)]


def every_year(holiday: Holiday, years: range) -> tuple[Holiday, ...]:
    """Occurrences of a holiday on the same month and day of each year.

    Errors: ValueError for 29 February in a year without one.
    """
    return tuple(replace(holiday, day=holiday.day.replace(year=year)) for year in years)


def nth_weekday(month: date, weekday: int, nth: int) -> date:
    """Date of the n-th weekday (Monday 0) of the month in which ``month`` falls; nth -1 is its last.

    Errors: ValueError where the month has no such day.

    >>> nth_weekday(date(1963, 11, 1), weekday=3, nth=4)  # Thanksgiving
    datetime.date(1963, 11, 28)
    """
    first = month.replace(day=1)
    if nth > 0:
        found = first + timedelta(days=(weekday - first.weekday()) % DAYS_PER_WEEK + DAYS_PER_WEEK * (nth - 1))
    else:
        following = (first + timedelta(days=31)).replace(day=1)
        back = (following.weekday() - weekday - 1) % DAYS_PER_WEEK + 1
        found = following - timedelta(days=back + DAYS_PER_WEEK * (-nth - 1))
    if nth == 0 or found.month != month.month or not 0 <= weekday < DAYS_PER_WEEK:
        raise ValueError(f"{month:%B %Y} has no weekday {weekday} number {nth}")
    return found
