"""The memo in sentences, for a strategist who knows the market and not the method."""

from __future__ import annotations

import math

from mktsim.study.decide.commitments import Commitment
from mktsim.study.decide.result import Decision
from mktsim.study.information.words import worth_knowing
from mktsim.study.robust.plan import BreakEven
from mktsim.study.robust.words import failing_words, is_settled
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between, listed
from mktsim.study.select.plan import SelectStatus

Sections = tuple[tuple[str, tuple[str, ...]], ...]
_NEAREST = 3
"""Assumptions that are named as what a choice rests on."""


def decision_words(found: Decision) -> Sections:
    """Return the memo: heading and sentences of each part."""
    return (
        ("The question", (found.question,)),
        ("The choice", _choice(found)),
        ("How sure it is", _sure(found)),
        ("What it rests on, and what would turn it", _rests(found)),
        ("What to find out first", _find_out(found)),
        ("Research first, or choose now", (_first(found),)),
        ("What to commit now, and what later", _commit(found)),
        *((("A tuned version", tuple(found.optimisation.text)),) if found.optimisation is not None else ()),
    )


def lead_of(found: Decision) -> Interval | None:
    """Return the lead of the choice over the next arm, over all worlds; None where the choice does not lead."""
    regret = found.robustness.regret
    if found.robustness.arms[regret.leader] != found.choice:
        return None
    return regret.arms[regret.runner_up].behind


def _choice(found: Decision) -> tuple[str, ...]:
    if not found.choice:
        return ("No option keeps the limits that the study sets; none is recommended.",)
    regret, unit = found.robustness.regret, found.heading.unit
    mean = regret.arms[found.robustness.arms.index(found.choice)].mean
    said = [f"Choose {found.title_of(found.choice)}: it is expected to earn {between(mean, unit)}."]
    lead = lead_of(found)
    if lead is not None:
        said.append(f"That is {between(lead, unit)} more than the next best, {_runner_up(found)}.")
    if found.choice == found.baseline:
        said.append("It is what is done now.")
    return tuple(said)


def _runner_up(found: Decision) -> str:
    return found.title_of(found.robustness.arms[found.robustness.regret.runner_up])


def _sure(found: Decision) -> tuple[str, ...]:
    robustness = found.robustness
    name, share = found.choice, robustness.regret.arms[robustness.regret.leader]
    worlds = len(robustness.worlds)
    drawn = "markets drawn at random within what is known of this one" if robustness.regret.are_sampled else "markets"
    over = f"{worlds} {drawn}, each played {robustness.replications} times"
    settled = (
        f"Sure, within what is assumed: over {over}, its lead over every other option is more than chance."
        if is_settled(robustness)
        else f"Not settled: over {over}, its lead over at least one other option may be chance. It is the best guess."
    )
    best = (
        f"It is the best option in {share.best_share:.0%} of these markets ({share.best_ends[0]:.0%} to "
        f"{share.best_ends[1]:.0%} of all such markets)."
    )
    return settled, best, _as_is(found), _failing(found) if name else "", _rough(found)


def _failing(found: Decision) -> str:
    """Say where the choice fails, in the words of the memo."""
    told = failing_words(found.robustness)
    return told.replace("Another arm", "Another option").replace("worlds", "markets")


def _rough(found: Decision) -> str:
    """Say what rough means, where something is."""
    arms = found.robustness.regret.arms
    intervals = [one for arm in arms for one in (arm.mean, arm.behind) if one is not None]
    if not any(one.is_rough for one in (*intervals, found.robustness.regret.information)):
        return ""
    return "Rough: so few plays may leave out the truth more often than 1 time in 20; give it more time (--seconds)."


def _as_is(found: Decision) -> str:
    selection, unit = found.selection, found.heading.unit
    worth = f"differences below {amount(found.delta, unit)} count as none"
    if not selection.arm:
        return "With the market exactly as assumed, no option keeps the limits."
    if selection.status is SelectStatus.TIED:
        others = listed([found.title_of(name) for name in selection.tied])
        return f"With the market exactly as assumed, {selection.arm} and {others} cannot be told apart ({worth})."
    if selection.status is SelectStatus.SELECTED:
        return f"With the market exactly as assumed, {selection.arm} is the best ({worth})."
    chance = f"{selection.probability_good:.0%}" if math.isfinite(selection.probability_good) else "unknown"
    return (
        f"With the market exactly as assumed, {selection.arm} leads after {selection.replications} plays; the chance "
        f"that it is the best or nearly so is {chance} ({worth})."
    )


