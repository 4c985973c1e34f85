"""Budget: the money that a plan may use by line and window, and the audit of its use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.directions import released_share
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.approval import POLICY_REVIEW
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS, year_of, year_window
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.timing import Window
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CATCH_UP: Annotated[float, Ge(1), Le(10), Unit("multiple of an instalment"), Source("assumption")] = 1.5
"""Most that is planned for a window to make up for money not spent before it."""
UNSEEN_BILLED: Annotated[float, Ge(0), Le(1), Unit("share of missed insertions"), Source("assumption")] = 0.5
"""Insertions that did not run and are billed all the same where nobody holds bills against what was seen."""
OVERCHARGED: Annotated[
    float, Ge(0), Le(1), Unit("share of the fee"), Source("ANA 2016, media transparency; size assumption")
] = 0.05
"""Fee charged beyond the contract where nobody holds bills against it."""
LEAKAGE_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of promotion money"), Source("assumption")] = 0.12
"""Promotion money that goes astray where nobody audits."""
AUDIT_HALF_LIFE_DAYS: Annotated[float, Gt(0), Le(1460), Unit("days"), Source("assumption")] = 120.0
"""Days in which an audit's effect on leakage halves."""


@dataclass(frozen=True)
class YearBudget:
    """Approved money of a budget year (a calendar year)."""

    year: int
    lines: tuple[float, float, float, float]
    """Money by BudgetLine, for the part of the year that lies in the run."""


BUDGET = Plan("budget", YearBudget)


@dataclass(frozen=True)
class AuditReport:
    """Findings of an audit of promotion and advertising money."""

    day: float
    found_share: float
    """Share of the leakage that was found and stopped."""


AUDIT = Plan("audit_report", AuditReport)


def window_money(office: Office, agent: str, line: BudgetLine, window: Window) -> float:
    """Return money of `line` that an agent may plan for `window`.

    A policy that releases a part of its budget has that part of an instalment, and nothing is made up for meanwhile.
    """
    money, released = _instalment(office, agent, line, window), released_share(office)
    if released == 1.0:
        return money
    whole = year_window(office.calendar, year_of(office.calendar, window.first))
    return min(money, float(office.ledger.approved[line]) * window.days / max(whole.days, window.days)) * released


def _instalment(office: Office, agent: str, line: BudgetLine, window: Window) -> float:
    """Return the instalment of `line` for `window`.

    An instalment of the year's money by days; after a review of spending against plan, what the year will still
    have when the window begins, spread over the rest of the year, so that money not spent earlier is not lost;
    `CATCH_UP` instalments at most, so that it is not poured out in the last weeks either.
    """
    year = year_of(office.calendar, window.first)
    whole = year_window(office.calendar, year)
    if year == year_of(office.calendar, office.now):
        return _of_this_year(office, agent, line, (window, whole))
    held = office.plan(agent, BUDGET)
    if held and held.year == year:
        return held.lines[line] * window.days / max(whole.days, window.days)
    return float(office.ledger.approved[line]) * window.days / YEAR_DAYS


def _of_this_year(office: Office, agent: str, line: BudgetLine, spans: tuple[Window, Window]) -> float:
    window, whole = spans
    opening = max(whole.first, 0.0) if office.now >= 0 else whole.first
    daily = float(office.ledger.approved[line]) / max(whole.last - opening, window.days)
    if office.plan_in_force(agent, POLICY_REVIEW):
        meanwhile = daily * max(window.first - office.now, 0.0)
        used = max(float(office.ledger.spent[line]) + meanwhile, float(office.ledger.committed[line]))
        left = max(float(office.ledger.approved[line]) - used, 0.0)
        share = min(window.days / max(whole.last - window.first, 1.0), 1.0)
        return min(left * share, CATCH_UP * daily * window.days)
    return daily * window.days


class AuditSpending(Part, Mechanism[AuditReport]):
    """Track, check and report the use of funds, so that part of what leaks is found and stopped."""

    kind: Literal["audit_spending"] = "audit_spending"
    find_share: Annotated[float, Ge(0), Le(1), Unit("share of leakage"), Source("assumption")] = 0.7
    """Share of wrong claims and bills that complete work finds: of deals, of insertions, of fees."""

    def draft(self, office: Office, work: Work) -> AuditReport:
        """Return the findings."""
        return AuditReport(office.now, self.find_share * executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: AuditReport) -> None:
        """Report to those who hand out the money."""
        topic = "audit.leakage"
        office.publish(work, topic, office.observe(work, "sales_archive", topic, max(work.quality, 0.05)))
        office.put_plan(work, AUDIT, draft, work.duty.informs)


def leakage_share(office: Office, agent: str) -> float:
    """Return the share of promotion money that goes astray now; audits lower it for a while."""
    return LEAKAGE_SHARE * unaudited_share(office, agent)


def unaudited_share(office: Office, agent: str) -> float:
    """Return the share of claims and bills that nobody holds against deliveries, records and contracts."""
    report = office.plan(agent, AUDIT)
    if not office.execution.unexecuted:
        return 0.0
    if report is None:
        return 1.0
    return 1.0 - float(report.found_share * 0.5 ** ((office.now - report.day) / AUDIT_HALF_LIFE_DAYS))


@dataclass(frozen=True)
class Bill:
    """What media and agency are paid for a week beyond what ran and what the contract says, money."""

    media: float
    fee: float


def overbilled(office: Office, agent: str, missed: float, fee: float) -> Bill:
    """Return what is paid for `missed` money of insertions that did not run, and beyond a `fee`, as audits leave it."""
    unaudited = unaudited_share(office, agent)
    return Bill(UNSEEN_BILLED * unaudited * missed, OVERCHARGED * unaudited * fee)
