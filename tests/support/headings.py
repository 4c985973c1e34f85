"""Headings of made-up results."""

from __future__ import annotations

from dataclasses import replace

from mktsim.study.runs.heading import Heading

_TOY = Heading(
    study="toy",
    title="t",
    study_hash="ab" * 16,
    model_hash="cd" * 16,
    version="0",
    metric="npv",
    unit="USD",
    currency="USD",
    seed=1,
    confidence=0.95,
)


def heading(**changes: object) -> Heading:
    """A heading of the toy study, with some fields otherwise."""
    return replace(_TOY, **changes)
