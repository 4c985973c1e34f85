"""The calls from Python: objects in, answers that show themselves out."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

import mktsim
from mktsim.errors import InputError
from support.real_world import world


@pytest.fixture(scope="module")
def ran():
    return mktsim.run(world()[0])


@pytest.fixture(scope="module")
def asked():
    change = mktsim.Change({"advertising.scale": 0.5})
    return mktsim.what_if(world()[0], change, replications=3, seconds=1)


def test_what_people_call_is_all_there_is():
    assert dir(mktsim) == sorted(mktsim.__all__)
    assert all(callable(getattr(mktsim, name)) for name in mktsim.__all__)
    with pytest.raises(AttributeError):
        mktsim.runn  # noqa: B018 - the access is what is tried


def test_a_scenario_changed_in_memory_runs(ran):
    dearer = world()[0].model_copy(update={"supply": world()[0].supply.model_copy(update={"unit_cost_money": 2.0})})
    before, after = (one.frame().set_index("name").loc["npv", "value"] for one in (ran, mktsim.run(dearer)))
    assert after < before


def test_an_answer_shows_itself(ran, asked):
    assert "npv" in ran.summary()
    assert "<table" in asked._repr_html_()
    frame = asked.frame()
    assert next(iter(frame["metric"])) == "npv"
    assert frame["change"].nunique() == 1
    assert asked.replications == 3
    assert {"frame", "summary", "plot", "changes"} <= set(dir(asked))
    assert repr(asked) == asked.summary()


def test_a_figure_that_there_is_not_is_named_with_the_choices(ran):
    with pytest.raises(AttributeError, match="no figure is called 'tornado'"):
        ran.plot.tornado()


def test_a_policy_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="status"):
        mktsim.what_if(world()[0], mktsim.Change(policy="statusquo"), replications=3)


PINNED = """
def test_pinned(mktsim_pin):
    mktsim_pin("short.yaml", replications=2)
"""


def test_the_plugin_pins_and_shows_what_moved(pytester):
    from mktsim.inputs.write import dump

    scenario = world()[0].model_copy(update={"horizon_weeks": 8})
    pytester.path.joinpath("short.yaml").write_text(dump(scenario), "utf-8")
    pytester.makepyfile(PINNED)
    is_installed = any(one.value == "mktsim.pytest_plugin" for one in entry_points(group="pytest11"))
    plugin = ("-q",) if is_installed else ("-q", "-p", "mktsim.pytest_plugin")
    pytester.runpytest_inprocess(*plugin).assert_outcomes(failed=1)
    pytester.runpytest_inprocess(*plugin, "--mktsim-pin").assert_outcomes(passed=1)
    pytester.runpytest_inprocess(*plugin).assert_outcomes(passed=1)
    dearer = scenario.model_copy(update={"supply": scenario.supply.model_copy(update={"unit_cost_money": 2.0})})
    pytester.path.joinpath("short.yaml").write_text(dump(dearer), "utf-8")
    found = pytester.runpytest_inprocess(*plugin)
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*npv: pinned *, now *"])


def test_a_study_that_was_loaded_is_understood_from_any_directory(tmp_path, monkeypatch):
    from mktsim.study.question.library import resolved_study

    study = mktsim.load(str(Path(__file__).parents[3] / "experiments" / "packaged_pulsing.yaml"))
    monkeypatch.chdir(tmp_path)
    assert Path(study.scenario).is_absolute()
    assert resolved_study(study).scenario.name == "packaged_food"


def test_organisations_by_name_stay_names_and_those_by_path_become_absolute(tmp_path):
    scenario = mktsim.load("scenarios/packaged_food")
    assert scenario.organisation == "planning_hub"
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        f"extends: {Path(__file__).parents[3] / 'scenarios' / 'packaged_food.yaml'}\norganisation: house.yaml\n"
    )
    assert mktsim.load(str(mine)).organisation == str(tmp_path / "house.yaml")


def test_a_decision_needs_two_arms():
    study = mktsim.load(str(Path(__file__).parents[3] / "experiments" / "packaged_pulsing.yaml"))
    first = next(iter(study.arms))
    alone = study.model_copy(update={"arms": {first: study.arms[first]}, "baseline": first})
    with pytest.raises(InputError, match="at least two"):
        mktsim.decide(alone)
