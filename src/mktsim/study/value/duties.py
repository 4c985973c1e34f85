"""What each duty is worth: neglected under the same luck, always and in each stage, alone and with its twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.duty import Duty
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.study.compare.run import STORE_NAME, Looking
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.stamp import platform_stamp
from mktsim.study.runs.store import open_store
from mktsim.study.value.change import Change
from mktsim.study.value.experiment import Bench
from mktsim.study.value.options import Cells, Effort, Stamp, prepared, questions
from mktsim.study.value.plan import Fate, Group
from mktsim.study.value.run import Finding, Trial, investigate, measure, paired
from mktsim.study.value.sequential import Effect, Measuring, effect
from mktsim.study.value.twins import by_owner, twin_groups
from mktsim.study.value.windows import WHOLE, Window, overall, stage_windows

Floats = NDArray[np.float64]
EFFORT_RUNS = 3
"""Replications from which person-days of a duty are taken: assumption, they hardly vary."""
FEWEST = 4
"""Replications that must reach a stage for its losses to be measured: assumption."""


@dataclass(frozen=True)
class Neglecting:
    """What is neglected, and when."""

    mode: NeglectMode = NeglectMode.BURNT
    """What becomes of the time."""
    stages: bool = True
    """Whether duties are also neglected in each stage alone."""


@dataclass(frozen=True)
class DutyValue:
    """What a duty is worth: what is lost by its neglect; below zero where something is gained."""

    duty: Duty
    effort_days: float
    """Person-days that the arm as it is spends on it over the horizon."""
    overall: Finding
    stages: tuple[Finding | None, ...]
    """By stage window; None where too few replications reach the stage."""


@dataclass(frozen=True)
class TwinValue:
    """Duties that look alike, neglected together."""

    duties: tuple[str, ...]
    fate: Fate
    """`same` or `small` where the group was not measured: nothing to tell apart."""
    together: Effect | None
    """All of them neglected."""
    singles: float
    """Sum of the losses of neglecting one at a time."""
    interplay: Effect | None
    """Together less the sum of singles: of the sign of that sum where they stand in for each other, of the other
    where one alone already does what all do."""


@dataclass(frozen=True)
class DutyValues:
    """All that is said about duties."""

    stamp: Stamp
    mode: NeglectMode
    duties: tuple[DutyValue, ...]
    """In the order of the catalogue."""
    windows: tuple[Window, ...]
    """Stage windows."""
    twins: tuple[TwinValue, ...]
    cells: Cells
    failed: int
    digest: str
    seconds: float


def value_duties(
    resolved: ResolvedStudy, out: Path, effort: Effort, asked: Neglecting, looking: Looking | None = None
) -> DutyValues:
    """Neglect every duty, with its store in directory `out`; a second call continues.

    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when more than one in twenty cells fail.
    """
    look = looking or Looking()
    begun = perf_counter()
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        bench = Bench(resolved, effort.place, store, look)
        duties = bench.arm.arm.duties
        stamp = prepared(bench, effort)
        groups = twin_groups(duties)
        trial = trial_of(duties, overall(effort.most, resolved.scenario.horizon_weeks), asked.mode)
        family = len(duties) + 2 * len(groups)
        found = investigate(bench, trial, by_owner(duties), questions(stamp, effort, family))
        twins = _twins(bench, trial, groups, found, questions(stamp, effort, family)[1])
        windows = stage_windows(bench, effort.most) if asked.stages else ()
        columns = [in_stage(bench, window, (stamp, effort), asked.mode) for window in windows]
        efforts = effort_days(bench)
        measured = sum(column is not None for column in columns)
        full = effort.most + (len(duties) + len(groups)) * effort.most
        full += sum(len(duties) * len(w.weeks) for w, c in zip(windows, columns, strict=True) if c is not None)
        return DutyValues(
            stamp=stamp,
            mode=asked.mode,
            duties=tuple(
                DutyValue(
                    duty,
                    efforts.get(duty.id, 0.0),
                    found[place],
                    tuple(None if column is None else column[place] for column in columns),
                )
                for place, duty in enumerate(duties)
            ),
            windows=windows if measured else (),
            twins=twins,
            cells=Cells(len(bench.keys), full),
            failed=bench.failed,
            digest=digest(store, bench.keys),
            seconds=perf_counter() - begun,
        )


def trial_of(duties: Sequence[Duty], window: Window, mode: NeglectMode) -> Trial:
    """Return the family of neglects in a window."""

    def change(group: Group, replication: int) -> Change:
        first, last = window.weeks[replication]
        names = sorted(duties[place].id for place in group)
        when = "" if (first, last) == WHOLE else f" in weeks {first} to {last - 1}"
        return Change(
            f"without {', '.join(names)}{when}, {mode.value}",
            neglect=tuple(Neglect(duty=name, from_week=first, to_week=last, mode=mode) for name in names),
        )

    return Trial(len(duties), tuple(sorted(window.weeks)), change, sign=-1.0)


def effort_days(bench: Bench) -> dict[str, float]:
    """Person-days that the arm as it is spends on each duty over the horizon, mean of a few replications."""
    found: dict[str, list[float]] = {}
    for history in bench.histories(range(EFFORT_RUNS)):
        table = history.duties
        if "effort_days" in table.columns:
            column = table.values[:, table.columns.index("effort_days")]
            for name, days in zip(table.rows, column.tolist(), strict=True):
                found.setdefault(name, []).append(days)
    return {name: float(np.mean(days)) for name, days in found.items()}


def in_stage(bench: Bench, window: Window, how: tuple[Stamp, Effort], mode: NeglectMode) -> tuple[Finding, ...] | None:
    """Return what is known of each duty in a stage; None when too few replications reach it."""
    stamp, effort = how
    if len(window.weeks) < min(FEWEST, effort.most):
        return None
    duties = bench.arm.arm.duties
    trial = trial_of(duties, window, mode)
    return investigate(bench, trial, by_owner(duties), questions(stamp, effort, len(duties)))


def _twins(
    bench: Bench, trial: Trial, groups: Sequence[Group], found: Sequence[Finding], asked: Measuring
) -> tuple[TwinValue, ...]:
    """Neglect twins together, where at least one of them may matter, and set the sum of singles against it."""
    duties = bench.arm.arm.duties
    names = [tuple(duties[place].id for place in group) for group in groups]
    telling = [group for group in groups if any(found[place].fate is Fate.MATTERS for place in group)]
    pairs = dict(zip(telling, measure(bench, trial, telling, asked), strict=True))
    said = []
    for group, ids in zip(groups, names, strict=True):
        if group not in pairs:
            same = all(found[place].fate is Fate.SAME for place in group)
            said.append(TwinValue(ids, Fate.SAME if same else Fate.SMALL, None, 0.0, None))
            continue
        together, singles = _paired(bench, trial, group, len(pairs[group]))
        said.append(
            TwinValue(
                ids, Fate.MATTERS, effect(together, asked), float(singles.mean()), effect(together - singles, asked)
            )
        )
    return tuple(said)


def _paired(bench: Bench, trial: Trial, group: Group, count: int) -> tuple[Floats, Floats]:
    """Return effects of a group and sums of its members' effects, over the same replications."""
    some = trial.replications[:count]
    singles: list[Group] = [(place,) for place in group]
    bench.run([(trial.change(one, r), r) for one in singles for r in some], "twins")
    table = np.stack([paired(bench, trial, one, some) for one in (group, *singles)])
    whole = table[:, np.isfinite(table).all(axis=0)]
    return whole[0], whole[1:].sum(axis=0)
