"""Value of each duty: neglected on common random numbers, always and in each stage, alone and with its twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.duty import Duty
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.outcomes.stages import Dated
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import open_results
from mktsim.study.value.experiment import Change, Experiment, named_arm
from mktsim.study.value.options import ValueOptions, prepared, questions
from mktsim.study.value.plan import Fate, Group, Measuring, effect
from mktsim.study.value.result import Baseline, Cells, DutyValue, DutyValues, Finding, TwinValue, Window
from mktsim.study.value.run import Trial, investigate, measure, paired

Floats = NDArray[np.float64]
EFFORT_RUNS = 3
"""Replications from which person-days of a duty are taken: assumption, they hardly vary."""
FEWEST = 4
"""Replications that must reach a stage for its losses to be measured: assumption."""


OVERALL = "overall"
WHOLE = (Neglect(duty="").from_week, Neglect(duty="").to_week)
"""Weeks of neglect that never ends."""
_YEAR = 52.0


def value_duties(
    resolved: ResolvedStudy,
    out: Path,
    asked: ValueOptions,
    mode: NeglectMode = NeglectMode.BURNT,
    options: RunOptions | None = None,
) -> DutyValues:
    """Neglect every duty, with its store in directory `out`; a second call continues.

    `mode` says whether its time is spent for nothing or freed. Errors: InputError; StoreError; Interrupted, resumable;
    CellFailed when more than one in twenty cells fail.
    """
    how = options or RunOptions()
    begun = perf_counter()
    with open_results(out, fresh=how.fresh) as store:
        experiment = Experiment(resolved, asked.place, store, how)
        baseline = prepared(experiment, asked)
        found = _valued(experiment, baseline, mode, by_stage=asked.by_stage)
        return replace(found, digest=digest(store, experiment.keys), seconds=perf_counter() - begun)


def _valued(experiment: Experiment, baseline: Baseline, mode: NeglectMode, *, by_stage: bool) -> DutyValues:
    """Neglect duties overall, twins together, and duties in each stage; digest and seconds are the caller's."""
    duties = experiment.arm.arm.duties
    groups = twin_groups(duties)
    most = baseline.replications
    trial = trial_of(duties, overall(most, experiment.resolved.scenario.horizon_weeks), mode)
    screening, measuring = questions(baseline, len(duties) + 2 * len(groups))
    found = investigate(experiment, trial, by_owner(duties), screening, measuring)
    twins = _twins(experiment, trial, found, measuring)
    windows = stage_windows(experiment, most) if by_stage else ()
    columns = [in_stage(experiment, window, baseline, mode) for window in windows]
    efforts = effort_days(experiment)
    full = most + (len(duties) + len(groups)) * most
    full += sum(len(duties) * len(w.weeks) for w, c in zip(windows, columns, strict=True) if c is not None)
    return DutyValues(
        heading=heading_of(experiment.resolved),
        baseline=baseline,
        mode=mode,
        duties=tuple(
            DutyValue(
                duty,
                efforts.get(duty.id, 0.0),
                found[place],
                tuple(None if column is None else column[place] for column in columns),
            )
            for place, duty in enumerate(duties)
        ),
        windows=windows if any(column is not None for column in columns) else (),
        twins=twins,
        cells=Cells(len(experiment.keys), full),
        failed=experiment.failed,
        digest="",
        seconds=0.0,
    )


def number_of_changes(resolved: ResolvedStudy, asked: ValueOptions) -> int:
    """Return how many neglects there are to make: of each duty always, and in each stage of the life cycle."""
    duties = named_arm(resolved, asked.place.arm).arm.duties
    return len(duties) * (1 + (len(Dated) if asked.by_stage else 0))


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


def effort_days(experiment: Experiment) -> dict[str, float]:
    """Person-days that the arm as it is spends on each duty over the horizon, mean of a few replications."""
    found: dict[str, list[float]] = {}
    for history in experiment.histories(range(EFFORT_RUNS)):
        table = history.duties
        if "effort_days" in table.columns:
            column = table.values[:, table.columns.index("effort_days")]
            for name, days in zip(table.rows, column.tolist(), strict=True):
                found.setdefault(name, []).append(days)
    return {name: float(np.mean(days)) for name, days in found.items()}


