"""Promotion money: funds by region, allowances by period, commitments and fees of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import Mechanic, PromotionEvent
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.knowledge.beliefs import outlets, season_by_week
from mktsim.model.organisation.mechanisms.planning.budget import leakage_share
from mktsim.model.organisation.mechanisms.promotion.calendar import expected_discount
from mktsim.model.organisation.mechanisms.promotion.events import BookedEvent
from mktsim.model.organisation.mechanisms.timing import Window, planning_window, year_of, year_window
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import total

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

OVERCLAIM_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of promotion money"), Source("assumption")] = 0.15
"""Money that regions claim beyond an event's plan where nobody keeps them to a budget."""


@dataclass(frozen=True)
class PromotionFunds:
    """Regions' promotion funds, declared and approved for a window."""

    first_day: float
    last_day: float
    by_region: tuple[float, ...]
    """Share of what the region asked for that is approved."""


FUNDS = Plan("promotion_funds", tuple[PromotionFunds, ...])


@dataclass(frozen=True)
class Allowance:
    """Cap on the promotion money committed since the year began."""

    last_day: float
    """Day after which it no longer holds."""
    committed_money: float
    """Most that may be committed until then."""


ALLOWANCE = Plan("promotion_allowance", Allowance)


class AllotFunds(Part, Mechanism[PromotionFunds]):
    """Guide regions in declaring what they need for a quarter's promotions, and approve it before it begins."""

    kind: Literal["allot_funds"] = "allot_funds"

    def draft(self, office: Office, work: Work) -> PromotionFunds:
        """Return the share of each region's funds that is declared in order and approved."""
        window = planning_window(office, work)
        shares = tuple(float(share) for share in executed_by_region(office, work))
        return PromotionFunds(window.first, window.last, shares)

    def apply(self, office: Office, work: Work, draft: PromotionFunds) -> None:
        """Release the funds; those of a period that still runs stay released."""
        running = (old for old in funds(office, work.duty.owner) if old.last_day > office.now)
        others = tuple(old for old in running if old.first_day != draft.first_day)
        office.put_plan(work, FUNDS, (*others, draft), work.duty.informs)


def funds(office: Office, agent: str) -> tuple[PromotionFunds, ...]:
    """Return regions' promotion funds, by period, that the agent has."""
    return office.plan(agent, FUNDS) or ()


class ControlFunds(Part, Mechanism[Allowance]):
    """Say how much of the promotion line may be committed by a period's end, so that the season still has money."""

    kind: Literal["control_funds"] = "control_funds"
    slack_share: Annotated[float, Ge(0), Le(1), Unit("share of the line"), Source("assumption")] = 0.15
    """Share of the year's line that may be committed ahead of the season."""
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 45.0
    """Days beyond the period for which an allowance is still obeyed."""

    def draft(self, office: Office, work: Work) -> Allowance:
        """Return the cap for the period that the work is about."""
        window = planning_window(office, work)
        done = self._seasonal_share(office, work.duty.owner, window.last)
        line = float(office.ledger.approved[BudgetLine.PROMOTION])
        return Allowance(window.last + self.holds_days, line * min(done + self.slack_share, 1.0))

    def apply(self, office: Office, work: Work, draft: Allowance) -> None:
        """Put the cap in force."""
        office.put_plan(work, ALLOWANCE, draft, work.duty.informs)

    @staticmethod
    def _seasonal_share(office: Office, agent: str, day: float) -> float:
        """Return the share of the budget year's season that lies before `day`."""
        year = year_window(office.calendar, year_of(office.calendar, day - 1.0))
        first = max(year.first, 0.0) if office.now >= 0.0 else year.first
        weeks = Window(first, year.last).weeks()
        season = np.array(season_by_week(office, agent, weeks))
        before = [week * 7.0 < day for week in weeks]
        whole = total(season)
        return total(season[before]) / whole if whole > 0.0 else 1.0


def fees(office: Office, event: PromotionEvent) -> float:
    """Return what features and displays of an event would cost in all outlets of its regions, money.

    The trade is paid week by week for what it shows, as the market books it.
    """
    kinds = sum(mechanic in event.mechanics for mechanic in (Mechanic.FEATURE, Mechanic.DISPLAY))
    regions = len(event.regions) or office.sizes.regions
    return kinds * office.scenario.money.feature_money * float(outlets(office).sum()) * regions * event.days / 7.0


def affordable_share(office: Office, agent: str, event: PromotionEvent) -> float:
    """Return the share of an event that its money allows.

    Without an allowance in force nobody checks, so the whole event is committed, beyond the line if need be.
    """
    cost = expected_discount(office, agent, event) + fees(office, event)
    allowance = allowance_in_force(office, agent, event)
    if cost <= 0.0 or allowance is None:
        return 1.0
    ledger, line = office.ledger, BudgetLine.PROMOTION
    used = max(float(ledger.committed[line]), float(ledger.spent[line]))
    left = min(allowance.committed_money - used, ledger.available(line))
    return min(max(left, 0.0) / cost, 1.0)


def allowance_in_force(office: Office, agent: str, event: PromotionEvent) -> Allowance | None:
    """Return the allowance that an event's money is held to; None when nobody controls it."""
    held = office.plan(agent, ALLOWANCE)
    return held if held and held.last_day >= event.first_day else None


def pay(office: Office, work: Work, event: PromotionEvent, booked: BookedEvent) -> float:
    """Commit an event's expected cost, and book what is lost when it starts; return the commitment.

    Deals and support are booked by the market as they are given.
    """
    reached = np.array(booked.shares)[np.array(booked.shares) > 0.0]
    share = float(reached.mean()) if len(reached) else 0.0
    if share <= 0.0:
        return 0.0
    fee = fees(office, event) * share
    discount = expected_discount(office, work.duty.owner, event) * share
    before = max(office.ledger.available(BudgetLine.PROMOTION), 0.0)
    loose = office.execution.unexecuted and allowance_in_force(office, work.duty.owner, event) is None
    claimed = OVERCLAIM_SHARE * (fee + discount) if loose else 0.0
    commitment = fee + discount + claimed
    office.ledger.commit(BudgetLine.PROMOTION, commitment)
    office.note("overspend_money", claimed + max(fee + discount - before, 0.0))
    lost = leakage_share(office, work.duty.owner) * (fee + discount + claimed) + claimed
    owner = work.duty.owner
    office.at(min(booked.starts), lambda: office.ledger.book(office.now, Activity.LEAKAGE, owner, -lost))
    return commitment


def unneeded_commitment(office: Office, booked: tuple[BookedEvent, ...]) -> float:
    """Return promotion money that is committed beyond what is spent and what events not yet over may still take."""
    running = sum(event.committed_money for event in booked if event.last_day > office.now - WEEK_DAYS)
    line = BudgetLine.PROMOTION
    return max(float(office.ledger.committed[line] - office.ledger.spent[line]) - running, 0.0)
