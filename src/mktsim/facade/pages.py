"""How each kind of result is shown: one line a procedure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mktsim.facade.answer import Page
from mktsim.present.compare import json as compare_json
from mktsim.present.compare import text as compare_text
from mktsim.present.decide import decision_json, decision_text
from mktsim.present.figures.registry import figures_of
from mktsim.present.information import information_json, information_text
from mktsim.present.optimise import optimise_json, optimise_text
from mktsim.present.robust import robust_json, robust_text
from mktsim.present.select import selection_json, selection_text
from mktsim.present.sensitivity import sensitivity_json, sensitivity_text
from mktsim.present.value.json import value_json
from mktsim.present.value.text import value_text
from mktsim.present.what_if import answer_json, answer_text

if TYPE_CHECKING:
    from mktsim.evidence.backtest import OriginResult
    from mktsim.evidence.calibration.history_file import Calibrated
    from mktsim.study.compare.result import Comparison
    from mktsim.study.compare.single_arm import RunResult
    from mktsim.study.what_if.result import WhatIf


def _comparison_text(found: Comparison) -> str:
    return "\n\n".join((compare_text.answer_text(found), compare_text.why_text(found)))


def _run_view(found: RunResult) -> dict[str, Any]:
    return dict(compare_json.run_json(found))


def _run_text(found: RunResult) -> str:
    named = {metric.name: metric for metric in found.metrics}
    shown = [named[name] for name in ("npv", "units", "market_share", "revenue", "contribution") if name in named]
    head = f"{found.scenario}: {found.policy} under {found.organisation}, seed {found.seed}"
    return "\n".join((head, *(f"{one.name:<14} {one.interval.mean:,.6g} {one.unit}" for one in shown)))


def _what_if_view(found: WhatIf) -> dict[str, Any]:
    view = dict(answer_json(found))
    effects = [{"change": one["title"], **effect} for one in view["changes"] for effect in one["effects"]]
    return {**view, "effects": effects}


def _calibration_view(found: Calibrated) -> dict[str, Any]:
    estimates = found.calibration.estimates
    rows = [
        {"name": one.name, "unit": one.unit, "value": one.value, "low": one.low, "high": one.high} for one in estimates
    ]
    return {"kind": "calibration", "estimates": rows, "notes": list(found.calibration.notes)}


def _calibration_text(found: Calibrated) -> str:
    estimates = found.calibration.estimates
    rows = [f"{one.name:<32} {one.value:>12.5g} ({one.low:.4g} to {one.high:.4g}) {one.unit}" for one in estimates]
    return "\n".join((*found.calibration.notes, *rows))


def _backtest_view(found: tuple[OriginResult, ...]) -> dict[str, Any]:
    return {"kind": "backtest", "origins": [_origin(one) for one in found]}


def _origin(one: OriginResult) -> dict[str, Any]:
    errors = {f"wape_{name}": scores.wape for name, scores in one.scores.items()}
    covered = {"coverage_80": one.coverage_80, "coverage_90": one.coverage_90}
    return {"series": one.series, "known": one.known, "held_out": int(one.actual.size), **errors, **covered}


def _backtest_text(found: tuple[OriginResult, ...]) -> str:
    lines = [f"{one.known} periods known, {one.actual.size} held out: WAPE {one.forecast.wape:.1%}" for one in found]
    return "\n".join((found[0].series if found else "no origin leaves enough to forecast", *lines))


RUN = Page(_run_text, _run_view, "metrics", tuple)
COMPARISON = Page(_comparison_text, compare_json.comparison_json, "arms", partial(figures_of, "compare"))
SELECTION = Page(selection_text, selection_json, "arms", partial(figures_of, "select"))
ROBUSTNESS = Page(robust_text, robust_json, "arms", partial(figures_of, "robust"))
SENSITIVITY = Page(sensitivity_text, sensitivity_json, "swings", partial(figures_of, "sensitivity"))
OPTIMISATION = Page(optimise_text, optimise_json, "knobs", partial(figures_of, "optimise"))
INFORMATION = Page(information_text, information_json, "improvements", partial(figures_of, "information"))
DECISION = Page(decision_text, decision_json, "turning", tuple)
VALUES = Page(value_text, value_json, "items", tuple)
WHAT_IF = Page(answer_text, _what_if_view, "effects", tuple)
CALIBRATION = Page(_calibration_text, _calibration_view, "estimates", tuple)
BACKTEST = Page(_backtest_text, _backtest_view, "origins", tuple)
