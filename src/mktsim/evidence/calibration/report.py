"""The calibration report: what was found, how well it holds, and what the history could not tell."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from mktsim.evidence.calibration.estimates import Calibration
from mktsim.evidence.calibration.overrides import Override

_STRONG = 0.6
"""Correlations from this size on are told."""


def report_text(calibration: Calibration, overrides: tuple[Override, ...], said: tuple[str, ...]) -> str:
    """Return the report as Markdown."""
    parts = [
        f"# Calibration on {Path(calibration.file).name}",
        _bullets("What was read", calibration.notes),
        _estimates(calibration),
        _bullets("Estimates that go together", together(calibration)),
        _written(overrides),
        _bullets("How well it holds", [f"{one.name}: {_plain(one.value)}: {one.text}" for one in calibration.checks]),
        _bullets("What the history could not tell", calibration.unknown),
        _bullets("Before you rely on the scenario", said),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def together(calibration: Calibration) -> tuple[str, ...]:
    """Return a sentence for each strong correlation, the strongest first."""
    matrix = np.atleast_2d(calibration.correlations)
    names = [one.name for one in calibration.estimates]
    pairs = [(float(matrix[i, j]), i, j) for i in range(len(names)) for j in range(i) if abs(matrix[i, j]) >= _STRONG]
    return tuple(
        f"{names[i]} and {names[j]}: correlation {value:+.2f}"
        for value, i, j in sorted(pairs, key=lambda pair: -abs(pair[0]))
    )


def _estimates(calibration: Calibration) -> str:
    rows = [
        f"| {one.name} | {one.unit} | {_plain(one.value)} | {_plain(one.low)} to {_plain(one.high)} "
        f"| {max(0.0, one.learnt):.0%} |"
        for one in calibration.estimates
    ]
    head = "| parameter | unit | estimate | 90% interval | learnt from the history |\n|---|---|---|---|---|"
    return "\n".join(("## Estimates\n", head, *rows))


def _written(overrides: tuple[Override, ...]) -> str:
    if not overrides:
        return "## Set in the scenario\n\nNothing: the scenario has no parameter for what was learnt."
    rows = [
        f"| `{one.target.path}` | {_plain(one.value)} | {_plain(one.low)} to {_plain(one.high)} | {one.target.how} |"
        for one in overrides
    ]
    return "\n".join(
        ("## Set in the scenario\n", "| parameter | value | 90% interval | from |\n|---|---|---|---|", *rows)
    )


def _bullets(title: str, lines: tuple[str, ...] | list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _plain(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
