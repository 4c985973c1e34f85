"""The queue of studies: one is run at a time, on all cores; stopped ones keep what they have and can be continued."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING

from mktsim.errors import Interrupted, MktsimError
from mktsim.present.compare.context import context_of
from mktsim.present.compare.documents import write_comparison
from mktsim.present.language import ENGLISH, speaking
from mktsim.studio.places import RESULTS
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.question.library import Overrides, resolved_study
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import Call, claim, remember
from mktsim.study.runs.worth import Worth, worth_of

if TYPE_CHECKING:
    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison, Part
    from mktsim.study.runs.options import Progress

_ANSWERS_KEPT = 3
"""Comparisons held in memory: each has the histories of its arms."""


class State(StrEnum):
    """What becomes of a study."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Asked:
    """What is to be run."""

    study: str
    """Name or path, as the command line takes it."""
    replications: int | None = None
    seed: int | None = None
    language: str = ENGLISH
    """Of the report that is written."""
    why_seconds: float = CompareOptions().why_seconds
    worth: str = str(Worth())
    all_replications: bool = False


@dataclass(frozen=True)
class Job:
    """A study in the queue, as it is now."""

    number: int
    asked: Asked
    name: str
    """Of the study, and of its directory of results."""
    state: State = State.WAITING
    stage: str = ""
    done: int = 0
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    leader: str = ""
    verdict: str = ""
    """The answer in words, as soon as it is sure; why is found out after it."""
    error: str = ""

    @property
    def directory(self) -> Path:
        """Directory of results."""
        return RESULTS / self.name


@dataclass(frozen=True, eq=False)
class Answer:
    """A comparison with what its pages are told beside it."""

    comparison: Comparison
    context: Context


