"""Key performance indicators of the organisation by week, in which neglect of a duty is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Observations:
    """Weekly sums of what is noted, by name; names unknown at the end were never noted."""

    def __init__(self, first_week: int, weeks: int) -> None:
        """Cover `weeks` weeks from `first_week`; what is noted beyond them is dropped."""
        self.first_week = first_week
        """Week of the first sum."""
        self._weeks = weeks
        self._sums: dict[str, list[float]] = {}

    def note(self, day: float, name: str, value: float) -> None:
        """Add `value` to the week in which `day` falls."""
        week = int(day // 7.0) - self.first_week
        if not 0 <= week < self._weeks:
            return
        sums = self._sums.get(name)
        if sums is None:
            sums = self._sums[name] = [0.0] * self._weeks
        sums[week] += value

    def names(self) -> tuple[str, ...]:
        """Return what has been noted, in the order of names."""
        return tuple(sorted(self._sums))

    def series(self, name: str) -> NDArray[np.float64]:
        """Return sums by week from the first, shape (weeks,); zeros for a name never noted."""
        found = self._sums.get(name)
        return np.zeros(self._weeks) if found is None else np.array(found)
