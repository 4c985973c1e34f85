"""The memo in sentences, for a strategist who knows the market and not the method.

An option is called by its name in quotation marks; what each is stands in a list under the question.
"""

from __future__ import annotations

import math

from mktsim.science.statistics import exact_share
from mktsim.study.decide.commitments import Commitment
from mktsim.study.decide.result import Decision
from mktsim.study.information.words import worth_knowing
from mktsim.study.robust.plan import BreakEven
from mktsim.study.robust.words import condition_words, in_doubt, is_settled, names_of, open_names, steady_names
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between, listed
from mktsim.study.select.plan import SelectStatus

Sections = tuple[tuple[str, tuple[str, ...]], ...]
_NEAREST = 3
"""Assumptions that are named as what a choice rests on."""
_FEWEST_FOR_CHANCES = 8
"""Plays below which nothing is said of how likely an option is the best."""


def decision_words(found: Decision) -> Sections:
    """Return the memo: heading and sentences of each part."""
    return (
        ("The question", (found.question, f"The options: {_options(found)}.")),
        ("The choice", _choice(found)),
        ("How sure it is", _sure(found)),
        ("What the choice rests on, and what would change it", _rests(found)),
        ("What to find out first", _find_out(found)),
        ("Research first, or choose now", (_first(found),)),
        ("What to commit now, and what later", _commit(found)),
        *((("A tuned version", tuple(found.optimisation.text)),) if found.optimisation is not None else ()),
    )


def called(arm: str) -> str:
    """Return an option's name as sentences write it.

    >>> called("everyday_low")
    '“everyday low”'
    """
    return f"\N{LEFT DOUBLE QUOTATION MARK}{arm.replace('_', ' ')}\N{RIGHT DOUBLE QUOTATION MARK}"


def _options(found: Decision) -> str:
    return "; ".join(_option(found, name) for name, _ in found.titles)


def _option(found: Decision, arm: str) -> str:
    title = found.title_of(arm)
    told = [f"{title[:1].lower()}{title[1:]}" if title else "", "what is done now" if arm == found.baseline else ""]
    inner = "; ".join(one for one in told if one)
    return f"{called(arm)} ({inner})" if inner else called(arm)


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
    now = ", which is what is done now" if found.choice == found.baseline else ""
    said = [
        f"Choose {called(found.choice)}{now}. It is expected to {_earn(found)} {between(mean, unit)}{_money(found)}."
    ]
    lead = lead_of(found)
    if lead is not None:
        said.append(
            f"That is {between(lead, unit)} more than the next best, {_runner_up(found)}"
            f"{'' if lead.low > 0.0 else ': the difference may be chance'}."
        )
    said.append("In brackets: the range that the true figure lies in, 19 times in 20; less often where it says rough.")
    return tuple(said)


def _earn(found: Decision) -> str:
    if found.heading.unit == found.heading.currency:
        return "earn"
    return f"bring {found.heading.metric.replace('_', ' ')} of"


def _money(found: Decision) -> str:
    if found.heading.metric != "npv":
        return ""
    years = f"{found.years:.0f} years" if found.years >= 1.5 else "a year"
    return f", in money of today: profit over {years}, and what the business is still worth at the end"


def _runner_up(found: Decision) -> str:
    return called(found.robustness.arms[found.robustness.regret.runner_up])


def _sure(found: Decision) -> tuple[str, ...]:
    robustness = found.robustness
    worlds = len(robustness.worlds)
    fit = "simulated markets that fit what is known of this one" if robustness.regret.are_sampled else "markets"
    over = f"{worlds} {fit}, each run {robustness.replications} times for every option"
    settled = (
        f"Sure, within what is assumed: over {over}, its lead over every other option is more than chance."
        if is_settled(robustness)
        else f"Not settled: over {over}, its lead over {_in_doubt(found)} may be chance. It is the best guess."
    )
    return settled, _markets(found) if found.choice else "", _as_is(found), _rough(found)


