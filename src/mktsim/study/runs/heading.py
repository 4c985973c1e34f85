"""The heading of a result: which study, model and metric its numbers are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.study.runs.identity import model_hash, product_version

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy


@dataclass(frozen=True)
class Heading:
    """Heading of every result: study, hashes, version, metric, seed, confidence."""

    study: str
    title: str
    study_hash: str
    model_hash: str
    version: str
    """Of the product."""
    metric: str
    unit: str
    """Of the metric, with the currency for money."""
    currency: str
    seed: int
    confidence: float
    """Of intervals."""


def heading_of(resolved: ResolvedStudy) -> Heading:
    """Return the heading of a result of a study with the model that is installed."""
    study = resolved.study
    return Heading(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=resolved.unit,
        currency=resolved.scenario.money.currency,
        seed=study.seed,
        confidence=study.confidence,
    )
