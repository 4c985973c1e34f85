"""The organisation at work: an engine that lets duties fall due, be done, sent round, approved and put into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.model.organisation.build_context import OrganisationState
from mktsim.model.organisation.cards import cards_of, staff_cards
from mktsim.model.organisation.engine_parts import assemble
from mktsim.model.organisation.flow import Flow
from mktsim.model.organisation.news import News
from mktsim.model.organisation.office import Office
from mktsim.model.organisation.payroll import Payroll
from mktsim.model.organisation.post import Outbox, Post
from mktsim.model.organisation.tally import edge_table, role_table
from mktsim.model.organisation.triggers import Triggers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mktsim.model.organisation.build_context import BuildContext
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
        outbox = Outbox(parts.inbox, post)
        self.office = Office(context, parts, outbox)
        flow = Flow(self.office, parts, post, outbox, cards)
        self._triggers = Triggers(parts, flow, cards, (first, first + context.weeks))
        self._news = News(parts, post, flow, self._triggers)
        self._payroll = Payroll(arm.organisation, parts.staffing, context.scenario.money.pay_per_fte_year)

    def start(self) -> None:
        """Book the opening and the calendar; call once, at the organisation's first day."""
        self._triggers.start()

    def hear(self, name: str, subject: str) -> None:
        """Hear of something that has happened outside, which sets off what waits for it."""
        self._news.hear(name, subject)

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

    def snapshot(self) -> OrganisationState:
        """Return what the organisation hands on, as values."""
        inbox, levels = self.parts.inbox, self.parts.levels
        return OrganisationState(
            knowledge=inbox.knowledge.all(),
            items=tuple((agent, name, value) for (agent, name), value in inbox.items.items()),
            levels=levels.values(),
            channel_skill=tuple(levels.skill().tolist()),
            archive=inbox.archive.state(),
            stages=inbox.stages.all(),
            approved=self.context.ledger.approved.copy(),
        )

    def restore(self, state: OrganisationState) -> None:
        """Take over what another organisation has handed on, before `start`."""
        inbox = self.parts.inbox
        inbox.knowledge.restore(state.knowledge)
        inbox.items.clear()
        inbox.items.update({(agent, name): value for agent, name, value in state.items})
        self.parts.levels.restore(state.levels, state.channel_skill)
        inbox.archive.restore(state.archive)
        inbox.stages.restore(state.stages)
        self.context.ledger.approved[:] = state.approved

    def report(self) -> Report:
        """Return tables of duties, roles and edges, decisions and log."""
        parts = self.parts
        tally, roles = parts.tally, role_table(parts.staffing, parts.calendar.worked(parts.env.now))
        return tally.duty_table(), roles, edge_table(parts.graph), tuple(tally.decisions), tuple(tally.events or ())
