"""The parts of an organisation's engine, put together before its first day."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from mktsim.inputs.cell import IDEAL, LuckSource
from mktsim.inputs.scenario import Launch
from mktsim.model.organisation.archive import Archive
from mktsim.model.organisation.clock import Scheduler
from mktsim.model.organisation.counters import Tally
from mktsim.model.organisation.duty_table import DutyTable
from mktsim.model.organisation.graph import Graph
from mktsim.model.organisation.inbox import Inbox
from mktsim.model.organisation.knowledge import Knowledge
from mktsim.model.organisation.levels import Decay, LevelBoard, kept_levels
from mktsim.model.organisation.observations import Observations
from mktsim.model.organisation.opinions import Opinions
from mktsim.model.organisation.staffing import Staffing
from mktsim.model.organisation.stage import ESTABLISHED, LAUNCHED, StageBoard, StageEstimator
from mktsim.model.organisation.work_streams import WorkLuck, work_luck

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment

    from mktsim.calendar import Calendar
    from mktsim.inputs.cell import Execution
    from mktsim.model.organisation.build_context import BuildContext
    from mktsim.model.world import WorldContext

EAR = "sales"
"""Role that hears of what happens outside."""


@dataclass(frozen=True)
class EngineParts:
    """Parts of the engine besides its flow of work; each part is mutable, the set of parts is not."""

    env: Environment
    calendar: Calendar
    execution: Execution
    scheduler: Scheduler
    graph: Graph
    luck: WorkLuck
    levels: LevelBoard
    staffing: Staffing
    inbox: Inbox
    stages: StageEstimator
    duty_table: DutyTable
    tally: Tally
    observations: Observations
    on_leak: Callable[[str, object], None]
    ear: str
    """Agent that hears of what happens outside."""
    everybody_near: bool
    """Whether agents and edges do not matter."""


def assemble(context: BuildContext) -> EngineParts:
    """Return the parts of an engine as they are before the first day."""
    env, arm, world = context.env, context.arm, context.world
    sizes = world.sizes
    organisation = arm.organisation
    execution = IDEAL if organisation.instant else arm.execution
    opening = LAUNCHED if isinstance(world.scenario.opening, Launch) else ESTABLISHED
    span = (context.first_week, context.weeks)
    silent = LuckSource.WORK in world.silenced
    half_life = organisation.work.level_half_life_weeks
    luck = work_luck(world.address, span, silent, _usual_campaign(world))
    opinions = Opinions(luck, organisation.work)
    archive, board = Archive(*span, (sizes.regions, sizes.channels)), StageBoard(opening, opinions)
    return EngineParts(
        env=env,
        calendar=world.calendar,
        ear=organisation.plays.get(EAR, EAR),
        execution=execution,
        scheduler=Scheduler(env),
        graph=Graph(organisation),
        luck=luck,
        levels=LevelBoard(organisation.levels, sizes.channels, Decay(half_life, kept_levels(arm.duties)), env),
        staffing=Staffing(env, world.calendar, organisation),
        inbox=Inbox(env, Knowledge(context.instruments, opinions), archive, board),
        stages=StageEstimator(board, archive, context.perceive, informed=not execution.misinformed),
        duty_table=DutyTable(arm.duties),
        tally=Tally(tuple(duty.id for duty in arm.duties), context.keep_log),
        observations=Observations(*span),
        on_leak=context.on_leak,
        everybody_near=organisation.instant,
    )


def _usual_campaign(world: WorldContext) -> float | None:
    """Return the uniform at which a campaign's lognormal effectiveness is its mean, one; None leaves it random."""
    if LuckSource.CAMPAIGN not in world.silenced:
        return None
    return NormalDist().cdf(0.5 * world.scenario.market.luck.campaign_sd)
