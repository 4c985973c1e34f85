"""Intentions: the phases of the policy that departments see in force, and the work that they set off.

Each lever's department looks at the start of every week, by the calendar and by what it believes. Where the phases in
force for its lever have changed, the duty that plans the lever falls due: what it then decides takes its time,
approval, post and notice as always. Work carries the intent it was set off with, so that a phase that is over before
its work is done is still carried out.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.inputs.phases import BELIEFS, LEVERS, PLANNED_IN, AtStage, BudgetChange, LeverChange, Phase
from mktsim.inputs.rules import most_probable
from mktsim.model.organisation.intent import Intent
from mktsim.model.organisation.work import PHASE
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy
    from mktsim.model.organisation.cards import Card
    from mktsim.model.organisation.duty_table import DutyTable
    from mktsim.model.organisation.flow import Flow
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


NOTICE_DAYS: Annotated[float, Ge(0), Le(366), Unit("days"), Source("assumption")] = 28.0
"""Notice to trade, agency and suppliers before a product that is given up is gone."""


class _Watch:
    """One phase as the department of one lever sees it."""

    def __init__(self, phase: Phase, span: tuple[int, int]) -> None:
        self.phase, self.span = phase, span
        self._held = dict.fromkeys(phase.when, 0)
        """Weeks on end for which each condition has held."""
        self._since: int | None = None
        self._waits = bool(phase.when) or isinstance(phase.start, AtStage)

    def is_on(self, office: Office, agent: str, week: int) -> bool:
        """Return whether the phase is in force in a week, by the calendar and by what the agent believes."""
        first, last = self.span
        if not first <= week < last:
            return False
        lasts = self.phase.for_weeks
        if self._since is not None and lasts is not None and week >= self._since + lasts:
            self._since, self._held = None, dict.fromkeys(self._held, 0)
            self.span = self.span if self._held else (first, week)  # a stage is entered once
            return False
        if self._waits and self._since is None and self._begins(office, agent):
            self._since = week
        return self._since is not None or not self._waits

    def _begins(self, office: Office, agent: str) -> bool:
        """Return whether all that the phase asks for is believed now."""
        for name, threshold in self.phase.when.items():
            holds = threshold.holds(office.believe(agent, BELIEFS[name]).value)
            self._held[name] = self._held[name] + 1 if holds else 0
        start = self.phase.start
        if isinstance(start, AtStage) and most_probable(office.stage(agent)) < start.number:
            return False
        return all(self._held[name] >= threshold.for_weeks for name, threshold in self.phase.when.items())


class Intentions:
    """The intent by lever, week by week."""

    def __init__(self, office: Office, flow: Flow, planners: dict[str, Card]) -> None:
        """Watch the phases of the office's policy; `planners` are the duties that plan, by lever."""
        self._office, self._flow, self._cards = office, flow, planners
        self._now = dict.fromkeys(LEVERS, Intent(office.policy))
        self._of_work: dict[tuple[str, str], Intent] = {}
        self._watches: dict[str, list[_Watch]] = {}
        self.ends_on = inf
        start = office.scenario.start
        for lever in planners:
            ends = lever == "budget"  # who plans the money gives the product up
            named = [phase for phase in office.policy.phases if lever in phase.levers or (phase.end and ends)]
            if named:
                self._watches[lever] = [_Watch(phase, phase.span(start)) for phase in named]

    @property
    def released(self) -> float:
        """Share of the budget's instalments that may be planned now."""
        return self._now["budget"].released

    def of(self, work: Work) -> Intent:
        """Return the intent that a piece of work carries out: that with which it was set off, else the present one."""
        lever = next((name for name, card in self._cards.items() if card.duty is work.duty), "")
        if not lever:
            return Intent(self._office.policy)
        return self._of_work.get((lever, work.subject), self._now[lever])

    def look(self) -> None:
        """Have each department see what is in force this week; where that is new, its planning falls due."""
        week = int(self._office.now // WEEK_DAYS)
        if week < 0:
            return
        for lever, watches in self._watches.items():
            card = self._cards[lever]
            on = [watch.phase for watch in watches if watch.is_on(self._office, card.owner, week)]
            intent = _intent(self._office.policy, lever, on)
            if intent == replace(self._now[lever], since=None):
                continue
            intent = self._now[lever] = replace(intent, since=self._office.now)
            self._of_work[lever, f"{PHASE}.{week}"] = intent
            if intent.ended:
                self.ends_on = min(self.ends_on, self._office.now + NOTICE_DAYS * self._office.execution.late)
            if lever != "budget":
                self._flow.begin(card, f"{PHASE}.{week}", PHASE)


def _intent(policy: Policy, lever: str, phases: list[Phase]) -> Intent:
    """Return what phases in force make of a lever: the last rule named, and the last change of each stretch."""
    changes: dict[object, LeverChange | BudgetChange] = {}
    rule = getattr(policy, lever)
    for phase in phases:
        found = getattr(phase, lever)
        if isinstance(found, LeverChange | BudgetChange):
            changes.pop(_stretch(found), None)
            changes[_stretch(found)] = found
        elif found is not None:
            rule = found
    changed = policy if rule is getattr(policy, lever) else policy.model_copy(update={lever: rule})
    intent = Intent(changed, tuple((lever, one) for one in changes.values()))
    return replace(intent, ended=True) if any(phase.end for phase in phases) else intent


def _stretch(change: LeverChange | BudgetChange) -> tuple[object, ...]:
    """Return the part of the market that a change is for: a later change of the same part takes its place."""
    return tuple(getattr(change, name, ()) for name in ("regions", "channels", "media"))


def planners_of(cards: dict[str, Card], table: DutyTable) -> dict[str, Card]:
    """Return the duty that plans each lever; a lever that nobody plans is left out."""
    givers = {lever: table.giver(plan) for lever, plan in PLANNED_IN.items()}
    return {lever: cards[duty.id] for lever, duty in givers.items() if duty is not None}
