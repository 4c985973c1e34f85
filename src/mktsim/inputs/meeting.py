"""What of a scenario its run never meets: dates, years without a holiday, and words of events that nobody looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mktsim.inputs.scenario import GoingConcern, Holiday, Scenario
from mktsim.relations import Finding


def unmet_dates(s: Scenario) -> Iterator[Finding]:
    """Yield holidays with dates outside the run, and such that miss years of it though they come in others."""
    before = s.opening.burn_in_weeks if isinstance(s.opening, GoingConcern) else 0
    first = s.start - dt.timedelta(days=7 * before)
    last = s.start + dt.timedelta(days=7 * (s.horizon_weeks + s.run_out_weeks) - 1)
    end = s.start + dt.timedelta(days=7 * s.horizon_weeks - 1)
    for place, holiday in enumerate(s.holidays):
        if holiday.dates:
            yield from _of(holiday, ("holidays", place, "dates"), (first, last, end))


def unread_events(s: Scenario) -> Iterator[Finding]:
    """Yield events that say twice when they begin, and such of a rival that name the focal brand."""
    for place, event in enumerate(s.events):
        if event.weeks and event.start != 0:
            yield Finding(("events", place, "from"), "is not looked at, since weeks says when it begins")
        if event.kind.startswith("rival_") and getattr(event, "brand", "") == s.brands[0].name:
            words = f"{s.brands[0].name} is the focal brand, whose policy decides; the event comes on top of it"
            yield Finding(("events", place, "brand"), words)


def _of(holiday: Holiday, steps: tuple[str | int, ...], span: tuple[dt.date, dt.date, dt.date]) -> Iterator[Finding]:
    first, last, end = span
    met = [day for day in holiday.dates if first <= day <= last]
    run = f"the run from {first.isoformat()} to {last.isoformat()}"
    if not met:
        yield Finding(steps, f"none of the dates is met by {run}")
        return
    years = {day.year for day in holiday.dates}
    whole = range(first.year + 1, end.year)
    missing = [str(year) for year in whole if year not in years]
    if missing:
        yield Finding(steps, f"{run} has no date in {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}")
