"""The office: all that a mechanism touches, over the engine that makes departments work."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from mktsim.inverse import normal
from mktsim.model.organisation.archive import ArchiveView
from mktsim.model.organisation.cards import cards_of, staff_cards
from mktsim.model.organisation.clock import Moment, Order, schedule
from mktsim.model.organisation.flow import Flow
from mktsim.model.organisation.furnish import furnished
from mktsim.model.organisation.inbox import Entry, Kind
from mktsim.model.organisation.knowledge import held_of
from mktsim.model.organisation.news import News
from mktsim.model.organisation.observations import Observations
from mktsim.model.organisation.payroll import Payroll
from mktsim.model.organisation.post import Post
from mktsim.model.organisation.premises import OfficeState, Premises
from mktsim.model.organisation.staffing import Staffing
from mktsim.model.organisation.stage import Stages, blurred
from mktsim.model.organisation.tally import edge_table, role_table
from mktsim.model.organisation.triggers import Triggers
from mktsim.model.world import WEEK_DAYS, Estimate
from mktsim.outcomes.history import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mktsim.model.levers import Lever
    from mktsim.model.organisation.work import Purpose, Work
    from mktsim.outcomes.history import Event, WorkTable

    Report = tuple[WorkTable, WorkTable, WorkTable, tuple[Decision, ...], tuple[Event, ...]]

JUDGEMENT_WEEKS = 4
"""Weeks between two readings of the stage from perfect knowledge."""
SELF_JUDGEMENT_WEEKS = 13
"""Weeks after which each department reads the stage from the archive itself (assumption)."""


class _Mechanism(Protocol):
    """What the engine asks of a mechanism; see `mechanisms.base`."""

    def draft(self, office: Office, work: Work) -> object: ...

    def apply(self, office: Office, work: Work, draft: object) -> None: ...


class Office:
    """One organisation at work; see `docs/design.md` for what each member means to a mechanism."""

    def __init__(self, premises: Premises) -> None:
        """Furnish an office that stands still until `start`; LookupError when a duty's agent is missing."""
        arm = premises.arm
        self._premises = premises
        self._env, self._instruments = premises.env, premises.instruments
        self.scenario, self.sizes, self.calendar = premises.scenario, premises.sizes, premises.calendar
        self.policy, self.organisation = arm.policy, arm.organisation
        self.levers, self.ledger, self.desk = premises.levers, premises.ledger, premises.desk
        around = furnished(premises)
        self._around, self.execution, self.levels = around, around.execution, around.levels
        self.luck, self._tally = around.luck, around.tally
        self._inbox, self._archive = around.inbox, around.inbox.archive
        self._knowledge, self._misinformed = around.inbox.knowledge, self.execution.misinformed
        self._true_stages = around.inbox.stages.of("")
        self._archive_error = 0.0
        self._readings: dict[tuple[int, float, Stages], Stages] = {}
        self.observations = Observations(premises.first_week, premises.weeks)
        """Observables counted by week."""
        cards = cards_of(arm, around.inbox.knowledge)
        if self.execution.late:
            staff_cards(cards, around.staffing)
        self._post = Post(around)
        self._flow = Flow(self, around, self._post, cards)
        first = premises.first_week
        self.first_day = WEEK_DAYS * first
        self._triggers = Triggers(around, self._flow, cards, (first, first + premises.weeks))
        self._payroll = Payroll(arm.organisation, around.staffing, premises.scenario.money.pay_per_fte_year)
        self._runners: list[Callable[[], None]] = []
        self._outbox: dict[str, list[Entry]] | None = None

    @property
    def now(self) -> float:
        """Day of the run."""
        return self._env.now

    @property
    def staffing(self) -> Staffing:
        """Pools of staff."""
        return self._around.staffing

    def believe(self, agent: str, topic: str) -> Estimate:
        """Return what `agent` holds, aged; the prior when nothing, the truth when knowledge is perfect."""
        now = self._env.now
        if self._misinformed:
            return self._knowledge.believe(agent, topic, now)
        truth = self._instruments.truth_of(topic)
        if math.isnan(truth):
            return Estimate(self._instruments.prior(topic)[0], math.inf, now, now)
        return Estimate(truth, 0.0, now, now)

    def observe(self, work: Work, instrument: str, topic: str, accuracy: float = 1.0) -> Estimate:
        """Return the truth as an instrument shows it to the owner of `work`; infinite error when it shows nothing."""
        now = self._env.now
        if not self.execution.misinformed:
            return self.believe(work.owner, topic)
        u = self.luck.error(topic, work.owner, work.period)
        value, se = self._instruments.observe(instrument, topic, u, accuracy)
        if math.isnan(value):
            return Estimate(self._instruments.prior(topic)[0], math.inf, now, now)
        return Estimate(value, se, now, now)

    def publish(self, work: Work, topic: str, estimate: Estimate) -> None:
        """Give new evidence to the owner and the duty's `informs`; each combines it with what it has."""
        self._give(work, Entry(Kind.EVIDENCE, topic, held_of(estimate, self._env.now)), work.duty.informs)

    def announce(self, work: Work, topic: str, estimate: Estimate) -> None:
        """Give a number worked out afresh to the owner and `informs`; it replaces what they have."""
        self._give(work, Entry(Kind.STATEMENT, topic, held_of(estimate, self._env.now)), work.duty.informs)

    def put_item(self, work: Work, item: str, value: object, informs: tuple[str, ...]) -> None:
        """Give a plan to the owner and post it to `informs`; the value must be frozen."""
        self._give(work, Entry(Kind.ITEM, item, value), informs)

    def item(self, agent: str, item: str, default: object) -> object:
        """Return the latest `item` that has reached `agent`, else `default`."""
        return self._inbox.items.get((agent, item), default)

    def truth_of(self, topic: str) -> float:
        """Return the truth, for the record and for what the public makes of an act, never for decisions; else NaN."""
        try:
            return self._instruments.truth_of(topic)
        except LookupError:
            return math.nan

    def decided(self, work: Work, lever: Lever | str, topic: str, estimate: Estimate, value: float) -> None:
        """Log a decision with what it was based on; how true that was, where the log is kept: asking takes time."""
        name = lever if isinstance(lever, str) else lever.name.lower()
        now, tally = self._env.now, self._tally
        truth = math.nan if tally.events is None else self.truth_of(topic)
        age = now - estimate.observed
        tally.decisions.append(Decision(now, name, work.duty.id, topic, estimate.value, truth, age, value))
        if tally.events is not None:
            tally.log(now, "decided", work, f"{name} {value:g}")

    def file_sales(self, work: Work, error: float) -> None:
        """File all reports not yet filed, each figure with relative standard error `error`; post them to `informs`."""
        units = self._archive.unfiled()
        if self.execution.misinformed and error > 0.0 and units.size:
            cells = units[0].size
            u = self.luck.errors("sales.archive", work.owner, self._archive.unfiled_weeks(), cells)
            units = units * np.maximum(0.0, 1.0 + error * normal(u)).reshape(units.shape)
        self._archive_error = error
        weeks = self._archive.file(work.owner, units)
        self._give(work, Entry(Kind.ARCHIVE, "sales_archive", weeks), work.duty.informs)

    def archive_seen(self, agent: str) -> ArchiveView:
        """Return weekly sales that have reached `agent`."""
        return self._archive.seen(agent) if self.execution.misinformed else self._archive.truth()

    def judge_stage(self, work: Work) -> Stages:
        """Read the stage from the owner's archive, as well as the work is good; post it to `informs`; return it."""
        stages = self._true_stages
        if self.execution.misinformed:
            stages = blurred(self._read_stage(work.owner), work.quality)
        self._give(work, Entry(Kind.STAGES, "stage", stages), work.duty.informs)
        return stages

    def stage(self, agent: str) -> Stages:
        """Return the probabilities of introduction, growth, maturity and decline as `agent` perceives them."""
        return self._inbox.stages.of(agent) if self.execution.misinformed else self._true_stages

    def uniform(self, work: Work, purpose: Purpose) -> float:
        """Return the draw of `work` for a purpose; the median when the luck of work is silenced."""
        return self.luck.of(work)[purpose]

    def at(self, day: float, call: Callable[[], None]) -> Moment:
        """Call on `day`, before the market; at once when the day has come. The handle can be cancelled."""
        if day <= self._env.now:
            call()
            return Moment(lambda: None)

        def call_and_go_on() -> None:
            call()
            self._flow.drain()

        moment = Moment(call_and_go_on)
        schedule(self._env, day, Order.LEVERS, moment.happen)
        return moment

    def every_week(self, call: Callable[[], None]) -> None:
        """Call at the start of each week from the next one on, in the order of registration."""
        self._runners.append(call)

    def log(self, kind: str, work: Work, detail: str = "") -> None:
        """Log an event of `work`; `cancelled` is counted also when no log is kept."""
        self._tally.log(self._env.now, kind, work, detail)

    def note(self, name: str, value: float) -> None:
        """Add `value` to this week's figure of an observable; see the module `observations`."""
        self.observations.note(self._env.now, name, value)

    def hear(self, name: str, subject: str) -> None:
        """Hear of something that has happened outside, which sets off what waits for it."""
        News(self._around, (self._post, self._flow, self._triggers)).hear(name, subject)

    def start(self) -> None:
        """Book the opening and the calendar; call once, at the office's first day."""
        self._triggers.start()

    def on_week_start(self, week: int) -> None:
        """Pay the staff and let weekly runners run."""
        self._payroll.pay(self.ledger, week)
        for call in tuple(self._runners):
            call()
        self._flow.drain()

    def on_week_report(self, week: int, units: NDArray[np.float64]) -> None:
        """Take in the units (R, C) sold in `week`, after the market has closed it."""
        self._archive.report(units)
        if not self.execution.misinformed:
            if week % JUDGEMENT_WEEKS == JUDGEMENT_WEEKS - 1:
                units = self._archive.truth().totals()
                self._true_stages = self._premises.perceive(units, 0.0, self._true_stages)
                self._judge(self._triggers.stage_owners)
        elif week % SELF_JUDGEMENT_WEEKS == SELF_JUDGEMENT_WEEKS - 1:
            self._judge(tuple(agent for agent in self._triggers.stage_owners if self._archive.weeks_of(agent)))

    def snapshot(self) -> OfficeState:
        """Return what the organisation hands on, as values."""
        return OfficeState(
            knowledge=self._inbox.knowledge.all(),
            items=tuple((agent, name, value) for (agent, name), value in self._inbox.items.items()),
            levels=self.levels.values(),
            channel_skill=tuple(self.levels.skill().tolist()),
            archive=self._archive.state(),
            stages=self._inbox.stages.all(),
            approved=self.ledger.approved.copy(),
        )

    def restore(self, state: OfficeState) -> None:
        """Take over what another office has handed on, before `start`."""
        self._inbox.knowledge.restore(state.knowledge)
        self._inbox.items = {(agent, name): value for agent, name, value in state.items}
        self.levels.restore(state.levels, state.channel_skill)
        self._archive.restore(state.archive)
        self._inbox.stages.restore(state.stages)
        if state.stages:
            self._true_stages = state.stages[0][1]
        self.ledger.approved[:] = state.approved

    def report(self) -> Report:
        """Return tables of duties, roles and edges, decisions and log."""
        tally, around = self._tally, self._around
        roles = role_table(around.staffing, self.calendar.worked(self.now))
        return tally.duty_table(), roles, edge_table(around.graph), tuple(tally.decisions), tuple(tally.events or ())

    def draft(self, work: Work) -> object:
        """Return what finished work proposes."""
        return cast("_Mechanism", work.duty.mechanism).draft(self, work)

    def carry_out(self, work: Work, draft: object) -> None:
        """Put an approved draft into force; what it gives goes out as one message to each receiver."""
        self._outbox = {}
        cast("_Mechanism", work.duty.mechanism).apply(self, work, draft)
        outbox, self._outbox = self._outbox, None
        self._post.send(work, outbox)

    def _give(self, work: Work, entry: Entry, informs: tuple[str, ...]) -> None:
        self._inbox.deliver(work.owner, [entry], work)
        outbox = self._outbox
        if outbox is None:
            self._post.send(work, {receiver: [entry] for receiver in informs})
            return
        for receiver in informs:
            entries = outbox.get(receiver)
            if entries is None:
                outbox[receiver] = [entry]
            else:
                entries.append(entry)

    def _judge(self, agents: tuple[str, ...]) -> None:
        """Have agents read the stage from what they hold."""
        for agent in agents:
            perfect = not self.execution.misinformed
            self._inbox.stages.receive(agent, self._true_stages if perfect else self._read_stage(agent))
        self._flow.drain()

    def _read_stage(self, agent: str) -> Stages:
        """Return the next stage estimate of `agent` from the archive it holds; who holds the same reads the same."""
        held = self._archive.weeks_of(agent), self._archive_error, self._inbox.stages.of(agent)
        if held not in self._readings:
            self._readings[held] = self._premises.perceive(self.archive_seen(agent).totals(), *held[1:])
        return self._readings[held]
