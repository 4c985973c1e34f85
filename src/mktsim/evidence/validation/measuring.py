"""Run what rows need and measure them: experiments once a category and seed, figures over seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.row import Category, Figure, Measurement, Row, Statistic
from mktsim.inputs.scenario import Scenario

Told = Callable[[str, int, int], None]
"""Hears of progress: what runs, how many runs are done, of how many."""


@dataclass(frozen=True)
class Plan:
    """Rows to measure and the runs they share."""

    rows: tuple[Row, ...]
    seeds: int | None = None
    """Replications of every experiment instead of its own; none keeps that."""
    jobs: int = 1
    """Worker processes, over the seeds of an experiment; figures do not depend on it."""

    def experiments(self) -> tuple[tuple[Category, Experiment], ...]:
        """Return each experiment of each category once, in order of first use."""
        return tuple(dict.fromkeys((row.category, row.experiment) for row in self.rows))

    def count(self, experiment: Experiment) -> int:
        """Return how often an experiment runs; one that does not exist yet never does."""
        return experiment.seeds if self.seeds is None or experiment.seeds == 0 else self.seeds


def chosen(rows: Sequence[Row], category: Category | None, only: str | None) -> tuple[Row, ...]:
    """Return the rows of a category and id, all where none is named."""
    return tuple(
        row for row in rows if (category is None or row.category is category) and (only is None or row.id == only)
    )


def measure(plan: Plan, scenarios: Mapping[Category, Scenario], told: Told) -> Iterator[Measurement]:
    """Yield the measurement of every row, experiment by experiment; `scenarios` are the categories' own."""
    done, total = 0, sum(plan.count(e) for _, e in plan.experiments())
    for category, experiment in plan.experiments():
        rows = tuple(row for row in plan.rows if (row.category, row.experiment) == (category, experiment))
        found: list[list[Mapping[str, float]]] = [[] for _ in rows]
        problems = ["" if experiment.seeds else experiment.text] * len(rows)
        for seed in _seeds(plan, rows, scenarios[category]):
            for place, one in enumerate(seed):
                if isinstance(one, str):
                    problems[place] = one
                else:
                    found[place].append(one)
            done += 1
            told(f"{category}: {experiment.name}", done, total)
        for row, values, problem in zip(rows, found, problems, strict=True):
            yield Measurement(row, tuple(figure(one, values) for one in row.statistics), problem)


def _seeds(plan: Plan, rows: Sequence[Row], scenario: Scenario) -> Iterator[list[Mapping[str, float] | str]]:
    """Yield what every seed of the rows' experiment tells, in order of seeds, in as many processes as asked for."""
    seeds = range(plan.count(rows[0].experiment))
    if plan.jobs == 1 or len(seeds) < 2:
        yield from (_of_seed(rows, scenario, seed) for seed in seeds)
        return
    from joblib import Parallel, delayed

    type(scenario).model_rebuild()  # a class whose building is put off does not arrive whole in another process
    work = (delayed(_of_seed)(rows, scenario, seed) for seed in seeds)
    yield from Parallel(n_jobs=plan.jobs, return_as="generator")(work)


def _of_seed(rows: Sequence[Row], scenario: Scenario, seed: int) -> list[Mapping[str, float] | str]:
    """Return each row's figures of one seed, or why it has none."""
    table = rows[0].experiment.run(scenario, seed)
    found: list[Mapping[str, float] | str] = []
    for row in rows:
        try:
            found.append(row.estimate(table))
        except (ValueError, FloatingPointError, np.linalg.LinAlgError) as error:
            found.append(str(error))
    return found


def figure(statistic: Statistic, values: Sequence[Mapping[str, float]]) -> Figure:
    """Return mean and 95% interval of a statistic over seeds; seeds that do not tell are left out."""
    from scipy.special import stdtrit

    known = np.array([v for v in (one.get(statistic.name, math.nan) for one in values) if math.isfinite(v)])
    if known.size == 0:
        return Figure(statistic, math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    if known.size == 1:
        return Figure(statistic, mean, mean, mean, 1)
    half = float(stdtrit(known.size - 1, 0.975) * known.std(ddof=1) / math.sqrt(known.size))
    return Figure(statistic, mean, mean - half, mean + half, int(known.size))
