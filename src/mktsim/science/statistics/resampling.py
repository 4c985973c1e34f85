"""Resampling of replications with addressed random numbers.

Draw number b of a seed and a purpose is the same however many draws are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.streams import Address, Domain, uniforms

_CELLS_AT_ONCE = 1_000_000
"""Most uniforms held at a time: a bound on memory."""


def weights(replications: int, draws: int, seed: int, purpose: str) -> Iterator[Floats]:
    """Yield blocks of bootstrap weights, each of shape (draws in it, replications).

    A weight is how often a replication was drawn, over their number; rows sum to 1.
    `purpose` keeps different statistics of one seed apart. Raises ValueError without
    draws or replications.
    """
    if replications < 1 or draws < 1:
        message = f"cannot make {draws} draws of {replications} replications"
        raise ValueError(message)
    address = Address(seed=seed, label="", replication=0, domain=Domain.BOOTSTRAP)
    at_once = max(1, _CELLS_AT_ONCE // replications)
    for first in range(0, draws, at_once):
        count = min(at_once, draws - first)
        luck = uniforms(address, "study.bootstrap", purpose, first, count, replications)
        rows = (luck * replications).astype(np.int64)
        rows += replications * np.arange(count)[:, None]
        drawn = np.bincount(rows.ravel(), minlength=count * replications)
        yield drawn.reshape(count, replications) / replications


def means(outcomes: Floats, draws: int, seed: int, purpose: str) -> Floats:
    """Means of resampled rows of the outcomes (replications, arms): (draws, arms).

    Whole replications are drawn, so the pairing of the arms is kept. The sum does not
    go through BLAS, whose order of adding depends on the number of threads.
    """
    blocks = weights(outcomes.shape[0], draws, seed, purpose)
    return np.concatenate([np.einsum("dr,ra->da", block, outcomes) for block in blocks])
