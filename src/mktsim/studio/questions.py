"""What-if questions of a session: one is answered at a time, in this process, so that the first look comes at once."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING

from mktsim.errors import Interrupted, MktsimError
from mktsim.study.question.library import resolved_run
from mktsim.study.question.run_request import RunRequest
from mktsim.study.runs.cell_cache import CellCache
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.what_if.plan import FIRST_LOOK, HowHard
from mktsim.study.what_if.question import Basis, question
from mktsim.study.what_if.result import Stop
from mktsim.study.what_if.run import How, what_if

if TYPE_CHECKING:
    from mktsim.study.runs.options import Progress
    from mktsim.study.what_if.change import Change
    from mktsim.study.what_if.result import WhatIf

_KEPT = 200
"""Questions of a session that can be gone back to."""
_WARMING = 0
"""Number of no question, under which what is run beforehand is stopped."""


@dataclass(frozen=True)
class Asked:
    """A question as it was asked."""

    world: str
    basis: Basis
    change: Change
    hard: HowHard
    form: tuple[tuple[str, str], ...]
    """What was entered, to show it again."""


@dataclass(frozen=True)
class Look:
    """What was known at one look."""

    replications: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Question:
    """A question, as it is now."""

    number: int
    asked: Asked
    looks: tuple[Look, ...] = ()
    answer: WhatIf | None = None
    error: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.error) or (self.answer is not None and self.answer.stop is not Stop.RUNNING)


class Questions:
    """The questions of a session, and the one that is being answered."""

    def __init__(self) -> None:
        """Begin without a question; runs of the status quo are kept for the next one."""
        self._changed = Condition()
        self._one_at_a_time = Lock()
        self._questions: OrderedDict[int, Question] = OrderedDict()
        self._stopped: set[int] = set()
        self._version = 0
        self._warmed: set[str] = set()
        self._place = tempfile.TemporaryDirectory(prefix="mktsim-studio-")

    def ask(self, asked: Asked) -> Question:
        """Begin to answer a question; whatever is being answered is stopped. Errors: InputError for what cannot be."""
        question(asked.basis, (asked.change,))
        with self._changed:
            self._stopped.update((*self._questions, _WARMING))
            found = Question(self._version + 1, asked)
            self._put(found)
            while len(self._questions) > _KEPT:
                self._questions.popitem(last=False)
        Thread(target=self._answer, args=(found,), name="what if", daemon=True).start()
        return found

    def warm(self, world: str, path: str) -> None:
        """Run the status quo of a world for the first look, so that the first question waits for its change alone."""
        with self._changed:
            if world in self._warmed:
                return
            self._warmed.add(world)
        Thread(target=self._warm, args=(world, path), name="status quo", daemon=True).start()

    def _warm(self, world: str, path: str) -> None:
        resolved = resolved_run(RunRequest(path))
        planner = Planner(resolved, resolved.study.seed)
        planned = (planner.cell(resolved.arms[0], 0, replication) for replication in range(FIRST_LOOK))
        cells = [replace(one, keeps_opening=True) for one in planned]
        options = RunOptions(on_progress=partial(self._cell, _WARMING))
        place = Path(self._place.name) / world
        with suppress(Interrupted, KeyboardInterrupt, MktsimError), self._one_at_a_time, open_results(place) as store:
            cache = CellCache()
            cache.lend(store, cells)
            drive(cells, store, options)
            cache.keep(store, [one.key for one in cells])

    def close(self) -> None:
        """Stop what is being answered, and throw the runs away."""
        with self._changed:
            self._stopped.update((*self._questions, _WARMING))
        with self._one_at_a_time:
            self._place.cleanup()

    def stop(self, number: int) -> None:
        """Stop with what is known."""
        with self._changed:
            self._stopped.add(number)

    def get(self, number: int) -> Question | None:
        """Return a question; None for a number that none has."""
        with self._changed:
            return self._questions.get(number)

    def of(self, world: str) -> tuple[Question, ...]:
        """Return the questions about a world, the last first."""
        with self._changed:
            return tuple(one for one in reversed(self._questions.values()) if one.asked.world == world)

    def wait(self, version: int, seconds: float) -> int:
        """Return the number of the present state once it is another than `version`, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, timeout=seconds)
            return self._version

    def _put(self, question: Question) -> None:
        self._questions[question.number] = question
        self._version += 1
        self._changed.notify_all()

    def _answer(self, asked: Question) -> None:
        how = How(watch=partial(self._seen, asked.number), on_progress=partial(self._cell, asked.number))
        try:
            with self._one_at_a_time:
                place = Path(self._place.name) / asked.asked.world
                found = what_if(asked.asked.basis, (asked.asked.change,), asked.asked.hard, replace(how, out=place))
            self._change(asked.number, answer=found)
        except (Interrupted, KeyboardInterrupt):
            self._change(asked.number, error="stopped before the first look")
        except (MktsimError, OSError) as error:
            self._change(asked.number, error=str(error))
        except Exception as error:  # noqa: BLE001 - a defect is told on the page
            self._change(asked.number, error=f"unexpected error, a defect of mktsim: {type(error).__name__}: {error}")

    def _seen(self, number: int, so_far: WhatIf) -> bool:
        """Take in a look; tell whether to go on."""
        found = so_far.changes[0].effect.difference
        look = Look(found.replications, found.mean, found.low, found.high)
        with self._changed:
            before = self._questions[number]
            self._put(replace(before, answer=so_far, looks=(*before.looks, look)))
            return number not in self._stopped

    def _cell(self, number: int, stage: str, progress: Progress) -> None:
        """Stop between two cells where that was asked for."""
        del stage, progress
        with self._changed:
            if number in self._stopped:
                raise KeyboardInterrupt

    def _change(self, number: int, *, answer: WhatIf | None = None, error: str = "") -> None:
        with self._changed:
            before = self._questions[number]
            self._put(replace(before, answer=answer or before.answer, error=error))
