"""Waiting in a queue with Poisson arrivals and exponential service (M/M/c).

`arrival_rate` in jobs per unit of time, `service_rate` in jobs per unit of time and
server, `servers` at least 1; offered load a = arrival_rate/service_rate.

Source: Erlang 1917; Gross et al. 2008, ch. 2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from mktsim.science.domain import require_non_negative, require_positive


@dataclass(frozen=True)
class Queue:
    """A queue of one kind of job with identical servers."""

    arrival_rate: float
    """Jobs arriving per unit of time, above 0."""
    service_rate: float
    """Jobs a busy server completes per unit of time, above 0."""
    servers: int
    """Number of servers, at least 1."""

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        require_positive("arrival_rate", self.arrival_rate)
        require_positive("service_rate", self.service_rate)
        if self.servers < 1:
            message = f"servers must be at least 1, got {self.servers}"
            raise ValueError(message)


def utilisation(queue: Queue) -> float:
    """Return the share of time a server is busy; a stable queue is below 1."""
    return queue.arrival_rate / (queue.servers * queue.service_rate)


def erlang_b(load: float, servers: int) -> float:
    """Return the probability that a job is lost when none may wait.

    By the recursion over servers, which neither overflows nor cancels.
    """
    require_non_negative("load", load)
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = load * blocked / (server + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """Return the probability that a job has to wait; the load is below `servers`."""
    if load >= servers:
        message = f"load {load} must be below the number of servers {servers}"
        raise ValueError(message)
    blocked = erlang_b(load, servers)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def empty_probability(queue: Queue) -> float:
    """Return the probability that no job is present."""
    load = queue.arrival_rate / queue.service_rate
    term = 1.0
    total = 0.0
    for present in range(queue.servers):
        total += term
        term *= load / (present + 1)
    return 1.0 / (total + term / (1.0 - _stable(queue)))


def mean_wait(queue: Queue) -> float:
    """Return Wq, the mean time in the queue before service."""
    waits = _waiting_probability(queue)
    return waits / (queue.servers * queue.service_rate - queue.arrival_rate)


def mean_time_in_system(queue: Queue) -> float:
    """Return W, the mean time from arrival to completion."""
    return mean_wait(queue) + 1.0 / queue.service_rate


def mean_queue_length(queue: Queue) -> float:
    """Return Lq, the mean number of waiting jobs, by Little's law."""
    return queue.arrival_rate * mean_wait(queue)


def wait_tail(queue: Queue, wait: float) -> float:
    """Return the probability that a job waits longer than `wait` (at least 0)."""
    require_non_negative("wait", wait)
    spare = queue.servers * queue.service_rate - queue.arrival_rate
    return _waiting_probability(queue) * math.exp(-spare * wait)


def _waiting_probability(queue: Queue) -> float:
    return erlang_c(queue.arrival_rate / queue.service_rate, queue.servers)


def _stable(queue: Queue) -> float:
    busy = utilisation(queue)
    if busy >= 1.0:
        message = f"utilisation {busy} must be below 1"
        raise ValueError(message)
    return busy
