"""Answers: how does the organisation work."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import ratio, worked

WORKING_DAYS = 5.0
"""Working days of a week."""


def decision_latency_days(history: History) -> float:
    """Mean days from a task's creation to its effect, or to the end for what is overdue and never took effect."""
    days = worked(history.duties, "latency_days") + _overdue(history, "overdue_days")
    return ratio(days, worked(history.duties, "done") + _overdue(history, "overdue"))


def coordination_wait_days(history: History) -> float:
    """Mean days that a task waits for people, answers and approval."""
    return ratio(worked(history.duties, "wait_days"), worked(history.duties, "done"))


def returned_share(history: History) -> float:
    """Share of finished tasks that were sent back on the way."""
    return ratio(worked(history.duties, "returned"), worked(history.duties, "done"))


def rework_share(history: History) -> float:
    """Share of finished tasks that those who did them had to do again."""
    own = worked(history.duties, "returned") - worked(history.duties, "refused")
    return ratio(own, worked(history.duties, "done"))


def refused_share(history: History) -> float:
    """Share of finished tasks that an approver sent back."""
    return ratio(worked(history.duties, "refused"), worked(history.duties, "done"))


def erratic_time(history: History) -> float:
    """Mean distance of the log of a task's time from that of its standard time."""
    times = worked(history.duties, "due") + worked(history.duties, "returned")
    return ratio(worked(history.duties, "erratic"), times)


def longest_queue(history: History) -> float:
    """Mean number of pieces of work in the role's queue where most wait; NaN without roles."""
    roles = history.roles
    if not roles.rows or "queue_days" not in roles.columns:
        return float("nan")
    waited = roles.values[:, roles.columns.index("queue_days")]
    return float(waited.max()) / (WORKING_DAYS * history.horizon)


def late_share(history: History) -> float:
    """Share of due tasks that missed their deadline: done after it, or past it and never done."""
    return ratio(worked(history.duties, "late") + _overdue(history, "overdue"), worked(history.duties, "due"))


def unfinished_share(history: History) -> float:
    """Share of due tasks that are past their deadline at the end and not done."""
    return ratio(_overdue(history, "overdue"), worked(history.duties, "due"))


def _overdue(history: History, column: str) -> float:
    """Return a sum over work that is overdue at the end; zero in a history that counts only what was done."""
    return float(np.nan_to_num(worked(history.duties, column)))


def cancelled_share(history: History) -> float:
    """Share of due tasks that were given up."""
    return ratio(worked(history.duties, "cancelled"), worked(history.duties, "due"))


def work_quality(history: History) -> float:
    """Mean quality of finished work."""
    return ratio(worked(history.duties, "quality"), worked(history.duties, "done"))


def utilisation(history: History) -> float:
    """Busy time over available time of all roles."""
    return ratio(worked(history.roles, "busy_days"), worked(history.roles, "available_days"))


def message_delay_days(history: History) -> float:
    """Mean delay of a message on an edge."""
    return ratio(worked(history.edges, "delay_days"), worked(history.edges, "messages"))


def leaks(history: History) -> float:
    """Plans that leaked."""
    return worked(history.edges, "leaks")


def belief_age_days(history: History) -> float:
    """Mean age of the estimate behind a lever decision; NaN without decisions on estimates."""
    ages = np.array([d.age_days for d in history.decisions if np.isfinite(d.age_days)])
    return float(ages.mean()) if ages.size else float("nan")


WORK = (
    Metric("decision_latency_days", "days", Better.LOWER, "From a task to its effect.", decision_latency_days),
    Metric("coordination_wait_days", "days", Better.LOWER, "Waiting within a task.", coordination_wait_days),
    Metric("returned_share", "share", Better.LOWER, "Finished tasks sent back on the way.", returned_share),
    Metric("rework_share", "share", Better.LOWER, "Finished tasks done again of own accord.", rework_share),
    Metric("refused_share", "share", Better.LOWER, "Finished tasks sent back by approvers.", refused_share),
    Metric("erratic_time", "log", Better.LOWER, "Task time off its standard.", erratic_time),
    Metric("longest_queue", "pieces of work", Better.LOWER, "Work waiting in the longest queue.", longest_queue),
    Metric("late_share", "share", Better.LOWER, "Due tasks that missed their deadline.", late_share),
    Metric("unfinished_share", "share", Better.LOWER, "Due tasks overdue at the end.", unfinished_share),
    Metric("cancelled_share", "share", Better.LOWER, "Due tasks given up.", cancelled_share),
    Metric("work_quality", "level", Better.HIGHER, "Mean quality of finished work.", work_quality),
    Metric("utilisation", "share", Better.NEITHER, "Busy over available time of all roles.", utilisation),
    Metric("message_delay_days", "days", Better.LOWER, "Mean delay of a message.", message_delay_days),
    Metric("leaks", "plans", Better.LOWER, "Plans that leaked to rivals.", leaks),
    Metric("belief_age_days", "days", Better.LOWER, "Age of estimates behind decisions.", belief_age_days),
)
"""Metrics of the organisation at work; NaN under an organisation without work."""
