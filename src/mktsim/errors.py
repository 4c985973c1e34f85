"""Errors a person can act on: where, what, and the choices, all at once.

Every class hands all its arguments to ``Exception.__init__``, so that an error survives pickling between
workers and SimPy's re-raise (which rebuilds it from ``args``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import ClassVar

_LONGEST = 60
"""Characters of a name that a message repeats."""
_LONGEST_TOLD = 300
"""Characters of a message of other hands that are told."""
_MOST_CHOICES = 12
"""Choices that a message lists."""


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    """Finished, also when policies cannot be told apart."""
    DIFFERENCES = 1
    """A check found differences."""
    WRONG_INPUT = 2
    """A file or an argument is wrong."""
    CELLS_FAILED = 3
    """Some cells of a study failed."""
    INTERRUPTED = 130
    """Stopped by the user; the same call continues."""
    CLOSED_PIPE = 141
    """Whoever read the output closed it, as `head` does; what a shell says of a program that this ends (128 + 13)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place of one file."""

    file: str
    """The file as the user named it."""
    line: int
    """Line, counted from 1; 0 when the problem has no line."""
    column: int
    """Column, counted from 1; 0 when the problem has no column."""
    field: str
    """Dotted path of the field; empty for the file as a whole."""
    message: str
    """What is wrong, in one sentence without a full stop."""
    choices: tuple[str, ...] = ()
    """What could stand there instead."""

    def __str__(self) -> str:
        """Return the line ``file:line:column: field: message (choices: …)``."""
        file = repr(self.file)[1:-1] if "\n" in self.file else self.file
        place = [file, *(str(number) for number in (self.line, self.column) if number > 0)]
        field = f"{self.field}: " if self.field else ""
        return f"{':'.join(place)}: {field}{self.message}{_listed(self.choices)}"


def quoted(name: object) -> str:
    """Return a name in quotes, short and on one line, whatever a file has for a name.

    >>> quoted("a" * 70)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'"
    """
    return repr(shortened(str(name)))


def shortened(text: str, most: int = _LONGEST) -> str:
    """Return a text, or its beginning where it is longer than `most` characters."""
    return text if len(text) <= most else f"{text[:most]}…"


def on_one_line(text: str) -> str:
    """Return a text of other hands, such as what SQLite says of a damaged file, short and on one line."""
    return shortened(" ".join(text.split()), _LONGEST_TOLD)


def did_you_mean(name: str, choices: Iterable[str], most: int = 3) -> str:
    """Return ``; did you mean 'x' or 'y'?`` when choices are close to a name, else nothing.

    >>> did_you_mean("skiming", ("skimming", "penetration"))
    "; did you mean 'skimming'?"
    """
    known = tuple(choices)
    if len(name) > _LONGEST:
        return ""
    near = [one for one in known if _plain(one) == _plain(name)] or get_close_matches(name, known, n=most)
    return f"; did you mean {' or '.join(map(quoted, near[:most]))}?" if near else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def _listed(choices: tuple[str, ...]) -> str:
    """Return the first choices as text, and how many more there are."""
    if not choices:
        return ""
    shown = ", ".join(repr(one)[1:-1][:_LONGEST] for one in choices[:_MOST_CHOICES])
    more = len(choices) - _MOST_CHOICES
    return f" (choices: {shown}{f' and {more} more' if more > 0 else ''})"


def unknown_name(file: str, field: str, name: str, choices: Iterable[str]) -> Problem:
    """Return the problem of a name that nothing has, with the nearest names and all that there are."""
    known = tuple(choices)
    return Problem(file, 0, 0, field, f"nothing is called {quoted(name)}{did_you_mean(name, known)}", known)


class MktsimError(Exception):
    """The root of every error this product raises on purpose."""

    exit_code: ClassVar[ExitCode] = ExitCode.WRONG_INPUT
    """What the command line returns for it."""


class InputError(MktsimError):
    """Files are wrong; holds every problem found, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Hold the problems; at least one is expected."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return one line a problem."""
        return "\n".join(str(problem) for problem in self.problems)


class CellFailed(MktsimError):  # noqa: N818 - says what happened
    """One cell of a study raised an error."""

    exit_code: ClassVar[ExitCode] = ExitCode.CELLS_FAILED

    def __init__(self, cell: str, reason: str) -> None:
        """Name the cell (arm, world, replication) and say why it failed."""
        self.cell = cell
        self.reason = reason
        super().__init__(cell, reason)

    def __str__(self) -> str:
        """Return the line ``cell …: reason``."""
        return f"cell {self.cell}: {self.reason}"


class StoreError(MktsimError):
    """A result store cannot be used as it is."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the store's file and say what is wrong with it."""
        self.path = path
        self.reason = reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        """Return the line ``path: reason``."""
        return f"{self.path}: {self.reason}"


class ClusterError(MktsimError):
    """A cluster cannot be used as it is, or was lost; what is stored stays."""

    def __init__(self, address: str, reason: str) -> None:
        """Name the cluster's address and say what is wrong with it."""
        self.address = address
        self.reason = reason
        super().__init__(address, reason)

    def __str__(self) -> str:
        """Return the line ``cluster address: reason``."""
        return f"cluster {self.address}: {self.reason}"


class Interrupted(MktsimError):  # noqa: N818 - it is no fault
    """The user stopped a study; what is stored stays, and the same call continues."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERRUPTED

    def __init__(self, done: int, planned: int) -> None:
        """Count the cells stored and the cells planned."""
        self.done = done
        self.planned = planned
        super().__init__(done, planned)

    def __str__(self) -> str:
        """Return how far it came and how to go on."""
        return f"interrupted with {self.done} of {self.planned} cells stored; the same call continues"
