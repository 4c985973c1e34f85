"""What `--json` prints is plain, finite and complete."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from mktsim.outcomes.history import History, Table, WorkTable
from mktsim.outcomes.metrics.metric import Better
from mktsim.present.compare.json import comparison_json, run_json
from mktsim.present.json import SCHEMA_VERSION, list_json, number
from mktsim.study.compare.result import (
    ArmResult,
    BridgeStep,
    Comparison,
    Difference,
    Loss,
    SourceShare,
    Status,
    Verdict,
)
from mktsim.study.compare.single_arm import MetricResult, RunResult
from mktsim.study.runs.interval import Interval
from support.headings import heading

NAN = float("nan")
EMPTY = WorkTable((), (), np.zeros((0, 0)))
HISTORY = History(1, 0.1, Table((), np.zeros((1, 0))), Table((), np.zeros((1, 0))), EMPTY, EMPTY, EMPTY, ())


def arm(name, difference):
    return ArmResult(
        name=name,
        policy="skimming",
        organisation="matrix*",
        interval=Interval(10.0, 8.0, 12.0),
        terminal=1.0,
        difference=difference,
        p_best=0.75,
        expected_regret=0.5,
        cvar=7.0,
        quantiles=(7.5, 10.0, 12.5),
        ideal=Interval(11.0, 9.0, 13.0),
        loss=Loss(0.5, 0.25, 0.25, (0.1, 0.2, NAN, 0.3)),
        correlation=0.9,
        variance_reduction=NAN,
    )


def comparison():
    return Comparison(
        heading=heading(study="s", seed=3), question="q?", baseline="a", replications=20, why_replications=5,
        assumption_replications=2, failed=0,
        arms=(arm("a", None), arm("b", Difference(Interval(1.0, 0.5, 1.5), 0.01))),
        variance_by_source=(SourceShare("rivals", 0.6, 0.1), SourceShare("counts", 0.4, NAN)),
        bridge=(BridgeStep("price", 1.0),), parting=None,
        assumptions=(), verdict=Verdict(Status.TIED, "b", "a", "words", "b", ranking_changed_by_organisation=True),
        series=(), examples=(HISTORY,), outcomes=np.zeros((20, 2)), digest="d", seconds=1.5,
    )  # fmt: skip


def test_a_comparison_is_plain_and_says_all_in_its_order():
    view = comparison_json(comparison())
    assert json.loads(json.dumps(view, allow_nan=False)) == view
    assert (view["kind"], view["schema_version"]) == ("comparison", SCHEMA_VERSION)
    first, second = view["arms"]
    assert first["difference"] is None
    assert second["difference"] == {
        "mean": 1.0,
        "interval": [0.5, 1.5],
        "ci95": [0.5, 1.5],
        "p_holm": 0.01,
        "decision": None,
    }
    errors = {"late": 0.1, "misinformed": 0.2, "unexecuted": None, "total": 0.3}
    assert second["loss"] == {"late": 0.5, "misinformed": 0.25, "unexecuted": 0.25, "total": 1.0, "se": errors}
    assert second["variance_reduction"] is None
    assert list(view["variance_by_source"].items()) == [("rivals", 0.6), ("counts", 0.4)]
    assert view["verdict"]["status"] == "cannot be told apart"
    assert view["bridge"] == [{"name": "price", "amount": 1.0}]


def test_an_interval_of_another_confidence_is_not_called_95():
    view = comparison_json(replace(comparison(), heading=heading(confidence=0.9)))
    assert view["arms"][0]["ci95"] is None
    assert view["arms"][0]["interval"] == [8.0, 12.0]


def run(replications, values):
    metric = MetricResult("npv", "USD", Better.HIGHER, "worth", Interval(*values), len(replications))
    unknown = MetricResult("payback_week", "week", Better.LOWER, "when", Interval(NAN, NAN, NAN), 0)
    return RunResult("s", "p", "o", 1, replications, (metric, unknown), HISTORY, (), "d", 0.5)


def test_one_replication_has_values_and_several_have_intervals():
    one = run_json(run((7,), (5.0, 5.0, 5.0)))
    assert one["replication"] == 7
    assert one["metrics"] == {"npv": {"value": 5.0, "unit": "USD"}, "payback_week": {"value": None, "unit": "week"}}
    many = run_json(run((0, 1, 2), (5.0, 4.0, 6.0)))
    assert many["replication"] is None
    assert many["metrics"]["npv"] == {"value": 5.0, "unit": "USD", "ci95": [4.0, 6.0], "known": 3}


def test_lists_keep_their_order_and_numbers_are_finite():
    assert list_json("rules", [{"id": "b"}, {"id": "a"}])["items"] == [{"id": "b"}, {"id": "a"}]
    assert [number(x) for x in (1.0, NAN, float("inf"), None)] == [1.0, None, None, None]
