"""Forms of declared parameters: the same words, units, ranges and choices as files have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, get_args, get_origin

from mktsim.quantities import Declared, declared
from mktsim.records import RecordField, fields_of, split

_LONGEST = 2_000
"""Characters of one value."""
_SHARES = ("share", "probability")


class Control(StrEnum):
    """How a value is asked for."""

    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    LIST = "list"


_SIMPLE: Mapping[Any, Control] = {
    bool: Control.YES_NO,
    int: Control.NUMBER,
    float: Control.NUMBER,
    str: Control.TEXT,
}


@dataclass(frozen=True)
class Field:
    """One value of a form."""

    path: str
    """Dotted path in the file, which is its name in the form."""
    name: str
    control: Control
    value: str
    values: tuple[str, ...] = ()
    """What is chosen, of a control with several choices."""
    choices: tuple[str, ...] = ()
    text: str = ""
    """What it is, in the words of the declaration."""
    unit: str = ""
    range: str = ""
    source: str = ""
    problem: str = ""
    """What is wrong with what was entered."""
    usual: str = ""
    """Value of the status quo where this one differs from it."""


def fields_for(cls: type, value: Mapping[str, Any], prefix: str) -> tuple[Field, ...]:
    """Return the fields of a rule, budget or other part; `value` holds plain values by name, defaults where absent."""
    known = {one.name: one for one in declared(cls) if "." not in one.path}
    fields = [one for one in fields_of(cls) if not _is_tag(one)]
    return tuple(_field(one, known.get(one.name), value.get(one.name, plain(one.default)), prefix) for one in fields)


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON knows
    """Return a default as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def _is_tag(field: RecordField) -> bool:
    return field.name == "rule"


def _field(field: RecordField, known: Declared | None, value: Any, prefix: str) -> Field:  # noqa: ANN401 - see plain
    control, choices = _control(field.annotation)
    values = tuple(str(one) for one in value) if control is Control.SEVERAL and value else ()
    return Field(
        path=f"{prefix}{field.name}",
        name=field.name,
        control=control,
        value=written(value),
        values=values,
        choices=(*values, *(one for one in choices if one not in values)),
        text=field.text,
        unit=known.unit if known else "",
        range=known.range if known and control in {Control.NUMBER, Control.LIST} else "",
        source=known.source if known else "",
    )


def _control(annotation: object) -> tuple[Control, tuple[str, ...]]:
    """Return how values of a type are asked for, and the choices."""
    inner, _ = split(annotation)
    if inner in _SIMPLE:
        return _SIMPLE[inner], ()
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Control.CHOICE, tuple(str(one.value) for one in inner)
    members = [one for one in get_args(inner) if one is not type(None)]
    if get_origin(inner) is not tuple:
        return _control(members[0]) if len(members) == 1 else (Control.LIST, ())
    control, choices = _control(members[0])
    is_set = control is Control.CHOICE and members[-1] is Ellipsis
    return (Control.SEVERAL, choices) if is_set else (Control.LIST, ())


def written(value: Any) -> str:  # noqa: ANN401 - see plain
    """Return a value as a form shows it; reading it back gives the same value.

    >>> written(0.2), written([0.6, 0.4]), written("even"), written(None), written([["a", 1]])
    ('0.2', '0.6, 0.4', 'even', '', '[["a", 1]]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        is_flat = not any(isinstance(one, list | tuple | dict) for one in value)
        return ", ".join(written(one) for one in value) if is_flat else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _number(value)


def _number(value: object) -> str:
    return (
        f"{value:g}"
        if isinstance(value, float) and float(f"{value:g}") == value and abs(value) < 1e6
        else _whole(value)
    )


def _whole(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def read_value(field: Field, given: list[str]) -> Any:  # noqa: ANN401 - see plain
    """Return what was entered as a file would hold it; what is no number stays text, and the file's check says so."""
    if field.control is Control.SEVERAL:
        return [one for one in given if one]
    text = (given[-1] if given else "").strip()[:_LONGEST]
    if field.control is Control.YES_NO:
        return text == "yes"
    if field.control is Control.LIST:
        return listed(text)
    return scalar(text, field.unit) if field.control is Control.NUMBER else text


def scalar(text: str, unit: str) -> Any:  # noqa: ANN401 - see plain
    """Return a number as people write it: a share also as a percentage.

    >>> scalar("20%", "share"), scalar("1.5", "weeks"), scalar("a lot", "weeks"), scalar("−3", "x")
    (0.2, 1.5, 'a lot', -3)
    """
    plainer = (
        text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    )
    is_percent = plainer.endswith("%") and unit.startswith(_SHARES)
    found = _json(plainer.removesuffix("%") if is_percent else plainer)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return text
    return round(found / 100.0, 12) if is_percent else found


def listed(text: str) -> Any:  # noqa: ANN401 - see plain
    """Return a list as people write it: in JSON, or with commas.

    >>> listed("0.6, 0.4"), listed("[[0, 1.5]]"), listed(""), listed("north, south")
    ([0.6, 0.4], [[0, 1.5]], [], ['north', 'south'])
    """
    if not text:
        return []
    if text[0] in "[{":
        found = _json(text)
        return text if found is None else found
    return [scalar(one.strip(), "") for one in text.split(",")]


def _json(text: str) -> Any:  # noqa: ANN401 - see plain
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
