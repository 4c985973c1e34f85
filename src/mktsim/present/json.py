"""JSON views of results: plain dictionaries, pure; documented in docs/json.md."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mktsim.study.question.placebo import Floor
    from mktsim.study.question.stated_assumption import StatedAssumption
    from mktsim.study.runs.heading import Heading
    from mktsim.study.runs.interval import Interval

SCHEMA_VERSION = 1
"""Raised when a field goes or changes its meaning; new fields do not raise it."""
View = dict[str, Any]


def view_of(kind: str, content: Mapping[str, Any]) -> View:
    """Return the one object that a command prints: kind and schema version first.

    >>> view_of("rules", {"items": []})
    {'kind': 'rules', 'schema_version': 1, 'items': []}
    """
    return {"kind": kind, "schema_version": SCHEMA_VERSION, **content}


def list_json(kind: str, items: Sequence[Mapping[str, Any]]) -> View:
    """Return a list; every item has an `id`."""
    return view_of(kind, {"items": [dict(item) for item in items]})


def number(value: float | None) -> float | None:
    """Return a number as JSON can hold it; None for what is not finite.

    >>> number(1.5), number(float("nan"))
    (1.5, None)
    """
    return None if value is None or not math.isfinite(value) else float(value)


def heading_json(heading: Heading) -> View:
    """Return what every result says of itself first."""
    return {
        "study": heading.study,
        "title": heading.title,
        "study_hash": heading.study_hash,
        "model_hash": heading.model_hash,
        "version": heading.version,
        "metric": heading.metric,
        "unit": heading.unit,
        "currency": heading.currency,
        "seed": heading.seed,
        "confidence": heading.confidence,
    }


def interval_json(interval: Interval) -> View:
    """Return a mean with its interval, and that it is rough where it is."""
    found: View = {"mean": number(interval.mean), "interval": [number(interval.low), number(interval.high)]}
    return {**found, "rough": True} if interval.is_rough else found


def floor_json(floor: Floor) -> View:
    """Return what changes that cannot matter move."""
    return {"spread": number(floor.spread), "differences": floor.count}


def stated_json(stated: StatedAssumption) -> View:
    """Return an assumption as people read it."""
    return {
        "path": stated.path,
        "name": stated.name,
        "unit": stated.unit,
        "now": number(stated.now),
        "low": number(stated.low),
        "high": number(stated.high),
        "source": stated.source,
    }
