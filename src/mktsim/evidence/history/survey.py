"""Which column of a history is what, settled together from names and numbers, and what has to be asked."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.assign import assigned
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.lexicon import WORDS
from mktsim.evidence.history.media import media_of, rivals_of
from mktsim.evidence.history.sample import Facts, Sample, sampled
from mktsim.evidence.history.speaking import NEVER, SETTLED, against, by_words, points_of, reason_against
from mktsim.evidence.history.when import When, accounts_of, period_of

SURE = 4.0
"""Points that a price needs to be taken without asking; assumption."""
NAMED = "you named it"
"""Why a column was taken that the user named."""
_BY_NAME = "its name says so"


@dataclass(frozen=True)
class Question:
    """A role that several columns could have, or none for certain."""

    role: Role
    message: str
    choices: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Survey:
    """Which column of a file is what."""

    sample: Sample
    taken: dict[Role, tuple[Taken, ...]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.sample.file

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns."""
        return self.sample.header

    @property
    def places(self) -> frozenset[int]:
        """Columns that have a role."""
        return frozenset(one.place for several in self.taken.values() for one in several)

    def one(self, role: Role) -> Taken | None:
        """Return the column of a role; None without one."""
        found = self.taken.get(role, ())
        return found[0] if found else None

    def all(self, *roles: Role) -> tuple[Taken, ...]:
        """Return the columns of some roles."""
        return tuple(one for role in roles for one in self.taken.get(role, ()))

    def ask(self, *roles: Role) -> None:
        """Raise the questions about some roles. Errors: InputError with all of them."""
        found = [one for one in self.questions if one.role in roles]
        if found:
            raise InputError(tuple(Problem(self.file, 1, 0, "", one.message, one.choices) for one in found))

    def notes(self, *used: Role) -> tuple[str, ...]:
        """Return what was taken for what, among the roles that are used, and what was left out and why."""
        kept = self.all(*used)
        places = {one.place for one in kept}
        left = [_left(self.sample.columns[place]) for place in range(len(self.header)) if place not in places]
        return (*(one.text for one in kept), *([f"left out: {', '.join(left)}"] if left else []))


def _left(facts: Facts) -> str:
    name = facts.heading.name or "a column without a name"
    why = "the number of the row" if facts.running and not facts.heading.words else reason_against(facts.heading)
    return f"{name} ({why})" if why else name


def surveyed(path: str | Path, asked: Asked | None = None) -> Survey:
    """Settle the roles of a file's columns. Errors: InputError for no table, or for a column that is not there."""
    survey = Survey(sampled(path))
    wishes = asked or Asked()
    for role, names in wishes.columns:
        survey.taken[role] = tuple(_named(survey, role, name) for name in names)
    when = _period(survey, wishes)
    _accounts(survey, wishes, when)
    _settle(survey, wishes)
    _several(survey, wishes)
    return survey


def _named(survey: Survey, role: Role, name: str) -> Taken:
    """Return the column that the user named. Errors: InputError when there is none of that name."""
    lower = [one.lower() for one in survey.header]
    if name.lower() not in lower:
        close = difflib.get_close_matches(name.lower(), lower, 1)
        hint = f"; did you mean {survey.header[lower.index(close[0])]!r}?" if close else ""
        raise InputError((Problem(survey.file, 1, 0, "", f"no column is called {name!r}{hint}", survey.header),))
    place = lower.index(name.lower())
    if place in survey.places:
        raise InputError((Problem(survey.file, 1, place + 1, name, "is named for two roles"),))
    return _taken(survey, role, place, NAMED)


def _taken(survey: Survey, role: Role, place: int, why: str) -> Taken:
    return Taken(role, survey.header[place], place, why, survey.sample.columns[place].heading.scale)


def _period(survey: Survey, asked: Asked) -> When | None:
    """Give the roles of period and part of the year; return their columns."""
    if asked.names(Role.PERIOD) is not None:
        named = survey.all(Role.PERIOD, Role.PART)
        return When(tuple(one.place for one in named), NAMED) if named else None
    when = period_of(survey.sample, survey.places)
    if when is None and len(survey.header) == 2 and not survey.places & {0}:
        when = When((0,), "it is the first of two columns")
    if when is None:
        survey.questions.append(Question(Role.PERIOD, _no_period(survey), survey.header))
        return None
    first, *rest = when.places
    survey.taken[Role.PERIOD] = (_taken(survey, Role.PERIOD, first, when.why),)
    survey.taken.setdefault(Role.PART, tuple(_taken(survey, Role.PART, place, when.why) for place in rest))
    if when.others:
        _question(survey, Role.PERIOD, (first, *when.others))
    return when


def _no_period(survey: Survey) -> str:
    dated = [name for name in survey.header if _is_period(name)]
    if len(dated) > 2:
        return _turned(dated[0], dated[1])
    return "no column names a period; call one year, quarter, month, week, date or period, or name it with --columns"


def _turned(one: str, other: str) -> str:
    return f"periods stand in the header ({one}, {other} …); turn the table so that each period is a row"


def _is_period(name: str) -> bool:
    from mktsim.evidence.history.moments import Form, moment

    found = moment(name)
    return found is not None and (found.form is not Form.NUMBER or 1900 <= found.value <= 2100)


