"""One cell of a period column: dates, months, quarters, weeks, years and running numbers in the forms in use.

What a plain number stands for (a year, a week, a serial date …) is not settled here: the whole column shows it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class DayOrder(Enum):
    """Order of day and month in dates such as 03/04/2021."""

    DMY = "dmy"
    MDY = "mdy"


class Form(Enum):
    """How a period is written; the value is its name in messages."""

    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    WEEK = "week"
    PAIR = "year with a number"
    YEAR = "year"
    NUMBER = "number"
    NAME = "month without a year"


@dataclass(frozen=True)
class Moment:
    """One period as written."""

    form: Form
    value: int
    """Day number of a date; 12 year + month, 4 year + quarter, 2 year + half, each part from 0; otherwise the year or
    the number itself."""
    part: int = 0
    """Week of a year, or the number beside it."""
    unit: str = ""
    """Word before a number, such as week."""


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene gen gennaio",
            "feb february februar fevrier fev fevr febrero febbraio",
            "mar march marz mrz mars marzo maerz",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag",
            "jun june juni juin junio giugno giu",
            "jul july juli juillet juil julio luglio lug",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre settembre set",
            "oct october okt oktober octobre octubre ottobre ott",
            "nov november novembre noviembre",
            "dec december dez dezember decembre diciembre dic dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR = r"(?:fy\s?)?(?P<y>\d{4}|'?\d{2})(?:/\d{2,4})?"
_FULL = r"(?:fy\s?)?(?P<y>(?:1[5-9]|2[01])\d{2})"
_SEP = r"\s*[-/._ ]?\s*"
_WORD = r"(?P<name>[a-z]{3,10})\.?"
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}.*$")
_DAY_NAME = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|mo|di|mi|do|fr|sa|so)[., ]+(?=\d|[a-z]{3})"
)
_BEFORE = re.compile(
    r"^(?:\d+\s*)?(?:w/e|w/c|we|wc|week|wk|month|quarter|period|four weeks|weeks)?\s*"
    r"(?:ending|beginning|commencing|starting|ended|end|of|to|w/e|w/c|from)\s*[:.]?\s*(?=\d|[a-z]{3})|^(?:w/e|w/c)\s*"
)
_RANGE = re.compile(r"\s+(?:-|–|to|bis|until)\s+|–|(?<=\d)\s*~\s*(?=\d)")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_PARTED = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_DAY_MONTH = re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[-/. ]*{_WORD}[-/., ]*(?P<y>\d{{4}}|\d{{2}})")
_MONTH_DAY = re.compile(rf"{_WORD}[- ]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>\d{{4}})")
_NAMED = (re.compile(rf"{_WORD}[-/.,' ]*(?P<y>\d{{4}}|\d{{2}})"), re.compile(rf"(?P<y>\d{{4}})[-/., ]*{_WORD}"))
_QUARTER = (
    re.compile(rf"{_YEAR}{_SEP}(?:fq|q|qtr|quarter|tr|t){_SEP}(?P<p>[1-4])"),
    re.compile(rf"(?:fq|q|qtr|quarter|t){_SEP}(?P<p>[1-4]){_SEP}{_YEAR}"),
    re.compile(rf"(?P<p>[1-4])(?:q|st quarter|nd quarter|rd quarter|th quarter){_SEP}{_YEAR}"),
)
_HALF = (re.compile(rf"{_YEAR}{_SEP}(?:h|s){_SEP}(?P<p>[12])"), re.compile(rf"(?:h|s){_SEP}(?P<p>[12]){_SEP}{_YEAR}"))
_WEEKS = r"(?:w|wk|ww|week|kw|cw|s|woche)"
_WEEK = (
    re.compile(rf"{_FULL}{_SEP}{_WEEKS}{_SEP}(?P<p>\d{{1,2}})"),
    re.compile(rf"{_WEEKS}{_SEP}(?P<p>\d{{1,2}}){_SEP}{_FULL}"),
)
_PART = (
    re.compile(rf"{_FULL}{_SEP}(?P<u>m|p|period|month|pd){_SEP}(?P<p>\d{{1,2}})"),
    re.compile(rf"(?P<u>m|p|period|month|pd){_SEP}(?P<p>\d{{1,2}}){_SEP}{_FULL}"),
    re.compile(rf"{_FULL}(?P<u>)\s*[-/ ._:]\s*(?P<p>\d{{1,2}})"),
    re.compile(rf"(?P<p>\d{{1,2}})(?P<u>)\s*[-/ .]\s*{_FULL}"),
)
_FISCAL = re.compile(r"fy\s?(?P<y>\d{4}|\d{2})|fy\s?(?P<a>\d{4})[-/]\d{2,4}|(?P<b>\d{4})\s?[-/]\s?(?P<c>\d{4})")
_NUMBER = re.compile(
    r"(?:(?P<u>w|wk|week|kw|cw|m|mth|month|p|pd|period|q|fq|qtr|quarter|y|yr|year|t|d|day|woche|monat|jahr)[-_ .#]*)?"
    r"(?P<n>\d{1,13})(?:\.0+)?"
)
_UNITS = {"w": "week", "wk": "week", "kw": "week", "cw": "week", "woche": "week", "m": "month", "mth": "month"}
_UNITS |= {"monat": "month", "q": "quarter", "fq": "quarter", "qtr": "quarter", "y": "year", "yr": "year", "d": "day"}
_UNITS |= {"jahr": "year", "p": "period", "pd": "period", "t": "", "": ""}


@lru_cache(maxsize=200_000)
def moment(cell: str, order: DayOrder = DayOrder.DMY) -> Moment | None:
    """Return a cell as a period; None when it cannot be read or does not exist.

    >>> moment("1998Q3"), moment("2002 Jan")
    (Moment(form=<Form.QUARTER: 'quarter'>, value=7994, part=0, unit=''), \
Moment(form=<Form.MONTH: 'month'>, value=24024, part=0, unit=''))
    >>> moment("03/04/2021", DayOrder.MDY) == moment("2021-03-04") == moment("w/e 4 Mar 2021")
    True
    """
    text = _plain(cell)
    if not text or len(text) > 60:
        return None
    try:
        return _date(text, order) or _of_year(text) or _number(text)
    except ValueError:
        return None


def _plain(cell: str) -> str:
    """Return a cell in small letters without accents, time of day, day of the week and words before a date."""
    text = unicodedata.normalize("NFKD", cell.strip().lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _DAY_NAME.sub("", _TIME.sub("", text))
    text = _BEFORE.sub("", text).strip()
    return _RANGE.split(text)[0].strip() if _RANGE.search(text) else text


def _date(text: str, order: DayOrder) -> Moment | None:
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _DIGITS.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTED.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        day, month = (second, first) if order is DayOrder.MDY and found[2] != "." else (first, second)
        return _day(_century(found[4]), month, day)
    found = _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    if found and found["name"] in _MONTHS:
        return _day(_century(found["y"]), _MONTHS[found["name"]], int(found["d"]))
    return None


def _day(year: int, month: int, day: int) -> Moment:
    """Return a date. Raises ValueError for one that does not exist."""
    return Moment(Form.DATE, dt.date(year, month, day).toordinal())


def _of_year(text: str) -> Moment | None:
    """Return a month, quarter, half-year, week or year; None for another form. Raises ValueError as a month may."""
    for form, patterns, per_year in ((Form.QUARTER, _QUARTER, 4), (Form.HALF, _HALF, 2)):
        if found := _first(patterns, text):
            return Moment(form, per_year * _century(found["y"]) + int(found["p"]) - 1)
    return _named_month(text) or _numbered_part(text)


def _named_month(text: str) -> Moment | None:
    if text in _MONTHS:
        return Moment(Form.NAME, _MONTHS[text])
    if (found := _first(_NAMED, text)) and found["name"] in _MONTHS:
        return Moment(Form.MONTH, 12 * _century(found["y"]) + _MONTHS[found["name"]] - 1)
    return None


def _numbered_part(text: str) -> Moment | None:
    if found := _first(_WEEK, text):
        week = int(found["p"])
        return Moment(Form.WEEK, int(found["y"]), week) if 1 <= week <= 53 else None
    if found := _first(_PART, text):
        return Moment(Form.PAIR, int(found["y"]), int(found["p"]), _UNITS.get(found["u"], found["u"]))
    if found := _FISCAL.fullmatch(text):
        return Moment(Form.YEAR, _century(found["y"] or found["a"] or found["b"]))
    return None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(text))), None)


def _number(text: str) -> Moment | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    unit = found["u"] or ""
    return Moment(Form.NUMBER, int(found["n"]), 0, _UNITS.get(unit, unit))


def _century(year: str) -> int:
    """Return a year of four digits; two digits up to 49 are of this century (POSIX has 68).

    >>> _century("49"), _century("'50"), _century("1987")
    (2049, 1950, 1987)
    """
    digits = year.removeprefix("'")
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 50 else 1900)
