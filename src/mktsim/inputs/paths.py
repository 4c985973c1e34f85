"""Set one parameter of a scenario by its dotted path; the result is validated as if it had been read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.inputs.expected import retired_in
from mktsim.inputs.explain import in_words
from mktsim.relations import Finding

P = TypeVar("P", bound=BaseModel)
Value = float | bool | str
_Wanted = Mapping[tuple[str, ...], Value]
"""Values by the steps that lead to them."""


def set_path(part: P, path: str, value: Value, file: str = "") -> P:
    """Return `part` with the parameter at `path` set to `value`.

    Steps are joined by dots: names of fields, keys of tables, and for rows their place from 0 or their name, as
    in ``market.choice.loyalty`` or ``brands.Acme.quality``. Whole floats may stand for integers. Errors:
    InputError for an unknown step, with the nearest names, and for a value that validation refuses; `file` is
    the file it names.
    """
    return set_paths(part, {path: value}, file)


def set_paths(part: P, values: Mapping[str, Value], file: str = "") -> P:
    """Return `part` with several parameters set at once and validated together. Errors: as `set_path`."""
    place = _Place(file, ", ".join(values))
    changed = _put(part, {tuple(path.split(".")): value for path, value in values.items()}, place)
    if not isinstance(changed, type(part)):
        place.refuse("is empty")
    return changed


def get_path(part: BaseModel, path: str, file: str = "") -> object:
    """Value at a dotted path. Errors: InputError for an unknown step, with the nearest names."""
    found: object = part
    for step in path.split("."):
        found = _child(found, step, _Place(file, path))
    return found


@dataclass(frozen=True)
class Parameters:
    """The vocabulary of the parameters of a part, by their dotted paths."""

    part: BaseModel

    def __len__(self) -> int:
        """Nobody counts them."""
        return 0

    def wrong(self, name: str) -> Finding | None:
        """Return what is wrong with a path, with the nearest."""
        try:
            get_path(self.part, name)
        except InputError as error:
            return Finding((), error.problems[0].message, error.problems[0].choices)
        return None


class _Place:
    """Where a problem is: refuses with the file and the path."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path

    def refuse(self, message: str, choices: Sequence[str] = ()) -> NoReturn:
        """Raise the InputError."""
        raise InputError((Problem(self.file, 0, 0, self.path, message, tuple(choices)),))


def _put(part: object, wanted: _Wanted, place: _Place) -> object:
    if () in wanted:
        return _like(part, wanted[()])
    children = {}
    for step in dict.fromkeys(steps[0] for steps in wanted):
        inner = {steps[1:]: value for steps, value in wanted.items() if steps[0] == step}
        children[step] = _put(_child(part, step, place), inner, place)
    if isinstance(part, BaseModel):
        return _validated(part, children, place)
    if isinstance(part, dict):
        return {**part, **children}
    rows = list(_rows(part))
    for step, child in children.items():
        rows[_row(part, step, place)] = child
    return tuple(rows)


def _validated(part: BaseModel, children: Mapping[str, object], place: _Place) -> BaseModel:
    fields: dict[str, Any] = {name: getattr(part, name) for name in type(part).model_fields}
    try:
        return type(part).model_validate({**fields, **children})
    except ValidationError as error:
        place.refuse("; ".join(in_words(one) for one in error.errors()))


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
        place.refuse(f"has no {quoted(step)}: what stands before it is a single value")
    return part[_row(part, step, place)]


def _known(step: str, names: list[str], place: _Place) -> None:
    if step not in names:
        place.refuse(f"no parameter is called {quoted(step)}{did_you_mean(step, names, 1)}", names)


def _row(part: object, step: str, place: _Place) -> int:
    rows = _rows(part)
    if step.isdigit() and int(step) < len(rows):
        return int(step)
    names = [str(getattr(row, "name", index)) for index, row in enumerate(rows)]
    _known(step, names, place)
    return names.index(step)


def _rows(part: object) -> tuple[object, ...]:
    return part if isinstance(part, tuple) else ()
