"""The office: all that the work of a duty may touch.

The word is organisation theory's since Weber 1922 (on bureaucracy): an office has duties, the files that have reached
it, and authority over some of the firm's means. A mechanism is given an office and nothing else; how work waits, is
sent round and approved is the engine's affair.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from mktsim.inverse import normal
from mktsim.model.organisation.inbox import Entry, Kind
from mktsim.model.organisation.knowledge import held_of
from mktsim.model.organisation.plan import Dated, Plan
from mktsim.model.world import WEEK_DAYS, Estimate
from mktsim.outcomes.history import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.model.levers import Lever
    from mktsim.model.organisation.archive import ArchiveView
    from mktsim.model.organisation.build_context import BuildContext
    from mktsim.model.organisation.clock import Moment
    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.intent import Intending
    from mktsim.model.organisation.post import Outbox
    from mktsim.model.organisation.stage import Stages
    from mktsim.model.organisation.work import Purpose, Work

T = TypeVar("T")
P = TypeVar("P", bound=Dated)


class Office:
    """Working context of a mechanism: knowledge and plans of agents, levers, money and supply, and the record."""

    def __init__(self, context: BuildContext, parts: EngineParts, outbox: Outbox) -> None:
        """Open the office of the organisation that `parts` are of; what its work gives goes into `outbox`."""
        arm = context.arm
        world = context.world
        self.scenario, self.sizes, self.calendar = world.scenario, world.sizes, world.calendar
        self.policy, self.organisation = arm.policy, arm.organisation
        self.levers, self.ledger, self.desk = context.levers, context.ledger, context.desk
        self.execution, self.levels, self.luck = parts.execution, parts.levels, parts.luck
        self.staffing = parts.staffing
        self.intentions: Intending | None = None
        """What the phases of the policy want; None where it has none."""
        self.first_day = WEEK_DAYS * context.first_week
        """Day of the run on which the organisation began."""
        self._env, self._instruments = context.env, context.instruments
        self._scheduler, self._outbox = parts.scheduler, outbox
        self._plans, self._knowledge = parts.inbox.items, parts.inbox.knowledge
        self._archive, self._stages = parts.inbox.archive, parts.stages
        self._duty_table = parts.duty_table
        self._tally, self._observations = parts.tally, parts.observations
        self._misinformed = parts.execution.misinformed

    @property
    def judges(self) -> bool:
        """Whether people judge; who knows everything has nothing to judge."""
        return self._misinformed

    @property
    def now(self) -> float:
        """Day of the run."""
        return self._env.now

    # ---------------------------------------------------------------- knowledge

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
        if not self._misinformed:
            return self.believe(work.owner, topic)
        u = self.luck.error(topic, work.owner, work.period)
        value, se = self._instruments.observe(instrument, topic, u, accuracy)
        if math.isnan(value):
            return Estimate(self._instruments.prior(topic)[0], math.inf, now, now)
        return Estimate(value, se, now, now)

    def rival_deals(self, work: Work, weeks: int) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Return (depth over outlets, luck of seeing it) of rivals' deals by week, up to `weeks`, the last one last."""
        deals = self._instruments.rival_deals(weeks)
        if not (deals and deals[0] and self._misinformed):
            return tuple(tuple((depth, 1.0) for depth in week) for week in deals)
        first = int(self._env.now // WEEK_DAYS) - len(deals)
        luck = self.luck.errors("rival.deals", work.owner, range(first, first + len(deals)), len(deals[0])).tolist()
        return tuple(tuple(zip(week, us, strict=True)) for week, us in zip(deals, luck, strict=True))

    def publish(self, work: Work, topic: str, estimate: Estimate) -> None:
        """Give new evidence to the owner and the duty's `informs`; each combines it with what it has."""
        self._outbox.give(work, Entry(Kind.EVIDENCE, topic, held_of(estimate, self._env.now)), work.duty.informs)

    def announce(self, work: Work, topic: str, estimate: Estimate) -> None:
        """Give a number worked out afresh to the owner and `informs`; it replaces what they have."""
        self._outbox.give(work, Entry(Kind.STATEMENT, topic, held_of(estimate, self._env.now)), work.duty.informs)

    def foretell(self, work: Work, topic: str, estimate: Estimate) -> None:
        """Give the owner's own judgement of what is to come; each of `informs` weighs it against what it thinks."""
        self._outbox.give(work, Entry(Kind.OPINION, topic, held_of(estimate, self._env.now)), work.duty.informs)

    def tell(self, work: Work, topics: tuple[str, ...]) -> None:
        """Tell `informs` what the owner thinks of topics; each weighs it against what it thinks itself."""
        self._outbox.tell(work, topics, work.duty.informs)

    def archive_seen(self, agent: str) -> ArchiveView:
        """Return weekly sales that have reached `agent`."""
        return self._archive.seen(agent) if self._misinformed else self._archive.truth()

    def file_sales(self, work: Work, error: float) -> None:
        """File all reports not yet filed, each figure with relative standard error `error`; send them to `informs`."""
        units = self._archive.unfiled()
        if self._misinformed and error > 0.0 and units.size:
            cells = units[0].size
            u = self.luck.errors("sales.archive", work.owner, self._archive.unfiled_weeks(), cells)
            units = units * np.maximum(0.0, 1.0 + error * normal(u)).reshape(units.shape)
        self._stages.filed(error)
        weeks = self._archive.file(work.owner, units)
        self._outbox.give(work, Entry(Kind.ARCHIVE, "sales_archive", weeks), work.duty.informs)

    def stage(self, agent: str) -> Stages:
        """Return the probabilities of introduction, growth, maturity and decline as `agent` perceives them."""
        return self._stages.of(agent)

    def judge_stage(self, work: Work) -> None:
        """Read the stage from the owner's archive, as well as the work is good, and send it to `informs`."""
        stages = self._stages.judged(work.owner, work.quality)
        self._outbox.give(work, Entry(Kind.STAGES, "stage", stages), work.duty.informs)

    # ---------------------------------------------------------------- plans

    def put_plan(self, work: Work, key: Plan[T], plan: T, informs: tuple[str, ...]) -> None:
        """Give a plan to the owner and send it to `informs`; TypeError where it is not of the key's type."""
        self._outbox.give(work, Entry(Kind.ITEM, key.name, key.checked(plan)), informs)

    def plan(self, agent: str, key: Plan[T]) -> T | None:
        """Return the latest plan that has reached `agent`; TypeError where something else was given under its name."""
        held = self._plans.get((agent, key.name))
        if held is None or isinstance(held, key.kind):
            return held
        return key.checked(held)

    def plan_in_force(self, agent: str, key: Plan[P]) -> P | None:
        """Return the latest plan that has reached `agent` if it still holds."""
        held = self.plan(agent, key)
        return held if held is not None and held.last_day > self._env.now else None

    def holds(self, agent: str, name: str) -> bool:
        """Tell whether a plan of a name has reached `agent` and its last day, where it has one, has not passed."""
        held = self._plans.get((agent, name))
        return held is not None and float(getattr(held, "last_day", math.inf)) > self._env.now

    def owner_of(self, given: Plan[Any] | str) -> str:
        """Return the agent whose duty gives a plan or topic; empty where no duty does."""
        return self._duty_table.owners.get(given if isinstance(given, str) else given.name, "")

    def hearers_of(self, topic: str) -> tuple[str, ...]:
        """Return the agents that a topic concerns: its owner, then those whom its duty informs."""
        giver = self._duty_table.giver(topic)
        return () if giver is None else tuple(dict.fromkeys((giver.owner, *giver.informs)))

    def receiver_of(self, given: Plan[Any] | str) -> str:
        """Return the agent that works by a plan or topic: the first whom its duty informs."""
        return self._duty_table.receivers.get(given if isinstance(given, str) else given.name, "")

    def approver_of(self, given: Plan[Any]) -> str:
        """Return the agent that grants a plan."""
        return self._duty_table.approvers.get(given.name, "")

    # ---------------------------------------------------------------- time and chance

    def uniform(self, work: Work, purpose: Purpose) -> float:
        """Return the draw of `work` for a purpose; the median when the random numbers of work are silenced."""
        return self.luck.of(work)[purpose]

    def at(self, day: float, call: Callable[[], None]) -> Moment:
        """Call on `day`, before the market; at once when the day has come. The handle can be cancelled."""
        return self._scheduler.at(day, call)

    def every_week(self, call: Callable[[], None]) -> None:
        """Call at the start of each week from the next one on, in the order of registration."""
        self._scheduler.every_week(call)

    # ---------------------------------------------------------------- record

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

    def log(self, kind: str, work: Work, detail: str = "") -> None:
        """Log an event of `work`; `cancelled` is counted also when no log is kept."""
        self._tally.log(self._env.now, kind, work, detail)

    def note(self, name: str, value: float) -> None:
        """Add `value` to this week's figure of an observable; see the module `observations`."""
        self._observations.note(self._env.now, name, value)
