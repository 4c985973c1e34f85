"""A scenario: the world that the strategist does not choose."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field, model_validator

from mktsim.inputs.calibration import CalibratedGroup
from mktsim.inputs.market import Market
from mktsim.inputs.policy import Policy
from mktsim.inputs.trade import Brand, Channel, Medium, Money, Supply
from mktsim.quantities import Part, Source, Unit

GIVEN = Source("given by the scenario")
MOST_ASSUMPTIONS = 12


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
    burn_in_weeks: Annotated[int, Ge(104), Le(520), Unit("weeks"), Source("MODEL.md 2")] = 104
    """Uncounted weeks under the status quo policy and the named organisation."""


class Holiday(Part):
    """A named holiday that moves demand and working days."""

    name: str
    """Name used by promotion calendars."""
    dates: tuple[dt.date, ...] = ()
    """Explicit dates; for fixed ones give month and day instead."""
    month: Annotated[int, Ge(0), Le(12), Unit("month"), GIVEN] = 0
    """Month of a holiday with a fixed date; zero for explicit dates."""
    day: Annotated[int, Ge(0), Le(31), Unit("day of month"), GIVEN] = 0
    """Day of a holiday with a fixed date."""
    demand: Annotated[float, Gt(0), Le(10), Unit("multiple"), Source("assumption")] = 1.0
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
    first_year: int
    """Calendar year of the first value."""
    per_year: tuple[Annotated[float, Ge(0), Unit("units/year"), GIVEN], ...]
    """Values by year."""
    fitted_years: Annotated[int, Ge(0), Unit("years"), GIVEN] = 0
    """First years that the parameters were fitted on."""


class Scenario(Part):
    """A world with its opening, its organisation in being and its policies."""

    schema_version: Literal[1] = 1
    name: str
    """Name; also the label of the world's luck."""
    title: str
    """One line for tables and the report."""
    description: str = ""
    """What is published, what is assumed."""
    start: dt.date
    """First day; the week of the run is seven days from here."""
    horizon_weeks: Annotated[int, Ge(1), Le(2600), Unit("weeks"), GIVEN]
    """Weeks that count."""
    run_out_weeks: Annotated[int, Ge(0), Le(520), Unit("weeks"), GIVEN] = 52
    """Weeks after the horizon under frozen levers that make the terminal value."""
    opening: Annotated[Launch | GoingConcern, Field(discriminator="kind")] = Launch()
    """How the run opens."""
    holidays: tuple[Holiday, ...] = ()
    """Holidays by name."""
    market: Market
    """Consumers and how they respond."""
    channels: tuple[Channel, ...]
    """Ways to the consumer."""
    media: tuple[Medium, ...]
    """Media for advertising."""
    brands: tuple[Brand, ...]
    """Brands; the first is the focal one."""
    supply: Supply = Supply()
    """Production, stock and transport."""
    money: Money = Money()
    """Currency, discounting and costs."""
    organisation: str = "planning_hub"
    """Organisation in being: an archetype's name or a file."""
    policies: dict[str, Policy]
    """Policies by name."""
    status_quo: str
    """Policy in force before the opening and default of `run`."""
    observed: Observed | None = None
    """A published series to compare with."""
    assumptions: dict[str, tuple[float, float]] = {}
    """Parameters whose values may turn a verdict: dotted path to (low, high); at most twelve."""
    calibration: tuple[CalibratedGroup, ...] = ()
    """What histories told of the parameters; replication r of a study runs in draw r of it."""

    @model_validator(mode="after")
    def _names_agree(self) -> Scenario:
        problems = _problems(self)
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _problems(s: Scenario) -> list[str]:
    return [*_shares(s), *_references(s), *_names(s)]


def _shares(s: Scenario) -> list[str]:
    totals = {
        "market.segments: share": sum(x.share for x in s.market.segments),
        "channels: traffic_share": sum(x.traffic_share for x in s.channels),
    }
    totals |= {f"channels.{c.name}: volume_share": sum(k.volume_share for k in c.classes) for c in s.channels}
    return [f"{name} sums to {total:g}, not 1" for name, total in totals.items() if abs(total - 1) > 1e-6]


def _references(s: Scenario) -> list[str]:
    known = ", ".join(s.policies)
    found = []
    if s.status_quo not in s.policies:
        found.append(f"status_quo {s.status_quo!r} is not among policies: {known}")
    paths = [one.path for group in s.calibration for one in group.parameters]
    found += [f"calibration: {path} occurs twice" for path in sorted({one for one in paths if paths.count(one) > 1})]
    found += [
        f"brand {brand.name}: policy {brand.policy!r} is not among policies: {known}"
        for brand in s.brands[1:]
        if brand.policy and brand.policy not in s.policies
    ]
    if len(s.assumptions) > MOST_ASSUMPTIONS:
        found.append(f"assumptions: {len(s.assumptions)} are named, at most {MOST_ASSUMPTIONS} can be")
    return found


def _names(s: Scenario) -> list[str]:
    families = {
        "brands": [b.name for b in s.brands],
        "channels": [c.name for c in s.channels],
        "market.regions": [r.name for r in s.market.regions],
        "market.segments": [x.name for x in s.market.segments],
        "media": [m.name for m in s.media],
    }
    found = [f"{family}: at least one is needed" for family, names in families.items() if not names]
    found += [f"{family}: a name occurs twice" for family, names in families.items() if len(set(names)) < len(names)]
    return found
