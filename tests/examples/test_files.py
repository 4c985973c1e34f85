"""Every scenario and study that is shipped is read in full and run, shortened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mktsim.inputs.scenario import Launch
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.compare.single_arm import run_one
from mktsim.study.question.check_file import checked
from mktsim.study.question.library import Overrides, resolved_run, resolved_study
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.question.run_request import RunRequest

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
STUDIES = sorted((ROOT / "experiments").glob("*.yaml"))
WEEKS, RUN_OUT, REPLICATIONS = 26, 4, 2


def shortened(resolved: ResolvedStudy) -> ResolvedStudy:
    """Return the study cut to half a year."""

    def cut(scenario):
        changes = {"horizon_weeks": WEEKS, "run_out_weeks": RUN_OUT}
        if isinstance(scenario.opening, Launch) and scenario.opening.project:
            quick = scenario.opening.project.model_copy(update={"design_rounds": 0, "effort_scale": 0.1})
            changes["opening"] = Launch(project=quick)
        return scenario.model_copy(update=changes)

    worlds = tuple(replace(world, scenario=cut(world.scenario)) for world in resolved.worlds)
    return replace(resolved, scenario=cut(resolved.scenario), worlds=worlds)


def test_there_are_files():
    assert len(SCENARIOS) >= 3
    assert len(STUDIES) >= 6


@pytest.mark.parametrize("path", [*SCENARIOS, *STUDIES], ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_file(path):
    found = checked(str(path))
    assert found.kind == ("scenario" if path in SCENARIOS else "study")
    assert [str(problem) for problem in found.problems] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_runs_shortened(path):
    resolved = shortened(resolved_run(RunRequest(str(path))))
    results = [run_one(resolved, replication) for replication in range(REPLICATIONS)]
    for result in results:
        history = result.history
        assert history.horizon == WEEKS
        assert history.series.values.shape[0] == WEEKS + RUN_OUT
        assert history.series.column("units").sum() > 0
        assert np.isfinite(history.money.values).all()
        assert {metric.name for metric in result.metrics} == set(measure_all(history))
    assert results[0].digest != results[1].digest


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_a_study_runs_shortened(path, tmp_path):
    resolved = shortened(resolved_study(str(path), Overrides(replications=REPLICATIONS)))
    comparison = compare(resolved, tmp_path, CompareOptions(why_seconds=0.0))
    assert comparison.failed == 0
    assert comparison.replications == REPLICATIONS
    assert [arm.name for arm in comparison.arms] == list(resolved.study.arms)
    assert len(comparison.question) > 20
    assert np.isfinite(comparison.outcomes).all()
    assert len({tuple(column) for column in comparison.outcomes.T}) > 1
