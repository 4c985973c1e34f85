"""Parameters with ranges and lists of numbers given on the command line."""

from __future__ import annotations

import re

from mktsim.errors import InputError, Problem

_FORM = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:=\s*([-+0-9.eE]+)\s*:\s*([-+0-9.eE]+)\s*)?")
_EXAMPLE = "PATH or PATH=LOW:HIGH, such as promotion.depth=0.1:0.3"

Range = tuple[str, float | None, float | None]


def range_of(text: str) -> Range:
    """Return path, low and high. Errors: InputError for a text of another form.

    >>> range_of("promotion.depth=0.1:0.3"), range_of("pricing.premium")
    (('promotion.depth', 0.1, 0.3), ('pricing.premium', None, None))
    """
    found = _FORM.fullmatch(text)
    path, low, high = found.groups() if found else ("", "", "")
    try:
        return path, None if low is None else float(low), None if high is None else float(high)
    except ValueError as error:
        raise InputError((Problem("optimise", 0, 0, "vary", f"{text!r} is not of the form {_EXAMPLE}"),)) from error


def numbers_of(text: str, option: str) -> tuple[float, ...]:
    """Return numbers separated by commas. Errors: InputError for anything else.

    >>> numbers_of("0.5, 2", "frontier")
    (0.5, 2.0)
    """
    try:
        return tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        message = f"{text!r} is no list of numbers such as 0.5,0.75,1.25"
        raise InputError((Problem("optimise", 0, 0, option, message),)) from error
