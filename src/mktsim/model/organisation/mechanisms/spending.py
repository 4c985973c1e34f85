"""Money for a window, by budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.plans import PolicyReview, YearBudget
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS, year_of, year_window
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from mktsim.model.ledger import BudgetLine
    from mktsim.model.organisation.mechanisms.timing import Window
    from mktsim.model.organisation.office import Office

BUDGET = "budget"
POLICY_REVIEW = "policy_review"
CATCH_UP: Annotated[float, Ge(1), Le(10), Unit("multiple of an instalment"), Source("assumption")] = 1.5
"""Most that is planned for a window to make up for money not spent before it."""


def window_money(office: Office, agent: str, line: BudgetLine, window: Window) -> float:
    """Return money of `line` that an agent may plan for `window`.

    An instalment of the year's money by days; after a review of spending against plan, what the year will still
    have when the window begins, spread over the rest of the year, so that money not spent earlier is not lost;
    `CATCH_UP` instalments at most, so that it is not poured out in the last weeks either.
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
    daily = float(office.ledger.approved[line]) / max(whole.last - opening, window.days)
    review = office.item(agent, POLICY_REVIEW, None)
    if isinstance(review, PolicyReview) and review.last_day > office.now:
        meanwhile = daily * max(window.first - office.now, 0.0)
        used = max(float(office.ledger.spent[line]) + meanwhile, float(office.ledger.committed[line]))
        left = max(float(office.ledger.approved[line]) - used, 0.0)
        share = min(window.days / max(whole.last - window.first, 1.0), 1.0)
        return min(left * share, CATCH_UP * daily * window.days)
    return daily * window.days
