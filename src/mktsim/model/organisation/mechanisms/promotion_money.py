"""Money of promotions: what an event may cost, what is committed, what leaks away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanisms.beliefs import outlets
from mktsim.model.organisation.mechanisms.plans import Allowance, AuditReport
from mktsim.model.organisation.mechanisms.promotions import expected_discount
from mktsim.model.seen import Mechanic
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.plans import BookedEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.seen import PromotionEvent

ALLOWANCE = "promotion_allowance"
AUDIT = "audit_report"
LEAKAGE_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of promotion money"), Source("assumption")] = 0.12
"""Promotion money that goes astray where nobody audits."""
OVERCLAIM_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of promotion money"), Source("assumption")] = 0.15
"""Money that regions claim beyond an event's plan where nobody keeps them to a budget."""
AUDIT_HALF_LIFE_DAYS: Annotated[float, Gt(0), Le(1460), Unit("days"), Source("assumption")] = 120.0
"""Days in which an audit's effect on leakage halves."""


def fees(office: Office, event: PromotionEvent) -> float:
    """Return what features and displays of an event would cost in all outlets of its regions, money."""
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
    held = office.item(agent, ALLOWANCE, None)
    return held if isinstance(held, Allowance) and held.last_day >= event.first_day else None


def pay(office: Office, work: Work, event: PromotionEvent, booked: BookedEvent) -> float:
    """Commit an event's expected cost, and book its fees and what leaks away when it starts; return the commitment."""
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
    fee += claimed
    lost = leakage_share(office, work.duty.owner) * (fee + discount)
    office.at(min(booked.starts), lambda: _book_fees(office, work.duty.owner, fee, lost))
    return commitment


def unneeded_commitment(office: Office, booked: tuple[BookedEvent, ...]) -> float:
    """Return promotion money that is committed beyond what is spent and what events not yet over may still take."""
    running = sum(event.committed_money for event in booked if event.last_day > office.now - WEEK_DAYS)
    line = BudgetLine.PROMOTION
    return max(float(office.ledger.committed[line] - office.ledger.spent[line]) - running, 0.0)


def _book_fees(office: Office, owner: str, fee: float, lost: float) -> None:
    office.ledger.book(office.now, Activity.TRADE_SPENDING, owner, -fee)
    office.ledger.book(office.now, Activity.LEAKAGE, owner, -lost)


def leakage_share(office: Office, agent: str) -> float:
    """Return the share of promotion money that goes astray now; audits lower it for a while."""
    report = office.item(agent, AUDIT, None)
    if not office.execution.unexecuted:
        return 0.0
    if not isinstance(report, AuditReport):
        return LEAKAGE_SHARE
    kept = report.found_share * 0.5 ** ((office.now - report.day) / AUDIT_HALF_LIFE_DAYS)
    return LEAKAGE_SHARE * (1.0 - float(kept))
