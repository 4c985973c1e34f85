"""Answers: when do the stages of the life cycle come, and does the firm see them."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import WEEKS_PER_YEAR, counted
from mktsim.sums import moving_mean


def takeoff_week(history: History) -> float:
    """First week of growth after an introduction; NaN without one within the horizon."""
    stage = counted(history, "stage_true")
    if not (stage.size and stage[0] == 0.0):
        return float("nan")
    later = np.flatnonzero(stage > 0.0)
    return float(later[0]) if later.size else float("nan")


def peak_week(history: History) -> float:
    """First week of the 52 weeks that sold most (of all weeks in shorter horizons, the best week)."""
    units = counted(history, "units")
    window = WEEKS_PER_YEAR if units.size > WEEKS_PER_YEAR else 1
    return float(np.argmax(moving_mean(units, window)))


def stage_agreement(history: History) -> float:
    """Share of weeks in which planning's most probable stage is the true one."""
    true, seen = counted(history, "stage_true"), counted(history, "stage_perceived")
    known = np.isfinite(true) & np.isfinite(seen)
    return float((true[known] == seen[known]).mean()) if known.any() else float("nan")


def stage_delay_weeks(history: History) -> float:
    """Mean weeks from a true stage's beginning to the week planning believes in it; NaN without a new stage."""
    true, seen = counted(history, "stage_true"), counted(history, "stage_perceived")
    entries = np.flatnonzero(np.diff(true) > 0.0) + 1
    delays = []
    for week in entries:
        noticed = np.flatnonzero(seen[week:] >= true[week])
        delays.append(noticed[0] if noticed.size else true.size - week)
    return float(np.mean(delays)) if delays else float("nan")


LIFECYCLE = (
    Metric("takeoff_week", "week", Better.LOWER, "Week of take-off; NaN if none.", takeoff_week),
    Metric("peak_week", "week", Better.NEITHER, "Start of the 52 weeks that sold most.", peak_week),
    Metric("stage_agreement", "share", Better.HIGHER, "Weeks with the stage seen rightly.", stage_agreement),
    Metric("stage_delay_weeks", "weeks", Better.LOWER, "From a new stage to its being seen.", stage_delay_weeks),
)
"""Metrics of the life cycle."""
