"""Random streams of tasks, keyed by (duty, subject, due week), never by the order of completion."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from mktsim.model.organisation.work import WHOLE, Purpose
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.work import Work
    from mktsim.streams import Address

RECEIVERS = 32
"""Numbers kept for messages, one a receiver; receivers whose names collide share a number."""
BLOCK = len(Purpose) + RECEIVERS
OPINIONS = 64
"""Numbers of an agent's opinions: the weight of advice, four of stages, then topics, those that collide sharing one."""
standard_normal = NormalDist().inv_cdf
"""Quantile in C, for the organisation's many single draws; the compiled loops of the market cannot use it."""
MEDIAN = 0.5
"""What every draw of work is when its noise is at its expectation."""
_MEDIANS = [MEDIAN] * BLOCK
_LOOKAHEAD = 4  # weeks beyond the end that are still drawn in one go


def column_of(receiver: str) -> int:
    """Return the place of a receiver's message in the block."""
    return len(Purpose) + crc32(receiver.encode()) % RECEIVERS


class WorkLuck:
    """Blocks of uniforms by (duty, subject) and week, drawn when first asked for."""

    def __init__(self, address: Address, span: tuple[int, int], silent: bool, campaign: float | None) -> None:  # noqa: FBT001
        """Cover `span` = (first week, weeks) in one go a duty.

        If `silent`, every draw of work is its median. `campaign` is the uniform at which a campaign is as effective
        as on average, when that noise is at its expectation; None leaves it drawn, also when work is silent.
        """
        first_week, weeks = span
        self._address = address
        self._campaign = campaign
        self._first = first_week
        self._weeks = weeks + _LOOKAHEAD
        self.silent = silent
        self._whole: dict[str, NDArray[np.float64]] = {}
        self._rows: dict[tuple[str, str, int], list[float]] = {}
        self._errors: dict[tuple[str, str], list[float]] = {}
        self._cells: dict[tuple[str, str, int], NDArray[np.float64]] = {}
        self._opinions: dict[str, list[float]] = {}

    def of(self, work: Work) -> list[float]:
        """Return the block of a piece of work; it keeps it."""
        row = work.luck
        if row is None:
            row = work.luck = self.row(work.duty.id, work.subject, work.origin)
        return row

    def row(self, duty: str, subject: str, week: int) -> list[float]:
        """Return the block of a duty, subject and week, BLOCK numbers; do not write into it."""
        key = (duty, subject, week)
        row = self._rows.get(key)
        if row is None:
            drawn = self._drawn(duty, subject, week)[0].tolist()
            row = self._rows[key] = _MEDIANS.copy() if self.silent else drawn
            row[Purpose.CAMPAIGN] = drawn[Purpose.CAMPAIGN] if self._campaign is None else self._campaign
        return row

    def opinions(self, agent: str) -> list[float]:
        """Return the uniforms of what an agent thinks beforehand, OPINIONS numbers; do not write into it."""
        row = self._opinions.get(agent)
        if row is None:
            drawn = uniforms(self._address, "work.opinion", agent, 0, 1, OPINIONS)[0].tolist()
            row = self._opinions[agent] = [MEDIAN] * OPINIONS if self.silent else drawn
        return row

    def error(self, topic: str, observer: str, week: int) -> float:
        """Return the uniform of an observation's error."""
        if self.silent:
            return MEDIAN
        place = week - self._first
        if not 0 <= place < self._weeks:
            return float(uniforms(self._address, "instrument.error", (topic, observer), week, 1, 1)[0, 0])
        rows = self._errors.get((topic, observer))
        if rows is None:
            entity = (topic, observer)
            rows = uniforms(self._address, "instrument.error", entity, self._first, self._weeks, 1)[:, 0].tolist()
            self._errors[topic, observer] = rows
        return rows[place]

    def errors(self, topic: str, observer: str, weeks: range, count: int) -> NDArray[np.float64]:
        """Return the uniforms of observations of `count` cells a week, shape (len(weeks), count)."""
        if self.silent:
            return np.full((len(weeks), count), MEDIAN)
        entity = (topic, observer, count)
        place = weeks.start - self._first
        if place < 0 or place + len(weeks) > self._weeks:
            return uniforms(self._address, "instrument.error", entity, weeks.start, len(weeks), count)
        rows = self._cells.get(entity)
        if rows is None:
            rows = uniforms(self._address, "instrument.error", entity, self._first, self._weeks, count)
            self._cells[entity] = rows
        return rows[place : place + len(weeks)]

    def _drawn(self, duty: str, subject: str, week: int) -> NDArray[np.float64]:
        """Return one week's block, shape (1, BLOCK); all weeks of a duty are drawn at once."""
        place = week - self._first
        if subject != WHOLE or not 0 <= place < self._weeks:
            return uniforms(self._address, "work.mechanism", (duty, subject), week, 1, BLOCK)
        rows = self._whole.get(duty)
        if rows is None:
            rows = uniforms(self._address, "work.mechanism", (duty, subject), self._first, self._weeks, BLOCK)
            self._whole[duty] = rows
        return rows[place : place + 1]


@lru_cache(maxsize=4)
def work_luck(address: Address, span: tuple[int, int], silent: bool, campaign: float | None) -> WorkLuck:  # noqa: FBT001
    """Return the luck of all work under an address; arms that share it draw it once."""
    return WorkLuck(address, span, silent, campaign)


def second(u: float) -> float:
    """Return a second uniform from the low digits of `u`, which are independent of its high ones."""
    return (u * 65536.0) % 1.0


def rotated(u: float, name: str) -> float:
    """Return a third uniform from `u`, another one for each `name`; strictly inside (0, 1)."""
    turned = (u * 16777216.0 + _angle(name)) % 1.0
    return min(max(turned, 1e-8), 1.0 - 1e-8)


@lru_cache(maxsize=4096)
def _angle(name: str) -> float:
    return crc32(name.encode()) / 4294967296.0
