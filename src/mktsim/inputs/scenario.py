"""A scenario: the world that the strategist does not choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import Field, SerializeAsAny, model_validator

from mktsim.calendar import SPARE_DAYS
from mktsim.errors import quoted
from mktsim.inputs.agreement import Among, defined_in, disagreements
from mktsim.inputs.calibration import CalibratedGroup
from mktsim.inputs.events import Events
from mktsim.inputs.market import Market
from mktsim.inputs.market_mechanism import MarketMechanism
from mktsim.inputs.named import Id, shared_luck
from mktsim.inputs.paths import Parameters
from mktsim.inputs.phases import BELIEFS
from mktsim.inputs.policy import Policy
from mktsim.inputs.trade import Brand, Channel, Medium, Money, Supply
from mktsim.quantities import Part, Source, Unit
from mktsim.relations import AllOrNone, Finding, Name, Names, Ref, Rising, SumsTo, refuse

GIVEN = Source("given by the scenario")
MOST_ASSUMPTIONS = 12
MOST_OFFERS = 1_000_000
"""Offers to consumer types in one week: a replication of three years then takes minutes and some 100 MB."""
MOST_DRAWS = 30_000_000
"""Random numbers of the market that are held at once, 8 bytes each."""
AROUND_DAYS = SPARE_DAYS + 366
"""Days around a run that dates are made of: plans reach ahead, and holidays are counted by whole years."""
End = Annotated[float, Ge(-1e15), Le(1e15), Unit("as the parameter"), GIVEN]
"""An end of a range of a parameter."""


class Project(Part):
    """The development of the product itself, by the whole organisation, from idea to launch decision."""

    design_rounds: Annotated[
        int, Ge(0), Le(30), Unit("rounds"),
        Source("Wheelwright & Clark 1992: a few cycles of design, building and testing; number assumption"),
    ] = 4  # fmt: skip
    """Cycles of design, building, testing and review between the decision to develop and the pilot run."""
    effort_scale: Annotated[
        float, Ge(0), Le(10), Unit("multiple"),
        Source("Griffin 1997: nine months for improvements to three and a half years; size assumption"),
    ] = 1.0  # fmt: skip
    """Effort of every step relative to the table of steps, in which a project takes a little over a year."""


class Launch(Part):
    """The run opens with the product's launch, or with the project that leads to it."""

    kind: Literal["launch"] = "launch"
    project: Project | None = None
    """How the product is developed; it is on the market when the project is through. None: it is finished."""


class GoingConcern(Part):
    """The run opens in the middle of business, after uncounted weeks under the status quo."""

    kind: Literal["going_concern"]
    burn_in_weeks: Annotated[
        int, Ge(104), Le(520), Unit("weeks"), Source("assumption: opening states are forgotten")
    ] = 104
    """Uncounted weeks under the status quo policy and the named organisation."""


class Holiday(Part):
    """A named holiday that moves demand and working days."""

    name: Name
    """Name used by promotion calendars."""
    dates: tuple[dt.date, ...] = ()
    """Explicit dates; for fixed ones give month and day instead."""
    month: Annotated[int, Ge(0), Le(12), Unit("month"), GIVEN] = 0
    """Month of a holiday with a fixed date; zero for explicit dates."""
    day: Annotated[int, Ge(0), Le(31), Unit("day of month"), GIVEN] = 0
    """Day of a holiday with a fixed date."""
    demand: Annotated[float, Ge(0.001), Le(10), Unit("multiple"), Source("assumption")] = 1.0
    """Multiplier of category demand in the week of the holiday."""
    working: bool = False
    """Whether staff work on that day."""

    @model_validator(mode="after")
    def _a_day_that_comes_every_year(self) -> Holiday:
        if not self.dates and self.month == 0:
            raise ValueError("give dates, or month and day")
        if self.month:
            try:
                dt.date(2023, self.month, self.day)
            except ValueError:
                raise ValueError(f"month {self.month} day {self.day} does not come every year") from None
        return self


class Observed(Part):
    """A published series that the scenario is compared with."""

    title: str
    """What it is."""
    unit: str
    """Its unit."""
    source: str
    """Where it was published."""
    first_year: Annotated[int, Ge(1), Le(9999), Unit("year"), GIVEN]
    """Calendar year of the first value."""
    per_year: tuple[Annotated[float, Ge(0), Le(1e15), Unit("units/year"), GIVEN], ...]
    """Values by year."""
    fitted_years: Annotated[int, Ge(0), Le(9999), Unit("years"), GIVEN] = 0
    """First years that the parameters were fitted on."""
    counts: Literal["category", "focal_brand"] = "category"
    """Whose sales the series counts: all brands', or the focal brand's alone."""
    first_month: Annotated[int, Ge(1), Le(12), Unit("month"), GIVEN] = 1
    """Month in which a year begins; a year that begins after January is named after the one in which it ends."""

    @model_validator(mode="after")
    def _fitted_on_what_there_is(self) -> Observed:
        if self.fitted_years > len(self.per_year):
            raise ValueError(f"fitted_years: there are values of {len(self.per_year)} years, found {self.fitted_years}")
        return self


