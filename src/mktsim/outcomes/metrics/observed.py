"""Answers: what does the organisation have to show for a piece of work."""

from __future__ import annotations

from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.noted import PREFIX, MeanOf


def observed(name: str) -> Metric:
    """Metric of one of the organisation's own observables, NaN where the organisation does not keep it."""
    bare = name.removeprefix(PREFIX)
    text = f"Mean of {PREFIX}{bare} over the weeks that count; NaN where the organisation does not keep it."
    return Metric(PREFIX + bare, "as kept", Better.NEITHER, text, MeanOf(bare))
