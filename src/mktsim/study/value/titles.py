"""From the title of a change back to the change: how a stored cell is run again by its name."""

from __future__ import annotations

import re

from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.study.question.resolve import NamedArm
from mktsim.study.value.change import Change
from mktsim.study.value.reshape import MoreStaff, Reshape, reshaped
from mktsim.study.value.staff import ONE_MORE, pools_of
from mktsim.study.value.ways import changes
from mktsim.study.value.windows import WHOLE

_NEGLECT = re.compile(rf"without (.+?)(?: in weeks (\d+) to (\d+))?, ({'|'.join(NeglectMode)})")


def change_named(title: str, arm: NamedArm) -> Change | None:
    """Return the change of an arm that a title stands for; None when it stands for none."""
    return _neglect(title, arm) or _reshape(title, arm)


def _neglect(title: str, arm: NamedArm) -> Change | None:
    found = _NEGLECT.fullmatch(title)
    names = found[1].split(", ") if found else []
    if not found or not {duty.id for duty in arm.arm.duties}.issuperset(names):
        return None
    first, last = WHOLE if found[2] is None else (int(found[2]), int(found[3]) + 1)
    mode = NeglectMode(found[4])
    return Change(title, neglect=tuple(Neglect(duty=name, from_week=first, to_week=last, mode=mode) for name in names))


def _reshape(title: str, arm: NamedArm) -> Change | None:
    organisation = arm.arm.organisation
    known: dict[str, Reshape] = {one.title: one for one in changes(organisation, arm.arm.duties)[0]}
    known |= {one.title: one for one in (MoreStaff(name, ONE_MORE) for name in pools_of(organisation))}
    titles = title.split("; ")
    if not known.keys() >= set(titles):
        return None
    return Change(title, organisation=reshaped(organisation, tuple(known[one] for one in titles)))
