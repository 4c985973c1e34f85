"""Sentences on a robustness analysis; each is written only where its claim may be made (`runs.claims`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mktsim.study.robust.plan import BreakEven
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.scenario_discovery import Condition
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between, listed

_TURNS_TOLD = 3


def robust_words(result: Robustness) -> tuple[str, ...]:
    """Say which arm is best over worlds and which is safest, where the best fails, what turns it, what to buy."""
    said = (leading_words(result), _safest(result), failing_words(result), *turning_words(result), _advice(result))
    return tuple(one for one in said if one)


def leads(result: Robustness) -> tuple[Interval, ...]:
    """Return the leads of the leader over the other arms; they hold together."""
    return tuple(arm.behind for arm in result.regret.arms if arm.behind is not None)


def is_settled(result: Robustness) -> bool:
    """Tell whether the leader may be said to earn most."""
    return may(Claim.LEADS, Grounds(leads(result)))


def leading_words(result: Robustness) -> str:
    """Say who leads over the worlds, and whether that is sure."""
    found, unit = result.regret, result.heading.unit
    name, other = result.arms[found.leader], result.arms[found.runner_up]
    leader, lead = found.arms[found.leader], found.arms[found.runner_up].behind
    worlds = _worlds(result)
    apart = "" if lead is None else between(lead, unit)
    share = f"It is best in {leader.best_share:.0%} of them{_at_least(leader.best_ends, result)}."
    if is_settled(result):
        return f"{name} earns most over {worlds}: its lead over the next, {other}, is {apart}. {share}"
    return (
        f"{name} has the highest mean over {worlds}: its lead over the next, {other}, is {apart}. That is not settled: "
        f"{listed(in_doubt(result) or ['another arm'])} may turn out better. {share}"
    )


def in_doubt(result: Robustness) -> list[str]:
    """Return the arms over which the lead may be negative."""
    pairs = zip(result.arms, result.regret.arms, strict=True)
    return [name for name, arm in pairs if arm.behind is not None and arm.behind.low <= 0.0]


def _worlds(result: Robustness) -> str:
    kind = "drawn worlds" if result.regret.are_sampled else "worlds"
    return f"{len(result.worlds)} {kind} ({result.replications} replications each)"


def _at_least(ends: tuple[float, float], result: Robustness) -> str:
    """Say the bounds of a share of worlds."""
    exact = "exact bounds" if result.regret.are_sampled else "by luck"
    return f" ({ends[0]:.0%} to {ends[1]:.0%}, {exact})"


def _safest(result: Robustness) -> str:
    found, unit = result.regret, result.heading.unit
    leader, safest = found.arms[found.leader], found.arms[found.minimax]
    if leader.worst_regret.mean <= 0.0:
        return ""
    worst = (
        f"At worst among these worlds {result.arms[found.leader]} loses {amount(leader.worst_regret.mean, unit)} "
        f"against the best arm of that world ({result.worlds[leader.worst_world]})."
    )
    sure = may(Claim.SAFEST, Grounds(probability=safest.p_minimax))
    if found.minimax == found.leader:
        return f"{worst} No other arm risks less." if sure else f"{worst} No arm lost less, which luck may explain."
    told = f"{result.arms[found.minimax]} at worst {amount(safest.worst_regret.mean, unit)}"
    if sure:
        return f"{worst} The safer choice is {told}."
    return f"{worst} {told}, but which of them is safer cannot be told from these worlds ({safest.p_minimax:.0%} sure)."


def failing_words(result: Robustness) -> str:
    """Say in how many worlds another arm is better, and where, if more than chance tells them apart."""
    name, box = result.arms[result.regret.leader], result.box
    count, total, surely = int(result.fails.sum()), result.fails.size, int(result.surely.sum())
    if not count:
        return f"{name} has the highest mean in all {total} worlds."
    told = f"Another arm has the higher mean in {count} of {total} worlds, in {surely} of them by more than luck."
    if box is None:
        return f"{told} That is too few to say where."
    if not may(Claim.FAILS_WHERE, Grounds(p=box.p)):
        return f"{told} No rule says where: failures at random would give one as good (p = {box.p:.2f})."
    where = listed([condition_words(one.condition, result.name_of(one.condition.parameter)) for one in box.bounds])
    return (
        f"{told} It fails where {where}: {box.failing} of {box.worlds} worlds there, which are {box.coverage:.0%} of "
        f"all failures (p = {box.p:.3f})."
    )


def condition_words(condition: Condition, name: str = "") -> str:
    """Say one condition.

    >>> condition_words(Condition("supply.unit_cost_money", 5.25, True), "unit cost")
    'unit cost is above 5.25'
    """
    side = "above" if condition.is_above else "at most"
    return f"{name or condition.parameter} is {side} {condition.threshold:.3g}"


def turning_words(result: Robustness) -> tuple[str, ...]:
    """Say which assumptions turn the choice at which value, the nearest to today first."""
    turns = result.break_evens
    if not turns:
        return ("What turns the choice was not looked for; more time (--seconds) looks.",) if result.untried else ()
    leader = result.arms[result.regret.leader]
    turning = [one for one in turns if one.value is not None]
    said = [turn_words(one, f"{leader} over {one.over}") for one in turning[:_TURNS_TOLD]]
    told = [one.stated.name for one in turning[:_TURNS_TOLD]]
    further = [name for name in names_of(turning) if name not in told]
    if further:
        said.append(f"So may {listed(further)}, further from today.")
    sure = steady_names(turns)
    if sure:
        said.append(f"Within their ranges these do not turn it, one at a time: {listed(sure)}.")
    rest = len(open_names(turns))
    if rest:
        said.append(f"Of {rest} more that cannot be told: the lead at an end of their range may be of either sign.")
    if result.untried:
        said.append(
            f"Not tried alone, as they went along less with the lead in the drawn worlds: {listed(result.untried)}."
        )
    return tuple(said)


def names_of(turns: Iterable[BreakEven]) -> list[str]:
    """Return the names of assumptions, each once, in their order."""
    return list(dict.fromkeys(one.stated.name for one in turns))


def steady_names(turns: Sequence[BreakEven]) -> list[str]:
    """Return the assumptions that turn no lead within their range."""
    loose = names_of(one for one in turns if not holds(one))
    return [name for name in names_of(turns) if name not in loose]


def holds(one: BreakEven) -> bool:
    """Tell whether a lead may be said to hold from end to end of an assumption's range."""
    return may(Claim.HOLDS, Grounds((one.lead_low, one.lead_high)))