def _in_doubt(found: Decision) -> str:
    """Name the options that the choice does not surely lead."""
    return listed([called(name) for name in in_doubt(found.robustness)] or ["another option"])


def _markets(found: Decision) -> str:
    """Say in how many markets another option came out ahead, and where, if more than chance tells them apart."""
    robustness = found.robustness
    count, total, surely = int(robustness.fails.sum()), robustness.fails.size, int(robustness.surely.sum())
    leader, box = called(robustness.arms[robustness.regret.leader]), robustness.box
    if not count:
        return f"{leader} came out first in all {total} markets."
    by_luck = f", in {surely} of them by more than luck" if surely else "; luck alone can do that"
    told = f"{leader} came out first in {total - count} of {total} markets; other options in {count}{by_luck}."
    if box is None:
        return told
    if not may(Claim.FAILS_WHERE, Grounds(p=box.p)):
        return f"{told} What these {count} have in common cannot be told."
    where = listed([condition_words(one.condition, robustness.name_of(one.condition.parameter)) for one in box.bounds])
    return f"{told} It fails mostly where {where}: {box.failing} of the {box.worlds} markets there."


def _rough(found: Decision) -> str:
    """Say what rough means, where something is."""
    arms = found.robustness.regret.arms
    intervals = [one for arm in arms for one in (arm.mean, arm.behind) if one is not None]
    if not any(one.is_rough for one in (*intervals, found.robustness.regret.information)):
        return ""
    return (
        "Rough: with so few runs the true figure may lie outside the range more often than 1 time in 20; a longer run "
        "(--seconds) says more."
    )


def _as_is(found: Decision) -> str:
    selection, unit = found.selection, found.heading.unit
    worth = f"a gap below {amount(found.delta, unit)} counts as a tie"
    if not selection.arm:
        return "With the market exactly as assumed, no option keeps the limits."
    runs = f"Apart from that, with the market exactly as assumed, after {selection.replications} runs"
    name = called(selection.arm)
    if selection.status is SelectStatus.TIED:
        others = listed([called(one) for one in selection.tied])
        return f"{runs}, {name} and {others} are about as good as each other ({worth})."
    if selection.status is SelectStatus.SELECTED:
        is_open = selection.arm == found.choice and not is_settled(found.robustness)
        more = " The doubt is which of the simulated markets is like the true one." if is_open else ""
        return f"{runs}, {name} is the best ({worth}).{more}"
    chance = selection.probability_good
    if selection.replications < _FEWEST_FOR_CHANCES or not math.isfinite(chance):
        return f"{runs}, {name} leads; that is too few to say how likely it is the best."
    return f"{runs}, {name} leads; the chance that it is the best or nearly so is {_percent(chance)} ({worth})."


def _percent(chance: float) -> str:
    return "above 99%" if chance > 0.99 else "below 1%" if chance < 0.01 else f"{chance:.0%}"


def nearest(found: Decision) -> tuple[BreakEven, ...]:
    """Return the assumptions that turn the choice, the nearest to today first."""
    return tuple(one for one in found.robustness.break_evens if one.value is not None)


def _rests(found: Decision) -> tuple[str, ...]:
    robustness = found.robustness
    if not robustness.break_evens:
        return ("What would turn the choice was not looked for; give it more time (--seconds).",)
    every, leader = robustness.break_evens, called(robustness.arms[robustness.regret.leader])
    said = [_tried(found), *(_turns(one, f"{leader} over {called(one.over)}") for one in nearest(found)[:_NEAREST])]
    steady, open_ones = steady_names(every), open_names(every)
    if steady:
        others = listed([called(robustness.arms[place]) for place in robustness.regret.nearest])
        said.append(
            f"The choice of {leader} over {others} stands from end to end of what is possible for {listed(steady)}."
        )
    if len(open_ones) > _NEAREST:
        said.append(
            f"Whether the other {len(open_ones)} that were moved would turn it cannot be told from so few runs."
        )
    elif open_ones:
        said.append(f"Whether {listed(open_ones)} would turn the choice cannot be told from so few runs.")
    return tuple(said)


