"""The rival file: deals of rivals as they were seen, week by week, and the calendar that is read from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.observation import Observe
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate

MEMORY_WEEKS = 60
"""Weeks that a file reaches back: a year and some; assumption."""
YEAR_WEEKS = 52
AHEAD_WEEKS = 30
"""Weeks that are read off ahead: longer than the promotion calendar plans; assumption."""
LEAST_DEPTH: Annotated[float, Gt(0), Le(0.5), Unit("share of price"), Source("assumption")] = 0.03
"""Depth over all outlets from which on a deal is taken for one."""
REGULAR_WEEKS: Annotated[int, Ge(0), Le(26), Unit("weeks"), Source("assumption")] = 2
"""Difference between the longest and the shortest gap of deals that are still called regular."""

Weekly = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Sightings:
    """Deals of rivals as field staff saw them."""

    last_week: int
    depths: Weekly
    """Depth over all outlets by week, the last one last, and by rival; zero where none was seen."""


SIGHTINGS = Plan("rival_sightings", Sightings)


@dataclass(frozen=True)
class RivalDeal:
    """A deal that a rival is expected to hold."""

    rival: int
    """Place among the brands."""
    first_day: float
    days: float
    depth: float
    """Depth over all outlets, share of price."""


@dataclass(frozen=True)
class RivalCalendar:
    """Deals that rivals are expected to hold, in order of date."""

    day: float
    deals: tuple[RivalDeal, ...]


RIVAL_CALENDAR = Plan("rival_calendar", RivalCalendar)


@dataclass(frozen=True)
class Watched:
    """What a round of watching rivals brought."""

    estimates: tuple[Estimate, ...]
    sightings: Sightings


class WatchRivals(Part, Mechanism[Watched]):
    """Observe rivals' prices and offers, and note which of them holds a deal in which week."""

    kind: Literal["watch_rivals"] = "watch_rivals"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics observed."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.0
    """Money spent each time, in consumer surveys of standard size."""
    unseen_share: Annotated[float, Ge(0), Le(1), Unit("share of deals"), Source("assumption")] = 0.5
    """Weeks with a deal that poor work overlooks; complete work overlooks none."""

    def draft(self, office: Office, work: Work) -> Watched:
        """Return estimates, and the file continued to last week."""
        held = office.plan(work.owner, SIGHTINGS)
        last = int(office.now // WEEK_DAYS) - 1
        seen = office.rival_deals(work, MEMORY_WEEKS if held is None else last - held.last_week)
        noticed = tuple(tuple(self._noticed(depth, u, work) for depth, u in week) for week in seen)
        depths = (*(held.depths if held else ()), *noticed)[-MEMORY_WEEKS:]
        return Watched(self.looking.draft(office, work), Sightings(last, depths))

    def apply(self, office: Office, work: Work, draft: Watched) -> None:
        """Publish the estimates and hand the file on."""
        self.looking.apply(office, work, draft.estimates)
        office.put_plan(work, SIGHTINGS, draft.sightings, work.duty.informs)

    def _noticed(self, depth: float, u: float, work: Work) -> float:
        return depth if u >= self.unseen_share * (1.0 - work.quality) else 0.0

    @cached_property
    def looking(self) -> Observe:
        """The part of it that is a check of prices and quality."""
        return Observe(instrument=self.instrument, topics=self.topics, surveys=self.surveys)


@dataclass(frozen=True)
class Classified:
    """What was made of reports on rivals."""

    estimates: tuple[Estimate, ...]
    calendar: RivalCalendar | None


class ClassifyRivals(Part, Mechanism[Classified]):
    """Sort reports on rivals, estimate prices and quality from them, and read each rival's calendar of deals."""

    kind: Literal["classify_rivals"] = "classify_rivals"
    instrument: str
    """Instrument by name."""
    topics: tuple[str, ...]
    """Topics estimated."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Sample relative to the instrument's standard; the error falls with its square root."""

    def draft(self, office: Office, work: Work) -> Classified:
        """Return estimates and the calendar; no calendar before any report has arrived."""
        held = office.plan(work.owner, SIGHTINGS)
        calendar = RivalCalendar(office.now, expected_deals(held)) if held else None
        return Classified(self.looking.draft(office, work), calendar)

    def apply(self, office: Office, work: Work, draft: Classified) -> None:
        """Publish the estimates and send the calendar to those who plan by it."""
        self.looking.apply(office, work, draft.estimates)
        if draft.calendar is not None:
            office.put_plan(work, RIVAL_CALENDAR, draft.calendar, work.duty.informs)

    @cached_property
    def looking(self) -> Observe:
        """The part of it that is an estimate of prices and quality."""
        return Observe(instrument=self.instrument, topics=self.topics, accuracy=self.accuracy)


def expected_deals(file: Sightings) -> tuple[RivalDeal, ...]:
    """Return the deals that a file lets expect, each rival's in its own rhythm or as a year before."""
    rivals = range(len(file.depths[0])) if file.depths else range(0)
    found = [deal for rival in rivals for deal in _of_rival(file, rival)]
    return tuple(sorted(found, key=lambda deal: (deal.first_day, deal.rival)))


def _of_rival(file: Sightings, rival: int) -> list[RivalDeal]:
    """Return the deals expected of one rival after the last week seen."""
    runs = _runs([week[rival] for week in file.depths], file.last_week - len(file.depths) + 1)
    if len(runs) < 2:
        return []
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(runs)]
    weeks, depth = median(length for _, length, _ in runs), mean(deep for _, _, deep in runs)
    if len(gaps) > 1 and max(gaps) - min(gaps) <= REGULAR_WEEKS:
        every = mean(gaps)
        firsts = [runs[-1][0] + round(every * k) for k in range(1, int(AHEAD_WEEKS / every) + 2)]
    else:
        firsts = [first + YEAR_WEEKS for first, _, _ in runs]
    coming = (f for f in firsts if file.last_week < f <= file.last_week + AHEAD_WEEKS)
    return [RivalDeal(rival + 1, 7.0 * first, 7.0 * weeks, depth) for first in coming]


def _runs(depths: list[float], first_week: int) -> list[tuple[int, int, float]]:
    """Return (first week, weeks, mean depth) of each run of weeks with a deal."""
    runs: list[tuple[int, int, float]] = []
    for place, depth in enumerate(depths):
        if depth < LEAST_DEPTH:
            continue
        week = first_week + place
        if runs and runs[-1][0] + runs[-1][1] == week:
            first, length, mean_depth = runs[-1]
            runs[-1] = (first, length + 1, (mean_depth * length + depth) / (length + 1))
        else:
            runs.append((week, 1, depth))
    return runs


def met(deals: tuple[RivalDeal, ...], first_day: float, days: float) -> float:
    """Return how much of rivals' expected deals a span of days meets: days times depth."""
    last = first_day + days
    spans = ((deal.depth, min(deal.first_day + deal.days, last) - max(deal.first_day, first_day)) for deal in deals)
    return sum(depth * max(days, 0.0) for depth, days in spans)
