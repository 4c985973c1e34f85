"""Columns of media spending and of other brands: roles that several columns have together."""

from __future__ import annotations

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lexicon import EXPOSURE, SPENDING, WORDS
from mktsim.evidence.history.names import Heading
from mktsim.evidence.history.sample import Facts, Sample
from mktsim.evidence.history.speaking import by_words, is_rival

_TRADE = frozenset(["promo", "promotion", "promotions", "trade", "price", "coupon", "discount", "consumer"])
"""Words of spending that is not on media."""
_TOTAL = 0.01
"""Relative distance up to which a column is the total of others."""
_EXPOSED = EXPOSURE - {"i", "p"}


def media_of(sample: Sample, free: frozenset[int]) -> tuple[tuple[int, ...], str]:
    """Return the columns of media spending among some, and why they are it; none where nothing is."""
    found = [place for place in sorted(free) if _is_medium(sample.columns[place])]
    money = [place for place in found if not _exposure(sample.columns[place].heading)]
    if not money:
        return (found[0],) if len(found) == 1 else (), "its name says so; it counts exposures, not money"
    total = next((place for place in money if _sums(sample, place, money)), None)
    if total is not None:
        return (total,), "it is the total of the media"
    return tuple(money), "its name says so" if len(money) == 1 else "a medium, in money; media are summed"


def _is_medium(facts: Facts) -> bool:
    name = facts.heading
    if not facts.numeric or facts.flags or facts.known.min() < 0.0 or _TRADE & set(name.words) or is_rival(name):
        return False
    spends = bool((SPENDING - {"s", "money"}) & set(name.words))
    media = {word for word in name.words if word in WORDS[Role.ADVERTISING]}
    if by_words(name, Role.ADVERTISING) <= 0.0 and not ({"display"} & set(name.words) and (spends or name.money)):
        return False
    sold = {word for word in name.words if word in WORDS[Role.SALES] or word in WORDS[Role.PRICE]}
    return spends or name.money or not sold - media


def _exposure(name: Heading) -> bool:
    """Return whether a medium is counted in exposures; a single last letter is the habit of mix models."""
    spends = (SPENDING - {"s"}) & set(name.words)
    last = name.words[-1] if name.words else ""
    return not spends and (bool(_EXPOSED & set(name.words)) or (last in {"i", "p"} and len(name.words) > 1))


def _sums(sample: Sample, place: int, money: list[int]) -> bool:
    """Return whether a column is the sum of at least two others."""
    rest = [sample.columns[other].values for other in money if other != place]
    total = sample.columns[place].values
    if len(rest) < 2 or not np.nansum(total) > 0.0:
        return False
    return bool(np.nansum(np.abs(np.nansum(rest, axis=0) - total)) <= _TOTAL * np.nansum(np.abs(total)))


def rivals_of(sample: Sample, free: frozenset[int]) -> dict[Role, tuple[int, ...]]:
    """Return the columns about other brands among some: their prices, and their features, displays and promotions."""
    others = [place for place in sorted(free) if is_rival(sample.columns[place].heading)]
    numeric = [place for place in others if sample.columns[place].numeric and sample.columns[place].varies]
    prices = [
        place for place in numeric if _has(sample.columns[place], Role.PRICE) and sample.columns[place].known.min() > 0
    ]
    deals = [
        place
        for place in others
        if place not in prices
        and (_has(sample.columns[place], Role.FEATURE) or _has(sample.columns[place], Role.DISPLAY))
        and (sample.columns[place].flags or sample.columns[place].shares)
    ]
    return {role: tuple(found) for role, found in ((Role.RIVAL_PRICE, prices), (Role.RIVAL_FEATURE, deals)) if found}


def _has(facts: Facts, role: Role) -> bool:
    """Return whether the head of a name speaks for a role, whoever it is about."""
    words = WORDS[role]
    other = {"index", "gap", "elasticity", "cost", "change", "diff", "log", "ln", "rank"} & set(facts.heading.words)
    return any(word in words for word in facts.heading.words) and not other
