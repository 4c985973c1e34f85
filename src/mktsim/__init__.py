"""Compare marketing policies on a simulated market, carried out by a simulated organisation.

What people call is found when it is first asked for, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.facade.calls import (
        backtest,
        calibrate,
        compare,
        decide,
        information,
        optimise,
        robust,
        run,
        select,
        sensitivity,
        value,
        what_if,
    )
    from mktsim.study.question.file_kinds import load
    from mktsim.study.what_if.change import Change

__all__ = [
    "Change",
    "backtest",
    "calibrate",
    "compare",
    "decide",
    "information",
    "load",
    "optimise",
    "robust",
    "run",
    "select",
    "sensitivity",
    "value",
    "what_if",
]

_ELSEWHERE = {"Change": "mktsim.study.what_if.change", "load": "mktsim.study.question.file_kinds"}
"""Where to find what is no call of the facade."""


def __getattr__(name: str) -> object:
    """Return one of the calls. Errors: AttributeError for any other name."""
    if name in __all__:
        return getattr(import_module(_ELSEWHERE.get(name, "mktsim.facade.calls")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what people call."""
    return sorted(__all__)
