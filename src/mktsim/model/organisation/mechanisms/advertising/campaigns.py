"""Advertising campaigns: media bought and run week by week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.kept import kept
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.changes import changed_media
from mktsim.model.organisation.directions import ADVERTISING_CHANGES, changes_known
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.advertising.agency import fee_factor, mix_chosen
from mktsim.model.organisation.mechanisms.advertising.attribution import (
    USUALLY_ATTRIBUTED,
    attributed_share,
    mistaken_multiple,
)
from mktsim.model.organisation.mechanisms.advertising.creatives import (
    CREATIVE,
    creative_in_use,
    message_fit,
    message_in_force,
    mix_after_verdict,
)
from mktsim.model.organisation.mechanisms.advertising.plan import EXPENSE_PLAN, ExpensePlan
from mktsim.model.organisation.mechanisms.advertising.public_relations import event_contacts
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.planning.budget import overbilled, window_money
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION
from mktsim.model.organisation.mechanisms.planning.programmes import (
    COMMUNICATION_PROGRAMME,
    PRODUCT_BRIEF,
    reach_of,
)
from mktsim.model.organisation.mechanisms.timing import Window, planning_window
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS, household_shares
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.rules import Message
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

    Floats = NDArray[np.float64]

CORRECTED_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of missed insertions"), Source("assumption")] = 0.5
"""Insertions that are still missing and are run within the week when deviations from the plan are seen in it."""


@dataclass(frozen=True)
class Booking:
    """Media bought for one week."""

    week: int
    money: float
    """Planned, money."""
    mix: tuple[float, ...]
    """By medium."""
    executed: tuple[float, ...]
    """Share of insertions that run, by region."""
    efficiency: float
    """Contacts for the money: agency, identity, brief and creative work, whose strength nobody knows beforehand."""
    by_medium: tuple[float, ...]
    """The same in each medium relative to all; empty for one in all."""
    message: Message
    """What it says."""
    day: float
    """Day of the booking."""
    changed: tuple[tuple[float, ...], ...] = ()
    """Money by region and medium where phases of the policy change it; empty where they do not."""


@dataclass(frozen=True)
class MediaPlan:
    """Media booked, by week; a later booking of a week takes the place of an earlier one."""

    bookings: tuple[Booking, ...]

    def of_week(self, week: int) -> Booking | None:
        """Return the booking of `week`; None for a pause."""
        return next((booking for booking in self.bookings if booking.week == week), None)


MEDIA_PLAN = Plan("media_plan", MediaPlan)


@dataclass(frozen=True)
class Campaign:
    """Media proposed for a few weeks."""

    weeks: tuple[int, ...]
    money: tuple[float, ...]
    """By week."""
    mix: tuple[float, ...]
    """By medium."""
    executed: tuple[float, ...]
    """Share of insertions that run, by region."""


class RunCampaigns(Part, Mechanism[Campaign]):
    """Buy and run the media of the expense plan; weeks that pass before the work is done are lost."""

    kind: Literal["run_campaigns"] = "run_campaigns"
    buying_slope: Annotated[float, Ge(0), Le(2), Unit("share of media price per level"), Source("assumption")] = 0.5
    """Rebate on media that a better agency obtains, relative to one of the middle: contacts for the money."""
    make_good: Annotated[float, Ge(0), Le(1), Unit("share of missed insertions"), Source("assumption")] = 0.5
    """Insertions that went wrong and are run again within the week where somebody follows the activities up."""
    unbriefed_loss: Annotated[float, Ge(0), Le(1), Unit("share of contacts"), Source("assumption")] = 0.2
    """Contacts that miss the product's buyers where creative work has no brief that knows the product."""

    def draft(self, office: Office, work: Work) -> Campaign:
        """Return the campaign of the window; without an expense plan its instalment runs evenly in all media."""
        weeks = tuple(w for w in planning_window(office, work).weeks() if w * WEEK_DAYS >= office.now - 1e-9)
        plan = office.plan(work.duty.owner, EXPENSE_PLAN)
        media = office.sizes.media
        mix = plan.mix if plan and plan.mix else (1.0 / media,) * media
        again = self.make_good * reach_of(office, work.duty.owner, COMMUNICATION_PROGRAMME)
        missed = (1.0 - executed_by_region(office, work)) * (1.0 - again)
        return Campaign(
            weeks=weeks,
            money=_weekly_money(office, work.duty.owner, plan, weeks),
            mix=mix_after_verdict(office, work.duty.owner, mix_chosen(office, work.duty.owner, mix)),
            executed=tuple(float(1.0 - share) for share in missed),
        )

    def apply(self, office: Office, work: Work, draft: Campaign) -> None:
        """Run each week's media from its first day and pay for what ran."""
        if not draft.weeks:
            return
        owner = work.duty.owner
        creative = creative_in_use(office, work)
        efficiency = self.efficiency(office) * self.brief_fit(office, owner) * creative.strength
        message = message_in_force(office, owner)
        changes = changes_known(office, owner, ADVERTISING_CHANGES)
        new = tuple(
            Booking(
                week,
                money,
                draft.mix,
                draft.executed,
                efficiency,
                creative.by_medium,
                message,
                office.now,
                changed_media(office.scenario, money, draft.mix, changes) if changes else (),
            )
            for week, money in zip(draft.weeks, draft.money, strict=True)
            if week * WEEK_DAYS >= office.now - 1e-9
        )
        held = office.plan(owner, MEDIA_PLAN)
        old = held.bookings if held else ()
        kept = tuple(b for b in old if b.week >= office.now // WEEK_DAYS and b.week not in draft.weeks)
        office.put_plan(work, MEDIA_PLAN, MediaPlan((*kept, *new)), work.duty.informs)
        office.put_plan(work, CREATIVE, creative, work.duty.informs)
        office.note("campaigns", 1.0)
        office.note("brief_fit", self.brief_fit(office, owner))
        office.note("creative_strength", creative.strength * _strength_in(draft.mix, creative.by_medium))
        office.note("insertions_missed", 1.0 - weighted(household_shares(office.scenario), np.array(draft.executed)))
        run_bookings(office, owner, new)

    def efficiency(self, office: Office) -> float:
        """Return contacts for the money by the agency's rebates, of those that people take for the brand's own."""
        bought = max(1.0 + self.buying_slope * (office.levels.level(Level.AGENCY) - 0.5), 0.1)
        return bought * attributed_share(office.levels.level(Level.IDENTITY)) / USUALLY_ATTRIBUTED

    def brief_fit(self, office: Office, owner: str) -> float:
        """Return the share of contacts with those whom the product is for, as far as its brief tells."""
        return 1.0 - self.unbriefed_loss * (1.0 - reach_of(office, owner, PRODUCT_BRIEF))


def run_bookings(office: Office, owner: str, bookings: tuple[Booking, ...]) -> None:
    """Have the weeks booked that are still to come run, each ending with the week unless the next is booked too."""
    for booking in bookings:
        if booking.week * WEEK_DAYS >= office.now - 1e-9:
            office.at(booking.week * WEEK_DAYS, partial(_run, office, owner, booking))
            office.at((booking.week + 1) * WEEK_DAYS, partial(_stop, office, owner, booking.week + 1))


def _booked(office: Office, owner: str, week: int) -> Booking | None:
    held = office.plan(owner, MEDIA_PLAN)
    return held.of_week(week) if held else None


@dataclass(frozen=True)
class _Bought:
    """Advertising bought for a week's money."""

    booked: float
    """Media money without fees."""
    ran: float
    """Of it for insertions that ran."""
    reach: Floats
    """Contacts in multiples of normal pressure at usual efficiency, shape (R, M)."""


def _usual(office: Office, booking: Booking, media: float, executed: Floats) -> _Bought:
    """Return what media money buys that is spread as the plan spreads it."""
    normal = office.scenario.brands[0].normal_advertising_money
    by_medium = media / normal * np.array(booking.mix) * contacts_for_money(office.scenario)
    by_medium *= np.array(booking.by_medium or 1.0)
    return _Bought(media, media * weighted(household_shares(office.scenario), executed), np.outer(executed, by_medium))


def _changed(office: Office, booking: Booking, media: float, executed: Floats) -> _Bought:
    """Return what is bought where phases of the policy change the money of regions and media.

    Where the plan has less than was booked, so has the change.
    """
    fees = (
        booking.money / media if booking.money > 0.0 and media > 0.0 else 1.0 + office.scenario.money.agency_fee_share
    )
    plan = np.array(booking.changed) / fees
    homes, normal = household_shares(office.scenario), office.scenario.brands[0].normal_advertising_money
    reach = plan / homes[:, None] / normal * contacts_for_money(office.scenario) * np.array(booking.by_medium or 1.0)
    ran = float((plan * executed[:, None]).sum())
    return _Bought(float(plan.sum()), ran, executed[:, None] * reach)


def _run(office: Office, owner: str, booking: Booking) -> None:
    """Put a week's pressure in force and book its media and the agency's fee, unless it was booked anew."""
    if _booked(office, owner, booking.week) != booking:
        return
    homes, missed = household_shares(office.scenario), 1.0 - np.array(booking.executed)
    executed = 1.0 - missed * (1.0 - CORRECTED_SHARE * _seen_missing(office, owner))
    fee_share = office.scenario.money.agency_fee_share * fee_factor(office, owner)
    planned = min(booking.money, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
    media = planned / (1.0 + fee_share)
    usual = _usual(office, booking, media, executed)
    bought = _changed(office, booking, media, executed) if booking.changed else usual
    ran = bought.ran
    fit = message_fit(office, booking.message)
    contacts = event_contacts(office, owner, booking.week)
    own = bought.reach * (booking.efficiency * fit)
    pressure = own + contacts / office.sizes.media
    office.ledger.release(BudgetLine.ADVERTISING, (usual.ran - ran) * (1.0 + fee_share))
    office.levers.put(Lever.PRESSURE, office.now, pressure)
    _change(office, Lever.MISTAKEN, own * mistaken_multiple(office.levels.level(Level.IDENTITY)))
    over = overbilled(office, owner, max(bought.booked - ran, 0.0), ran * fee_share)
    office.ledger.book(office.now, Activity.ADVERTISING, owner, -ran - over.media)
    office.ledger.book(office.now, Activity.AGENCY_FEE, owner, -ran * fee_share - over.fee)
    office.note("overbilled_money", over.media + over.fee)
    office.note("advertising_run", ran * (1.0 + fee_share))
    office.note("insertions_run", ran)
    office.note("insertions_booked", bought.booked)
    office.note("pressure", weighted(homes, pressure.sum(axis=1)) - contacts)
    office.note("event_contacts", contacts)
    if ran > 0.0:
        office.note("campaign_weeks", 1.0)
        office.note("message_fit", fit)


def _seen_missing(office: Office, owner: str) -> float:
    """Return the share of missing insertions that supervision sees within the week."""
    correction = office.plan_in_force(owner, CORRECTION)
    return correction.insertions if correction else 0.0


def _stop(office: Office, owner: str, week: int) -> None:
    """Pause from `week` on where nothing is booked for it."""
    if _booked(office, owner, week) is None:
        for lever in (Lever.PRESSURE, Lever.MISTAKEN):
            _change(office, lever, np.zeros_like(office.levers.in_force(lever)))


def _change(office: Office, lever: Lever, value: Floats) -> None:
    if not np.array_equal(value, office.levers.in_force(lever)):
        office.levers.put(lever, office.now, value)


@kept
def contacts_for_money(scenario: Scenario) -> Floats:
    """Return contacts that each medium gives for money relative to an even mix, shape (M,); read only."""
    cost = np.array([medium.cost_money for medium in scenario.media])
    relative: Floats = len(cost) / cost / (1.0 / cost).sum()
    return relative


def _strength_in(mix: tuple[float, ...], by_medium: tuple[float, ...]) -> float:
    """Return the strength over the money of a mix of creative work that is stronger in some media than in others."""
    return sum(share * strength for share, strength in zip(mix, by_medium, strict=True)) if by_medium else 1.0


def _weekly_money(office: Office, agent: str, plan: ExpensePlan | None, weeks: tuple[int, ...]) -> tuple[float, ...]:
    """Return the plan's money by week; weeks without a plan share their instalment evenly."""
    planned = [plan.of_week(week) if plan else None for week in weeks]
    missing = [week for week, money in zip(weeks, planned, strict=True) if money is None]
    even = 0.0
    if missing:
        window = Window(missing[0] * WEEK_DAYS, (missing[-1] + 1) * WEEK_DAYS)
        even = window_money(office, agent, BudgetLine.ADVERTISING, window) / len(missing)
    return tuple(even if money is None else money for money in planned)
