"""A scenario: the world that the strategist does not choose."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field, model_validator

from mktsim.inputs.market import Market
from mktsim.inputs.policy import Policy
from mktsim.inputs.trade import Brand, Channel, Medium, Money, Supply
from mktsim.quantities import Part, Source, Unit

GIVEN = Source("given by the scenario")


class Launch(Part):
    """The run opens with the product's launch."""

    kind: Literal["launch"] = "launch"


class GoingConcern(Part):
    """The run opens in the middle of business, after uncounted weeks under the status quo."""

    kind: Literal["going_concern"]
    burn_in_weeks: Annotated[int, Ge(104), Le(520), Unit("weeks"), Source("MODEL.md 2")] = 104
    """Uncounted weeks under the status quo policy and the named organisation."""


class Holiday(Part):
    """A named holiday that moves demand and working days."""

    name: str
    """Name used by promotion calendars."""
    dates: tuple[datetime.date, ...] = ()
    """Explicit dates; for fixed ones give month and day instead."""
    month: Annotated[int, Ge(0), Le(12), Unit("month"), GIVEN] = 0
    """Month of a holiday with a fixed date; zero for explicit dates."""
    day: Annotated[int, Ge(0), Le(31), Unit("day of month"), GIVEN] = 0
    """Day of a holiday with a fixed date."""
    demand: Annotated[float, Gt(0), Le(10), Unit("multiple"), Source("assumption")] = 1.0
    """Multiplier of category demand in the week of the holiday."""
    working: bool = False
    """Whether staff work on that day."""


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
    start: datetime.date
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

    @model_validator(mode="after")
    def _names_agree(self) -> Scenario:
        for problem in _problems(self):
            raise ValueError(problem)
        return self


def _problems(s: Scenario) -> list[str]:
    found = []
    if s.status_quo not in s.policies:
        found.append(f"status_quo {s.status_quo!r} is not among policies: {', '.join(s.policies)}")
    for name, total in (
        ("market.segments share", sum(x.share for x in s.market.segments)),
        ("channels traffic_share", sum(x.traffic_share for x in s.channels)),
    ):
        if abs(total - 1) > 1e-6:
            found.append(f"{name} sums to {total:g}, not 1")
    for channel in s.channels:
        if abs(sum(k.volume_share for k in channel.classes) - 1) > 1e-6:
            found.append(f"channels {channel.name}: volume_share of classes does not sum to 1")
    for brand in s.brands[1:]:
        if brand.policy and brand.policy not in s.policies:
            found.append(f"brand {brand.name}: policy {brand.policy!r} is not among policies: {', '.join(s.policies)}")
    for field, names in (
        ("brands", [b.name for b in s.brands]),
        ("channels", [c.name for c in s.channels]),
        ("regions", [r.name for r in s.market.regions]),
        ("media", [m.name for m in s.media]),
    ):
        if len(set(names)) < len(names):
            found.append(f"{field}: a name occurs twice")
        if not names:
            found.append(f"{field}: at least one is needed")
    if len(s.assumptions) > 12:
        found.append("assumptions: at most twelve")
    return found
