"""Compiles the week, with all that it reaches, and keeps the compiled code by the hash of those sources."""

from __future__ import annotations

import dis
import hashlib
import inspect
import os
import types
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mktsim.model.market.alone import alone, cache_problem
from mktsim.model.market.week import week, what_if

_WARNED = "MKTSIM_CACHE_WARNED"
"""Environment variable that says that the warning about the cache was given."""
Week = Callable[[Any, Any, Any, Any, Any], None]
"""State, parameters, levers, luck and output, each a structured array of one record."""


class _Kernel:
    """Compiled code of one function for every size of market, each compiled or loaded by one process at a time."""

    __slots__ = ("_by_size", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._by_size: dict[tuple[int, int, int, int], Week] = {}

    def __call__(self, state: Any, parameters: Any, levers: Any, luck: Any, output: Any) -> None:
        size = (state.nbytes, parameters.nbytes, levers.nbytes, output.nbytes)
        known = self._by_size.get(size)
        if known is not None:
            known(state, parameters, levers, luck, output)
            return
        layout = repr([one.dtype.descr for one in (state, parameters, levers, luck, output)])
        known = _compiled(hashlib.sha256(layout.encode()).hexdigest()[:12])[self._name]
        with alone(safe_cache()):
            known(state, parameters, levers, luck, output)
        self._by_size[size] = known


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
    modules = sorted({inspect.getsourcefile(f) or "" for f in _functions().values()})
    digest = hashlib.sha256()
    for module in modules:
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()


def cache_directory() -> Path:
    """Return where compiled code of these sources is kept; a changed callee gets a new place."""
    root = os.environ.get("MKTSIM_CACHE_DIR") or Path.home() / ".cache" / "mktsim"
    return Path(root) / f"week-{sources()[:16]}"


@lru_cache(maxsize=1)
def safe_cache() -> Path | None:
    """Return the directory of compiled code, made if it is not there; None, with one warning, where none is safe."""
    try:
        directory = cache_directory()
        why = cache_problem(directory)
    except RuntimeError as error:  # there is no home directory
        directory, why = Path(), str(error)
    if not why:
        return directory
    if not os.environ.get(_WARNED):
        os.environ[_WARNED] = "1"  # for this process and the workers that it starts
        told = f"compiled code is not kept, so that each process compiles for some 20 s: {directory} {why}"
        warnings.warn(told, RuntimeWarning, stacklevel=2)
    return None


def compiled_week() -> Week:
    """Return the week compiled; the first call on a machine takes seconds, later ones load it."""
    return _kernels()[week.__name__]


def compiled_what_if() -> Week:
    """Return what sells a week without leaving anything behind, compiled."""
    return _kernels()[what_if.__name__]


@lru_cache(maxsize=1)
def _kernels() -> dict[str, Week]:
    """Return what is called from outside, by name."""
    return {name: _Kernel(name) for name in (week.__name__, what_if.__name__)}


@cache
def _compiled(layout: str) -> dict[str, Week]:
    """Return everything that the week reaches, compiled, by name, for arrays of one layout.

    Bits must hold between runs, so no fast-math and no parallel loops. The layout stands in the names: numba tells
    records apart by a number that each process counts anew, so that kept code for two layouts, made by two processes,
    would share its symbols and one would run in the other's place.
    """
    import numba

    config: Any = numba.config
    before, directory = config.CACHE_DIR, safe_cache()
    config.CACHE_DIR = str(directory or before)
    try:
        done: dict[str, Any] = {}
        for name, function in _functions().items():
            scope = {**function.__globals__, **done}
            rebuilt = types.FunctionType(function.__code__, scope, f"{name}_{layout}")
            rebuilt.__module__ = function.__module__
            rebuilt.__qualname__ = f"{function.__qualname__}_{layout}"
            done[name] = numba.njit(cache=directory is not None, error_model="numpy")(rebuilt)
    finally:
        config.CACHE_DIR = before
    return done
