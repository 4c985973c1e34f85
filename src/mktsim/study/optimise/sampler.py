"""Ask-and-tell optimiser over decision variables, in batches of fixed size; pure.

The batch does not depend on the number of workers and results are told in the order of the trials, so the same
search comes out whatever runs it; an interrupted search is replayed from the store. Sampler: tree-structured Parzen
estimator (Bergstra et al. 2011; Watanabe 2023), from Optuna.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from mktsim.study.optimise.variables import DecisionVariable, rounded
from mktsim.study.runs.third_party import library, seed_for

BATCH = 8
"""Trials that are asked for before any of them is told."""
_STARTUP = 8
"""Trials at random before the sampler learns."""


class Sampler:
    """Proposes values of variables; larger told values are better."""

    def __init__(
        self, variables: Sequence[DecisionVariable], seed: int, first: Sequence[Sequence[float]], purpose: str = ""
    ) -> None:
        """Search from `first`, tried before all else; another purpose has luck of its own.

        Errors: InputError without Optuna.
        """
        optuna = library("optuna", "opt")
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._variables = tuple(variables)
        self._failed: Any = optuna.trial.TrialState.FAIL
        distribution = optuna.distributions
        self._space = {
            variable.path: distribution.IntDistribution(round(variable.low), round(variable.high))
            if variable.is_whole
            else distribution.FloatDistribution(variable.low, variable.high)
            for variable in variables
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library calls its multivariate sampler experimental
            sampler = optuna.samplers.TPESampler(
                seed=seed_for(seed, f"optimise {purpose}".strip()),
                multivariate=True,
                constant_liar=True,
                n_startup_trials=_STARTUP,
            )
        self._study = optuna.create_study(direction="maximize", sampler=sampler)
        self._first = {tuple(self._named(values).values()) for values in first}
        for values in first:
            self._study.enqueue_trial(self._named(values), skip_if_exists=True)
        self._open: list[Any] = []

    def ask(self, count: int) -> list[tuple[float, ...]]:
        """Return the values of the next trials, at most a batch."""
        self._open = [self._study.ask(self._space) for _ in range(min(count, BATCH))]
        return [self._written(trial.params) for trial in self._open]

    def tell(self, values: Sequence[float | None]) -> None:
        """Say what became of the trials asked for; None for one that could not be run."""
        for trial, value in zip(self._open, values, strict=True):
            if value is None:
                self._study.tell(trial, state=self._failed)
            else:
                self._study.tell(trial, value)
        self._open = []

    def _written(self, params: Mapping[str, float]) -> tuple[float, ...]:
        """Return values as people would write them; those to search from stay as they were given."""
        found = tuple(float(params[variable.path]) for variable in self._variables)
        if found in self._first:
            return found
        return tuple(rounded(variable, value) for variable, value in zip(self._variables, found, strict=True))

    def _named(self, values: Sequence[float]) -> dict[str, float | int]:
        return {
            variable.path: round(value) if variable.is_whole else value
            for variable, value in zip(self._variables, values, strict=True)
        }
