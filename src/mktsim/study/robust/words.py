"""Sentences on a robustness analysis."""

from __future__ import annotations

from mktsim.study.robust.plan import BreakEven
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.scenario_discovery import Condition
from mktsim.study.runs.wording import amount

_MOSTLY = 0.5
_SURE = 2.0
"""Standard errors by which the lead must exceed zero for more replications to be of no use."""


def robust_words(result: Robustness) -> tuple[str, ...]:
    """Say which arm is best over worlds and which is safest, where the best fails, what turns it, what to buy."""
    return (
        _verdict(result),
        _failing(result),
        *(_turning(turn, result) for turn in result.break_evens),
        _advice(result),
    )


def _verdict(result: Robustness) -> str:
    found, unit = result.regret, result.heading.unit
    leader, safest = found.arms[found.leader], found.arms[found.minimax]
    told = (
        f"{result.arms[found.leader]} has the highest {result.heading.metric} over {len(result.worlds)} worlds; it is "
        f"best in {leader.best_share:.0%} of them, and its largest regret is {amount(leader.worst_regret.mean, unit)} "
        f"(in {result.worlds[leader.worst_world]})."
    )
    if found.minimax == found.leader:
        return f"{told} No arm has a smaller largest regret (probability {leader.p_minimax:.0%})."
    return (
        f"{told} {result.arms[found.minimax]} is the safer choice: it never loses more than "
        f"{amount(safest.worst_regret.mean, unit)} against the best (smallest largest regret with probability "
        f"{safest.p_minimax:.0%})."
    )


def _failing(result: Robustness) -> str:
    name, fails, leaves = result.arms[result.regret.leader], result.fails, result.leaves
    count = int(fails.sum())
    if not count:
        return f"{name} fails in none of the {fails.size} worlds."
    told = f"{name} fails in {count} of {fails.size} worlds: another arm is better there."
    top = leaves[0] if leaves else None
    if top is None or not top.conditions or top.share < _MOSTLY:
        return f"{told} No threshold on one or two parameters tells these worlds from the rest."
    rest = [leaf for leaf in leaves if leaf is not top]
    others, failing = sum(leaf.worlds for leaf in rest), sum(leaf.failing for leaf in rest)
    where = " and ".join(condition_words(condition) for condition in top.conditions)
    return f"{told} It fails where {where} ({top.failing} of {top.worlds} worlds; elsewhere {failing} of {others})."


def condition_words(condition: Condition) -> str:
    """Say one condition.

    >>> condition_words(Condition("supply.unit_cost_money", 5.25, True))
    'supply.unit_cost_money is above 5.25'
    """
    return f"{condition.parameter} is {'above' if condition.is_above else 'at most'} {condition.threshold:.3g}"


def _turning(turn: BreakEven, result: Robustness) -> str:
    low, high = (amount(lead, result.heading.unit) for lead in (turn.lead_low, turn.lead_high))
    leads = f"(lead {low} at {turn.low:.3g}, {high} at {turn.high:.3g})"
    if turn.value is None:
        return f"{turn.path} does not turn the verdict between {turn.low:.3g} and {turn.high:.3g} {leads}."
    ends = "" if turn.ends is None else f" ({turn.ends[0]:.3g} to {turn.ends[1]:.3g} by luck)"
    return f"{turn.path} turns the verdict at about {turn.value:.3g}{ends} {leads}."


def _advice(result: Robustness) -> str:
    """Say whether more replications or a better knowledge of the market would help."""
    found, unit = result.regret, result.heading.unit
    split = found.split
    lead = found.arms[found.leader].mean - found.arms[found.runner_up].mean
    told = (
        f"Of the variance of its lead over {result.arms[found.runner_up]}, {split.market:.0%} is the market, "
        f"{split.luck:.0%} luck, {split.interaction:.0%} both together. Knowing the market before choosing is worth "
        f"at most {amount(found.information.mean, unit)}."
    )
    if lead < _SURE * split.se:
        return f"{told} Buy replications first: the lead ({amount(lead, unit)}) is within two standard errors of zero."
    if found.information.low > 0.0:
        return f"{told} More replications would not change the answer; market research might."
    return f"{told} Neither more replications nor market research would change the answer."
