"""Fixed places for departments, in inches: ranks by reporting lines, outside parties below, else a ring."""

from __future__ import annotations

import math

WIDTH = 7.4
ROW = 1.3
BOX = (1.06, 0.56)
"""Width and height of a department's box."""
_MOST_IN_A_ROW = 5
_ALMOST_FLAT = 2
"""Ranks below which departments are placed on a ring."""
_BENDS = (0.1, -0.1, 0.22, -0.22, 0.36, -0.36, 0.55, -0.55)
_STEPS = 24
_CLEAR = 0.06
"""Distance that an arrow should keep from a box it does not concern."""

_GAPS = (0.02, 0.035)
"""Distance of an arrow's tail and tip from the boxes that it joins."""
_HALVINGS = 20
_DIGITS = 3
"""Decimals of places."""

Place = tuple[float, float]


def positions(
    names: tuple[str, ...], reports: tuple[tuple[str, str], ...], outside: frozenset[str]
) -> dict[str, Place]:
    """Return (x, y) by department, y falling with rank; `reports` holds (who reports, to whom)."""
    inside = tuple(name for name in names if name not in outside)
    ranks = _ranks(inside, reports)
    if len(set(ranks.values())) < _ALMOST_FLAT and len(inside) > _MOST_IN_A_ROW:
        return _ring(inside, tuple(name for name in names if name in outside))
    boss = dict(reports)
    rows: list[list[str]] = []
    above: dict[str, float] = {}
    for rank in sorted(set(ranks.values())):
        order = {n: (above.get(boss.get(n, ""), 0.5), names.index(n)) for n in inside if ranks[n] == rank}
        for row in _split(sorted(order, key=lambda n: order[n])):
            rows.append(row)
            above |= {name: (i + 0.5) / len(row) for i, name in enumerate(row)}
    rows += _split([name for name in names if name in outside])
    return _placed(rows)


def bend(ends: tuple[Place, Place], others: tuple[Place, ...], *, returned: bool) -> float:
    """Return the bend of an arrow that passes the fewest boxes of `others`; never negative beside its return arrow."""
    bends = tuple(b for b in _BENDS if b > 0) if returned else _BENDS
    return min(bends, key=lambda b: (_passed(ends, others, b), abs(b), -b))


def between_boxes(ends: tuple[Place, Place], by: float) -> tuple[Place, Place, Place]:
    """Return start, control point and end of the part of a bent arrow that runs between the boxes at its ends.

    >>> between_boxes(((0.0, 0.0), (4.0, 0.0)), 0.0)
    ((0.55, 0.0), (1.993, 0.0), (3.435, 0.0))
    """
    start, end = ends
    control = _control(ends, by)
    leaves = _outside(start, (start, control, end), _GAPS[0])
    enters = 1.0 - _outside(end, (end, control, start), _GAPS[1])
    points = ((leaves, leaves), (leaves, enters), (enters, enters))
    found = (_blossom((start, control, end), *pair) for pair in points)
    first, middle, last = ((round(x, _DIGITS), round(y, _DIGITS)) for x, y in found)
    return first, middle, last


def _outside(box: Place, curve: tuple[Place, Place, Place], gap: float) -> float:
    """Return where on a curve that begins in the middle of a box it has left it, from 0 to 1; a half at most."""
    low, high = 0.0, 0.5
    for _ in range(_HALVINGS):
        half = (low + high) / 2.0
        x, y = _blossom(curve, half, half)
        is_in = abs(x - box[0]) < BOX[0] / 2 + gap and abs(y - box[1]) < BOX[1] / 2 + gap
        low, high = (half, high) if is_in else (low, half)
    return high


def _blossom(curve: tuple[Place, Place, Place], s: float, t: float) -> Place:
    """Return the blossom of a quadratic curve: its point at t for s = t, the control point of the part s to t else."""
    weights = ((1 - s) * (1 - t), s * (1 - t) + t * (1 - s), s * t)
    x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def _control(ends: tuple[Place, Place], by: float) -> Place:
    """Return the control point of the curve, as matplotlib's arc3 has it."""
    (x1, y1), (x2, y2) = ends
    return (x1 + x2) / 2 + by * (y2 - y1), (y1 + y2) / 2 - by * (x2 - x1)


def _passed(ends: tuple[Place, Place], others: tuple[Place, ...], by: float) -> int:
    """Return boxes that the curve runs through."""
    curve = (ends[0], _control(ends, by), ends[1])
    hit = set()
    for step in range(1, _STEPS):
        x, y = _blossom(curve, step / _STEPS, step / _STEPS)
        hit |= {
            place
            for place in others
            if abs(x - place[0]) < BOX[0] / 2 + _CLEAR and abs(y - place[1]) < BOX[1] / 2 + _CLEAR
        }
    return len(hit)


def _ranks(names: tuple[str, ...], reports: tuple[tuple[str, str], ...]) -> dict[str, int]:
    """Return the number of superiors above each department; a circle of reports stops at its first member."""
    boss = {sender: receiver for sender, receiver in reports if sender in names and receiver in names}
    ranks = {}
    for name in names:
        chain = [name]
        while chain[-1] in boss and boss[chain[-1]] not in chain:
            chain.append(boss[chain[-1]])
        ranks[name] = len(chain) - 1
    return ranks


def _split(members: list[str]) -> list[list[str]]:
    """Return members in rows of about equal length."""
    if not members:
        return []
    rows = -(-len(members) // _MOST_IN_A_ROW)
    size = -(-len(members) // rows)
    return [members[i : i + size] for i in range(0, len(members), size)]


def _placed(rows: list[list[str]]) -> dict[str, Place]:
    """Return places of rows from top to bottom; full rows are shifted a little so that arrows pass between boxes."""
    where: dict[str, Place] = {}
    for depth, row in enumerate(rows):
        pitch = WIDTH / max(len(row), 2)
        shift = 0.12 * (1 if depth % 2 else -1)
        for i, name in enumerate(row):
            where[name] = (WIDTH / 2 + (i - (len(row) - 1) / 2) * pitch + shift, -ROW * depth)
    return where


def _ring(inside: tuple[str, ...], outside: tuple[str, ...]) -> dict[str, Place]:
    """Return places on an ellipse, outside parties in rows below it."""
    high = max(1.9, 0.24 * len(inside))
    where = {}
    for i, name in enumerate(inside):
        angle = 2 * math.pi * i / len(inside)
        where[name] = (WIDTH * (0.5 + 0.43 * math.sin(angle)), high * (math.cos(angle) - 1))
    for name, (x, y) in _placed(_split(list(outside))).items():
        where[name] = (x, y - 2 * high - ROW)
    return where
