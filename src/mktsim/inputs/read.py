"""Read a file into a frozen model, or say everything that is wrong with it at once.

>>> from mktsim.inputs.read import read
>>> from mktsim.inputs.study import Study
>>> read("no_such_study.yaml", Study)
Traceback (most recent call last):
    ...
mktsim.errors.InputError: no_such_study.yaml: no such file
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from mktsim.errors import InputError, Problem
from mktsim.inputs.explain import explain
from mktsim.inputs.extends import load, load_text
from mktsim.inputs.tree import Branch, plain

T = TypeVar("T")
MOST_PROBLEMS = 100
"""Problems told at once."""


def read(path: str | Path, model: type[T]) -> T:
    """Return the content of a YAML file, and of the files it extends, as a model or dataclass.

    Errors: InputError with every problem found, sorted by place.
    """
    return _checked(*load(path), model)


def read_text(text: str, model: type[T], name: str = "<text>") -> T:
    """Return a YAML text as a model; ``name`` stands for the file in problems, and for where it extends others from.

    Errors: InputError with every problem found, sorted by place.
    """
    return _checked(*load_text(text, name), model)


def check(path: str | Path, model: type[Any]) -> tuple[Problem, ...]:
    """Return everything that is wrong with a file; nothing when it can be read."""
    try:
        read(path, model)
    except InputError as error:
        return error.problems
    return ()


def _checked(tree: Branch | None, noted: tuple[Problem, ...], model: type[T]) -> T:
    """Return the model of a tree. Raises InputError when the text or the values have problems."""
    if tree is None:
        raise InputError(_told(noted))
    try:
        value: T = _adapter(cast("Hashable", model)).validate_json(json.dumps(plain(tree)), strict=True)
    except ValidationError as error:
        found = _explained(error, tree, model)
        places = {(problem.file, problem.field) for problem in noted}
        new = (problem for problem in found if (problem.file, problem.field) not in places)
        raise InputError(_told((*noted, *new), error.error_count() - MOST_PROBLEMS)) from error
    if noted:
        raise InputError(_told(noted))
    return value


@lru_cache(maxsize=64)
def _adapter(model: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", model))


def _explained(error: ValidationError, tree: Branch, model: object) -> tuple[Problem, ...]:
    """Return the problems in an error; members of a union that all refuse one place are told together."""
    together: dict[tuple[str, int, int, str], Problem] = {}
    for details in error.errors(include_url=False)[:MOST_PROBLEMS]:
        for problem in explain(details, tree, model):
            place = (problem.file, problem.line, problem.column, problem.field)
            other = together.get(place)
            together[place] = _joined(other, problem) if other else problem
    return tuple(together.values())


def _joined(one: Problem, other: Problem) -> Problem:
    message = one.message if other.message in one.message else f"{one.message}; {other.message}"
    choices = tuple(dict.fromkeys((*one.choices, *other.choices)))
    return Problem(one.file, one.line, one.column, one.field, message, choices)


def _told(problems: tuple[Problem, ...], untold: int = 0) -> tuple[Problem, ...]:
    """Return the problems sorted by file and place, the first hundred of them, and how many more there are."""
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column, problem.field))
    rest = max(0, untold) + max(0, len(ordered) - MOST_PROBLEMS)
    more = (Problem(ordered[0].file, 0, 0, "", f"and {rest} more problems"),) if rest else ()
    return (*ordered[:MOST_PROBLEMS], *more)
