"""Promotion budgets by period, and commitments kept within them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.mechanisms.beliefs import season_by_week
from mktsim.model.organisation.mechanisms.plans import Allowance
from mktsim.model.organisation.mechanisms.promotion_money import ALLOWANCE
from mktsim.model.organisation.mechanisms.timing import Window, planning_window, year_of, year_window
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import total

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class ControlFunds(Part):
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

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Put the cap in force."""
        if isinstance(draft, Allowance):
            office.put_item(work, ALLOWANCE, draft, work.duty.informs)

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
