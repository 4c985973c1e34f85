"""A selection in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mktsim.study.compare.words import amount
from mktsim.study.select.chance_constraints import Keeping, worst
from mktsim.study.select.plan import Selected, Selecting, SelectStatus

_ALMOST = 0.999
_NOTHING = 1e-3
"""Share of delta below which an expected loss is not written out."""


@dataclass(frozen=True)
class Naming:
    """Names and units that a selection is written with."""

    arms: tuple[str, ...]
    metric: str
    unit: str
    """Unit in words; the currency for money."""
    cells: int
    """Cells that the answer rests on."""


def selected_words(found: Selected, asked: Selecting, naming: Naming) -> str:
    """Say which arm is selected, in what sense, how sure it is, and what would settle what is open."""
    says = {
        SelectStatus.SELECTED: _selected,
        SelectStatus.TIED: _tied,
        SelectStatus.BUDGET_OUT: _budget_out,
        SelectStatus.ESTIMATED: _estimated,
        SelectStatus.NONE_FEASIBLE: _none,
    }
    return " ".join(part for part in (says[found.status](found, asked, naming), _broken(found, naming)) if part)


def _selected(found: Selected, asked: Selecting, naming: Naming) -> str:
    return (
        f"Selected: {_name(found, naming)}. With probability at least {1.0 - asked.alpha:.0%} no other arm is better "
        f"by {amount(asked.delta, naming.unit)} or more{_limits(asked)}. {_cost(found, asked, naming)}"
    )


def _tied(found: Selected, asked: Selecting, naming: Naming) -> str:
    others = _listed([naming.arms[arm] for arm in found.tied])
    be = "is" if len(found.tied) == 1 else "are"
    name, within = _name(found, naming), amount(asked.delta, naming.unit)
    return (
        f"Tied within {within}: {name} has the highest mean, and {others} {be} too close to be told from it; take "
        f"whichever is easier. With probability at least {1.0 - asked.alpha:.0%} no other arm is better than {name} "
        f"by that much{_limits(asked)}. {_cost(found, asked, naming)}"
    )


def _budget_out(found: Selected, asked: Selecting, naming: Naming) -> str:
    open_limit = found.arm is not None and worst(found.keeping[found.arm]) is Keeping.UNSURE
    why = "whether it keeps the limits is not settled" if open_limit else "the arms are not separated yet"
    more = f"; at most {found.at_most:,} replications would separate them" if found.at_most > asked.most else ""
    return (
        f"Budget out: {_name(found, naming)} leads after {max(found.used):,} replications, but {why}{more}. "
        f"{_chance(found, asked, naming)} {_cost(found, asked, naming)}"
    )


def _estimated(found: Selected, asked: Selecting, naming: Naming) -> str:
    return (
        f"{_name(found, naming)} has the highest mean after {naming.cells:,} cells (no guarantee: a fixed budget, "
        f"spent where it tells most). {_chance(found, asked, naming)} {_cost(found, asked, naming)}"
    )


def _none(found: Selected, asked: Selecting, naming: Naming) -> str:
    del asked, naming
    return f"No arm keeps the limits, after {max(found.used):,} replications; none is selected."


def _name(found: Selected, naming: Naming) -> str:
    return "none" if found.arm is None else naming.arms[found.arm]


def _chance(found: Selected, asked: Selecting, naming: Naming) -> str:
    chance = found.evidence.probability_good if found.evidence else math.nan
    if not math.isfinite(chance):
        return "How probably it is good is not known yet."
    shown = "above 99.9%" if chance > _ALMOST else f"{chance:.1%}"
    return f"Estimated probability that it is within {amount(asked.delta, naming.unit)} of the best: {shown}."


def _cost(found: Selected, asked: Selecting, naming: Naming) -> str:
    cost = found.evidence.opportunity_cost if found.evidence else math.nan
    if not math.isfinite(cost):
        return ""
    least = _NOTHING * asked.delta
    shown = amount(cost, naming.unit) if cost >= least else f"less than {amount(least, naming.unit)}"
    return f"What the choice is expected to lose against the best, by the runs so far: {shown}."


def _limits(asked: Selecting) -> str:
    return f", and it keeps {_listed([_limit(one.name, one.at_most) for one in asked.limits])}" if asked.limits else ""


def _limit(name: str, at_most: float) -> str:
    return f"{name} at most {at_most:.0%}"


def _broken(found: Selected, naming: Naming) -> str:
    broken = [
        f"{naming.arms[arm]} ({limit.limit} about {limit.share:.0%})"
        for arm, limits in enumerate(found.keeping)
        for limit in limits
        if limit.keeping is Keeping.BREAKS
    ]
    return f"Out because of a limit: {_listed(broken)}." if broken else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
