"""What to try next: a sequential search over knobs, asked and told in batches of one size; pure.

The batch does not depend on the number of workers and results are told in the order of the trials, so the same
search comes out whatever runs it; an interrupted search is replayed from the store. Sampler: tree-structured Parzen
estimator (Bergstra et al. 2011; Watanabe 2023), from Optuna.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from mktsim.study.optimise.variables import Knob
from mktsim.study.runs.extra import library
from mktsim.study.runs.third_party import seed_for

BATCH = 8
"""Trials that are asked for before any of them is told."""
_STARTUP = 8
"""Trials at random before the sampler learns."""


class Proposals:
    """Proposes values of knobs; larger told values are better."""

    def __init__(self, knobs: Sequence[Knob], seed: int, first: Sequence[Sequence[float]]) -> None:
        """Search from `first`, tried before all else. Errors: InputError without Optuna."""
        optuna = library("optuna", "opt")
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._knobs = tuple(knobs)
        self._failed: Any = optuna.trial.TrialState.FAIL
        distribution = optuna.distributions
        self._space = {
            knob.path: distribution.IntDistribution(round(knob.low), round(knob.high))
            if knob.is_whole
            else distribution.FloatDistribution(knob.low, knob.high)
            for knob in knobs
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library calls its multivariate sampler experimental
            sampler = optuna.samplers.TPESampler(
                seed=seed_for(seed, "optimise"), multivariate=True, constant_liar=True, n_startup_trials=_STARTUP
            )
        self._study = optuna.create_study(direction="maximize", sampler=sampler)
        for values in first:
            self._study.enqueue_trial(self._named(values), skip_if_exists=True)
        self._open: list[Any] = []

    def ask(self, count: int) -> list[tuple[float, ...]]:
        """Return the values of the next trials, at most a batch."""
        self._open = [self._study.ask(self._space) for _ in range(min(count, BATCH))]
        return [tuple(float(trial.params[knob.path]) for knob in self._knobs) for trial in self._open]

    def tell(self, values: Sequence[float | None]) -> None:
        """Say what became of the trials asked for; None for one that could not be run."""
        for trial, value in zip(self._open, values, strict=True):
            if value is None:
                self._study.tell(trial, state=self._failed)
            else:
                self._study.tell(trial, value)
        self._open = []

    def _named(self, values: Sequence[float]) -> dict[str, float | int]:
        return {
            knob.path: round(value) if knob.is_whole else value for knob, value in zip(self._knobs, values, strict=True)
        }
