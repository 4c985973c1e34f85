"""The catalogue of duties and the archetypes of organisations, as shipped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import create_model

from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.parts import Parts, duty_type
from mktsim.inputs.read import read
from mktsim.model.organisation.mechanisms.table import MECHANISMS
from mktsim.quantities import Part

DATA = Path(__file__).parents[2] / "data"
ARCHETYPES = ("functional_silos", "planning_hub", "matrix", "flat_team", "instant")
"""Names of the archetypes shipped."""


class DutyFile(Part):
    """A file of duties of one owner."""

    duties: tuple[Duty, ...]
    """Rows."""


@lru_cache(maxsize=1)
def duty_file_type() -> type[DutyFile]:
    """Return the model of a file of duties whose mechanisms are those on the table."""
    row = duty_type(Parts(pricing=(), promotion=(), advertising=(), channel=(), mechanisms=MECHANISMS))
    return create_model("DutyFile", __base__=DutyFile, duties=(tuple[row, ...], ...))  # type: ignore[valid-type]


@lru_cache(maxsize=1)
def load_catalogue() -> tuple[Duty, ...]:
    """Return every duty shipped, in order of file and row.

    >>> len(load_catalogue())
    35
    """
    files = sorted((DATA / "duties").glob("*.yaml"))
    return tuple(duty for file in files for duty in read(file, duty_file_type()).duties)


@lru_cache(maxsize=16)
def load_archetype(name: str) -> Organisation:
    """Return an archetype by name; KeyError with the choices for an unknown one.

    >>> load_archetype("instant").instant
    True
    """
    if name not in ARCHETYPES:
        raise KeyError(f"no archetype is called {name!r}; choices: {', '.join(ARCHETYPES)}")
    return read(DATA / "archetypes" / f"{name}.yaml", Organisation)
