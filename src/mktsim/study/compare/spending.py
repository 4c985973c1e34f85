"""Money approved, spent and owed, and the share of terminal value, that a verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.study.runs.wording import Wording, amount

if TYPE_CHECKING:
    from mktsim.study.compare.ranking import Ranking

UNLIKE = 0.1
"""Difference of spending between arms that a verdict warns of, share of the most spent."""
SOME_WEEKS = 0.5
"""Mean weeks beyond the credit line that a verdict warns of."""
MUCH = 1.0 / 3.0
"""Share of an arm's value, or of a lead, that a verdict warns of where the terminal value carries it."""


@dataclass(frozen=True)
class ArmMoney:
    """An arm's marketing money over the horizon, terminal value and interest; means over replications, money."""

    approved: float
    spent: float
    terminal: float
    overdrawn_weeks: float = 0.0
    """Weeks in which more was owed than the credit line."""
    interest: float = 0.0
    """Interest beyond the discount rate."""


def warnings_of(arms: tuple[ArmMoney, ...], ranking: Ranking, wording: Wording, *, valued: bool) -> tuple[str, ...]:
    """Return sentences on spending that differs and, where the metric is a value, on what the terminal value carries.

    The unit of `wording` is the currency, whatever is compared; `valued` says that the metric is net present value,
    which holds the terminal value.
    """
    found = [
        _unlike(arms, wording),
        *(_overdrawn(arm, name, wording) for arm, name in zip(arms, wording.arms, strict=True)),
    ]
    if valued:
        found.append(_carried(arms, ranking, wording))
    return tuple(sentence for sentence in found if sentence)


def _unlike(arms: tuple[ArmMoney, ...], wording: Wording) -> str:
    spent = [arm.spent for arm in arms]
    least, most = (spent.index(pick(spent)) for pick in (min, max))
    if not spent[most] - spent[least] > UNLIKE * spent[most]:
        return ""
    return (
        f"Arms do not spend alike: {wording.arms[least]} spends {amount(spent[least], wording.unit)} on marketing of "
        f"{amount(arms[least].approved, wording.unit)} approved, {wording.arms[most]} "
        f"{amount(spent[most], wording.unit)} of {amount(arms[most].approved, wording.unit)}."
    )


def _overdrawn(arm: ArmMoney, name: str, wording: Wording) -> str:
    """Say that an arm's money has a limit, where it came to it."""
    if not arm.overdrawn_weeks > SOME_WEEKS:
        return ""
    return (
        f"{name} owes more than its credit line in {arm.overdrawn_weeks:.0f} weeks on average: marketing money is"
        f" refused meanwhile, and interest beyond the discount rate comes to {amount(arm.interest, wording.unit)}."
    )


def _carried(arms: tuple[ArmMoney, ...], ranking: Ranking, wording: Wording) -> str:
    """Say how much of the leader's value, or of its lead, comes after the horizon, where it is much."""
    leader = ranking.order[0]
    value = ranking.arms[leader].interval.mean
    if value > 0.0 and arms[leader].terminal > MUCH * value:
        share = arms[leader].terminal / value
        return f"Of the value of {wording.arms[leader]}, {share:.0%} comes after the horizon (terminal value)."
    if not ranking.leads:
        return ""
    first = ranking.leads[0]
    later = arms[leader].terminal - arms[first.arm].terminal
    if first.interval.mean > 0.0 and later > MUCH * first.interval.mean:
        share = later / first.interval.mean
        name, other = wording.arms[leader], wording.arms[first.arm]
        return f"Of the lead of {name} over {other}, {share:.0%} comes after the horizon (terminal value)."
    return ""