def _accounts(survey: Survey, asked: Asked, when: When | None) -> None:
    if asked.names(Role.UNIT) is not None:
        return
    found = accounts_of(survey.sample, when, survey.places)
    if found is not None:
        survey.taken[Role.UNIT] = tuple(_taken(survey, Role.UNIT, place, found.why) for place in found.places)


def _settle(survey: Survey, asked: Asked) -> None:
    """Give the roles that one column each can have, and ask where it is close."""
    roles = tuple(role for role in SETTLED if asked.names(role) is None)
    free = [place for place in range(len(survey.header)) if place not in survey.places]
    columns = [SETTLED.index(role) for role in roles]
    points = points_of(survey.sample.columns)[np.ix_(free, columns)] if free and roles else np.zeros((0, len(roles)))
    found = assigned(points, roles)
    for role, row in found.places.items():
        if role in {Role.STOCK, Role.CUMULATED}:
            continue
        if role is Role.PRICE and points[row, roles.index(role)] < SURE:
            survey.questions.append(_doubtful(survey, free[row]))
            continue
        survey.taken[role] = (_taken(survey, role, free[row], _why(survey.sample.columns[free[row]], role)),)
        if role in found.rivals and role is not Role.REVENUE:
            _question(survey, role, (free[row], *(free[other] for other in found.rivals[role])))
    if Role.SALES in roles and Role.SALES not in found.places and not survey.all(Role.STOCK, Role.CUMULATED):
        _sales_otherwise(survey, {role: free[row] for role, row in found.places.items()})


def _why(facts: Facts, role: Role) -> str:
    known = {**WORDS[Role.REVENUE], **WORDS[role]} if role in {Role.SALES, Role.REVENUE} else WORDS[role]
    said = [word for word in facts.heading.words if word in known]
    word = facts.heading.head if facts.heading.head in said else max(said, key=lambda one: known[one], default="")
    doubts = [reason for reason, _ in against(facts.heading, role)]
    return f"its name says {word!r}" + (f", though it may be {doubts[0]}" if doubts else "")


def _question(survey: Survey, role: Role, places: tuple[int, ...]) -> None:
    names = tuple(survey.header[place] for place in places)
    shown = " and ".join(repr(name) for name in names[:4]) + (" …" if len(names) > 4 else "")
    word = role.value.replace(" ", "_")
    message = f"{shown} may each be {role.value}; say which with --columns {word}={names[0]}"
    survey.questions.append(Question(role, message, names))


def _doubtful(survey: Survey, place: int) -> Question:
    name = survey.header[place]
    why = reason_against(survey.sample.columns[place].heading)
    message = (
        f"{name!r} may be the price, but seems to be {why or 'something else'}; if it is, say --columns price={name}"
    )
    return Question(Role.PRICE, message, (name,))


def _sales_otherwise(survey: Survey, others: dict[Role, int]) -> None:
    """Take the only column of numbers as sales where no name says so; otherwise ask."""
    for role, what in ((Role.CUMULATED, "cumulated"), (Role.STOCK, "a stock, what there is at a moment")):
        if role in others:
            name = survey.header[others[role]]
            message = (
                f"{name!r} is {what}, not sales of a period; say --columns {role.value}={name} to read its changes as "
                f"sales, or --columns sales={name} to read it as it stands"
            )
            survey.questions.append(Question(Role.SALES, message, survey.header))
            return
    rest = [place for place in range(len(survey.header)) if place not in survey.places and _plain(survey, place)]
    if len(rest) == 1 and Role.PRICE not in survey.taken:
        why = "the only column of numbers beside the period"
        survey.taken[Role.SALES] = (_taken(survey, Role.SALES, rest[0], why),)
    elif len(rest) > 1 and all(_is_period(survey.header[place]) for place in rest):
        survey.questions.append(Question(Role.SALES, _turned(survey.header[rest[0]], survey.header[rest[1]]), ()))
    elif len(rest) > 1:
        _question(survey, Role.SALES, tuple(rest))
    else:
        reasons = [_left(one) for place, one in enumerate(survey.sample.columns) if place not in survey.places]
        shown = f": {', '.join(reasons)}" if reasons else ""
        message = f"no column is sales of one's own{shown}; if one is, say --columns sales=NAME"
        survey.questions.append(Question(Role.SALES, message, survey.header))


def _plain(survey: Survey, place: int) -> bool:
    """Return whether a column holds numbers and its name says nothing of what they are."""
    facts = survey.sample.columns[place]
    roles = [role for role in Role if role in WORDS and role is not Role.PERIOD]
    silent = all(by_words(facts.heading, role) <= NEVER for role in roles) and not reason_against(facts.heading)
    return silent and facts.known.size > 0 and not facts.running


def _several(survey: Survey, asked: Asked) -> None:
    """Give the roles that several columns have together: media, and what is about other brands."""
    free = frozenset(range(len(survey.header))) - survey.places
    if asked.names(Role.ADVERTISING) is None:
        places, why = media_of(survey.sample, free)
        survey.taken[Role.ADVERTISING] = tuple(_taken(survey, Role.ADVERTISING, place, why) for place in places)
    for role, places in rivals_of(survey.sample, free).items():
        if asked.names(role) is None:
            survey.taken[role] = tuple(_taken(survey, role, place, _BY_NAME) for place in places)