def open_names(turns: Sequence[BreakEven]) -> list[str]:
    """Return the assumptions of which it cannot be told whether they turn a lead."""
    known = {*steady_names(turns), *names_of(one for one in turns if one.value is not None)}
    return [name for name in names_of(turns) if name not in known]


def weakest(turns: Sequence[BreakEven]) -> list[BreakEven]:
    """Return for each assumption the lead that it comes nearest to turning: one that it turns, may turn, or not."""

    def rank(one: BreakEven) -> int:
        return 0 if one.value is not None else 2 if holds(one) else 1

    first: dict[str, BreakEven] = {}
    for one in sorted(turns, key=rank):
        first.setdefault(one.stated.name, one)
    return list(first.values())


def turn_words(turn: BreakEven, pair: str) -> str:
    """Say where one assumption turns the choice.

    Errors: none; a parameter without a break-even is said to have none.
    """
    stated = turn.stated
    if turn.value is None:
        return f"{stated.name} does not turn the lead of {pair} within {stated.span}."
    now = f"today {stated.bare(stated.now)}, range {stated.span}"
    if may(Claim.TURNS, Grounds(ends=(turn.low, turn.high))):
        ends = (stated.bare(turn.low), stated.bare(turn.high))
        luck = f"; anywhere from {ends[0]} to {ends[1]} by luck" if ends[0] != ends[1] else ""
        return f"The lead of {pair} is gone when {stated.name} is {stated.value(turn.value)}{luck} ({now})."
    return (
        f"The lead of {pair} may be gone when {stated.name} is {stated.value(turn.value)}, or anywhere in its range, "
        f"or nowhere: {turn.replications} replications cannot tell ({now})."
    )


def _knowing(worth: Interval, unit: str) -> str:
    """Say what knowing the market is worth; nothing is told as nothing seen, not as an interval of no width."""
    if worth.high <= 0.0:
        return "In none of these worlds would knowing the market change the choice."
    return f"Knowing the market exactly before choosing is worth {between(worth, unit)}."


def _advice(result: Robustness) -> str:
    """Say whether more replications, more worlds or a better knowledge of the market would help."""
    found, unit = result.regret, result.heading.unit
    split = found.split
    lead = found.arms[found.runner_up].behind
    floor = result.floor.of_mean(result.replications * len(result.worlds))
    told = (
        f"Of the variance of its lead over {result.arms[found.runner_up]}, {split.market:.0%} is the market, "
        f"{split.luck:.0%} luck, {split.interaction:.0%} both together. {_knowing(found.information, unit)}"
    )
    if lead is not None and floor > abs(lead.mean):
        told = f"{told} The lead is smaller than what changes that cannot matter move ({amount(floor, unit)})."
    if is_settled(result):
        return f"{told} The choice over these ranges is settled; more runs would only make the interval narrower."
    if split.market > split.luck + split.interaction and found.are_sampled:
        return f"{told} Draw more worlds (--draws) to settle it, or find out more about the market."
    return f"{told} Run more replications to settle it."
