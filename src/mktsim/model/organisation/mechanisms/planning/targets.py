"""Targets: long-term goals, the annual target plan with its budget, and regions behind their target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import (
    DAMPING,
    channel_shares,
    demand_per_week,
    region_shares,
)
from mktsim.model.organisation.mechanisms.planning.budget import BUDGET, YearBudget
from mktsim.model.organisation.mechanisms.planning.options import COUNSEL, best_option, split_by
from mktsim.model.organisation.mechanisms.timing import market_day, planning_window, year_of, year_window
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS, household_shares
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

YEAR_WEEKS = 52
HABIT: Annotated[float, Ge(0), Le(1), Unit("share of the change"), Source("assumption")] = 0.5
"""Part of a wanted change of the budget that senior management does not grant when nobody counsels it."""
QUARTERS = 4


@dataclass(frozen=True)
class Targets:
    """Annual sales targets."""

    year: int
    by_quarter: tuple[float, float, float, float]
    """Units a week in each quarter."""
    by_region: tuple[float, ...]
    """Shares of regions."""
    by_channel: tuple[float, ...]
    """Shares of channels."""


TARGETS = Plan("targets", Targets)


@dataclass(frozen=True)
class Goals:
    """Where the company means to be in a year, from what it sold and where the market is going."""

    year: int
    units_per_week: float
    """Mean over the year."""


LONG_TERM_GOALS = Plan("long_term_goals", Goals)


class SetGoals(Part, Mechanism[Goals]):
    """Carry a whole year's sales forward with the growth of the market that senior management expects."""

    kind: Literal["set_goals"] = "set_goals"
    least_weeks: Annotated[int, Ge(1), Le(104), Unit("weeks"), Source("assumption")] = 39
    """Weeks in the archive below which nobody sets a goal."""

    def draft(self, office: Office, work: Work) -> Goals | None:
        """Return the goal for the year that the work is about; None while too little is known."""
        seen = office.archive_seen(work.duty.owner)
        recent = seen.totals()[-YEAR_WEEKS:]
        if recent.size < self.least_weeks:
            return None
        year = year_of(office.calendar, planning_window(office, work).first)
        whole = year_window(office.calendar, year)
        middle = WEEK_DAYS * (seen.last_week + 1 - recent.size / 2.0)
        ahead = max((whole.first + whole.last) / 2.0 - middle, 0.0) / WEEK_DAYS
        growth = office.believe(work.duty.approver or work.owner, "market.growth").value
        multiple = max(1.0 + growth * (1.0 - DAMPING**ahead) / (1.0 - DAMPING), 0.0)
        return Goals(year, float(recent.mean()) * multiple)

    def apply(self, office: Office, work: Work, draft: Goals) -> None:
        """Send the goals to those who set targets by them."""
        office.put_plan(work, LONG_TERM_GOALS, draft, work.duty.informs)


@dataclass(frozen=True)
class AnnualPlan:
    """Targets and the budget asked for."""

    targets: Targets
    budget: YearBudget


