"""Money for a window, by budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.model.organisation.mechanisms.plans import PolicyReview, YearBudget
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS, year_of, year_window

if TYPE_CHECKING:
    from mktsim.model.ledger import BudgetLine
    from mktsim.model.organisation.mechanisms.timing import Window
    from mktsim.model.organisation.office import Office

BUDGET = "budget"
POLICY_REVIEW = "policy_review"


def window_money(office: Office, agent: str, line: BudgetLine, window: Window) -> float:
    """Return money of `line` that an agent may plan for `window`.

    An instalment of the year's money by days; after a review of spending against plan, what the year still has,
    spread over the rest of the year, so that money not spent earlier is not lost.
    """
    year = year_of(office.calendar, window.first)
    whole = year_window(office.calendar, year)
    if year == year_of(office.calendar, office.now):
        return _of_this_year(office, agent, line, (window, whole))
    held = office.item(agent, BUDGET, None)
    if isinstance(held, YearBudget) and held.year == year:
        return held.lines[line] * window.days / max(whole.days, window.days)
    return float(office.ledger.approved[line]) * window.days / YEAR_DAYS


def _of_this_year(office: Office, agent: str, line: BudgetLine, spans: tuple[Window, Window]) -> float:
    window, whole = spans
    opening = max(whole.first, 0.0) if office.now >= 0 else whole.first
    instalment = float(office.ledger.approved[line]) * window.days / max(whole.last - opening, window.days)
    review = office.item(agent, POLICY_REVIEW, None)
    if isinstance(review, PolicyReview) and review.last_day > office.now:
        left = max(float(office.ledger.approved[line] - office.ledger.spent[line]), 0.0)
        return left * min(window.days / max(whole.last - window.first, 1.0), 1.0)
    return instalment
