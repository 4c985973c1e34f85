"""Libraries that come with an extra: imported on demand, and seeded from the study's own streams."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mktsim.errors import InputError, Problem
from mktsim.streams import Address, Domain, uniforms

_LIMIT = 2**32


def seed_for(seed: int, purpose: str) -> int:
    """Return the seed that a purpose has under a root seed, below 2^32."""
    drawn = uniforms(Address(seed, "", 0, Domain.DESIGN), "study.design", f"seed {purpose}", 0, 1, 2)
    return int(float(drawn[0, 0]) * _LIMIT)


def library(name: str, extra: str) -> Any:  # noqa: ANN401 - a module without types
    """Return a library by its module name. Errors: InputError that says what to install."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"needs {name.partition('.')[0]}: pip install 'mktsim[{extra}]'"
        raise InputError((Problem("mktsim", 0, 0, "", message),)) from error
