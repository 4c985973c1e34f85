"""Libraries that come with an extra only."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mktsim.errors import InputError, Problem


def library(name: str, extra: str) -> Any:  # noqa: ANN401 - a module without types
    """Return a library by its module name. Errors: InputError that says what to install."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"needs {name.partition('.')[0]}: pip install 'mktsim[{extra}]'"
        raise InputError((Problem("mktsim", 0, 0, "", message),)) from error