def nearest(found: Decision) -> tuple[BreakEven, ...]:
    """Return the assumptions that turn the choice, the nearest to today first."""
    return tuple(one for one in found.robustness.break_evens if one.value is not None)


def _rests(found: Decision) -> tuple[str, ...]:
    turning, every = nearest(found), found.robustness.break_evens
    pair = f"{found.robustness.arms[found.robustness.regret.leader]} over {_runner_up(found)}"
    said = [_turns(one, pair) for one in turning[:_NEAREST]]
    steady = [one.stated.name for one in every if may(Claim.HOLDS, Grounds((one.lead_low, one.lead_high)))]
    if not turning:
        said.append(f"No single assumption was found that turns the choice of {pair} within its range.")
    if steady:
        said.append(
            f"Whatever these turn out to be within their ranges, one at a time, the choice stands: {listed(steady)}."
        )
    open_ones = [one.stated.name for one in every if one.value is None and one.stated.name not in steady]
    if len(open_ones) > _NEAREST:
        said.append(f"Of {len(open_ones)} more assumptions the plays so far cannot tell whether they would turn it.")
    elif open_ones:
        said.append(f"Of {listed(open_ones)} the plays so far cannot tell.")
    return tuple(said)


def _turns(one: BreakEven, pair: str) -> str:
    stated, value = one.stated, one.value or 0.0
    sure = may(Claim.TURNS, Grounds(ends=(one.low, one.high)))
    verb = "is gone" if sure else "may be gone"
    now = f"today {stated.bare(stated.now)}; possible {stated.low:.3g} to {stated.high:.3g}; source: {stated.source}"
    return f"The lead of {pair} {verb} when {stated.name} is {stated.value(value)} ({now})."


def _find_out(found: Decision) -> tuple[str, ...]:
    unit, known = found.heading.unit, worth_knowing(found.information)
    if found.information.world is None:
        return ("Worlds were named by the study, not drawn, so the worth of finding out was not worked out.",)
    all_known = (
        f"Knowing the market exactly before choosing would be worth {between(found.information.world, unit)}: no "
        "research is worth more to this choice."
    )
    if not known:
        return (all_known, "No single assumption is worth finding out by more than chance explains.")
    parts = [f"{found.information.name_of(one.name)} ({between(one.perfect, unit)} if known exactly)" for one in known]
    return (all_known, f"Worth finding out first: {listed(parts[:_NEAREST])}.")


def _first(found: Decision) -> str:
    research, unit = found.research, found.heading.unit
    if not research.is_first:
        return (
            "Choose now: nothing that could be found out is shown to change the choice often enough to pay for itself."
        )
    most = amount(research.most_worth, unit)
    if research.a_week <= 0.0:
        return (
            f"Find out {research.name} first if that costs less than {most}, all told; waiting costs nothing that was "
            "seen. Otherwise choose now."
        )
    return (
        f"Find out {research.name} first if that costs less than {most}, all told. A week of waiting costs about "
        f"{amount(research.a_week, unit)}, so research that takes longer than {research.weeks:.1f} weeks cannot pay. "
        "Otherwise choose now."
    )


def _commit(found: Decision) -> tuple[str, ...]:
    known = found.commitments
    if len(known.contenders) == 1:
        return ("Nothing has to wait for the sake of another option: no other may still be best.",)
    others = listed([found.title_of(name) for name in known.contenders[1:]])
    said = [f"These may still turn out better: {others}."]
    if known.now:
        said.append(f"Commit now, it is the same in all of them: {'; '.join(_same(one) for one in known.now)}.")
    said += [f"Keep open until more is known, {one.lever}: {_differs(one)}." for one in known.later]
    return tuple(said)


def _same(one: Commitment) -> str:
    return f"{one.lever} ({one.arms[0][1]})"


def _differs(one: Commitment) -> str:
    return "; ".join(f"{arm}: {told}" for arm, told in one.arms)
