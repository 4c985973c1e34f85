"""The life of a piece of work: due, done, perhaps again, drafted, approved, put into force."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from mktsim.inputs.study import NeglectMode
from mktsim.model.organisation.counters import OWN_REWORK
from mktsim.model.organisation.decisions import Decisions, Request
from mktsim.model.organisation.quality import REDO, information, quality
from mktsim.model.organisation.staffing import Job
from mktsim.model.organisation.work import Purpose, Work
from mktsim.model.organisation.work_streams import standard_normal

if TYPE_CHECKING:
    from mktsim.model.organisation.cards import Card
    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.post import Outbox, Post

APPROVAL = "approval"
"""What the duty of examining others' plans gives; its owner is asked under that duty."""
APPROVING = 3
"""Rank of approving a plan."""
SETTLING = 2
"""Rank of settling an exception, and of going on after one."""
SETTLING_DAYS = 0.1
"""Work of settling an exception, person-days (assumption)."""
UNSETTLED = 0.8
"""Information left when an exception is not settled by anybody above (assumption)."""

_EXCEPTION, _REWORK, _WEAK = int(Purpose.EXCEPTION), int(Purpose.REWORK), int(Purpose.WEAK)
_DURATION, _REDO_DURATION = int(Purpose.DURATION), int(Purpose.REDO_DURATION)


