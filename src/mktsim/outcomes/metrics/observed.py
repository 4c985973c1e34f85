"""Answers: what does the organisation have to show for a piece of work."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import counted, mean_of

PREFIX = "observed."
"""Columns of the series that the organisation reports about itself start with this."""


@dataclass(frozen=True)
class MeanOf:
    """Measure the mean of one column over the weeks that count; picklable, unlike a closure."""

    column: str
    """Column of the series."""

    def __call__(self, history: History) -> float:
        """Return the mean of what is known; NaN where the history has no such column."""
        return mean_of(counted(history, self.column))


def observed(name: str) -> Metric:
    """Metric of one of the organisation's own observables, NaN where the organisation does not keep it."""
    column = name if name.startswith(PREFIX) else PREFIX + name
    text = f"Mean of {column} over the weeks that count; NaN where the organisation does not keep it."
    return Metric(column, "as kept", Better.NEITHER, text, MeanOf(column))
