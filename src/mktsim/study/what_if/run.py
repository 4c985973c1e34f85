"""Answer a what-if question: replications in pairs until the answer is clear or the time is over."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from mktsim.errors import Interrupted
from mktsim.outcomes.metrics.table import metric_named
from mktsim.study.compare.bridge import bridge, year_book
from mktsim.study.runs.cell_cache import CellCache
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import Progress, RunOptions
from mktsim.study.runs.pace import Stopwatch
from mktsim.study.runs.planner import REAL, Planner, Variant, assumption_variant
from mktsim.study.runs.results_directory import open_results
from mktsim.study.what_if.headlines import ANYWHERE, HEADLINES, SHOWN_IN
from mktsim.study.what_if.plan import SAMPLING_SHARE, TURN_REPLICATIONS, HowHard, fitting, settled
from mktsim.study.what_if.question import BEFORE, Basis, question
from mktsim.study.what_if.result import ChangeResult, Effect, Onset, Stop, Turn, WhatIf
from mktsim.study.what_if.words import Told, text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.science.statistics.looks import Looks
    from mktsim.study.compare.result import BridgeStep
    from mktsim.study.question.resolve import NamedArm, ResolvedStudy
    from mktsim.study.runs.cell import CellKey, Planned
    from mktsim.study.runs.encoding import Weekly
    from mktsim.study.runs.store import Store
    from mktsim.study.what_if.change import Change

    Floats = NDArray[np.float64]

STAGE = "what if"
"""Name under which progress is reported."""
_SAME = 1e-9
Watch = Callable[[WhatIf], bool]
"""Told of each look; false ends the run."""


def _go_on(answer: WhatIf) -> bool:
    """Watch nothing."""
    del answer
    return True


@dataclass(frozen=True)
class How:
    """How a question is run; nothing here moves what is found in a number of replications."""

    jobs: int = 1
    """Worker processes."""
    watch: Watch = _go_on
    """Told of each look."""
    on_progress: Callable[[str, Progress], None] | None = None
    """Told of each cell."""
    out: Path | None = None
    """Directory that keeps the store; None keeps nothing."""
    fresh: bool = False
    """Whether what earlier questions have run is left alone, and nothing is kept for later ones."""

    @property
    def options(self) -> RunOptions:
        """The options of the driver."""
        given = RunOptions(self.jobs)
        return given if self.on_progress is None else replace(given, on_progress=self.on_progress)


def what_if(basis: Basis, changes: Sequence[Change], hard: HowHard | None = None, how: How | None = None) -> WhatIf:
    """Return what changes of the status quo do, each paired with it under common random numbers.

    Errors: InputError for what cannot be asked. A Ctrl-C ends it with what is known by then, from the first look on.
    """
    resolved, data = question(basis, changes)
    asked = how or How()
    with tempfile.TemporaryDirectory(prefix="mktsim-") as place, open_results(asked.out or Path(place)) as store:
        cache = CellCache(is_used=not asked.fresh)
        return _Answer(resolved, tuple(changes), hard or HowHard(), asked, store, data, cache).found()


@dataclass
class _Answer:
    """One question while it is being answered."""

    resolved: ResolvedStudy
    changes: tuple[Change, ...]
    hard: HowHard
    how: How
    store: Store
    data: dict[str, Any]
    cache: CellCache
    begun: float = field(default_factory=perf_counter)
    pace: Stopwatch = field(default_factory=Stopwatch)
    done: int = 0
    look: int = 0

    def __post_init__(self) -> None:
        """Plan the looks."""
        self.planner = Planner(self.resolved, self.resolved.study.seed)
        self.looks: Looks = self.hard.looks(self.resolved.study.confidence, len(self.changes))

    def found(self) -> WhatIf:
        """Look, and look again, until it is settled."""
        stop = Stop.ALL
        for look, size in enumerate(self.looks.sizes):
            count = self._affordable(size)
            if count <= self.done:
                stop = Stop.TIME
                break
            try:
                self._drive(self._cells(range(count)))
            except Interrupted:
                if look == 0:
                    raise
                stop = Stop.ASKED
                break
            self.done, self.look = count, look
            answer = self._answer(Stop.RUNNING)
            if not self.how.watch(answer):
                stop = Stop.ASKED
                break
            if self.hard.replications is None and settled(one.decision for one in answer.changes):
                stop = Stop.CLEAR
                break
            if count < size:
                stop = Stop.TIME
                break
        return self._answer(stop)

    def _affordable(self, size: int) -> int:
        """Return the replications of the next look that fit the time; what is kept of earlier questions takes none."""
        if self.hard.replications is not None or self.done == 0:
            return size
        further = range(self.done, size)
        self.cache.lend(self.store, self._cells(further))
        pace = self.pace.seconds_a_cell
        costs = [pace * len(self._missing(self._cells(range(r, r + 1)))) for r in further]
        left = SAMPLING_SHARE * self.hard.seconds - (perf_counter() - self.begun)
        return fitting(self.done, costs, left)

    def _cells(self, replications: range) -> list[Planned]:
        return [self.planner.cell(arm, 0, r) for r in replications for arm in self.resolved.arms]

    def _missing(self, cells: Sequence[Planned]) -> set[CellKey]:
        keys = {one.key for one in cells}
        return keys - self.store.statuses(keys).keys()

    def _drive(self, cells: Sequence[Planned]) -> None:
        """Run what neither this question nor an earlier one has run. Errors: as `drive`."""
        self.cache.lend(self.store, cells)
        begun, missing = perf_counter(), len(self._missing(cells))
        planned = [replace(one, keeps_opening=not self.how.fresh) for one in cells]
        drive(planned, self.store, self.how.options, STAGE)
        self.pace.add(missing, perf_counter() - begun)
        self.cache.keep(self.store, [one.key for one in cells])

    def _values(self, arm: NamedArm, names: Sequence[str], variant: Variant = REAL, count: int | None = None) -> Floats:
        """Return metrics of an arm, shape (replications, metrics)."""
        keys = [self.planner.cell(arm, 0, r, variant).key for r in range(self.done if count is None else count)]
        return np.asarray(self.store.outcomes(keys, names))

    def _answer(self, stop: Stop) -> WhatIf:
        """Return what is known now."""
        before = next(arm for arm in self.resolved.arms if arm.name == BEFORE)
        others = [arm for arm in self.resolved.arms if arm.name != BEFORE]
        names = tuple(dict.fromkeys((self.resolved.metric.name, *HEADLINES)))
        tables = {arm.name: self._values(arm, names) for arm in self.resolved.arms}
        complete = np.all([np.isfinite(table[:, 0]) for table in tables.values()], axis=0)
        kept = np.flatnonzero(complete)
        rows = [_Row(change, arm, before, tables, kept) for change, arm in zip(self.changes, others, strict=True)]
        return WhatIf(
            heading=heading_of(self.resolved),
            scenario=self.resolved.scenario.name,
            replications=int(kept.size),
            failed=self.done - int(kept.size),
            look=self.look,
            looks=self.looks.sizes,
            worth=self.hard.worth,
            stop=stop,
            changes=tuple(self._change(row, names, stop) for row in rows),
            study={**self.data, "replications": max(self.done, 2)},
            seconds=perf_counter() - self.begun,
        )

    def _change(self, row: _Row, names: Sequence[str], stop: Stop) -> ChangeResult:
        effects = tuple(self._effect(row, names, place) for place in range(len(names)))
        effects = tuple(
            one for one in effects if one.metric == names[0] or one.difference.replications == row.kept.size
        )
        decision = effects[0].difference.decision(self.hard.worth)
        onset: Onset | None = None
        steps: tuple[BridgeStep, ...] = ()
        turn: Turn | None = None
        if stop is not Stop.RUNNING and row.kept.size:
            books = self._weekly(row.before, row.kept), self._weekly(row.arm, row.kept)
            onset, steps = self._onset(row, books), _bridge(books)
            turn = self._turn(row, effects[0].difference.mean)
        currency = self.resolved.scenario.money.currency
        told = Told(row.change.title, effects[0], decision, self.looks.level, onset, steps, turn, currency)
        text = text_of(told) if stop is not Stop.RUNNING else ""
        return ChangeResult(row.arm.name, row.change.title, decision, effects, onset, steps, turn, text)

    def _effect(self, row: _Row, names: Sequence[str], place: int) -> Effect:
        metric = metric_named(names[place])
        before, after = (row.tables[arm.name][row.kept, place] for arm in (row.before, row.arm))
        known = np.isfinite(before) & np.isfinite(after)
        return Effect(
            metric=metric.name,
            words=metric.words,
            unit=metric.unit_in(self.resolved.scenario.money.currency),
            better=metric.better,
            before=float(before[known].mean()) if known.any() else float("nan"),
            difference=self.looks.interval(after[known] - before[known], self.look),
        )

    def _weekly(self, arm: NamedArm, kept: NDArray[np.int64]) -> list[Weekly]:
        return [self.store.weekly(self.planner.cell(arm, 0, int(r)).key) for r in kept]

    def _onset(self, row: _Row, books: tuple[list[Weekly], list[Weekly]]) -> Onset | None:
        """Return the week in which the change first shows in its levers, mean over replications."""
        series = tuple(dict.fromkeys(SHOWN_IN[lever] for lever in row.change.levers)) or ANYWHERE
        found = [first for pair in zip(*books, strict=True) if (first := _first(pair, series)) is not None]
        if not found:
            return None
        week = float(np.mean([one[0] for one in found]))
        lever = min(found)[1]
        start = self.resolved.scenario.start
        day = start + timedelta(days=7 * round(week))
        return Onset(lever, self._wanted(row.arm), week, day.isoformat())

    def _wanted(self, arm: NamedArm) -> int:
        """Return the first week in which a phase of an arm, or an event of its world, may begin."""
        start = self.resolved.scenario.start
        spans = [one.span(start)[0] for one in (*arm.arm.policy.phases, *arm.events)]
        return min(spans, default=0)

    def _turn(self, row: _Row, mean: float) -> Turn | None:
        """Return the end of an assumption that moves the difference most, as far as the time goes."""
        ends = [(path, end) for path, ends in self.resolved.scenario.assumptions.items() for end in ends]
        if self.hard.seconds <= 0.0 or not ends:
            return None
        base, found, last = self._lead(row, REAL), [], 0.0
        for path, value in ends:
            begun = perf_counter()
            if begun + last - self.begun > self.hard.seconds:
                break
            variant = assumption_variant(self.resolved.scenario, path, value, self.resolved.file)
            self._run_variant(row, variant)
            found.append((path, value, mean + self._lead(row, variant) - base))
            last = perf_counter() - begun
        if not found:
            return None
        path, value, there = max(found, key=lambda one: (one[2] * mean < 0.0, abs(one[2] - mean)))
        return Turn(path, value, there, there * mean < 0.0, TURN_REPLICATIONS, (len(found), len(ends)))

    def _run_variant(self, row: _Row, variant: Variant) -> None:
        cells = [
            self.planner.cell(arm, 0, r, variant) for r in range(TURN_REPLICATIONS) for arm in (row.before, row.arm)
        ]
        self._drive(cells)

    def _lead(self, row: _Row, variant: Variant) -> float:
        names = (self.resolved.metric.name,)
        after = self._values(row.arm, names, variant, TURN_REPLICATIONS)
        return float((after - self._values(row.before, names, variant, TURN_REPLICATIONS)).mean())


@dataclass(frozen=True, eq=False)
class _Row:
    """One change with its arm and the tables of outcomes."""

    change: Change
    arm: NamedArm
    before: NamedArm
    tables: dict[str, Floats]
    kept: NDArray[np.int64]
    """Complete replications."""


def _bridge(books: tuple[list[Weekly], list[Weekly]]) -> tuple[BridgeStep, ...]:
    before, after = ([year_book(one) for one in side] for side in books)
    return bridge(after, before, [1.0 / len(before)] * len(before))


def _first(pair: tuple[Weekly, Weekly], series: Sequence[str]) -> tuple[int, str] | None:
    """Return the first week in which one of some series differs, and which."""
    before, after = pair
    found = []
    for name in series:
        gap = np.abs(before.series.column(name) - after.series.column(name))[: before.horizon]
        weeks = np.flatnonzero(gap > _SAME * (1.0 + np.abs(before.series.column(name))[: before.horizon]))
        if weeks.size:
            found.append((int(weeks[0]), name))
    return min(found, default=None)