class Flow:
    """Takes work through its life."""

    def __init__(self, office: Office, parts: EngineParts, post: Post, outbox: Outbox, cards: dict[str, Card]) -> None:
        """Have the work of `cards` done at `office`, whose `outbox` it sends."""
        self._office = office
        self._outbox = outbox
        examination = parts.duty_table.giver(APPROVAL)
        self._examination = cards[examination.id] if examination else None
        """Duty under which plans are examined."""
        self._organisation = office.organisation
        self._parts = parts
        self._luck = parts.luck.of
        self._decisions = Decisions(parts, post)
        parts.scheduler.then = self.drain
        self._ready: deque[_Task] = deque()
        self._draining = False

    def begin(self, card: Card, subject: str, set_off_by: str, origin: int | None = None) -> None:
        """Have work fall due now, unless it is neglected; `origin` is the week of the random numbers that it shares."""
        parts = self._parts
        now = parts.env.now
        work = Work(card.duty, subject, now, parts.calendar.add_work(now, card.duty.deadline_days), set_off_by)
        if origin is not None:
            work.origin = origin
        parts.tally.of(work).due += 1
        card.last_set_off = now
        mode = card.neglected(work.period)
        task = _Task(self, card, work)
        if mode is not None:
            parts.tally.log(now, "neglected", work, mode.value)
            if mode is NeglectMode.BURNT and parts.execution.late:
                parts.staffing.submit(Job(card.pools, self._rank(card), self._days(task), task.burnt))
            return
        parts.tally.unfinished[work] = None
        if parts.tally.events is not None:
            parts.tally.log(now, "due", work, set_off_by)
        if parts.execution.late:
            if set_off_by not in _OWN_TRIGGERS:
                card.waiting[subject] = work
            self._start(task, self._days(task))
        else:
            self._ready.append(task)

    def drain(self) -> None:
        """Where work takes no time, do all that is ready, in order, with all that it sets off."""
        if self._draining:
            return
        self._draining = True
        while self._ready:
            self.worked(self._ready.popleft())
        self._draining = False

    def _rank(self, card: Card) -> int:
        return card.priorities[self._parts.inbox.stages.acted(card.owner)]

    def _days(self, task: _Task) -> float:
        """Return working days of a full-speed person for the work, noise included."""
        parts, parameters = self._parts, self._organisation.work
        effects = parts.levels.effects(parts.env.now)
        days = task.card.effort_days * effects.effort
        if parts.luck.silent:
            return days
        sd = parameters.duration_sd * effects.spread
        row = self._luck(task.work)
        luck = sd * standard_normal(row[_REDO_DURATION if task.work.attempt else _DURATION])
        parts.tally.of(task.work).erratic += abs(luck)
        return days * math.exp(luck - 0.5 * sd * sd)

    def _start(self, task: _Task, days: float) -> None:
        """Ask for staff; an exception stops work half way."""
        work = task.work
        rank = self._rank(task.card) if work.attempt == 0 else SETTLING
        if work.attempt == 0 and self._parts.execution.unexecuted:
            work.information = information(task.card, self._parts.inbox, self._parts.env.now)
            chance = self._organisation.work.exception_probability * (1.0 - work.information)
            if self._luck(work)[_EXCEPTION] < chance:
                task.rest = 0.5 * days
                self._parts.staffing.submit(Job(task.card.pools, rank, days - task.rest, task.stopped))
                return
        self._parts.staffing.submit(Job(task.card.pools, rank, days, task.finished))

    def account(self, task: _Task, job: Job) -> None:
        """Count the time of a finished stretch of work."""
        parts = self._parts
        tally = parts.tally.of(task.work)
        task.work.spent_days += job.days * len(job.pools)
        tally.effort_days += job.days * len(job.pools)
        tally.wait_days += job.waited
        task.card.waiting.pop(task.work.subject, None)
        if parts.tally.events is not None:
            parts.tally.log(job.started, "start", task.work)

    def stopped(self, task: _Task) -> None:
        """Have an exception settled by the superior; the other half of the work follows."""
        parts, work = self._parts, task.work
        parts.tally.log(parts.env.now, "exception", work, "raised")
        boss = parts.graph.boss.get(work.owner, "")
        self._decisions.ask(Request(work, boss, SETTLING_DAYS, SETTLING, task.settled))

    def go_on(self, task: _Task, decided_by: str) -> None:
        """Do the second half of work that had stopped."""
        if not decided_by:
            task.work.information *= UNSETTLED
        self._parts.staffing.submit(Job(task.card.pools, SETTLING, task.rest, task.finished))

    def worked(self, task: _Task) -> None:
        """Judge finished work: good enough, or to be done again by those who did it."""
        parts, work, parameters = self._parts, task.work, self._organisation.work
        if parts.execution.unexecuted:
            if not parts.execution.late:
                work.information = information(task.card, parts.inbox, parts.env.now)
            effects = parts.levels.effects(parts.env.now)
            work.quality = quality(parameters, task.card, work, effects.process)
            chance = parameters.rework_probability * (1.0 - work.quality) * effects.rework
            if work.attempt == 0 and self._luck(work)[_REWORK] < chance:
                self.again(task, OWN_REWORK)
                return
            weakness = (1.0 - work.quality) * effects.weakness
            work.weak = work.attempt == 0 and self._luck(work)[_WEAK] < weakness
        self._propose(task)

    def again(self, task: _Task, why: str) -> None:
        """Do work again with half the effort."""
        parts = self._parts
        parts.tally.log(parts.env.now, "returned", task.work, why)
        task.work.attempt += 1
        if parts.execution.late:
            self._start(task, REDO * self._days(task))
        else:
            self.worked(task)

    def _propose(self, task: _Task) -> None:
        """Draft, and have the draft approved where that is needed."""
        work, card = task.work, task.card
        self._meet(card)
        task.draft = card.mechanism.draft(self._office, work)
        step = self._next_step(task, 0)
        if step is None or self._decides_alone(task):
            self.put_into_force(task)
            return
        task.step, approver = step, card.chain[step].by
        days = self._organisation.work.approval_days
        examination = self._examination
        if examination is not None and examination is not card and approver == examination.owner:
            self._parts.tally.duties[examination.id].due += 1
            mode = examination.neglected(int(self._parts.env.now // 7.0))
            if mode is not None:
                if mode is NeglectMode.BURNT and self._parts.execution.late:
                    pools = (self._parts.staffing.pool(approver),)
                    self._parts.staffing.submit(Job(pools, APPROVING, days, _nothing))
                self.put_into_force(task)
                return
        if self._parts.tally.events is not None:
            self._parts.tally.log(self._parts.env.now, "proposed", work, approver)
        self._decisions.ask(Request(work, approver, days, APPROVING, task.examined))

    def _meet(self, card: Card) -> None:
        """Have those who do work together agree on what it rests on, before they draft it."""
        if len(card.meets) > 1 and self._office.judges:
            for topic in card.topics:
                self._parts.inbox.knowledge.agree(card.meets, topic, self._parts.env.now)

    def _found_by(self, step: int) -> float:
        """Return the chance that one of the approvers up to a step of the chain finds the error of a weak plan."""
        find = self._organisation.work.find_probability
        return find if step == 0 else 1.0 - (1.0 - find) ** (step + 1)

    def _goes_on(self, task: _Task) -> bool:
        """Ask the next approver of the chain, if the last one may not grant as much alone; tell whether it did."""
        chain = task.card.chain
        if task.step + 1 >= len(chain) or self._commits(task, chain[task.step].up_to_money):
            return False
        step = self._next_step(task, task.step + 1)
        if step is None:
            return False
        task.step, approver = step, chain[step].by
        if self._parts.tally.events is not None:
            self._parts.tally.log(self._parts.env.now, "proposed", task.work, approver)
        days = self._organisation.work.approval_days
        self._decisions.ask(Request(task.work, approver, days, APPROVING, task.examined))
        return True

    def _next_step(self, task: _Task, step: int) -> int | None:
        """Return the next step of the chain, from one on, at which another than the owner is asked."""
        chain = task.card.chain
        while step < len(chain) and chain[step].by == task.work.owner:
            if self._commits(task, chain[step].up_to_money):
                return None
            step += 1
        return step if step < len(chain) else None

    def _commits(self, task: _Task, most: float) -> bool:
        """Tell whether it is known what the draft commits, and that it is not more than `most` money."""
        money = None if task.draft is None else task.card.mechanism.commitment(task.draft)
        return money is not None and money <= most

    def _decides_alone(self, task: _Task) -> bool:
        """Tell whether it is known what the draft commits, and the owner may commit that much."""
        agent = self._organisation.agents.get(task.work.owner)
        return agent is not None and self._commits(task, agent.authority_money)

    def examined(self, task: _Task, examiner: str) -> None:
        """Act on the approver's verdict; nobody's verdict lets the plan pass."""
        parts, work = self._parts, task.work
        examination = self._examination
        if examination is not None and examination is not task.card and examiner == examination.owner:
            tally = parts.tally.duties[examination.id]
            tally.done += 1
            tally.quality += 1.0
            tally.effort_days += self._organisation.work.approval_days
        may_find = examiner and work.weak and not work.returned and parts.execution.unexecuted
        if may_find and self._luck(work)[Purpose.FIND] < self._found_by(task.step):
            work.returned = True
            self.again(task, examiner)
            return
        if parts.tally.events is not None:
            parts.tally.log(parts.env.now, "approved", work, examiner or "nobody")
        if not (examiner and self._goes_on(task)):
            self.put_into_force(task)

    def put_into_force(self, task: _Task) -> None:
        """Have finished and approved work take effect."""
        parts, work = self._parts, task.work
        now = parts.env.now
        parts.tally.unfinished.pop(work, None)
        tally = parts.tally.of(work)
        tally.done += 1
        tally.quality += work.quality
        tally.latency_days += now - work.created
        if now > work.deadline:
            tally.late += 1
            parts.tally.log(now, "late", work)
        if parts.tally.events is not None:
            parts.tally.log(now, "done", work, f"{work.quality:.3f}")
        self._carry_out(task)
        self.drain()

    def _carry_out(self, task: _Task) -> None:
        """Put an approved draft into force; what it gives goes out as one message to each receiver."""
        self._outbox.open()
        if task.draft is not None:
            task.card.mechanism.apply(self._office, task.work, task.draft)
        self._outbox.send(task.work)


class _Task:
    """A piece of work with its card, draft and what is left to do; its methods are callbacks."""

    __slots__ = ("_flow", "card", "draft", "rest", "step", "work")

    def __init__(self, flow: Flow, card: Card, work: Work) -> None:
        self._flow = flow
        self.card = card
        self.work = work
        self.draft: object = None
        self.rest = 0.0
        self.step = 0
        """Place in the chain of approval."""

    def burnt(self, job: Job) -> None:
        """Have spent the time of neglected work."""
        self._flow.account(self, job)

    def stopped(self, job: Job) -> None:
        """Have come to an exception."""
        self._flow.account(self, job)
        self._flow.stopped(self)

    def settled(self, decided_by: str) -> None:
        """Have an exception decided."""
        self._flow.go_on(self, decided_by)

    def finished(self, job: Job) -> None:
        """Have finished."""
        self._flow.account(self, job)
        self._flow.worked(self)

    def examined(self, examiner: str) -> None:
        """Have been examined."""
        self._flow.examined(self, examiner)


_OWN_TRIGGERS = ("calendar", "stage", "opening")


def _nothing(job: Job) -> None:
    del job
