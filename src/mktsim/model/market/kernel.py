"""Compiles the week, with all that it reaches, and keeps the compiled code by the hash of those sources."""

from __future__ import annotations

import dis
import hashlib
import inspect
import os
import types
import warnings
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mktsim.model.market.alone import alone, cache_problem, is_taken
from mktsim.model.market.layout import Levers, Output, Parameters, RandomInputs, State
from mktsim.model.market.week import close, offer, sell_durables, sell_repeatedly

_WARNED = "MKTSIM_CACHE_WARNED"
"""Environment variable that says that the warning about the cache was given."""
Week = Callable[[State, Parameters, Levers, RandomInputs, Output], None]
"""State, parameters, levers, random inputs, output."""
RECORDS = (State, Parameters, Levers, RandomInputs, Output)
STEPS = (offer, sell_repeatedly, sell_durables, close)
"""Steps of a week that are compiled each on its own, so that a market of groceries compiles nothing of durables."""
LAYOUT = ("layout.py", "record.py", "compiled.py")
"""Sources beside the week's own that the compiled code depends on."""


@cache
def _named(function: types.FunctionType) -> tuple[str, ...]:
    """Return the globals that a function names, in their order."""
    instructions = dis.get_instructions(function)
    return tuple(dict.fromkeys(str(one.argval) for one in instructions if one.opname == "LOAD_GLOBAL"))


def _reached(function: types.FunctionType, seen: dict[str, types.FunctionType]) -> None:
    """Collect `function` and every function of this package it names, callees first."""
    for name in _named(function):
        callee = function.__globals__.get(name)
        if isinstance(callee, types.FunctionType) and callee.__module__.startswith("mktsim.") and name not in seen:
            _reached(callee, seen)
    seen[function.__name__] = function


def _functions(steps: tuple[types.FunctionType, ...]) -> dict[str, types.FunctionType]:
    """Return steps and all that they reach, by name, callees first."""
    seen: dict[str, types.FunctionType] = {}
    for function in steps:
        _reached(function, seen)
    return seen


@lru_cache(maxsize=1)
def sources() -> str:
    """Return the hash of the sources of everything the week reaches, hexadecimal."""
    modules = {inspect.getsourcefile(f) or "" for f in _functions(STEPS).values()}  # type: ignore[arg-type]
    modules |= {str(Path(__file__).with_name(name)) for name in LAYOUT}
    digest = hashlib.sha256()
    for module in sorted(modules):
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()


def cache_directory() -> Path:
    """Return where compiled code of these sources is kept; a changed callee gets a new place."""
    root = os.environ.get("MKTSIM_CACHE_DIR") or Path.home() / ".cache" / "mktsim"
    return Path(root) / f"week-{sources()[:16]}"


class Wait(StrEnum):
    """What a process waits for before its first market week."""

    NONE = ""
    COMPILING = "compiling once, about 20 s"
    ANOTHER = "waiting for another mktsim, which is compiling"


class Kernel:
    """The week as compiled steps; the first call on a machine takes seconds, later ones load what was compiled."""

    def __init__(self, durable: bool) -> None:  # noqa: FBT001
        sale = sell_durables if durable else sell_repeatedly
        self._offer, self._sell, self._close = (compiled(step.__name__) for step in (offer, sale, close))

    def week(self, s: State, p: Parameters, v: Levers, u: RandomInputs, o: Output) -> None:
        """Close one market week in place (week.week)."""
        self._offer(s, p, v, u, o)
        self._sell(s, p, v, u, o)
        self._close(s, p, v, u, o)

    def what_if(self, s: State, p: Parameters, v: Levers, u: RandomInputs, o: Output) -> None:
        """Find the units that a week would sell, leaving states half moved (week.what_if)."""
        self._offer(s, p, v, u, o)
        self._sell(s, p, v, u, o)


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


@lru_cache(maxsize=2)
def kernel_of(durable: bool) -> Kernel:  # noqa: FBT001
    """Return the compiled week of a category of durables, or of repeat goods."""
    return Kernel(durable)


def wait_before(durable: bool) -> Wait:  # noqa: FBT001
    """Tell what a first market week of a category has to wait for on this machine, if it began now."""
    sale = sell_durables if durable else sell_repeatedly
    directory = safe_cache()
    if directory is None:
        return Wait.COMPILING
    if all(any(directory.glob(f"*/week.{step.__name__}-*.nbi")) for step in (offer, sale, close)):
        return Wait.NONE
    return Wait.ANOTHER if is_taken(directory) else Wait.COMPILING


_compiled: dict[str, Any] = {}
"""Functions compiled so far, by name."""


def compiled(name: str) -> Week:
    """Return one step compiled; bits must hold, so no fast-math and no parallel loops."""
    import numba

    from mktsim.model.market.compiled import RecordType

    config: Any = numba.config
    before, directory = config.CACHE_DIR, safe_cache()
    config.CACHE_DIR = str(directory or before)
    kinds = tuple(RecordType(record) for record in RECORDS)
    step = next(one for one in STEPS if one.__name__ == name)
    try:
        with alone(directory):
            for inner, function in _functions((step,)).items():  # type: ignore[arg-type]
                if inner not in _compiled:
                    _compiled[inner] = _jitted(inner, function, kept=directory is not None)
            _compiled[name].compile(kinds)
    finally:
        config.CACHE_DIR = before
    entry: Week = _compiled[name].overloads[kinds].entry_point
    return entry


def _jitted(name: str, function: types.FunctionType, *, kept: bool) -> Any:
    """Return a function that calls compiled callees, to be compiled; only steps are called from Python.

    Records' buffers outlive every call, so that no reference to them is counted (`_nrt`).
    """
    import numba

    rebuilt = types.FunctionType(function.__code__, {**function.__globals__, **_compiled}, name)
    rebuilt.__module__ = function.__module__
    rebuilt.__qualname__ = function.__qualname__
    inside: dict[str, Any] = (
        {} if any(name == one.__name__ for one in STEPS) else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    )
    options: dict[str, Any] = {"cache": kept, "error_model": "numpy", "_nrt": False}
    return numba.njit(**options, **inside)(rebuilt)
