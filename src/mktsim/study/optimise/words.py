"""Sentences on an optimisation; what did not converge comes first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between
from mktsim.study.select.plan import SelectStatus

if TYPE_CHECKING:
    from mktsim.study.optimise.frontier import Reaching
    from mktsim.study.optimise.result import Frontier, Optimisation, SearchResult


def optimised_words(found: Optimisation) -> tuple[str, ...]:
    """Say whether the search is done, what it found, how that holds out, and what other budgets buy."""
    said = [_not_converged(found, one) for one in found.searches if not one.converged]
    said += [_best(found), _fresh(found)]
    said += [_bounds(found)] if found.searches[0].at_bound else []
    if found.frontier is not None:
        said += _frontier(found, found.frontier)
    said += [_carry_over(found)] if math.isfinite(found.confirmed.terminal) else []
    return tuple(said)


def _not_converged(found: Optimisation, one: SearchResult) -> str:
    late = amount(one.gained_late, found.heading.unit)
    why = (
        f"the best of {len(one.trials)} trials still rose by {late} in the last third of them, more than "
        f"{amount(found.delta, found.heading.unit)} that is worth acting on"
        if one.gained_late > found.delta
        else f"{len(one.trials)} trials are too few for {len(found.variables)} parameters to tell"
    )
    return (
        f"NOT CONVERGED at {_money(found, one.budget)} a year: {why}. What is found is a lower bound of what can be "
        "had; give more --trials."
    )


def _best(found: Optimisation) -> str:
    one = found.searches[0]
    moves = ", ".join(
        f"{variable.path} {value:.3g} (given {given:.3g})"
        for variable, value, given in zip(found.variables, one.best_values, found.given, strict=True)
    )
    told = f"Best found for {found.arm} at {_money(found, one.budget)} a year, trial {one.best.number}: {moves}."
    selected = found.confirmed.selection.arm
    if selected in {f"trial {one.best.number}", ""}:
        return told
    return f"{told} The policy written is the one selected on hold-out replications, {selected}."


def _fresh(found: Optimisation) -> str:
    confirmed = found.confirmed
    selection, unit = confirmed.selection, found.heading.unit
    verdict = {
        SelectStatus.SELECTED: f"select takes {selection.arm}",
        SelectStatus.TIED: f"select takes {selection.arm}, tied within {amount(found.delta, unit)} with "
        f"{', '.join(selection.tied)}",
        SelectStatus.BUDGET_OUT: f"select could not decide; {selection.arm} leads",
        SelectStatus.ESTIMATED: f"{selection.arm} leads",
        SelectStatus.NONE_FEASIBLE: "no finalist keeps the limits",
    }[selection.status]
    gain = confirmed.gain
    better = "earns" if gain.low > 0.0 else "does not earn" if gain.high < 0.0 else "may or may not earn"
    return (
        f"On hold-out replications {verdict} (arm {found.arm} is the policy as given). "
        f"The best of the search {better} more than "
        f"the policy as given: {between(gain, unit)}.{_flattered(confirmed.flattered, unit)}"
    )


def _flattered(gap: float, unit: str) -> str:
    """Return how much larger the gain had looked in the search; nothing where the search cannot tell."""
    if not math.isfinite(gap):
        return ""
    size = f"{amount(abs(gap), unit)} {'larger' if gap > 0.0 else 'smaller'}"
    return f" In the search, where it was picked by looking, that gain had looked {size}."


def _bounds(found: Optimisation) -> str:
    names = ", ".join(found.searches[0].at_bound)
    return f"At an end of its range: {names}. The true best may lie beyond; widen the range if it may be."


def _frontier(found: Optimisation, frontier: Frontier) -> list[str]:
    unit = found.heading.unit
    values = "; ".join(
        f"{_money(found, budget)}{_spent(found, frontier, place)} {amount(value.mean, unit)}"
        for place, (budget, value) in enumerate(zip(frontier.budgets, frontier.values, strict=True))
    )
    said = [f"What budgets a year buy, each with its best policy, on hold-out replications: {values}."]
    more = "; ".join(
        f"{amount(one.mean, '')} ({amount(one.low, '')} to {amount(one.high, '')}) from {_money(found, low)} to "
        f"{_money(found, high)}"
        for one, low, high in zip(frontier.marginal, frontier.budgets, frontier.budgets[1:], strict=False)
    )
    said.append(f"One more {found.heading.currency} of yearly budget earns over the horizon, in {unit}: {more}.")
    if frontier.target is not None:
        said.append(_reaching(found, frontier.target, f"To reach {amount(frontier.target.value, unit)}"))
    now = amount(frontier.cheaper.value, unit)
    told = _reaching(found, frontier.cheaper, f"To earn what {found.arm} earns as given ({now})")
    return [*said, f"{told}{_saving(found, frontier)}"]


def _spent(found: Optimisation, frontier: Frontier, place: int) -> str:
    """Say what of a budget is really spent."""
    money = frontier.spent[place] if frontier.spent else math.nan
    return f" (really spent {_money(found, money)})" if math.isfinite(money) else ""


def _saving(found: Optimisation, frontier: Frontier) -> str:
    """Say what is saved of the money that is really spent, where that is sure."""
    cheaper = frontier.cheaper
    given = found.given_budget
    if cheaper.budget is None:
        return ""
    less = Interval(given - cheaper.budget, given - cheaper.high, given - cheaper.low)
    if not may(Claim.SAVES, Grounds((less,), ends=(cheaper.low, cheaper.high))):
        return ""
    saved = frontier.given_spent - frontier.spending_at(cheaper.budget)
    return f" That saves {_money(found, saved)} a year of what is really spent." if saved > 0.0 else ""


def _reaching(found: Optimisation, one: Reaching, aim: str) -> str:
    if one.budget is None:
        return f"{aim}, none of the budgets tried is enough."
    low = _money(found, one.low) if math.isfinite(one.low) else "less than was tried"
    high = _money(found, one.high) if math.isfinite(one.high) else "more than was tried"
    if one.at_least and one.high <= one.budget:
        return f"{aim}, {_money(found, one.budget)} a year is enough: the least that was tried, so less may do."
    if one.at_least:
        upto = f"up to {high}" if math.isfinite(one.high) else high
        least = f"{_money(found, one.budget)} a year, the least that was tried, is enough on average"
        return f"{aim}, {least}; that may be luck, and {upto} may be needed."
    return f"{aim}, about {_money(found, one.budget)} a year is needed ({low} to {high})."


def _carry_over(found: Optimisation) -> str:
    return (
        f"{amount(found.confirmed.terminal, found.heading.unit)} of the best's value comes after the horizon: "
        "what goodwill, loyalty, distribution and stock left behind earn is counted, and what was there before is "
        "opened with."
    )


def _money(found: Optimisation, value: float) -> str:
    return amount(value, found.heading.currency)