def _tried(found: Decision) -> str:
    count, rest = len(names_of(found.robustness.break_evens)), len(found.robustness.untried)
    if not rest:
        return f"{count} assumptions were moved one at a time, all else as today."
    if count == 1:
        return (
            f"Of {count + rest} assumptions, only the one most tied to the lead in these markets was moved, "
            "all else as today."
        )
    return (
        f"Of {count + rest} assumptions, the {count} most tied to the lead in these markets were moved "
        f"one at a time, all else as today; the other {rest} were not tried alone."
    )


def _turns(one: BreakEven, pair: str) -> str:
    stated, value = one.stated, one.value or 0.0
    sure = may(Claim.TURNS, Grounds(ends=(one.low, one.high)))
    verb = "is gone" if sure else "may be gone"
    return (
        f"The lead of {pair} {verb} when {stated.name} is {stated.value(value)}; today {stated.bare(stated.now)}, "
        f"possible {stated.span}."
    )


def _find_out(found: Decision) -> tuple[str, ...]:
    unit, world = found.heading.unit, found.information.world
    if world is None:
        return ("Worlds were named by the study, not drawn, so the worth of finding out was not worked out.",)
    near = "about " if world.is_rough else ""
    if world.high <= 0.0:
        count = found.robustness.fails.size
        unseen = exact_share.bounds(0, count, found.heading.confidence)[1]
        none = (
            f"In none of these {count} markets did another option come out ahead: knowing which of them is true would "
            "not change the choice."
        )
        return (f"{none} With so few, nothing rules out that one does in as many as {unseen:.0%} of all such markets.",)
    worth = between(world, unit) if world.low > 0.0 else f"anything from nothing to {near}{amount(world.high, unit)}"
    all_known = f"Knowing the market exactly before choosing would be worth {worth}: no research is worth more."
    known = worth_knowing(found.information)
    if not known:
        return (all_known, "Of no single assumption could it be shown that finding it out is worth anything.")
    parts = [f"{found.information.name_of(one.name)} ({between(one.perfect, unit)} if known exactly)" for one in known]
    return (all_known, f"Worth finding out first: {listed(parts[:_NEAREST])}.")


def _first(found: Decision) -> str:
    research, unit = found.research, found.heading.unit
    if not research.is_first:
        return "Choose now: no research was found that is likely enough to change the choice to pay for itself."
    most = amount(research.most_worth, unit)
    if research.a_week <= 0.0:
        return (
            f"Find out {research.name} first if that costs less than {most}, all told; what waiting costs could not be "
            "told from nothing. Otherwise choose now."
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
    said = [f"These may still turn out better: {listed([_at_most(found, name) for name in known.contenders[1:]])}."]
    if known.now:
        said.append(
            f"Commit now to what all options still in play share: {'; '.join(_same(one) for one in known.now)}."
        )
    said += [
        f"Bind yourself as late as you can on {one.lever}, where they differ: {_differs(one)}." for one in known.later
    ]
    return tuple(said)


def _at_most(found: Decision, arm: str) -> str:
    """Say by how much an option may turn out better at most."""
    behind = found.robustness.regret.arms[found.robustness.arms.index(arm)].behind
    if behind is None:
        return called(arm)
    most = (
        f"by up to about {amount(-behind.low, found.heading.unit)}"
        if math.isfinite(behind.low)
        else "by how much is open"
    )
    return f"{called(arm)} ({most})"


def _same(one: Commitment) -> str:
    return f"{one.lever}: {one.arms[0][1]}"


def _differs(one: Commitment) -> str:
    return "; ".join(
        called(arms[0]) if arms == (told.replace(" ", "_"),) else f"{told} in {listed([called(arm) for arm in arms])}"
        for told, arms in one.kinds
    )
