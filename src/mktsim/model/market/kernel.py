"""Compiles the week, with all that it reaches, and keeps the compiled code by the hash of those sources."""

from __future__ import annotations

import dis
import hashlib
import inspect
import os
import types
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from mktsim.model.market.alone import alone
from mktsim.model.market.layout import Levers, Output, Parameters, RandomInputs, State
from mktsim.model.market.week import week, what_if

Week = Callable[[State, Parameters, Levers, RandomInputs, Output, int], None]
"""State, parameters, levers, random inputs, output, and the row of the random inputs."""
RECORDS = (State, Parameters, Levers, RandomInputs, Output)
OUTSIDE = (what_if.__name__, week.__name__)
LAYOUT = ("layout.py", "record.py", "compiled.py")
"""Sources beside the week's own that the compiled code depends on."""


def _reached(function: types.FunctionType, seen: dict[str, types.FunctionType]) -> None:
    """Collect `function` and every function of this package it names, callees first."""
    named = dict.fromkeys(str(i.argval) for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL")
    for name in named:
        callee = function.__globals__.get(name)
        if isinstance(callee, types.FunctionType) and callee.__module__.startswith("mktsim.") and name not in seen:
            _reached(callee, seen)
    seen[function.__name__] = function


def _functions() -> dict[str, types.FunctionType]:
    """Return the week, what sells it, and all that they reach, by name, callees first."""
    seen: dict[str, types.FunctionType] = {}
    for function in (what_if, week):
        _reached(function, seen)  # type: ignore[arg-type]
    return seen


def sources() -> str:
    """Return the hash of the sources of everything the week reaches, hexadecimal."""
    modules = {inspect.getsourcefile(f) or "" for f in _functions().values()}
    modules |= {str(Path(__file__).with_name(name)) for name in LAYOUT}
    digest = hashlib.sha256()
    for module in sorted(modules):
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()


def cache_directory() -> Path:
    """Return where compiled code of these sources is kept; a changed callee gets a new place."""
    root = os.environ.get("MKTSIM_CACHE_DIR") or Path.home() / ".cache" / "mktsim"
    return Path(root) / f"week-{sources()[:16]}"


def compiled_week() -> Week:
    """Return the week compiled; the first call on a machine takes seconds, later ones load it."""
    return _kernels()[week.__name__]


def compiled_what_if() -> Week:
    """Return what sells a week without leaving anything behind, compiled."""
    return _kernels()[what_if.__name__]


@lru_cache(maxsize=1)
def _kernels() -> dict[str, Week]:
    """Return what is called from outside, compiled, by name; bits must hold, so no fast-math and no parallel loops."""
    import numba

    from mktsim.model.market.compiled import RecordType

    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_directory())
    kinds = (*(RecordType(record) for record in RECORDS), numba.int64)
    try:
        with alone(cache_directory()):
            done: dict[str, Any] = {}
            for name, function in _functions().items():
                rebuilt = types.FunctionType(function.__code__, {**function.__globals__, **done}, name)
                rebuilt.__module__ = function.__module__
                rebuilt.__qualname__ = function.__qualname__
                inner = {} if name in OUTSIDE else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
                done[name] = numba.njit(cache=True, error_model="numpy", _nrt=False, **inner)(rebuilt)
            for name in OUTSIDE:
                done[name].compile(kinds)
    finally:
        config.CACHE_DIR = before
    return {name: done[name].overloads[kinds].entry_point for name in OUTSIDE}
