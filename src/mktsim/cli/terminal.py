"""Terminal of all commands: errors, exit codes, JSON, progress."""

from __future__ import annotations

import json
import math
import os
import sys
import traceback
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import typer

from mktsim.errors import ExitCode, InputError, MktsimError, Problem
from mktsim.present.language import ENGLISH, LANGUAGES, language_named, said, speak

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from mktsim.study.runs.options import Progress

_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of what follows."""
_PARTS = 10
"""Lines of progress where there is no terminal."""


@contextmanager
def reported(*, debug: bool) -> Iterator[None]:
    """Turn errors into messages on standard error and an exit code; `debug` shows the traceback as well."""
    try:
        yield
    except typer.Exit:
        raise
    except MktsimError as error:
        _leave(str(error), error.exit_code, debug=debug)
    except KeyboardInterrupt:
        _leave("interrupted", ExitCode.INTERRUPTED, debug=debug)
    except BrokenPipeError:
        leave_closed_pipe()
    except SystemExit as error:  # the command line's own way to stop is typer.Exit
        code = ExitCode.WRONG_INPUT
        _leave(f"a rule asked the program to end ({error.code}), which a file of rules may not", code, debug=debug)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _leave(f"{place}{error.strerror or error}", ExitCode.WRONG_INPUT, debug=debug)
    except Exception as error:  # noqa: BLE001 - a defect is told in one line as well
        reason = f"{type(error).__name__}: {error}"
        _leave(f"unexpected error, a defect of mktsim: {reason}", ExitCode.CELLS_FAILED, debug=debug)


def speak_as_asked(name: str) -> None:
    """Speak the language that the command line names; English where it names none."""
    with reported(debug=False):
        found = language_named(name or ENGLISH)
        if found is None:
            raise InputError((Problem("command line", 0, 0, "--lang", f"no language {name!r}", tuple(LANGUAGES)),))
        if found != ENGLISH and find_spec("babel") is None:
            raise InputError((Problem("command line", 0, 0, "--lang", "needs babel: pip install 'mktsim[app]'"),))
        speak(found)


def leave_closed_pipe() -> NoReturn:
    """Stop quietly when whoever read the output has closed it; nothing more can be said there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(int(ExitCode.CLOSED_PIPE))


def _leave(message: str, code: ExitCode, *, debug: bool) -> None:
    """Say what went wrong and stop with an exit code."""
    if debug:
        traceback.print_exc(file=sys.stderr)
    tell(message)
    raise typer.Exit(int(code)) from None


def tell(message: str) -> None:
    """Write a line to standard error."""
    print(_visible(said(message)), file=sys.stderr, flush=True)


def show(text: str) -> None:
    """Write text to standard output at once, with a line end."""
    lines = (said(line) for line in text.rstrip("\n").split("\n"))
    print(_visible("\n".join(lines)), flush=True)


def _show_aside(text: str) -> None:
    """Write text, if there is any, and an empty line."""
    if text.strip():
        show(text)
        show("")


