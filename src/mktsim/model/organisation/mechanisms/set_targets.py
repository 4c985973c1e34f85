"""The annual target plan and its budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.beliefs import channel_shares, demand_per_week, region_shares
from mktsim.model.organisation.mechanisms.plans import Targets, YearBudget
from mktsim.model.organisation.mechanisms.spending import BUDGET
from mktsim.model.organisation.mechanisms.timing import planning_window, year_of, year_window
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

TARGETS = "targets"
QUARTERS = 4


@dataclass(frozen=True)
class AnnualPlan:
    """Targets and the budget asked for."""

    targets: Targets
    budget: YearBudget


class SetTargets(Part):
    """Set targets by quarter, region and channel and ask for the year's budget."""

    kind: Literal["set_targets"] = "set_targets"
    stretch_share: Annotated[float, Ge(-0.5), Le(1), Unit("share"), Source("assumption")] = 0.05
    """Target above the forecast."""

    def draft(self, office: Office, work: Work) -> AnnualPlan:
        """Return the plan for the year that the work is about."""
        owner = work.duty.owner
        year = year_of(office.calendar, planning_window(office, work).first)
        whole = year_window(office.calendar, year)
        middles = [whole.first + whole.days * (i + 0.5) / QUARTERS for i in range(QUARTERS)]
        levels = [(1.0 + self.stretch_share) * demand_per_week(office, owner, day).value for day in middles]
        targets = Targets(
            year=year,
            by_quarter=(levels[0], levels[1], levels[2], levels[3]),
            by_region=tuple(region_shares(office, owner)),
            by_channel=tuple(channel_shares(office, owner)),
        )
        return AnnualPlan(targets, YearBudget(year, budget_lines(office, year)))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post targets and budget; a budget of the running year is in force at once, a later one from its start."""
        if not isinstance(draft, AnnualPlan):
            return
        office.put_item(work, TARGETS, draft.targets, work.duty.informs)
        office.put_item(work, BUDGET, draft.budget, work.duty.informs)
        if draft.budget.year == year_of(office.calendar, office.now):
            office.ledger.approved[:] = np.array(draft.budget.lines)


def budget_lines(office: Office, year: int) -> tuple[float, float, float, float]:
    """Return the policy's money by line for the part of calendar year `year` that lies after the opening."""
    budget = office.policy.budget
    age = max(year - year_of(office.calendar, 0.0), 0)
    money = budget.per_year_money * (1.0 + budget.growth_per_year) ** age * counted_share(office, year)
    return (
        money * budget.advertising_share,
        money * budget.promotion_share,
        money * budget.channel_share,
        0.0,
    )


def last_year_lines(office: Office, year: int) -> tuple[float, float, float, float]:
    """Return the money by line that holds until a budget is approved, split as the policy splits."""
    budget = office.policy.budget
    money = office.scenario.money.last_year_budget_money * counted_share(office, year)
    return (
        money * budget.advertising_share,
        money * budget.promotion_share,
        money * budget.channel_share,
        0.0,
    )


def counted_share(office: Office, year: int) -> float:
    """Return the share of a calendar year that lies on the running side of the opening."""
    whole = year_window(office.calendar, year)
    if whole.first < 0.0 < whole.last and office.now >= 0.0:
        return whole.last / whole.days
    return 1.0
