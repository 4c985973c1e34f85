"""The organisation at work: an engine that lets duties fall due, be done, sent round, approved and put into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.model.organisation.cards import cards_of, staff_cards
from mktsim.model.organisation.counters import edge_table, role_table
from mktsim.model.organisation.engine_parts import assemble
from mktsim.model.organisation.flow import Flow
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.planning.budget import AUDIT, leakage_share
from mktsim.model.organisation.news import News
from mktsim.model.organisation.office import Office
from mktsim.model.organisation.payroll import Payroll
from mktsim.model.organisation.phase_watch import Intentions, planners_of
from mktsim.model.organisation.post import Outbox, Post
from mktsim.model.organisation.triggers import Triggers
from mktsim.model.snapshot import restore, snapshot_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mktsim.model.organisation.build_context import BuildContext
    from mktsim.model.snapshot import Parts, Snapshot
    from mktsim.outcomes.history import Decision, Event, WorkTable

    Report = tuple[WorkTable, WorkTable, WorkTable, tuple[Decision, ...], tuple[Event, ...]]


class OrganisationEngine:
    """One organisation; mechanisms are given its `office`, tests may look at its `parts`."""

    def __init__(self, context: BuildContext) -> None:
        """Build an organisation that stands still until `start`; LookupError when a duty's agent is missing."""
        arm, first = context.arm, context.first_week
        self.context = context
        self.parts = parts = assemble(context)
        cards = cards_of(arm, parts.inbox.knowledge)
        if parts.execution.late:
            staff_cards(cards, parts.staffing)
        post = Post(parts)
        outbox = Outbox(parts, post)
        self.office = Office(context, parts, outbox)
        flow = Flow(self.office, parts, post, outbox, cards)
        self._triggers = Triggers(parts, flow, cards, (first, first + context.weeks))
        if arm.policy.phases:
            self.office.intentions = Intentions(self.office, flow, planners_of(cards, parts.duty_table))
        self._news = News(parts, post, flow, self._triggers)
        self._payroll = Payroll(arm.organisation, parts.staffing, context.world.scenario.money.pay_per_fte_year)

    def start(self) -> None:
        """Book the opening and the calendar; call once, at the organisation's first day."""
        self._triggers.start()
        if self.office.intentions:
            self.parts.scheduler.every_week(self.office.intentions.look)

    def hear(self, name: str, subject: str) -> None:
        """Hear of something that has happened outside, which sets off what waits for it."""
        self._news.hear(name, subject)

    def lose_agency(self, share: float) -> None:
        """Lose a share of the agency's quality."""
        self.parts.levels.build(Level.AGENCY.value, -share)

    def staff(self, agent: str, change: float) -> None:
        """Have full-time staff leave an agent (or `agent:role`), or come back; nobody where there is no such agent."""
        self.parts.staffing.change(agent, change)

    def on_week_start(self, week: int) -> None:
        """Pay the staff and let the weekly routine run."""
        self._payroll.pay(self.context.ledger, week)
        self.parts.scheduler.open_week()

    def on_week_report(self, week: int, units: NDArray[np.float64]) -> None:
        """Take in the units (R, C) sold in `week`, after the market has closed it."""
        parts = self.parts
        parts.inbox.archive.report(units)
        if parts.stages.close_week(week, self._triggers.stage_owners):
            parts.scheduler.then()

    def stateful(self) -> Parts:
        """Return the parts that another organisation goes on from; queues and counts begin anew."""
        inbox = self.parts.inbox
        return {
            "knowledge": inbox.knowledge,
            "plans": inbox,
            "levels": self.parts.levels,
            "archive": inbox.archive,
            "stages": inbox.stages,
            "budget": self.context.ledger,
        }

    def snapshot(self) -> Snapshot:
        """Return what the organisation hands on, as values."""
        return snapshot_of(self.stateful())

    def restore(self, state: Snapshot) -> None:
        """Take over what another organisation has handed on, before `start`."""
        restore(self.stateful(), state)

    def level(self, topic: str) -> float:
        """Return a true level of the organisation by topic: agency.quality, channel.skill.C or audit.leakage."""
        subject, _, index = topic.rpartition(".")
        if subject == "channel.skill":
            return float(self.parts.levels.skill()[int(index)])
        if topic == "audit.leakage":
            return leakage_share(self.office, self.office.receiver_of(AUDIT))
        return float(self.parts.levels.level(Level.AGENCY))

    def report(self) -> Report:
        """Return tables of duties, roles and edges, decisions and log."""
        parts = self.parts
        tally, roles = parts.tally, role_table(parts.staffing)
        return (
            tally.duty_table(parts.env.now),
            roles,
            edge_table(parts.graph),
            tuple(tally.decisions),
            tuple(tally.events or ()),
        )
