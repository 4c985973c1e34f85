"""Set one parameter of a scenario by its dotted path; the result is validated as if it had been read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from mktsim.errors import InputError, Problem, did_you_mean
from mktsim.inputs.expected import retired_in

P = TypeVar("P", bound=BaseModel)


def set_path(part: P, path: str, value: float | bool | str, file: str = "") -> P:  # noqa: FBT001 - a value
    """Return `part` with the parameter at `path` set to `value`.

    Steps are joined by dots: names of fields, keys of tables, and for rows their place from 0 or their name, as
    in ``market.choice.loyalty`` or ``brands.Acme.quality``. Whole floats may stand for integers. Errors:
    InputError for an unknown step, with the nearest names, and for a value that validation refuses; `file` is
    the file it names.
    """
    changed = _put(part, path.split("."), value, _Place(file, path))
    if not isinstance(changed, type(part)):
        _Place(file, path).refuse("is empty")
    return changed


def get_path(part: BaseModel, path: str, file: str = "") -> object:
    """Value at a dotted path. Errors: InputError for an unknown step, with the nearest names."""
    found: object = part
    for step in path.split("."):
        found = _child(found, step, _Place(file, path))
    return found


class _Place:
    """Where a problem is: refuses with the file and the path."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path

    def refuse(self, message: str, choices: Sequence[str] = ()) -> NoReturn:
        """Raise the InputError."""
        raise InputError((Problem(self.file, 0, 0, self.path, message, tuple(choices)),))


def _put(part: object, steps: list[str], value: object, place: _Place) -> object:
    if not steps:
        return _like(part, value)
    child = _put(_child(part, steps[0], place), steps[1:], value, place)
    if isinstance(part, BaseModel):
        fields: dict[str, Any] = {name: getattr(part, name) for name in type(part).model_fields}
        try:
            return type(part).model_validate({**fields, steps[0]: child})
        except ValidationError as error:
            place.refuse("; ".join(problem["msg"] for problem in error.errors()))
    if isinstance(part, dict):
        return {**part, steps[0]: child}
    rows = list(_rows(part))
    rows[_row(part, steps[0], place)] = child
    return tuple(rows)


def _like(old: object, new: object) -> object:
    """Make a whole float an integer where an integer stood, since ranges of assumptions are floats."""
    is_whole = isinstance(old, int) and not isinstance(old, bool) and isinstance(new, float) and new.is_integer()
    return int(new) if is_whole and isinstance(new, float) else new


def _child(part: object, step: str, place: _Place) -> object:
    if isinstance(part, BaseModel):
        if replacement := retired_in(type(part), step):
            place.refuse(f"{step!r} no longer exists: {replacement}")
        _known(step, list(type(part).model_fields), place)
        return getattr(part, step)
    if isinstance(part, dict):
        _known(step, list(part), place)
        return part[step]
    if not isinstance(part, tuple):
        place.refuse(f"has no {step!r}: what stands before it is a single value")
    return part[_row(part, step, place)]


def _known(step: str, names: list[str], place: _Place) -> None:
    if step not in names:
        place.refuse(f"no parameter is called {step!r}{did_you_mean(step, names)}", names)


def _row(part: object, step: str, place: _Place) -> int:
    rows = _rows(part)
    if step.isdigit() and int(step) < len(rows):
        return int(step)
    names = [str(getattr(row, "name", index)) for index, row in enumerate(rows)]
    _known(step, names, place)
    return names.index(step)


def _rows(part: object) -> tuple[object, ...]:
    return part if isinstance(part, tuple) else ()