class SetTargets(Part, Mechanism[AnnualPlan]):
    """Set targets by quarter, region and channel and ask for the year's budget."""

    kind: Literal["set_targets"] = "set_targets"
    stretch_share: Annotated[float, Ge(-0.5), Le(1), Unit("share"), Source("assumption")] = 0.05
    """Target above the forecast."""
    optimism: Annotated[
        float,
        Ge(-0.5),
        Le(0.5),
        Unit("share"),
        Source("Lovallo & Kahneman 2003, HBR 81(7):56: plans before targets are too hopeful; size assumption"),
    ] = 0.03
    """What planners expect of a year that they plan for above what they know of it."""
    goal_weight: Annotated[float, Ge(0), Le(1), Unit("weight"), Source("assumption")] = 0.5
    """Weight of long-term goals against the own forecast."""
    potential_weight: Annotated[
        float, Ge(0), Le(1), Unit("weight"), Source("Zoltners & Sinha 2005, Mktg Sci 24:313; size assumption")
    ] = 0.5
    """Weight of a region's share of households against its share of sales in its target."""

    def draft(self, office: Office, work: Work) -> AnnualPlan:
        """Return the plan for the year that the work is about."""
        owner = work.duty.owner
        year = year_of(office.calendar, planning_window(office, work).first)
        whole = year_window(office.calendar, year)
        middles = [whole.first + whole.days * (i + 0.5) / QUARTERS for i in range(QUARTERS)]
        expected = [demand_per_week(office, owner, day).value for day in middles]
        hoped = [(1.0 + self.optimism * office.judges) * units for units in expected]
        steadied = self._steadied(office, owner, year, hoped)
        levels = [(1.0 + self.stretch_share) * units for units in steadied]
        targets = Targets(
            year=year,
            by_quarter=(levels[0], levels[1], levels[2], levels[3]),
            by_region=self._by_region(office, owner),
            by_channel=tuple(channel_shares(office, owner)),
        )
        return AnnualPlan(targets, YearBudget(year, budget_lines(office, year)))

    def apply(self, office: Office, work: Work, draft: AnnualPlan) -> None:
        """Post targets and the budget as granted; one of the running year is in force at once."""
        office.put_plan(work, TARGETS, draft.targets, work.duty.informs)
        self._note_swing(office, work.owner, draft.targets)
        budget = granted(office, draft.budget)
        office.put_plan(work, BUDGET, budget, work.duty.informs)
        if budget.year == year_of(office.calendar, office.now):
            office.ledger.approved[:] = np.array(budget.lines)

    def _by_region(self, office: Office, owner: str) -> tuple[float, ...]:
        """Return shares of regions in the target: between what they sell and what their households could buy."""
        sold, could = region_shares(office, owner), household_shares(office.scenario)
        return tuple((sold + self.potential_weight * (could - sold)).tolist())

    def _note_swing(self, office: Office, owner: str, targets: Targets) -> None:
        """Note how far a target, without its stretch, moves away from the year sold before it, relative to that."""
        year = office.archive_seen(owner).totals()[-YEAR_WEEKS:]
        if year.size == YEAR_WEEKS and year.any():
            aimed = sum(targets.by_quarter) / QUARTERS / (1.0 + self.stretch_share)
            office.note("target_swing", abs(aimed / float(year.mean()) - 1.0))
            office.note("target_plans", 1.0)

    def _steadied(self, office: Office, owner: str, year: int, expected: list[float]) -> list[float]:
        """Return units a week by quarter drawn towards the long-term goal of the year, in the same season."""
        goals = office.plan(owner, LONG_TERM_GOALS)
        mean = sum(expected) / len(expected)
        if goals is None or goals.year != year or mean <= 0.0:
            return expected
        return [units * (1.0 + self.goal_weight * (goals.units_per_week / mean - 1.0)) for units in expected]


def granted(office: Office, asked: YearBudget) -> YearBudget:
    """Return the budget that senior management grants: by the option it believes best, else partly by habit.

    Habit is what has been approved for the running year, for as much of the year as is asked for.
    """
    counsel = office.plan_in_force(office.approver_of(BUDGET), COUNSEL)
    if counsel is not None:
        return YearBudget(asked.year, split_by(best_option(counsel), asked.lines))
    if not office.execution.unexecuted:
        return asked
    running = counted_share(office, year_of(office.calendar, office.now))
    usual = office.ledger.approved * counted_share(office, asked.year) / running
    lines = [float(a + HABIT * (u - a)) for a, u in zip(asked.lines, usual, strict=True)]
    return YearBudget(asked.year, (lines[0], lines[1], lines[2], lines[3]))


def budget_lines(office: Office, year: int) -> tuple[float, float, float, float]:
    """Return the policy's money by line for the part of calendar year `year` that lies after the opening."""
    budget = office.policy.budget
    age = max(year - year_of(office.calendar, market_day(office)), 0)
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
    whole, opening = year_window(office.calendar, year), market_day(office)
    if whole.first < opening < whole.last and office.now >= opening:
        return (whole.last - opening) / whole.days
    return 1.0


def region_gap(office: Office, agent: str) -> tuple[float, ...]:
    """Return believed shortfall of each region's share of sales against its target share; zero without targets."""
    targets = office.plan(agent, TARGETS)
    if targets is None:
        return (0.0,) * office.sizes.regions
    actual = region_shares(office, agent)
    return tuple(
        float(1.0 - share / wanted) if wanted > 0.0 else 0.0
        for share, wanted in zip(actual, targets.by_region, strict=True)
    )
