"""Compare marketing policies on a simulated market, carried out by a simulated organisation.

`load`, `run` and `compare` are found when they are first asked for, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.api import compare, load, run

__all__ = ["compare", "load", "run"]


def __getattr__(name: str) -> object:
    """Return one of the calls. Errors: AttributeError for any other name."""
    if name in __all__:
        return getattr(import_module("mktsim.study.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
