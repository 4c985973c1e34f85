"""Patient rule induction (PRIM): the box in which failures lie most densely, and whether chance finds such.

From the whole of the drawn worlds a small share is peeled off one side of one parameter at a time, always the side that
raises the density of failures most for what it removes. Of the boxes on that way the one that tells failures from the
rest best (likelihood ratio of failing inside and outside) is kept, and bounds that do not earn their place are dropped
one by one (each must earn the logarithm of the number of worlds, after Schwarz 1978).
A box is found in any data, so the same search is made on failures shuffled among the worlds: the share of shuffles with
as good a box is its p value.

Sources: Friedman & Fisher 1999, Statistics and Computing 9:123; Bryant & Lempert 2010, Technological Forecasting and
Social Change 77:34 (coverage, density, quasi-p values of bounds).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, xlogy

from mktsim.streams import Address, Domain, uniforms
from mktsim.study.robust.scenario_discovery import Condition

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PEEL = 0.05
"""Share of what is left that a step peels off: patient, as the source advises."""
_LEAST_MASS = 0.05
_FEWEST = 3
"""Fewest failures, and fewest worlds that hold, for anything to be looked for; and fewest worlds in a box."""
SHUFFLES = 199


@dataclass(frozen=True)
class Bound:
    """One side of a box."""

    condition: Condition
    quasi_p: float
    """Chance of so dense a box if its failures were as dense as without this bound (binomial)."""


@dataclass(frozen=True)
class FailureBox:
    """Where failures lie."""

    bounds: tuple[Bound, ...]
    worlds: int
    failing: int
    coverage: float
    """Share of all failures that lie in it."""
    density: float
    """Share of its worlds that fail."""
    p: float
    """Share of shuffles of the failures in which as good a box was found."""


def found_box(values: Floats, fails: Flags, names: Sequence[str], seed: int) -> FailureBox | None:
    """Return the box in which failures lie most; `values` has shape (worlds, parameters), `fails` (worlds,).

    None with too few failures, or too few worlds without, for any box to say something.
    """
    failing = int(fails.sum())
    if min(failing, fails.size - failing) < _FEWEST:
        return None
    boxes, scores = _boxes(values, np.concatenate([fails[None], _shuffled(fails, seed)]))
    limits = boxes[0]
    inside = ~_outside(values, limits[None])[0].any(axis=1)
    caught, count = int(fails[inside].sum()), int(inside.sum())
    return FailureBox(
        bounds=tuple(
            Bound(
                Condition(names[column], float(limits[side, column]), side == 0),
                _quasi_p(values, fails, limits, (side, column)),
            )
            for side, column in zip(*(place.tolist() for place in np.nonzero(np.isfinite(limits))), strict=True)
        ),
        worlds=count,
        failing=caught,
        coverage=caught / failing,
        density=caught / count,
        p=float(np.count_nonzero(scores >= scores[0] - 1e-12) / scores.size),
    )


def _shuffled(fails: Flags, seed: int) -> Flags:
    luck = uniforms(Address(seed, "", 0, Domain.BOOTSTRAP), "study.bootstrap", "box", 0, SHUFFLES, fails.size)
    return fails[np.argsort(luck, axis=1, kind="stable")]


def _boxes(values: Floats, fails: Flags) -> tuple[Floats, Floats]:
    """Return the best box of each set of failures, and its score.

    A box has limits of shape (2, parameters): those above which, and those up to which, it reaches; infinite where
    there is none.
    """
    sets = len(fails)
    limits, best = np.tile(_open(values), (sets, 1, 1)), np.zeros(sets)
    for boxes, inside in _way(values, fails):
        ratio = _ratios(fails, inside)
        better = ratio > best + 1e-12
        limits[better], best[better] = boxes[better], ratio[better]
    return _pruned(values, fails, limits, best)


def _open(values: Floats) -> Floats:
    """Return the limits of the box that holds everything, shape (2, parameters)."""
    return np.stack([np.full(values.shape[1], -np.inf), np.full(values.shape[1], np.inf)])


def _pruned(values: Floats, fails: Flags, limits: Floats, ratio: Floats) -> tuple[Floats, Floats]:
    """Drop of each box the bound that earns its place least, until all earn it; with the scores."""
    price = float(np.log(len(values)))
    sets, _, columns = limits.shape
    score = ratio - price * np.isfinite(limits).sum(axis=(1, 2))
    each = np.arange(sets)
    for _ in range(2 * columns):
        outside = _outside(values, limits)
        without = (outside.sum(axis=2, keepdims=True) - outside) == 0
        bounded = np.isfinite(limits).reshape(sets, -1)
        flat = np.stack([_ratios(fails, without[..., side]) for side in range(2 * columns)], axis=1)
        less = np.where(bounded, flat - price * (bounded.sum(axis=1, keepdims=True) - 1), -np.inf)
        place = less.argmax(axis=1)
        dropped = (less[each, place] >= score) & (bounded.sum(axis=1) > 1)
        if not dropped.any():
            break
        side, column = np.divmod(place, columns)
        limits[each[dropped], side[dropped], column[dropped]] = _open(values)[side[dropped], column[dropped]]
        score = np.where(dropped, less[each, place], score)
    return limits, score


def _outside(values: Floats, limits: Floats) -> Flags:
    """Tell which worlds lie beyond which side of each box, shape (sets, worlds, 2 parameters)."""
    return np.concatenate([values <= limits[:, None, 0], values > limits[:, None, 1]], axis=2)


def peeled(values: Floats, fails: Flags) -> Iterator[tuple[Floats, Flags]]:
    """Yield the boxes of the way from all worlds to few: limits, and which worlds lie inside."""
    return ((limits[0], inside[0]) for limits, inside in _way(values, fails[None]))


def _way(values: Floats, fails: Flags) -> Iterator[tuple[Floats, Flags]]:
    """Yield the peels of several sets of failures at once, shape (sets, worlds), until none can be peeled further."""
    inside = np.ones(fails.shape, dtype=bool)
    limits = np.tile(_open(values), (len(fails), 1, 1))
    while True:
        step = _peel(values, fails, inside)
        moved = np.flatnonzero(step.moved)
        if not moved.size:
            return
        inside, limits = step.inside, limits.copy()
        limits[moved, step.side[moved], step.column[moved]] = step.threshold[moved]
        yield limits, inside


@dataclass(frozen=True, eq=False)
class _Step:
    """One peel of each of several sets of failures."""

    inside: Flags
    """Worlds that are left, shape (sets, worlds)."""
    moved: Flags
    """Sets in which something was peeled, shape (sets,)."""
    side: NDArray[np.int64]
    """0 where low values were peeled off, 1 where high ones were."""
    column: NDArray[np.int64]
    threshold: Floats


def _peel(values: Floats, fails: Flags, inside: Flags) -> _Step:
    """Peel the side whose removal raises the density of failures most, by what it removes; equal values together."""
    sets, worlds = fails.shape
    least = max(_FEWEST, int(np.ceil(_LEAST_MASS * worlds)))
    count = inside.sum(axis=1)
    dense = (fails & inside).sum(axis=1) / count
    cut = np.maximum(1, (PEEL * count).astype(np.int64))
    at = np.sort(np.where(inside[..., None], values[None], np.inf), axis=1)
    each = np.arange(sets)
    left = np.stack([values > at[each, cut - 1][:, None], values < at[each, count - cut][:, None]]) & inside[..., None]
    kept = left.sum(axis=2)
    caught = (left & fails[..., None]).sum(axis=2)
    able = (kept >= least) & (kept < count[:, None]) & (dense < 1.0)[:, None]
    gain = (caught / np.maximum(kept, 1) - dense[:, None]) / np.maximum(count[:, None] - kept, 1)
    place = np.where(able, gain, -np.inf).transpose(1, 0, 2).reshape(sets, -1).argmax(axis=1)
    side, column = np.divmod(place, values.shape[1])
    moved = able[side, each, column]
    edge = np.where(side == 0, count - kept[side, each, column], kept[side, each, column])
    above = np.minimum(np.maximum(edge, 1), worlds - 1)
    threshold = (at[each, above - 1, column] + at[each, above, column]) / 2.0
    following = np.where(moved[:, None], left[side, each, :, column], inside)
    return _Step(following, moved, side, column, threshold)


def _ratios(fails: Flags, inside: Flags) -> Floats:
    """Likelihood ratio of failing inside and outside, shape (sets,); zero where failures are no denser inside."""
    caught, within = (fails & inside).sum(axis=1), inside.sum(axis=1)
    missed, outside = (fails & ~inside).sum(axis=1), (~inside).sum(axis=1)
    denser = (outside > 0) & (caught * outside > missed * within)
    ratio = _likelihood(caught, within) + _likelihood(missed, outside) - _likelihood(caught + missed, within + outside)
    return np.asarray(np.where(denser, ratio, 0.0))


def _likelihood(failing: NDArray[np.int64], count: NDArray[np.int64]) -> Floats:
    share = failing / np.maximum(count, 1)
    return np.asarray(xlogy(failing, share) + xlogy(count - failing, 1.0 - share))


def _quasi_p(values: Floats, fails: Flags, limits: Floats, place: tuple[int, int]) -> float:
    """Chance of at least so many failures in the box at the density that it has without one bound."""
    wide = limits.copy()
    wide[place] = _open(values)[place]
    inside, around = (~_outside(values, one[None])[0].any(axis=1) for one in (limits, wide))
    caught, count = int(fails[inside].sum()), int(inside.sum())
    return float(bdtrc(caught - 1, count, float(fails[around].mean()))) if caught else 1.0
