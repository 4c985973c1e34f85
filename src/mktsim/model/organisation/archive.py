"""The sales archive: weekly figures as filed, and how far each agent has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ArchiveView:
    """Weekly sales that have reached an agent."""

    first_week: int
    """Week of the first row."""
    units: NDArray[np.float64]
    """Units by week, region and channel, shape (W, R, C); read only."""

    @property
    def weeks(self) -> int:
        """Count of weeks."""
        return len(self.units)

    @property
    def last_week(self) -> int:
        """Last week known; the week before the first when nothing is."""
        return self.first_week + len(self.units) - 1

    def totals(self) -> NDArray[np.float64]:
        """Return units by week over regions and channels, shape (W,)."""
        sums: NDArray[np.float64] = self.units.sum(axis=(1, 2))
        return sums


@dataclass(frozen=True)
class ArchiveState:
    """An archive as it is handed on."""

    first_week: int
    reported: NDArray[np.float64]
    """Units that channels reported, shape (W, R, C)."""
    filed: NDArray[np.float64]
    """Units as filed, shape (F, R, C)."""
    reach: tuple[tuple[str, int], ...]
    """(agent, count of filed weeks that it has)."""


class Archive:
    """Reports of the channels week by week, and the archive made of them."""

    def __init__(self, first_week: int, weeks: int, shape: tuple[int, int]) -> None:
        """Open an empty archive for `weeks` weeks of (regions, channels) figures."""
        self._first = first_week
        self._reported = np.zeros((weeks, *shape))
        self._filed = np.zeros((weeks, *shape))
        self._reports = 0
        self._files = 0
        self._reach: dict[str, int] = {}

    @property
    def reports(self) -> int:
        """Count of weeks reported."""
        return self._reports

    def report(self, units: NDArray[np.float64]) -> None:
        """Take in the next week's units (R, C)."""
        if self._reports == len(self._reported):
            self._reported = np.concatenate((self._reported, np.zeros_like(self._reported)))
            self._filed = np.concatenate((self._filed, np.zeros_like(self._filed)))
        self._reported[self._reports] = units
        self._reports += 1

    def unfiled(self) -> NDArray[np.float64]:
        """Return reports not yet filed, shape (N, R, C)."""
        return self._reported[self._files : self._reports]

    def unfiled_weeks(self) -> range:
        """Return the weeks of the reports not yet filed."""
        return range(self._first + self._files, self._first + self._reports)

    def file(self, agent: str, units: NDArray[np.float64]) -> int:
        """File figures for the weeks not yet filed, shape (N, R, C); return how many weeks there are now."""
        self._filed[self._files : self._files + len(units)] = units
        self._files += len(units)
        self.reach(agent, self._files)
        return self._files

    def reach(self, agent: str, weeks: int) -> None:
        """Note that `agent` has the first `weeks` weeks filed."""
        if weeks > self._reach.get(agent, 0):
            self._reach[agent] = weeks

    def weeks_of(self, agent: str) -> int:
        """Return how many weeks have reached `agent`."""
        return self._reach.get(agent, 0)

    def seen(self, agent: str) -> ArchiveView:
        """Return what has reached `agent`."""
        return ArchiveView(self._first, self._filed[: self._reach.get(agent, 0)])

    def truth(self) -> ArchiveView:
        """Return all reports, as if everybody had them at once."""
        return ArchiveView(self._first, self._reported[: self._reports])

    def snapshot(self) -> ArchiveState:
        """Return the archive as a value."""
        reported = self._reported[: self._reports].copy()
        return ArchiveState(self._first, reported, self._filed[: self._files].copy(), tuple(self._reach.items()))

    def restore(self, state: ArchiveState) -> None:
        """Take over what was handed on."""
        room = np.zeros_like(self._reported)
        self._first = state.first_week
        self._reported = np.concatenate((state.reported, room))
        self._filed = np.zeros_like(self._reported)
        self._filed[: len(state.filed)] = state.filed
        self._reports, self._files = len(state.reported), len(state.filed)
        self._reach = dict(state.reach)
