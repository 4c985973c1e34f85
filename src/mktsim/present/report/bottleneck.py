"""Where the leader's organisation gets in the way, in plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.present.departments import duty_speeds, loads, pools, ratio, total
from mktsim.present.numbers import percent
from mktsim.present.reading import example_of, leader_index
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.outcomes.history import History
    from mktsim.present.context import Context
    from mktsim.present.departments import Speed
    from mktsim.study.compare.result import Comparison

_FULL = 0.85
"""Utilisation from which queues grow quickly (Erlang's formula), share: assumption."""


def bottleneck(comparison: Comparison, context: Context) -> tuple[str, ...]:
    """Return sentences on the busiest pool, the longest queue, the slowest decision and the slowest hand-over."""
    history = example_of(comparison, leader_index(comparison))
    if history is None or not any(load.jobs > 0 for load in loads(history)):
        return ()
    found = (_busiest(history), _queue(history), _slowest(history, context), _late(history, context), _hand(history))
    return tuple(sentence for sentence in found if sentence)


def _pool(name: str) -> str:
    agent, _, role = name.partition(":")
    return label(agent) if role in {"", "staff"} else f"{label(agent)} ({label(role).lower()})"


def _busiest(history: History) -> str:
    known = [p for p in pools(history) if math.isfinite(p.utilisation)]
    if not known:
        return ""
    top = max(known, key=lambda p: p.utilisation)
    advice = (
        "at this load work waits, and every further task makes all others later"
        if top.utilisation >= _FULL
        else "there is still room for further work"
    )
    return f"{_pool(top.name)} is the busiest: {percent(top.utilisation)} of its working time is taken; {advice}."


def _queue(history: History) -> str:
    known = [p for p in pools(history) if math.isfinite(p.queue_days)]
    if not known:
        return ""
    top = max(known, key=lambda p: p.queue_days)
    return f"Work waits longest for staff at {_pool(top.name)}: {top.queue_days:.1f} days a job on average."


def _slowest(history: History, context: Context) -> str:
    known = [s for s in duty_speeds(history) if math.isfinite(s.latency_days)]
    if not known:
        return ""
    top = max(known, key=lambda s: s.latency_days)
    return (
        f"The slowest decision is {_duty(top, context)}: {top.latency_days:.1f} days from due to done, "
        f"of which {top.wait_days:.1f} days are waiting."
    )


def _late(history: History, context: Context) -> str:
    known = [s for s in duty_speeds(history) if s.late > 0]
    if not known:
        return "Nothing missed its deadline."
    top = max(known, key=lambda s: s.late)
    return f"Most often late is {_duty(top, context)}: {top.late:.0f} of {top.due:.0f} tasks missed their deadline."


def _duty(speed: Speed, context: Context) -> str:
    text = context.sentence_of(speed.name).rstrip(".")
    return f"{speed.name} ({text[:1].lower()}{text[1:]})" if text else speed.name


def _hand(history: History) -> str:
    delays = {
        row: ratio(total(history.edges, (row,), "delay_days"), total(history.edges, (row,), "messages"))
        for row in history.edges.rows
    }
    known = [row for row, days in delays.items() if math.isfinite(days)]
    if not known:
        return ""
    top = max(known, key=lambda row: delays[row])
    sender, _, receiver = top.partition(">")
    return f"Messages travel slowest from {label(sender)} to {label(receiver)}: {delays[top]:.1f} days on average."
