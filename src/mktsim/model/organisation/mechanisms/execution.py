"""How completely finished work is carried out: outlets and regions on the day, and the noise of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Le

from mktsim.inverse import lognormal
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import rotated
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

MEDIUM_SHARE: Annotated[float, Ge(0), Le(2), Unit("share of campaign_sd"), Source("assumption")] = 0.5
"""Standard deviation by which the same creative work is stronger in one medium than in another."""
_BY_MEDIUM = (Purpose.OUTCOME, Purpose.TIMING, Purpose.SIZE, Purpose.SPARE)
_GOLDEN = 0.6180339887498949  # steps of the golden section spread one draw evenly over regions


def executed_share(office: Office, work: Work) -> float:
    """Return the share of a plan that is carried out on the day, between the work's quality and one."""
    return executed_by(office, work, 1)[0]


def executed_by_region(office: Office, work: Work) -> NDArray[np.float64]:
    """Return the share carried out on the day in each region, shape (R,), each between the work's quality and one."""
    return np.array(executed_by(office, work, office.sizes.regions))


def executed_by(office: Office, work: Work, parts: int) -> list[float]:
    """Return the share carried out in each of `parts` parts."""
    if not office.execution.unexecuted:
        return [1.0] * parts
    u, quality = office.uniform(work, Purpose.EXECUTION), work.quality
    return [quality + (1.0 - quality) * ((u + _GOLDEN * part) % 1.0) for part in range(parts)]


def creative_luck(office: Office, number: int) -> tuple[float, tuple[float, ...]]:
    """Return the strength of the brand's creative work of a number, and its strength in each medium relative to all.

    Both are lognormal with mean one and unknown beforehand. The second is part of the luck of work: empty where that is
    silenced.
    """
    row = office.luck.row("creative_work", "brand", number)
    spread = office.scenario.market.luck.campaign_sd
    strength = float(lognormal(row[Purpose.CAMPAIGN], spread))
    sd = MEDIUM_SHARE * spread
    if sd == 0.0 or office.luck.silent:
        return strength, ()
    return strength, tuple(float(lognormal(u, sd)) for u in by_medium(office, row))


def by_medium(office: Office, row: list[float]) -> tuple[float, ...]:
    """Return a draw of a block for each medium; media beyond the fourth share theirs, turned, with those before."""
    return tuple(
        rotated(row[_BY_MEDIUM[index % len(_BY_MEDIUM)]], medium.name)
        for index, medium in enumerate(office.scenario.media)
    )
