"""How an organisation worked in one run: tasks with what they waited for, relays, waits between departments; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from mktsim.errors import InputError, Problem
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.scenario import Launch
from mktsim.model.organisation.graph import Graph
from mktsim.outcomes.history import Event, History
from mktsim.outcomes.metrics.reading import DAYS_PER_WEEK
from mktsim.outcomes.metrics.table import METRICS
from mktsim.study.compare.single_arm import run_one
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.heading import Heading, heading_of
from mktsim.study.runs.worker import Simulate
from mktsim.study.value.reshape import path


class State(StrEnum):
    """State of a task at a time."""

    QUEUE = "waits for staff"
    WORK = "worked on"
    APPROVAL = "waits for approval"


@dataclass(frozen=True)
class Stretch:
    """A time in one state, days of the run."""

    state: State
    first: float
    last: float

    @property
    def days(self) -> float:
        """Length."""
        return self.last - self.first


@dataclass
class Task:
    """One occurrence of a duty, from being due to being done."""

    duty: str
    owner: str
    subject: str
    due: float
    stretches: list[Stretch] = field(default_factory=list)
    done: float | None = None
    """Day on which it took effect; None when it did not."""
    returned: int = 0
    """Times it was sent back."""
    approver: str = ""
    """Who approved it."""
    late: bool = False
    state: State = State.QUEUE
    since: float = 0.0

    def enter(self, state: State, day: float) -> None:
        """End the present stretch and begin another."""
        if day > self.since:
            self.stretches.append(Stretch(self.state, self.since, day))
        self.state, self.since = state, day

    def spent(self, state: State) -> float:
        """Return days in a state."""
        return sum(one.days for one in self.stretches if one.state is state)


class WaitKind(StrEnum):
    """Kind of a wait."""

    STAFF = "staff"
    APPROVAL = "approval"
    NEWS = "news"


@dataclass(frozen=True)
class Wait:
    """How long one department waited for another."""

    waiter: str
    waited_for: str
    kind: WaitKind
    times: int
    days: float
    """In all."""


@dataclass(frozen=True)
class Relay:
    """Messages that an agent passed on for others."""

    agent: str
    messages: int
    attention_days: float
    """Person-days that it cost them."""


def tasks_of(log: Iterable[Event]) -> tuple[Task, ...]:
    """Return the tasks in a log, by day due.

    Events name duty, subject and the day due; where two tasks share all three, an event goes to the first that can have
    it.
    """
    found: list[Task] = []
    open_tasks: dict[tuple[str, str, float], list[Task]] = defaultdict(list)
    for event in log:
        tasks = open_tasks[event.duty, event.subject, event.due]
        if event.kind == "due":
            found.append(Task(event.duty, event.agent, event.subject, event.day, since=event.day))
            tasks.append(found[-1])
        elif event.kind in _STEPS:
            task = _taker(tasks, event.kind)
            if task is not None:
                _step(task, event)
                if event.kind in _LAST:
                    tasks.remove(task)
    return tuple(found)


_STEPS = {"start": State.QUEUE, "proposed": State.WORK, "returned": None, "approved": State.APPROVAL, "late": None}
"""State that a task must be in to take an event; None for any that is not waiting for staff."""
_LAST = frozenset({"done", "cancelled"})
_STEPS |= dict.fromkeys(_LAST)


def _taker(tasks: list[Task], kind: str) -> Task | None:
    wanted = _STEPS[kind]
    fitting = (task for task in tasks if (task.state is wanted if wanted else task.state is not State.QUEUE))
    return next(fitting, tasks[0] if tasks and kind != "late" else None)


def _step(task: Task, event: Event) -> None:
    if event.kind == "start":
        task.enter(State.WORK, event.day)
    elif event.kind == "proposed":
        task.enter(State.APPROVAL, event.day)
    elif event.kind == "returned":
        task.returned += 1
        task.enter(State.QUEUE, event.day)
    elif event.kind == "approved":
        task.approver = event.detail
        task.enter(State.WORK, event.day)
    elif event.kind == "late":
        task.late = True
    else:
        task.enter(State.WORK, event.day)
        task.done = event.day if event.kind == "done" else None


def waits_of(tasks: Sequence[Task], log: Iterable[Event]) -> tuple[Wait, ...]:
    """Return who waited for whom, the longest in all first.

    A department waits for its own staff before work, for an approver until the answer, and for news from the day on
    which another's work took effect to the day on which word of it arrived.
    """
    sums: dict[tuple[str, str, WaitKind], list[float]] = defaultdict(list)
    effects: dict[tuple[str, str, float], float] = {}
    for task in tasks:
        queue, approval = task.spent(State.QUEUE), task.spent(State.APPROVAL)
        if queue > 0.0:
            sums[task.owner, task.owner, WaitKind.STAFF].append(queue)
        if approval > 0.0 and task.approver not in ("", "nobody"):
            sums[task.owner, task.approver, WaitKind.APPROVAL].append(approval)
        if task.done is not None:
            effects[task.duty, task.subject, task.due] = task.done
    for event in log:
        if event.kind == "received":
            sent = effects.get((event.duty, event.subject, event.due))
            if sent is not None:
                sums[event.detail, event.agent, WaitKind.NEWS].append(event.day - sent)
    found = [Wait(*ends, len(days), sum(days)) for ends, days in sums.items()]
    return tuple(sorted(found, key=lambda wait: (-wait.days, wait.waiter, wait.waited_for)))


def relays_of(organisation: Organisation, log: Iterable[Event]) -> tuple[Relay, ...]:
    """Return who passed on how much, the most first: what was received from those who are not joined directly."""
    graph = Graph(organisation)
    attention = {(edge.sender, edge.receiver): edge.attention_days for edge in organisation.edges}
    counts: dict[str, int] = defaultdict(int)
    costs: dict[str, float] = defaultdict(float)
    for event in log:
        if event.kind != "received":
            continue
        way = path(graph, event.agent, event.detail)
        for before, relay in pairwise(way[:-1]):
            counts[relay] += 1
            costs[relay] += attention.get((before, relay), attention.get((relay, before), 0.0))
    ordered = sorted(counts, key=lambda agent: (-counts[agent], agent))
    return tuple(Relay(agent, counts[agent], costs[agent]) for agent in ordered)


@dataclass(frozen=True)
class OrganisationReport:
    """How an organisation worked in one run."""

    heading: Heading
    scenario: str
    policy: str
    organisation: Organisation
    replication: int
    history: History
    tasks: tuple[Task, ...]
    waits: tuple[Wait, ...]
    relays: tuple[Relay, ...]
    launch_day: float | None
    """Day on which the product was launched at the trade; None for a going concern."""
    duties: tuple[tuple[str, str, str], ...]
    """(id, owner, one sentence)."""

    @property
    def replications(self) -> int:
        """One run."""
        return 1


def organisation_report(
    resolved: ResolvedStudy, replication: int, simulate: Simulate | None = None
) -> OrganisationReport:
    """Run the first arm once and return how its organisation worked. Errors: InputError for an instant one."""
    arm = resolved.arms[0]
    if arm.arm.organisation.instant:
        message = "does every duty at once, so there is nothing to see; name another with --organisation"
        raise InputError((Problem(resolved.file, 0, 0, "organisation", f"{arm.arm.organisation.name} {message}"),))
    history = run_one(resolved, replication, simulate).history
    tasks = tasks_of(history.log)
    return OrganisationReport(
        heading=heading_of(resolved),
        scenario=resolved.scenario.name,
        policy=arm.policy,
        organisation=arm.arm.organisation,
        replication=replication,
        history=history,
        tasks=tasks,
        waits=waits_of(tasks, history.log),
        relays=relays_of(arm.arm.organisation, history.log),
        launch_day=_launch_day(resolved, history),
        duties=tuple((duty.id, duty.owner, duty.text) for duty in arm.arm.duties),
    )


def _launch_day(resolved: ResolvedStudy, history: History) -> float | None:
    """Return the first day of the week of the launch; None for a going concern, and where it never comes."""
    if not isinstance(resolved.scenario.opening, Launch):
        return None
    week = METRICS["launch_week"].measure(history)
    return week * DAYS_PER_WEEK if week < history.horizon else None
