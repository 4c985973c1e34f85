"""How completely finished work is carried out: outlets and regions on the day, and the luck of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.inverse import lognormal
from mktsim.model.organisation.work import Purpose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

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


def campaign_luck(office: Office, work: Work) -> float:
    """Return the effectiveness of a campaign relative to the usual: lognormal with mean one, unknown beforehand."""
    return float(lognormal(office.uniform(work, Purpose.CAMPAIGN), office.scenario.market.luck.campaign_sd))
