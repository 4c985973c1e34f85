"""Rows of the catalogue of duties: those that are shipped, and those of a user's own files."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import create_model

from mktsim.errors import InputError, Problem, quoted
from mktsim.inputs.duty import Duty
from mktsim.inputs.named_files import shipped
from mktsim.inputs.parts import Parts, duty_type
from mktsim.inputs.read import read
from mktsim.quantities import Part

if TYPE_CHECKING:
    from pathlib import Path


class DutyFile(Part):
    """A file of the catalogue: the duties of one owner."""

    schema_version: Literal[1] = 1
    duties: tuple[Duty, ...]
    """Rows."""


@lru_cache(maxsize=2)
def duty_file(parts: Parts) -> type[DutyFile]:
    """Return the model of a file of the catalogue whose mechanisms are those of `parts`."""
    rows: Any = (tuple[duty_type(parts), ...], ...)  # type: ignore[misc]
    return create_model("DutyFile", __base__=DutyFile, __doc__=DutyFile.__doc__, duties=rows)


@lru_cache(maxsize=2)
def all_rows(parts: Parts, own: tuple[Path, ...]) -> tuple[Duty, ...]:
    """Return the shipped rows, by owner and id, and those of files of the user's own.

    Errors: InputError; also for an id that another file has.
    """
    paths = (*sorted(shipped("data", "duties").glob("*.yaml")), *own)
    rows = [(path, duty) for path in paths for duty in read(path, duty_file(parts)).duties]
    first: dict[str, Path] = {}
    for path, duty in rows:
        if first.setdefault(duty.id, path) is not path:
            message = f"a duty is already called {quoted(duty.id)}, in {first[duty.id].name}"
            raise InputError((Problem(str(path), 1, 1, "duties", message),))
    return tuple(duty for _, duty in rows)
