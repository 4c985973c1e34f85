"""Size of what is asked: the share of it that fits a time; pure.

How long a call may take decides how much is asked, never what a cell says: the share that was chosen is kept with the
call, so that a call which is taken up again asks the same.
"""

from __future__ import annotations

from collections.abc import Callable

SHARES = (1.0, 0.75, 0.5, 0.35, 0.25, 0.18, 0.15, 0.12, 0.1, 0.08, 0.05, 0.03)
"""Shares of what was asked that a limited time may leave, the largest first."""


def seconds_for(work: float, jobs: int) -> float:
    """Return seconds that work of so many seconds takes on so many workers."""
    return work / max(jobs, 1)


def share_within(seconds: float, time_of: Callable[[float], float]) -> float:
    """Return the largest share of what was asked that takes at most so many seconds; the smallest where none does."""
    return next((share for share in SHARES if time_of(share) <= seconds), SHARES[-1])


def part(count: int, share: float, least: int) -> int:
    """Return a share of a count, at least so many, and never more than was asked.

    >>> part(32, 0.25, 4), part(4, 0.25, 2), part(1, 0.5, 2)
    (8, 2, 1)
    """
    return min(count, max(least, round(count * share)))
