"""A selection in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from mktsim.study.runs.wording import Wording, amount, listed
from mktsim.study.select.chance_constraints import Keeping, worst
from mktsim.study.select.plan import Selected, SelectionParameters, SelectStatus

_ALMOST = 0.999
_NOTHING = 1e-3
"""Share of delta below which an expected loss is not written out."""


def selected_words(found: Selected, asked: SelectionParameters, wording: Wording, cells: int) -> str:
    """Say which arm is selected, in what sense, how sure it is, and what would settle what is open."""
    says: dict[SelectStatus, Callable[[Selected, SelectionParameters, Wording], str]] = {
        SelectStatus.SELECTED: _selected,
        SelectStatus.TIED: _tied,
        SelectStatus.BUDGET_OUT: _budget_out,
        SelectStatus.ESTIMATED: partial(_estimated, cells),
        SelectStatus.NONE_FEASIBLE: _none,
    }
    return " ".join(part for part in (says[found.status](found, asked, wording), _broken(found, wording)) if part)


def _selected(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    return (
        f"Selected: {_name(found, wording)}. With probability at least {1.0 - asked.alpha:.0%} no other arm is better "
        f"by {amount(asked.delta, wording.unit)} or more{_limits(asked)}. {_cost(found, asked, wording)}"
    )


def _tied(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    others = listed([wording.arms[arm] for arm in found.tied])
    be = "is" if len(found.tied) == 1 else "are"
    name, within = _name(found, wording), amount(asked.delta, wording.unit)
    return (
        f"Tied within {within}: {name} has the highest mean, and {others} {be} within that of it; take "
        f"whichever is easier. With probability at least {1.0 - asked.alpha:.0%} no other arm is better than {name} "
        f"by that much{_limits(asked)}. {_cost(found, asked, wording)}"
    )


def _budget_out(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    open_limit = found.arm is not None and worst(found.keeping[found.arm]) is Keeping.UNSURE
    why = "whether it keeps the limits is not settled" if open_limit else "the arms are not separated yet"
    more = f"; at most {found.at_most:,} replications would separate them" if found.at_most > asked.most else ""
    return (
        f"Budget out: {_name(found, wording)} leads after {max(found.used):,} replications, but {why}{more}. "
        f"{_chance(found, asked, wording)} {_cost(found, asked, wording)}"
    )


def _estimated(cells: int, found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    return (
        f"{_name(found, wording)} has the highest mean after {cells:,} cells (no guarantee: a fixed budget, "
        f"spent where it tells most). {_chance(found, asked, wording)} {_cost(found, asked, wording)}"
    )


def _none(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    del asked, wording
    return f"No arm keeps the limits, after {max(found.used):,} replications; none is selected."


def _name(found: Selected, wording: Wording) -> str:
    return "none" if found.arm is None else wording.arms[found.arm]


def _chance(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    chance = found.evidence.probability_good if found.evidence else math.nan
    if not math.isfinite(chance):
        return "How probably it is good is not known yet."
    shown = "above 99.9%" if chance > _ALMOST else f"{chance:.1%}"
    return f"Estimated probability that it is within {amount(asked.delta, wording.unit)} of the best: {shown}."


def _cost(found: Selected, asked: SelectionParameters, wording: Wording) -> str:
    cost = found.evidence.opportunity_cost if found.evidence else math.nan
    if not math.isfinite(cost):
        return ""
    least = _NOTHING * asked.delta
    shown = amount(cost, wording.unit) if cost >= least else f"less than {amount(least, wording.unit)}"
    return f"What the choice is expected to lose against the best, by the runs so far: {shown}."


def _limits(asked: SelectionParameters) -> str:
    return f", and it keeps {listed([_limit(one.name, one.at_most) for one in asked.limits])}" if asked.limits else ""


def _limit(name: str, at_most: float) -> str:
    return f"{name} at most {at_most:.0%}"


def _broken(found: Selected, wording: Wording) -> str:
    broken = [
        f"{wording.arms[arm]} ({limit.limit} about {limit.share:.0%})"
        for arm, limits in enumerate(found.keeping)
        for limit in limits
        if limit.keeping is Keeping.BREAKS
    ]
    return f"Out because of a limit: {listed(broken)}." if broken else ""
