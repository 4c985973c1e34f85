"""Objective and task: what a goal in awareness costs."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.advertising.rule import ASSUMED, AdvertisingRule, even_spending
from mktsim.model.policies.blend import is_known, stage_mean
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import MONEY, Source, Unit

Goal = Annotated[float, Ge(0), Le(1), Unit("share aware"), ASSUMED]


class ObjectiveAndTask(AdvertisingRule):
    """Cost the gap between awareness and its goal, and the upkeep of what is there (Kotler; Colley's DAGMAR 1961)."""

    rule: Literal["objective_and_task"] = "objective_and_task"
    """Name on the table."""
    point_money: Annotated[float, MONEY, Unit("money per percentage point"), Source("given by the policy")]
    """Cost of one percentage point of awareness."""
    goals: tuple[Goal, Goal, Goal, Goal] = (0.5, 0.75, 0.85, 0.5)
    """Awareness aimed at in introduction, growth, maturity and decline."""
    weeks_to_goal: Annotated[float, Ge(0.1), Le(260), Unit("weeks"), ASSUMED] = 26.0
    """Weeks in which a gap is to be closed."""
    loss_per_week: Annotated[float, Ge(0), Le(1), Unit("share per week"), ASSUMED] = 0.01
    """Awareness believed lost a week without advertising."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return equal weeks of the task's cost; even spending where awareness is unknown."""
        if not is_known(seen.awareness):
            return even_spending(seen)
        aware = min(max(seen.awareness.value, 0.0), 1.0)
        gap = max(stage_mean(seen.stage, self.goals) - aware, 0.0)
        kept = self.loss_per_week * min(aware, stage_mean(seen.stage, self.goals))
        points = 100.0 * (gap / self.weeks_to_goal + kept)
        return (points * self.point_money,) * seen.weeks
