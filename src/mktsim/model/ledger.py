"""Every movement of money, by activity, budget line, owner and date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from mktsim.outcomes.history import LedgerLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.trade import Money


class Activity(IntEnum):
    """Purpose of a movement of money; receipts are positive, spending negative."""

    REVENUE = 0
    """Regular shelf value of units sold to consumers."""
    CHANNEL_MARGIN = 1
    """What members keep of it: shelf price less invoice."""
    DISCOUNT = 2
    """Money off the invoice of all units sold in the period."""
    COST_OF_GOODS = 3
    TRADE_SPENDING = 4
    """Features and displays."""
    ADVERTISING = 5
    AGENCY_FEE = 6
    ITEMS = 7
    CALLS = 8
    TRAINING = 9
    OPENINGS = 10
    ROYALTY = 11
    RESEARCH = 12
    STAFF = 13
    FREIGHT = 14
    HOLDING = 15
    WRITE_OFF = 16
    LEAKAGE = 17
    EVENTS = 18
    """Public relations and company events."""
    DEVELOPMENT = 19
    """What a new product cost before its first day."""
    OUTLETS = 20
    """Rent and staff of the firm's own outlets."""
    INTEREST = 21
    """Interest on what the firm owes, beyond the discount rate."""
    STOCK_RELEASE = 22
    """Goods in hand at the horizon, used in the run-out in place of new ones."""
    INCENTIVES = 23
    """What members' sellers earn for recommending the brand."""


SALES, COMMUNICATIONS, PRODUCTION, LOGISTICS = "sales", "communications", "production", "logistics"
FINANCE = "finance"
"""Cost centres of what no duty books: the market's money, goods made and moved. Duties book under their owner."""


class BudgetLine(IntEnum):
    """Lines of the marketing budget."""

    ADVERTISING = 0
    PROMOTION = 1
    CHANNEL = 2
    NONE = 3
    """Outside the marketing budget."""


LINE_OF = {
    Activity.ADVERTISING: BudgetLine.ADVERTISING,
    Activity.AGENCY_FEE: BudgetLine.ADVERTISING,
    Activity.EVENTS: BudgetLine.ADVERTISING,
    Activity.DISCOUNT: BudgetLine.PROMOTION,
    Activity.TRADE_SPENDING: BudgetLine.PROMOTION,
    Activity.ITEMS: BudgetLine.PROMOTION,
    Activity.LEAKAGE: BudgetLine.PROMOTION,
    Activity.CALLS: BudgetLine.CHANNEL,
    Activity.TRAINING: BudgetLine.CHANNEL,
    Activity.OPENINGS: BudgetLine.CHANNEL,
    Activity.INCENTIVES: BudgetLine.CHANNEL,
}
_LINES = tuple(LINE_OF.get(activity, BudgetLine.NONE) for activity in Activity)
_NO_LINE = BudgetLine.NONE


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line: how much the firm may owe, and what that costs beyond the discount rate."""

    limit: float = float("inf")
    """Most that may be owed, money."""
    weekly_cost: float = 0.0
    """Interest a week on what is owed within the limit less the discount rate's, share."""
    weekly_overdraft_cost: float = 0.0
    """The same on what is owed beyond it."""

    @classmethod
    def of(cls, money: Money) -> Credit:
        """Return the line that a scenario grants."""
        rates = (money.credit_interest_per_year, money.overdraft_interest_per_year)
        return cls(money.credit_limit_money, *(_weekly_excess(rate, money.discount_rate_per_year) for rate in rates))

    def interest(self, owed: float) -> float:
        """Return a week's interest on what is owed, money, as far as discounting does not charge it."""
        beyond = max(owed - self.limit, 0.0)
        return self.weekly_cost * (owed - beyond) + self.weekly_overdraft_cost * beyond


def _weekly_excess(rate: float, discount_rate: float) -> float:
    weeks = 7.0 / 365.25
    return max(float((1.0 + rate) ** weeks - (1.0 + discount_rate) ** weeks), 0.0)


UNLIMITED = Credit()


class Ledger:
    """Weekly totals by activity, and single lines when asked for."""

    def __init__(self, weeks: int, first_week: int, keep_lines: bool, credit: Credit = UNLIMITED) -> None:  # noqa: FBT001
        """Open empty books for `weeks` weeks from week `first_week` (negative in the burn-in)."""
        self._weeks = weeks
        self._totals = [[0.0] * len(Activity) for _ in range(weeks)]
        self._first = first_week
        self._lines: list[LedgerLine] | None = [] if keep_lines else None
        self.approved = np.zeros(len(BudgetLine))
        """Approved for the current budget year, by line."""
        self.committed = np.zeros(len(BudgetLine))
        """Committed in the current budget year, by line; never above approved without an overspend entry."""
        self.spent = np.zeros(len(BudgetLine))
        """Spent in the current budget year, by line."""
        self.cash = 0.0
        """Sum of every booking: what the firm has, or owes, since the books were opened."""
        self.credit = credit

    def snapshot(self) -> NDArray[np.float64]:
        """Return the budget in force by line, money; what has been booked is not handed on."""
        return self.approved.copy()

    def restore(self, state: NDArray[np.float64]) -> None:
        """Take over a budget in force."""
        self.approved[:] = state

    def book(self, day: float, activity: Activity, owner: str, amount: float) -> None:
        """Book `amount` (receipts positive) on `day`."""
        if amount == 0.0:
            return
        week = int(day // 7) - self._first
        if not 0 <= week < self._weeks:
            week = 0 if week < 0 else self._weeks - 1
        self._totals[week][activity] += amount
        self.cash += amount
        line = _LINES[activity]
        if line is not _NO_LINE:
            self.spent[line] -= amount
        if self._lines is not None:
            self._lines.append(LedgerLine(day, activity.name.lower(), line.name.lower(), owner, amount))

    def available(self, line: BudgetLine) -> float:
        """Return money of `line` that is approved, neither committed nor spent, and within the credit line."""
        return min(
            float(self.approved[line] - max(self.committed[line], self.spent[line])), self.cash + self.credit.limit
        )

    @property
    def is_overdrawn(self) -> bool:
        """Whether the firm owes more than its credit line."""
        return self.cash < -self.credit.limit

    def charge_interest(self, day: float) -> None:
        """Book a week's interest on what is owed."""
        if self.cash < 0.0:
            self.book(day, Activity.INTEREST, FINANCE, -self.credit.interest(-self.cash))

    def commit(self, line: BudgetLine, amount: float) -> None:
        """Commit `amount` of `line`."""
        self.committed[line] += amount

    def release(self, line: BudgetLine, amount: float) -> None:
        """Charge `line` with `amount` given back to the company unspent; a negative one is granted beyond the line."""
        self.spent[line] += amount

    def open_year(self, approved: NDArray[np.float64]) -> None:
        """Start a budget year with `approved` money by line, shape (4,)."""
        self.approved[:] = approved
        self.committed[:] = 0.0
        self.spent[:] = 0.0

    def weekly_mean(self, activities: tuple[Activity, ...]) -> dict[Activity, float]:
        """Return what each activity cost a week so far, money, mean over the weeks with any booking."""
        rows = [row for row in self._totals if any(row)]
        return {one: -sum(row[one] for row in rows) / max(len(rows), 1) for one in activities}

    @property
    def totals(self) -> NDArray[np.float64]:
        """Money by week and activity, shape (weeks, activities)."""
        return np.array(self._totals).reshape(self._weeks, len(Activity))

    @property
    def lines(self) -> tuple[LedgerLine, ...]:
        """Single lines; empty unless kept."""
        return tuple(self._lines or ())