def _visible(text: str) -> str:
    """Return text in which nothing that a file says steers the terminal; titles are free, and may hold anything."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(one) else one for one in text)


def _steers(one: str) -> bool:
    return one in _TURNS or (one not in "\n\t" and unicodedata.category(one) in {"Cc", "Cs"})


def show_json(view: Mapping[str, Any]) -> None:
    """Write one JSON object to standard output, in plain characters where the stream knows no others."""
    can_all = (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}
    print(json.dumps(view, indent=2, ensure_ascii=not can_all, allow_nan=False))


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1


class Shown(Protocol):
    """Progress on standard error."""

    def __call__(self, stage: str, progress: Progress) -> None:
        """Report how far a stage has come."""

    def aside(self, text: str) -> None:
        """Write text to standard output in between."""


@contextmanager
def progress_shown(words: Mapping[str, str], cells: int = 0) -> Iterator[Shown]:
    """Give a callback (stage, progress) that reports on standard error; `words` says what a stage does.

    One bar on a terminal, towards about so many cells in all; otherwise a line for every tenth of them, or of a stage
    where nobody made an estimate.
    """
    if not sys.stderr.isatty():
        yield _Lines(words, cells)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[more]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        yield _Bar(words, bar, cells)


class _Bar:
    """Moves one bar on a terminal."""

    def __init__(self, words: Mapping[str, str], bar: Bar, cells: int) -> None:
        self._words = words
        self._bar = bar
        self._task = bar.add_task("", total=None, visible=False, more="")
        self._whole = WholeProgress(cells)

    def __call__(self, stage: str, progress: Progress) -> None:
        """Move the bar, which counts the cells of all stages."""
        done, total, left = self._whole.counted(stage, progress)
        more, text = _more(replace(progress, seconds_left=left)), self._words[stage]
        self._bar.update(
            self._task, completed=done, total=total, description=text, visible=True, more=more, refresh=True
        )

    def aside(self, text: str) -> None:
        """Write text where no bar stands."""
        self._bar.stop()
        _show_aside(text)
        self._bar.start()


class WholeProgress:
    """Counts the cells that a call runs, of all its plans, towards one total; one that was underestimated grows."""

    def __init__(self, cells: int) -> None:
        """Count towards `cells`, an estimate; 0 where nobody made one."""
        self._cells = cells
        self._plan = ("", -1)
        self._run = 0
        self._last = 0
        self._begun = perf_counter()

    def counted(self, stage: str, progress: Progress) -> tuple[int, int, float | None]:
        """Return cells run, cells to run in all, and seconds left at the pace so far; None before the first.

        What a plan finds done was run by this call, for another plan, or by an earlier call: that is off the total.
        """
        if (stage, progress.total) != self._plan or progress.done < self._last:
            self._plan, self._last = (stage, progress.total), progress.done
            self._cells -= max(0, progress.done - self._run)
        self._run += progress.done - self._last
        self._last = progress.done
        total = max(self._cells, self._run + progress.total - progress.done)
        left = (perf_counter() - self._begun) / self._run * (total - self._run) if self._run else None
        return self._run, total, left


class _Lines:
    """Writes a line for every tenth of the cells done."""

    def __init__(self, words: Mapping[str, str], cells: int) -> None:
        self._words = words
        self._whole = WholeProgress(cells) if cells else None
        self._plan = ("", -1)
        self._tenth = 0

    def __call__(self, stage: str, progress: Progress) -> None:
        """Write a line when another tenth is done, of all cells where their number is known, else of a plan."""
        about = ""
        if self._whole is not None:
            done, total, left = self._whole.counted(stage, progress)
            progress, about = replace(progress, done=done, total=total, seconds_left=left), "about "
        elif (stage, progress.total) != self._plan:
            self._plan, self._tenth = (stage, progress.total), 0
        tenth = _PARTS * progress.done // max(progress.total, 1)
        if tenth > self._tenth:
            self._tenth = tenth
            more = _more(progress)
            count = f"{progress.done} of {about}{progress.total} cells{f', {more}' if more else ''}"
            tell(f"{self._words[stage]}: {100 * tenth // _PARTS}% ({count})")

    def aside(self, text: str) -> None:
        """Write text."""
        _show_aside(text)


def _more(progress: Progress) -> str:
    """Return how many cells failed, how long it will take, and who leads; each only where there is such."""
    failed = f"{progress.failed} failed" if progress.failed else ""
    left = progress.seconds_left
    time = "" if left is None or progress.done >= progress.total else f"about {duration(left)} left"
    return ", ".join(part for part in (failed, time, progress.leader) if part)


def duration(seconds: float) -> str:
    """Return a duration as a person says it.

    >>> duration(8.2), duration(200), duration(9000)
    ('9 s', '4 min', '2 h 30 min')
    """
    if seconds < 60.0:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60.0)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