class Scenario(Part):
    """A world with its opening, its organisation in being and its policies."""

    schema_version: Literal[1] = 1
    name: Name
    """Name; it keys the world's random inputs where there is no id."""
    id: Id = ""
    """What keys the random inputs instead of the name, so that a new name keeps them; what extends it inherits it."""
    title: str
    """One line for tables and the report."""
    description: str = ""
    """What is published, what is assumed."""
    start: dt.date
    """First day; the week of the run is seven days from here."""
    horizon_weeks: Annotated[int, Ge(1), Le(2600), Unit("weeks"), GIVEN]
    """Weeks that count."""
    run_out_weeks: Annotated[int, Ge(0), Le(520), Unit("weeks"), GIVEN] = 52
    """Weeks after the horizon under the rules of the status quo that make the terminal value."""
    opening: Annotated[Launch | GoingConcern, Field(discriminator="kind")] = Launch()
    """How the run opens."""
    holidays: Annotated[tuple[Holiday, ...], Names("holiday")] = ()
    """Holidays by name."""
    market: Market
    """Consumers and how they respond."""
    channels: Annotated[tuple[Channel, ...], MinLen(1), MaxLen(50), Names("channel"), SumsTo(1.0, "traffic_share")]
    """Ways to the consumer."""
    media: Annotated[tuple[Medium, ...], MinLen(1), MaxLen(50), Names("medium"), AllOrNone("normal_share", 1e-6)]
    """Media for advertising."""
    brands: Annotated[tuple[Brand, ...], MinLen(1), MaxLen(100), Names("brand")]
    """Brands; the first is the focal one."""
    supply: Supply = Supply()
    """Production, stock and transport."""
    money: Money = Money()
    """Currency, discounting and costs."""
    events: Events = ()
    """What happens whatever the firm does."""
    organisation: Annotated[str, Ref("organisation")] = "planning_hub"
    """Organisation in being: an archetype's name or a file."""
    policies: Annotated[dict[Name, Policy], MinLen(1), Names("policy")]
    """Policies by name."""
    status_quo: Annotated[str, Ref("policy")]
    """Policy in force before the opening and default of `run`."""
    observed: Observed | None = None
    """A published series to compare with."""
    assumptions: Annotated[
        dict[Annotated[str, Ref("parameter")], Annotated[tuple[End, End], Rising()]], MaxLen(MOST_ASSUMPTIONS)
    ] = {}
    """Parameters whose values may turn a verdict: dotted path to (low, high); at most twelve."""
    calibration: tuple[CalibratedGroup, ...] = ()
    """What histories told of the parameters; replication r of a study runs in draw r of it."""
    market_mechanisms: Annotated[tuple[SerializeAsAny[MarketMechanism], ...], MaxLen(20)] = ()
    """Market mechanisms of a file of the user's own (`--rules`), in the order in which they work."""

    uncounted_by_default: ClassVar[frozenset[str]] = frozenset({"market_mechanisms", "events", "id"})

    @property
    def stream_id(self) -> str:
        """Label of its random inputs, without the number of a draw."""
        return self.id or self.name

    @model_validator(mode="after")
    def _all_agrees(self) -> Scenario:
        known = {**defined_in(self), "parameter": Parameters(self), "belief": Among("belief", tuple(BELIEFS))}
        refuse(
            [
                *disagreements(self, known),
                *_unvisited(self),
                *_found_twice(self),
                *_one_luck(self),
                *_beyond_dates(self),
                *_large(self),
            ]
        )
        return self


def _beyond_dates(s: Scenario) -> Iterator[Finding]:
    """Yield a start whose run, with the years that plans reach around it, has days that no calendar has."""
    before = s.opening.burn_in_weeks if isinstance(s.opening, GoingConcern) else 0
    first, last = -7 * before - AROUND_DAYS, 7 * (s.horizon_weeks + s.run_out_weeks) + AROUND_DAYS
    day = s.start.toordinal()
    if day + first < dt.date.min.toordinal() or day + last > dt.date.max.toordinal():
        years = f"{AROUND_DAYS // 365} years before and after the run"
        yield Finding(("start",), f"{years} have to lie in the years 1 to 9999, found {s.start.isoformat()}")


def _large(s: Scenario) -> Iterator[Finding]:
    """Yield that a world has more consumer types, brands and channels than can be held and run."""
    cells = len(s.market.regions) * len(s.market.segments) * len(s.brands) * len(s.channels)
    if cells * s.market.types_per_segment > MOST_OFFERS:
        words = f"{cells * s.market.types_per_segment:,} offers (regions × segments × types × brands × channels)"
        yield Finding(("market", "types_per_segment"), f"{words} are too many; at most {MOST_OFFERS:,} can be run")
    draws = cells * (s.horizon_weeks + s.run_out_weeks + 520)
    if draws > MOST_DRAWS:
        words = f"{draws:,} draws (regions × segments × brands × channels × weeks)"
        yield Finding(("brands",), f"{words} are too many; at most {MOST_DRAWS:,} can be run")


def _unvisited(s: Scenario) -> Iterator[Finding]:
    """Yield segments that prefer no channel at all."""
    for place, segment in enumerate(s.market.segments):
        if not any(segment.channel_preference.get(channel.name, 1.0) > 0.0 for channel in s.channels):
            steps = ("market", "segments", place, "channel_preference")
            yield Finding(steps, "at least one channel needs a preference above zero")


def _one_luck(s: Scenario) -> Iterator[Finding]:
    """Yield what has the random numbers of something else of its kind."""
    yield from shared_luck("brands", s.brands)
    yield from shared_luck("channels", s.channels)
    yield from shared_luck("market.regions", s.market.regions)
    yield from shared_luck("market.segments", s.market.segments)


def _found_twice(s: Scenario) -> Iterator[Finding]:
    """Yield parameters that two histories told."""
    seen: set[str] = set()
    for place, group in enumerate(s.calibration):
        for number, one in enumerate(group.parameters):
            if one.path in seen:
                yield Finding(("calibration", place, "parameters", number, "path"), f"{quoted(one.path)} occurs twice")
            seen.add(one.path)
