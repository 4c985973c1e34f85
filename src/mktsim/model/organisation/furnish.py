"""Puts the parts of an office together."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from mktsim.inputs.cell import IDEAL, LuckSource
from mktsim.inputs.scenario import Launch
from mktsim.model.organisation.archive import Archive
from mktsim.model.organisation.graph import Graph
from mktsim.model.organisation.inbox import Inbox
from mktsim.model.organisation.knowledge import Knowledge
from mktsim.model.organisation.levels import Decay, LevelBoard, kept_levels
from mktsim.model.organisation.luck import work_luck
from mktsim.model.organisation.post import Surroundings
from mktsim.model.organisation.staffing import Staffing
from mktsim.model.organisation.stage import ESTABLISHED, LAUNCHED, StageBoard
from mktsim.model.organisation.tally import Tally

if TYPE_CHECKING:
    from mktsim.model.organisation.premises import Premises


def furnished(premises: Premises) -> Surroundings:
    """Return what the parts of an office share, as it is before the first day."""
    env, arm, sizes = premises.env, premises.arm, premises.sizes
    organisation = arm.organisation
    opening = LAUNCHED if isinstance(premises.scenario.opening, Launch) else ESTABLISHED
    shape = (sizes.regions, sizes.channels)
    silent = LuckSource.WORK in premises.silenced
    half_life = organisation.work.level_half_life_weeks
    return Surroundings(
        env=env,
        calendar=premises.calendar,
        execution=IDEAL if organisation.instant else arm.execution,
        graph=Graph(organisation),
        luck=work_luck(premises.luck, (premises.first_week, premises.weeks), silent, _usual_campaign(premises)),
        levels=LevelBoard(organisation.levels, sizes.channels, Decay(half_life, kept_levels(arm.duties)), env),
        staffing=Staffing(env, premises.calendar, organisation),
        inbox=Inbox(
            env,
            Knowledge(premises.instruments),
            Archive(premises.first_week, premises.weeks, shape),
            StageBoard(opening),
        ),
        tally=Tally(tuple(duty.id for duty in arm.duties), premises.keep_log),
        on_leak=premises.on_leak,
        everybody_near=organisation.instant,
    )


def _usual_campaign(premises: Premises) -> float | None:
    """Return the uniform at which a campaign's lognormal effectiveness is its mean, one; None leaves it to luck."""
    if LuckSource.CAMPAIGN not in premises.silenced:
        return None
    return NormalDist().cdf(0.5 * premises.scenario.market.luck.campaign_sd)
