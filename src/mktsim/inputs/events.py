"""Events of the world: what happens whatever the firm does, on a date or with a probability, the same for every arm.

An event holds from its first week to its last, or for good. One with a probability below one is drawn once a
replication, from luck of its own, which moves no other draw; one with a spread begins in a drawn week.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic import ConfigDict, Field, model_validator

from mktsim.inputs.phases import NEVER, Channels, Moment, Regions, Week, week_of
from mktsim.quantities import Part, Source, Unit
from mktsim.relations import Name, Ref

GIVEN = Source("given by the scenario")
MOST_EVENTS = 50
Brand = Annotated[str, Ref("brand")]


class WorldEvent(Part):
    """Something that happens in the world."""

    model_config = ConfigDict(populate_by_name=True)
    once: ClassVar[bool] = False
    """Whether it happens in its first week alone."""

    name: Name | None = None
    """What it is called; none for its kind."""
    start: Annotated[Moment, Field(alias="from")] = 0
    """First day, or first week of the run; it begins with the first week on or after a day."""
    until: Moment | None = None
    """Day or week from which it is over; none is for good."""
    weeks: Annotated[tuple[Week, ...], MaxLen(2)] = ()
    """First and last week, in place of from and until."""
    for_weeks: Annotated[int | None, Ge(1), Le(10_000), Unit("weeks"), GIVEN] = None
    """Weeks for which it lasts, in place of until."""
    probability: Annotated[float, Ge(0), Le(1), Unit("probability"), GIVEN] = 1.0
    """How probable it is that it happens at all."""
    within_weeks: Annotated[int, Ge(0), Le(520), Unit("weeks"), GIVEN] = 0
    """Weeks after its first one within which it begins, each as probable; zero begins on time."""

    @model_validator(mode="after")
    def _a_stretch(self) -> WorldEvent:
        given = [name for name in ("until", "for_weeks") if getattr(self, name) is not None]
        if self.weeks and (given or len(self.weeks) != 2 or self.weeks[1] < self.weeks[0]):
            raise ValueError("weeks: expected the first and the last week, in place of from, until and for_weeks")
        if len(given) > 1:
            raise ValueError("for_weeks: until says how long it lasts; give one of them")
        return self

    def span(self, start: dt.date) -> tuple[int, int]:
        """Return (first week, week after the last) of a run that begins on `start`, as given."""
        if self.weeks:
            return self.weeks[0], self.weeks[1] + 1
        first = max(week_of(self.start, start), 0)
        if self.once:
            return first, first + 1
        if self.for_weeks is not None:
            return first, first + self.for_weeks
        return first, NEVER if self.until is None else week_of(self.until, start)


class RivalPrice(WorldEvent):
    """A rival changes its prices."""

    kind: Literal["rival_price"]
    brand: Brand
    """The rival."""
    change: Annotated[float, Ge(-0.9), Le(5), Unit("share of price"), GIVEN]
    """Change of its price."""
    regions: Regions = ()
    """Regions where it holds; empty for all."""
    channels: Channels = ()
    """Channels where it holds; empty for all."""


class RivalDeal(WorldEvent):
    """A rival gives a deal beside those that it plans."""

    kind: Literal["rival_deal"]
    brand: Brand
    """The rival."""
    depth: Annotated[float, Gt(0), Le(0.8), Unit("share of price"), GIVEN]
    """Money off the price."""
    regions: Regions = ()
    """Regions where it runs; empty for all."""


class RivalAdvertising(WorldEvent):
    """A rival spends more or less on media."""

    kind: Literal["rival_advertising"]
    brand: Brand
    """The rival."""
    scale: Annotated[float, Ge(0), Le(20), Unit("multiple"), GIVEN]
    """Multiple of what it would spend."""


class RivalExit(WorldEvent):
    """A rival leaves the market."""

    kind: Literal["rival_exit"]
    brand: Brand
    """The rival."""


class RivalLaunch(WorldEvent):
    """A brand of the scenario enters the market in this week, and not before."""

    kind: Literal["rival_launch"]
    brand: Brand
    """The brand."""


class Cost(WorldEvent):
    """A step of the firm's unit cost: a dearer material, a tax on each unit."""

    kind: Literal["cost"]
    change: Annotated[float, Ge(-0.9), Le(20), Unit("share of unit cost"), GIVEN] = 0.0
    """Change of the cost of making a unit."""


class Tax(WorldEvent):
    """A tax on the firm's invoices."""

    kind: Literal["tax"]
    share: Annotated[float, Ge(-0.5), Le(0.9), Unit("share of invoices"), GIVEN]
    """Share of what members are invoiced that goes to the state; a negative one is a subsidy."""


class Demand(WorldEvent):
    """A shock of the whole category's demand."""

    kind: Literal["demand"]
    change: Annotated[float, Ge(-0.99), Le(5), Unit("share of demand"), GIVEN]
    """Change of how often people buy."""
    regions: Regions = ()
    """Regions where it holds; empty for all."""


class Delisting(WorldEvent):
    """A channel takes a brand off its shelves; when it is over, listings are won back little by little."""

    kind: Literal["delisting"]
    channels: Annotated[Channels, MaxLen(50)] = ()
    """Channels that do so; empty for all."""
    regions: Regions = ()
    """Regions where they do; empty for all."""
    brand: Annotated[str, Ref("brand", optional=True)] = ""
    """The brand; empty for the focal one."""


class ChannelOpening(WorldEvent):
    """A channel of the scenario opens in this week: nothing is sold there before."""

    kind: Literal["channel_opening"]
    channel: Annotated[str, Ref("channel")]
    """The channel."""


class ChannelClosing(WorldEvent):
    """A channel sells nothing of the category."""

    kind: Literal["channel_closing"]
    channel: Annotated[str, Ref("channel")]
    """The channel."""


class Plant(WorldEvent):
    """A plant or a supplier is down."""

    kind: Literal["plant"]
    lost: Annotated[float, Ge(0), Le(1), Unit("share of capacity"), GIVEN] = 1.0
    """Share of capacity that is lost."""


class Crisis(WorldEvent):
    """A crisis of the product strikes, as those of the scenario do by chance."""

    once: ClassVar[bool] = True
    kind: Literal["crisis"]
    size: Annotated[float, Gt(0), Le(5), Unit("utility"), GIVEN] = 0.5
    """Fall of perceived quality."""


class AgencyLost(WorldEvent):
    """The agency is lost, and another one has to learn the brand."""

    once: ClassVar[bool] = True
    kind: Literal["agency_lost"]
    lost: Annotated[float, Ge(0), Le(1), Unit("share of its quality"), GIVEN] = 0.5
    """Share of the agency's quality that is lost."""


class PeopleLeave(WorldEvent):
    """People leave, and come back or are replaced when the event is over."""

    kind: Literal["people_leave"]
    agent: Annotated[str, Ref("agent")]
    """Department, or department:role; an organisation without it loses nobody."""
    fte: Annotated[float, Gt(0), Le(1000), Unit("FTE"), GIVEN]
    """Full-time staff that leave; a tenth of a person at least stays."""


EventKind = (
    RivalPrice
    | RivalDeal
    | RivalAdvertising
    | RivalExit
    | RivalLaunch
    | Cost
    | Tax
    | Demand
    | Delisting
    | ChannelOpening
    | ChannelClosing
    | Plant
    | Crisis
    | AgencyLost
    | PeopleLeave
)
Event = Annotated[EventKind, Field(discriminator="kind")]
Events = Annotated[tuple[Event, ...], MaxLen(MOST_EVENTS)]
"""Events of a world."""