def in_stage(
    experiment: Experiment, window: Window, baseline: Baseline, mode: NeglectMode
) -> tuple[Finding, ...] | None:
    """Return what is known of each duty in a stage; None when too few replications reach it."""
    if len(window.weeks) < min(FEWEST, baseline.replications):
        return None
    duties = experiment.arm.arm.duties
    trial = trial_of(duties, window, mode)
    return investigate(experiment, trial, by_owner(duties), *questions(baseline, len(duties)))


def _twins(experiment: Experiment, trial: Trial, found: Sequence[Finding], asked: Measuring) -> tuple[TwinValue, ...]:
    """Neglect twins together, where at least one of them may matter, and set the sum of singles against it."""
    duties = experiment.arm.arm.duties
    groups = twin_groups(duties)
    names = [tuple(duties[place].id for place in group) for group in groups]
    telling = [group for group in groups if any(found[place].fate is Fate.MATTERS for place in group)]
    pairs = dict(zip(telling, measure(experiment, trial, telling, asked), strict=True))
    said = []
    for group, ids in zip(groups, names, strict=True):
        if group not in pairs:
            same = all(found[place].fate is Fate.SAME for place in group)
            said.append(TwinValue(ids, Fate.SAME if same else Fate.SMALL, None, 0.0, None))
            continue
        together, singles = _paired(experiment, trial, group, len(pairs[group]))
        said.append(
            TwinValue(
                ids, Fate.MATTERS, effect(together, asked), float(singles.mean()), effect(together - singles, asked)
            )
        )
    return tuple(said)


def _paired(experiment: Experiment, trial: Trial, group: Group, count: int) -> tuple[Floats, Floats]:
    """Return effects of a group and sums of its members' effects, over the same replications."""
    some = trial.replications[:count]
    singles: list[Group] = [(place,) for place in group]
    experiment.run([(trial.change(one, r), r) for one in singles for r in some], "twins")
    experiment.check()
    table = np.stack([paired(experiment, trial, one, some) for one in (group, *singles)])
    whole = table[:, np.isfinite(table).all(axis=0)]
    return whole[0], whole[1:].sum(axis=0)


def twin_groups(duties: Sequence[Duty]) -> tuple[tuple[int, ...], ...]:
    """Return groups of at least two places in `duties`, by first place; a twin that is not there is left out."""
    places = {duty.id: place for place, duty in enumerate(duties)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(
        (places[duty.id], places[twin.of]) for duty in duties for twin in duty.twins if twin.of in places
    )
    return tuple(sorted(tuple(sorted(group)) for group in nx.connected_components(graph) if len(group) > 1))


def by_owner(duties: Sequence[Duty]) -> tuple[tuple[int, ...], ...]:
    """Return the duties of each owner, twins beside each other, owners in order of their first duty."""
    rank = {place: number for number, group in enumerate(twin_groups(duties)) for place in group}
    owners = dict.fromkeys(duty.owner for duty in duties)
    return tuple(
        tuple(
            sorted(
                (place for place, duty in enumerate(duties) if duty.owner == owner),
                key=lambda place: (rank.get(place, len(rank)), place),
            )
        )
        for owner in owners
    )


def overall(replications: int, horizon_weeks: int) -> Window:
    """Return the window that never ends."""
    return Window(OVERALL, dict.fromkeys(range(replications), WHOLE), replications, horizon_weeks / _YEAR)


def stage_windows(experiment: Experiment, replications: int) -> tuple[Window, ...]:
    """Return a window for each stage, in their order, also for those that no replication reaches."""
    found: dict[Dated, dict[int, tuple[int, int]]] = {stage: {} for stage in Dated}
    lengths: dict[Dated, list[float]] = {stage: [] for stage in Dated}
    looked_at = 0
    for replication in range(replications):
        weekly = experiment.weekly(replication)
        if weekly is None:
            continue
        looked_at += 1
        true = weekly.series.column("stage_true")[: weekly.horizon]
        for stage in Dated:
            weeks = np.flatnonzero(true == stage)
            if weeks.size:
                first, last = int(weeks[0]), int(weeks[-1]) + 1
                whole = first == 0 and last == weekly.horizon
                found[stage][replication] = WHOLE if whole else (first, last)
                lengths[stage].append(weeks.size / _YEAR)
    return tuple(
        Window(stage.name.lower(), found[stage], looked_at, float(np.mean(lengths[stage])) if lengths[stage] else 0.0)
        for stage in Dated
    )
