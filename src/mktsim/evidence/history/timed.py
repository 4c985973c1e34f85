"""The periods of a history's rows, numbered, with complaints where they cannot be."""

from __future__ import annotations

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.cells import MOST_PROBLEMS
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.names import Heading, heading
from mktsim.evidence.history.periods import JOINT, PeriodColumn, PeriodTrouble, numbered
from mktsim.evidence.history.rows import Rows
from mktsim.evidence.history.sample import Sample
from mktsim.evidence.history.spans import Numbered, Span
from mktsim.evidence.history.survey import Survey


def timed(survey: Survey, rows: Rows, asked: Asked) -> Numbered | tuple[PeriodTrouble, ...]:
    """Number the periods of all rows; troubles where they are none."""
    return numbered(PeriodColumn(rows.periods, rows.period, rows.account, _heading(survey), asked.dates))


def must_be_timed(survey: Survey, rows: Rows, asked: Asked) -> Numbered:
    """Number the periods of all rows. Errors: InputError where they are none."""
    found = timed(survey, rows, asked)
    if isinstance(found, Numbered):
        return found
    taken = survey.all(Role.PERIOD)[0]
    problems = []
    for one in found[:MOST_PROBLEMS]:
        line = 0
        if one.text is not None:
            line = int(rows.lines[int(np.argmax(rows.period == rows.periods.index(one.text)))])
        problems.append(Problem(survey.file, line, taken.place + 1, taken.name, one.message))
    raise InputError(tuple(problems))


def is_daily(survey: Survey, asked: Asked) -> bool:
    """Return whether the first rows are days."""
    sample, places = survey.sample, tuple(one.place for one in survey.all(Role.PERIOD, Role.PART))
    if not places or sample.rows == 0:
        return False
    texts: dict[str, int] = {}
    codes = np.array([texts.setdefault(_joint(sample, places, row), len(texts)) for row in range(sample.rows)])
    found = numbered(PeriodColumn(tuple(texts), codes, np.zeros_like(codes), _heading(survey), asked.dates))
    return isinstance(found, Numbered) and found.span is Span.DAY


def _joint(sample: Sample, places: tuple[int, ...], row: int) -> str:
    return JOINT.join(sample.columns[place].cells[row] for place in places)


def _heading(survey: Survey) -> Heading:
    """Return the name of the finest column that tells the period."""
    return heading(survey.all(Role.PERIOD, Role.PART)[-1].name)
