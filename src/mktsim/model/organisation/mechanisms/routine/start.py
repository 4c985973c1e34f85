"""Start of the standing work: at a first day, or at an opening that is inherited with the plans in hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.advertising.brand import BRAND_PLAN, end_programme
from mktsim.model.organisation.mechanisms.advertising.campaigns import MEDIA_PLAN, run_bookings
from mktsim.model.organisation.mechanisms.advertising.public_relations import LEVER_OF, end_standing
from mktsim.model.organisation.mechanisms.planning.targets import counted_share, last_year_lines
from mktsim.model.organisation.mechanisms.pricing.set_price import PRICE_LIST
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, booked_events, put_in_force
from mktsim.model.organisation.mechanisms.routine.weekly import run_week
from mktsim.model.organisation.mechanisms.timing import year_of

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office


def resume(office: Office) -> None:
    """Schedule again what the inherited plans still have to do, and open the books on the inherited budget."""
    office.ledger.open_year(office.ledger.approved * counted_share(office, year_of(office.calendar, office.now)))
    _resume_promotions(office)
    for plan in LEVER_OF:
        holder = office.owner_of(plan)
        standing = office.plan(holder, plan)
        if standing:
            office.at(max(standing.last_day, office.now), partial(end_standing, office, holder, (plan, standing)))
    advertiser = office.owner_of(MEDIA_PLAN)
    media = office.plan(advertiser, MEDIA_PLAN)
    if media:
        run_bookings(office, advertiser, media.bookings)
    listed = office.plan(office.owner_of(PRICE_LIST), PRICE_LIST)
    if listed and listed.day > office.now:
        office.at(listed.day, lambda: office.levers.put(Lever.PRICE, office.now, np.array(listed.prices)))
    builder = office.owner_of(BRAND_PLAN)
    programme = office.plan(builder, BRAND_PLAN)
    if programme:
        office.at(max(programme.last_day, office.now), lambda: end_programme(office, builder, programme))


def _resume_promotions(office: Office) -> None:
    """Start and end the booked promotions that are not over."""
    organiser = office.owner_of(BOOKED)
    booked = tuple(event for event in booked_events(office, organiser) if event.last_day > office.now)
    days = {day for event in booked for day in (*event.starts, event.last_day) if day >= office.now}
    for day in sorted(days | {office.now}):
        office.at(day, partial(put_in_force, office, organiser, booked))


def begin(office: Office, *, inherited: bool) -> None:
    """Initialise the ledger, inherited plans and the weekly routine; call once, before `Office.start`."""
    if inherited:
        resume(office)
    else:
        office.ledger.open_year(np.array(last_year_lines(office, year_of(office.calendar, office.now))))
        skill = tuple(channel.skill for channel in office.scenario.channels)
        office.levels.restore(office.levels.snapshot()._replace(channel_skill=skill))
    office.every_week(partial(run_week, office))
