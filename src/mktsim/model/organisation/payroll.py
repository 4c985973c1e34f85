"""Weekly pay of the firm's own staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.model.ledger import Activity
from mktsim.model.world import WEEK_DAYS

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.model.ledger import Ledger
    from mktsim.model.organisation.staffing import Staffing

WEEKS_PER_YEAR = 52.0


class Payroll:
    """Who is paid, found once; outside parties are paid by their fees."""

    def __init__(self, organisation: Organisation, staffing: Staffing, year_money: float) -> None:
        """Pay every full-time equivalent of the firm `year_money` a year."""
        self._week_money = year_money / WEEKS_PER_YEAR
        self._paid = tuple(
            (agent, tuple(staffing.pools[f"{agent}:{role}"] for role in figures.roles))
            for agent, figures in organisation.agents.items()
            if not figures.outside and year_money > 0.0
        )

    def pay(self, ledger: Ledger, week: int) -> None:
        """Book the pay of `week` on its first day, a line an agent."""
        book, day, staff = ledger.book, week * WEEK_DAYS, Activity.STAFF
        for agent, pools in self._paid:
            fte = pools[0].fte if len(pools) == 1 else sum([pool.fte for pool in pools])
            book(day, staff, agent, -self._week_money * fte)
