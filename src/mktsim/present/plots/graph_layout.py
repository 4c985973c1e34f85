"""Fixed places for departments: ranks by reporting lines, outside parties at the bottom, a ring without ranks."""

from __future__ import annotations

import math

_MOST_IN_A_ROW = 5
_ALMOST_FLAT = 2
"""Ranks below which departments are placed on a ring."""

Place = tuple[float, float]


def positions(
    names: tuple[str, ...], reports: tuple[tuple[str, str], ...], outside: frozenset[str]
) -> dict[str, Place]:
    """Return (x, y) by department in [0, 1] × ranks; `reports` holds (who reports, to whom)."""
    inside = tuple(name for name in names if name not in outside)
    ranks = _ranks(inside, reports)
    if len(set(ranks.values())) < _ALMOST_FLAT and len(inside) > _MOST_IN_A_ROW:
        return _ring(inside, tuple(name for name in names if name in outside))
    rows: list[list[str]] = []
    above: dict[str, float] = {}
    boss = dict(reports)
    for rank in sorted(set(ranks.values())):
        members = sorted(
            (n for n in inside if ranks[n] == rank), key=lambda n: (above.get(boss.get(n, ""), 0.5), names.index(n))
        )
        for row in _split(members):
            rows.append(row)
            above |= {name: (i + 0.5) / len(row) for i, name in enumerate(row)}
    rows += _split([name for name in names if name in outside])
    return _placed(rows)


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
    """Return places of rows from top to bottom; neighbouring rows are shifted so that arrows pass between boxes."""
    where: dict[str, Place] = {}
    for depth, row in enumerate(rows):
        shift = 0.06 * (1 if depth % 2 else -1) if len(row) > 1 else 0.0
        for i, name in enumerate(row):
            where[name] = ((i + 0.5) / len(row) * 1.0 + shift, -float(depth))
    return where


def _ring(inside: tuple[str, ...], outside: tuple[str, ...]) -> dict[str, Place]:
    """Return places on an ellipse, outside parties in rows below it."""
    where = {
        name: (
            0.5 + 0.5 * math.sin(2 * math.pi * i / len(inside)),
            1.6 * math.cos(2 * math.pi * i / len(inside)) - 1.6,
        )
        for i, name in enumerate(inside)
    }
    for name, (x, y) in _placed(_split(list(outside))).items():
        where[name] = (x, y - 4.2)
    return where
