"""Evidence for and against a role of a column: from the words of its name and from its numbers, in points.

A column whose points for a role are not above zero does not have it.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lexicon import AGAINST, NOISE, RIVALS, WORDS
from mktsim.evidence.history.names import Heading
from mktsim.evidence.history.sample import Facts
from mktsim.science.arrays import Floats

NEVER = -1e6
"""Points of a column that cannot have a role."""
SETTLED = (
    Role.SALES,
    Role.REVENUE,
    Role.PRICE,
    Role.DISPLAY,
    Role.FEATURE,
    Role.DISTRIBUTION,
    Role.STOCK,
    Role.CUMULATED,
)
"""Roles that one column each can have and that are settled together."""
_OUTRIGHT = 8.0
"""Points from which a word speaks against a column whatever else its name says; assumption."""
_ASIDE = 0.6
"""Weight of a word that is not the head of a name; assumption."""
_NO_FLAG = 20.0
_NARROWER = 1.5
"""Points taken where another column has the same name without words that narrow it, such as a brand; assumption."""
_PLAIN_SALES = 0.3
"""Points for money of sales that name neither units nor a currency; assumption."""
_MONEY = 5.0
"""Points of a column that is called by a currency alone; assumption."""
_RATIO = 5.0
_CONSTANT = 3.0
_RUNNING = 2.0
_NEGATIVE_SHARE = 0.5
"""Share of negative numbers from which a column is no sales at all; assumption."""
_AGREEING = 3.0
"""Points of columns whose numbers agree; assumption."""
_MATCH = 0.02
_NEAR = 0.15
"""Relative distance up to which a price agrees with money over units: exactly, or nearly."""


def by_words(name: Heading, role: Role) -> float:
    """Return the points of a name for a role; NEVER without a word that speaks for it."""
    known = WORDS[role]
    if role is Role.SALES:
        known = {**WORDS[Role.REVENUE], **known}
    said = [word for word in name.words if word in known and (len(word) > 1 or len(name.words) == 1)]
    points = [known[word] * (1.0 if word == name.head else _ASIDE) for word in said]
    if role is Role.SALES and name.money:
        points = [max(points) - 1.0] if points else [] if name.words else [_MONEY]
    if role is Role.REVENUE:
        points = _revenue_points(name, points)
    if not points:
        return NEVER
    return max(points) - sum(one for _, one in against(name, role))


def _revenue_points(name: Heading, points: list[float]) -> list[float]:
    """Return half the points, so that money is sales where no units are; plain sales in a currency are revenue."""
    sales = {"sales", "sale", "ventas", "ventes", "vendite", "verkauf", "verkaufe"} & set(name.words)
    extra = 1.0 if name.money else 0.0
    if points:
        return [0.5 * max(points) + extra]
    return [_PLAIN_SALES + 2.5 * extra] if sales or (name.money and not name.words) else []


def against(name: Heading, role: Role) -> list[tuple[str, float]]:
    """Return what speaks against a role in a name: reasons with points."""
    said = set(name.words)
    found = [
        (one.reason, points)
        for one in AGAINST
        if one.words & said and not one.unless & said
        for other, points in one.against
        if other is role
    ]
    if name.ratio and role in {Role.SALES, Role.REVENUE}:
        found.append(("so much per something else", _RATIO))
    return found


def reason_against(name: Heading) -> str:
    """Return why a column is not one's own actual figure; empty where nothing in its name says so.

    >>> from mktsim.evidence.history.names import heading
    >>> reason_against(heading("competitor_sales_B")), reason_against(heading("BASE_PRICE"))
    ('about somebody else', 'a regular or recommended price, not what was paid')
    >>> reason_against(heading("units"))
    ''
    """
    spoken = [role for role in (Role.PRICE, Role.SALES, Role.REVENUE) if name.head in WORDS[role]]
    found = [one for role in spoken or (Role.SALES, Role.PRICE) for one in against(name, role)]
    found = [one for one in found if spoken or one[1] >= _OUTRIGHT]
    return max(found, key=lambda one: one[1], default=("", 0.0))[0]


def is_rival(name: Heading) -> bool:
    """Return whether a name is about another brand."""
    return bool(RIVALS & set(name.words))


def by_numbers(facts: Facts, role: Role) -> float:
    """Return the points that the numbers of a column add for a role."""
    if role in {Role.DISPLAY, Role.FEATURE}:
        return 2.0 if facts.flags or facts.shares or facts.codes else -_NO_FLAG
    if not facts.mostly_numeric:
        return NEVER
    low = float(facts.known.min())
    points = (0.0 if facts.varies else -_CONSTANT) - (_RUNNING if facts.running else 0.0)
    if role in {Role.PRICE, Role.DISTRIBUTION}:
        return points if low >= 0.0 and not (facts.flags and role is Role.PRICE) else -_NO_FLAG
    if facts.flags and facts.varies:
        points -= _NO_FLAG
    negative = float(np.mean(facts.known < 0.0))
    return points - (_NO_FLAG if negative > _NEGATIVE_SHARE else 0.0)


def points_of(columns: tuple[Facts, ...]) -> Floats:
    """Return points of every column for every settled role, shape (columns, roles)."""
    table = np.array([[_alone(facts, role) for role in SETTLED] for facts in columns], dtype=np.float64)
    table = table.reshape(len(columns), len(SETTLED)) - _narrower(columns, table)
    return np.asarray(np.maximum(table + _together(columns, table), NEVER))


def _narrower(columns: tuple[Facts, ...], table: Floats) -> Floats:
    """Return the points taken from columns that narrow the name of another with the same role."""
    taken = np.zeros_like(table)
    words = [frozenset(facts.heading.words) for facts in columns]
    for place, role in enumerate(SETTLED):
        plain = NOISE | set(WORDS[role]) | set(WORDS[Role.PERIOD])
        able = np.flatnonzero(table[:, place] > 0.0).tolist()
        for one in able:
            if any(words[other] < words[one] and words[one] - words[other] - plain for other in able):
                taken[one, place] = _NARROWER
    return taken


def _alone(facts: Facts, role: Role) -> float:
    words = by_words(facts.heading, role)
    return NEVER if words <= NEVER else max(NEVER, words + by_numbers(facts, role))


def _together(columns: tuple[Facts, ...], table: Floats) -> Floats:
    """Return points for columns whose numbers belong together: money is units times price."""
    extra = np.zeros_like(table)
    sales, revenue, price = (SETTLED.index(role) for role in (Role.SALES, Role.REVENUE, Role.PRICE))
    units, prices = (np.flatnonzero(table[:, role] > 0.0).tolist() for role in (sales, price))
    money = [place for place, facts in enumerate(columns) if facts.numeric]
    for one, other, total in product(units, prices, money):
        found = _distance(columns[one], columns[other], columns[total]) if len({one, other, total}) == 3 else None
        gain = 0.0 if found is None or found >= _NEAR else 2.0 if found >= _MATCH else _AGREEING
        if gain == 0.0 or (gain < _AGREEING and table[total, revenue] <= -_AGREEING):
            continue
        extra[one, sales] = max(extra[one, sales], gain)
        extra[other, price] = max(extra[other, price], gain)
        extra[total, revenue] = gain - (table[total, revenue] if table[total, revenue] <= NEVER else 0.0)
        extra[total, [sales, price]] = -_AGREEING
    return extra


def _distance(units: Facts, price: Facts, money: Facts) -> float | None:
    """Return the median relative distance of a price from money over units; None without rows to compare."""
    good = (units.values > 0.0) & (money.values > 0.0) & (price.values > 0.0)
    if good.sum() < 3:
        return None
    logs = [np.log(one.values[good]) for one in (money, units, price)]
    return float(np.median(np.abs(logs[0] - logs[1] - logs[2])))
