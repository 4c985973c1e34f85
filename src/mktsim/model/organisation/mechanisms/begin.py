"""How an organisation's standing work begins: at a first day, or at an opening that it inherits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.organisation.mechanisms.resume import resume
from mktsim.model.organisation.mechanisms.set_targets import last_year_lines
from mktsim.model.organisation.mechanisms.standing import run_week
from mktsim.model.organisation.mechanisms.timing import year_of

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office


def begin(office: Office, *, inherited: bool) -> None:
    """Open the books, carry inherited plans on and have the weekly routine run; call once, before `Office.start`."""
    if inherited:
        resume(office)
    else:
        office.ledger.open_year(np.array(last_year_lines(office, year_of(office.calendar, office.now))))
        office.levels.restore(office.levels.values(), tuple(channel.skill for channel in office.scenario.channels))
    office.every_week(partial(run_week, office))
