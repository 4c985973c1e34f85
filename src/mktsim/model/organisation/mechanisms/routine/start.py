"""Start of the standing work: at a first day, or at an opening that is inherited with the plans in hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.advertising.brand import BRAND_PLAN, end_programme
from mktsim.model.organisation.mechanisms.advertising.campaigns import MEDIA_PLAN, MediaPlan, run_bookings
from mktsim.model.organisation.mechanisms.advertising.public_relations import LEVER_OF, end_standing
from mktsim.model.organisation.mechanisms.planning.programmes import Standing
from mktsim.model.organisation.mechanisms.planning.targets import counted_share, last_year_lines
from mktsim.model.organisation.mechanisms.pricing.set_price import PRICE_LIST, PriceList
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, BookedEvent, put_in_force
from mktsim.model.organisation.mechanisms.routine.weekly import run_week
from mktsim.model.organisation.mechanisms.timing import year_of

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office

COMMUNICATIONS, MARKET_DEVELOPMENT = "communications", "market_development"
PRODUCT_MARKETING, PLANNING = "product_marketing", "planning"


def resume(office: Office) -> None:
    """Schedule again what the inherited plans still have to do, and open the books on the inherited budget."""
    office.ledger.open_year(office.ledger.approved * counted_share(office, year_of(office.calendar, office.now)))
    _resume_promotions(office)
    for item in LEVER_OF:
        standing = office.item(PLANNING, item, None)
        if isinstance(standing, Standing):
            office.at(max(standing.last_day, office.now), partial(end_standing, office, PLANNING, (item, standing)))
    media = office.item(COMMUNICATIONS, MEDIA_PLAN, None)
    if isinstance(media, MediaPlan):
        run_bookings(office, COMMUNICATIONS, media.bookings)
    listed = office.item(MARKET_DEVELOPMENT, PRICE_LIST, None)
    if isinstance(listed, PriceList) and listed.day > office.now:
        office.at(listed.day, lambda: office.levers.put(Lever.PRICE, office.now, np.array(listed.prices)))
    programme = office.item(PRODUCT_MARKETING, BRAND_PLAN, None)
    if isinstance(programme, Standing):
        office.at(max(programme.last_day, office.now), lambda: end_programme(office, PRODUCT_MARKETING, programme))


def _resume_promotions(office: Office) -> None:
    """Start and end the booked promotions that are not over."""
    held = office.item(COMMUNICATIONS, BOOKED, ())
    events = held if isinstance(held, tuple) else ()
    booked = tuple(event for event in events if isinstance(event, BookedEvent) and event.last_day > office.now)
    days = {day for event in booked for day in (*event.starts, event.last_day) if day >= office.now}
    for day in sorted(days | {office.now}):
        office.at(day, partial(put_in_force, office, COMMUNICATIONS, booked))


def begin(office: Office, *, inherited: bool) -> None:
    """Open the books, carry inherited plans on and have the weekly routine run; call once, before `Office.start`."""
    if inherited:
        resume(office)
    else:
        office.ledger.open_year(np.array(last_year_lines(office, year_of(office.calendar, office.now))))
        office.levels.restore(office.levels.values(), tuple(channel.skill for channel in office.scenario.channels))
    office.every_week(partial(run_week, office))