class Queue:
    """Studies that wait, run and have run, and the answers of the last ones."""

    def __init__(self, jobs: int = 0) -> None:
        """Begin without studies; `jobs` worker processes, one a core for 0."""
        self._workers = jobs or os.cpu_count() or 1
        self._changed = Condition()
        self._jobs: dict[int, Job] = {}
        self._stopping: set[int] = set()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._version = 0
        self._is_closed = False
        self._thread = Thread(target=self._work, name="queue of studies", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop what runs and take nothing more; what is stored stays."""
        with self._changed:
            self._is_closed = True
            self._stopping.update(self._jobs)
            self._changed.notify_all()
        self._thread.join()

    def add(self, asked: Asked) -> Job:
        """Put a study at the end of the queue. Errors: InputError."""
        name = resolved_study(asked.study).study.name
        with self._changed:
            job = Job(len(self._jobs) + 1, asked, name)
            self._put(job)
            return job

    def stop(self, number: int) -> None:
        """Stop a study that waits or runs; what it has stored stays."""
        with self._changed:
            job = self._jobs.get(number)
            if job is not None and job.state is State.WAITING:
                self._put(replace(job, state=State.STOPPED))
            elif job is not None and job.state is State.RUNNING:
                self._stopping.add(number)

    def resume(self, number: int) -> None:
        """Put a study that was stopped or failed at the end of the queue again."""
        with self._changed:
            job = self._jobs.get(number)
            if job is not None and job.state in {State.STOPPED, State.FAILED}:
                del self._jobs[number]
                self._put(replace(job, state=State.WAITING, error=""))

    def jobs(self) -> tuple[Job, ...]:
        """Return the studies, the last first."""
        with self._changed:
            return tuple(reversed(self._jobs.values()))

    def answer(self, name: str) -> Answer | None:
        """Return the answer in a directory of results; None where it was not worked out in this session."""
        with self._changed:
            return self._answers.get(name)

    def wait(self, version: int, seconds: float) -> int:
        """Return the number of the present state once it is another than `version`, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, timeout=seconds)
            return self._version

    def _put(self, job: Job) -> None:
        self._jobs[job.number] = job
        self._version += 1
        self._changed.notify_all()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            state, error = self._carried_out(job)
            with self._changed:
                self._stopping.discard(job.number)
                self._put(replace(self._jobs[job.number], state=state, error=error))

    def _next(self) -> Job | None:
        """Return the first study that waits, once there is one; None when the queue was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._first() is not None)
            job = None if self._is_closed else self._first()
            if job is None:
                return None
            job = replace(job, state=State.RUNNING)
            self._put(job)
            return job

    def _first(self) -> Job | None:
        return next((one for one in self._jobs.values() if one.state is State.WAITING), None)

    def _carried_out(self, job: Job) -> tuple[State, str]:
        try:
            found = answered(job.asked, self._told(job.number), self._workers)
        except (Interrupted, KeyboardInterrupt):
            return State.STOPPED, ""
        except (MktsimError, OSError) as error:
            return State.FAILED, str(error)
        except Exception as error:  # noqa: BLE001 - a defect is told on the page, and the queue goes on
            return State.FAILED, f"unexpected error, a defect of mktsim: {type(error).__name__}: {error}"
        with self._changed:
            self._answers[job.name] = found
            self._answers.move_to_end(job.name)
            while len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)
        return State.DONE, ""

    def _told(self, number: int) -> _Told:
        return _Told(self, number)

    def judge(self, number: int, verdict: str) -> None:
        """Take in the answer in words."""
        with self._changed:
            self._put(replace(self._jobs[number], verdict=verdict))

    def report(self, number: int, stage: str, progress: Progress) -> bool:
        """Take in how far a study has come; tell whether it is to be stopped."""
        with self._changed:
            job = self._jobs[number]
            job = replace(job, stage=stage, leader=progress.leader or job.leader, seconds_left=progress.seconds_left)
            self._put(replace(job, done=progress.done, total=progress.total, failed=progress.failed))
            return number in self._stopping


@dataclass(frozen=True)
class _Told:
    """Takes the progress of one study."""

    queue: Queue
    number: int

    def __call__(self, stage: str, progress: Progress) -> None:
        """Report; stop the study as Ctrl-C does where that was asked for."""
        if self.queue.report(self.number, stage, progress):
            raise KeyboardInterrupt

    def judged(self, part: Part, so_far: Comparison) -> None:
        """Report the answer in words."""
        del part
        self.queue.judge(self.number, so_far.verdict.text)


def answered(asked: Asked, told: _Told, workers: int) -> Answer:
    """Compare as `mktsim compare` does, into the same directory, with the same documents.

    Errors: InputError; StoreError; Interrupted; CellFailed.
    """
    resolved = resolved_study(asked.study, Overrides(asked.replications, asked.seed))
    directory = RESULTS / resolved.study.name
    known = claim(directory, f"study {resolved.study.name}", fresh=False)
    call = call_of(asked)
    remember(directory, call)
    wanted = CompareOptions(asked.why_seconds, worth=None if asked.all_replications else worth_of(asked.worth))
    comparison = compare(resolved, directory, wanted, RunOptions(jobs=workers, on_progress=told), told.judged)
    said = {"replications": resolved.study.replications, "seed": resolved.study.seed}
    command = replace(call, options={**call.options, **said}).line(directory)
    context = context_of(resolved, comparison, directory, command)
    with speaking(asked.language):
        write_comparison(comparison, context, directory, replace=known)
    return Answer(comparison, context)


def call_of(asked: Asked) -> Call:
    """Return the command that does the same, which the directory keeps so that `mktsim resume` goes on with it."""
    options = {name: getattr(asked, name) for name in ("replications", "seed", "why_seconds", "worth")}
    return Call("compare", asked.study, {**options, "all_replications": asked.all_replications or None})


def asked_by(call: Call) -> Asked:
    """Return what a command asked for, so that it can be gone on with."""
    known = {name: value for name, value in call.options.items() if value is not None}
    fields = ("replications", "seed", "why_seconds", "worth", "all_replications")
    return replace(Asked(call.study), **{name: known[name] for name in fields if name in known})  # type: ignore[arg-type]
