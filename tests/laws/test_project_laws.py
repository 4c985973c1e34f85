"""A product in development: the organisation decides when it comes to the market, nothing else does."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.inputs.cell import IDEAL, LuckSource
from mktsim.inputs.duty import OnMessage, OnOpening
from mktsim.inputs.scenario import Launch, Project
from mktsim.model.organisation.project import AFTER, BEFORE, READY, ROUND, steps
from mktsim.model.replay import Tape
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import METRICS
from mktsim.present.run import _development
from mktsim.study.question.feasibility import reach_problems
from mktsim.study.question.library import archetypes, catalogue, resolved_study
from mktsim.study.question.skeleton import skeleton_of
from support.real_world import digest, real_cell, world

SHORT = Project(design_rounds=1, effort_scale=0.25)
WEEKS = 60
STUDY = Path(__file__).parents[2] / "experiments" / "us_color_tv_from_idea.yaml"


@lru_cache(maxsize=8)
def scenario(project=SHORT, weeks=WEEKS):
    found, _ = world()
    return found.model_copy(update={"opening": Launch(project=project), "horizon_weeks": weeks})


def history(project=SHORT, weeks=WEEKS, **changes):
    return simulate(real_cell(scenario=scenario(project, weeks), **changes))


def column(found, name):
    return found.series.values[: found.horizon, found.series.columns.index(name)]


def launch_week(found):
    units = column(found, "units")
    return int(np.argmax(units > 0)) if units.any() else None


def slower(factor):
    _, incumbent = world()
    organisation = incumbent.organisation
    edges = tuple(e.model_copy(update={"delay_days": e.delay_days * factor}) for e in organisation.edges)
    return organisation.model_copy(update={"edges": edges})


# ------------------------------------------------------------------ the table of steps


@pytest.mark.parametrize("rounds", [0, 1, 4])
def test_every_step_is_set_off_by_the_one_before_it(rounds):
    chain = steps(Project(design_rounds=rounds))
    assert len(chain) == len(BEFORE) + rounds * len(ROUND) + len(AFTER)
    assert isinstance(chain[0].trigger, OnOpening)
    for before, after in pairwise(chain):
        assert isinstance(after.trigger, OnMessage)
        assert (after.trigger.topic,) == before.gives
        assert before.informs == (after.owner,)
    assert chain[-1].gives == (READY,)
    assert len({step.id for step in chain}) == len(chain)


def test_effort_is_scaled():
    usual, double = steps(Project()), steps(Project(effort_scale=2.0))
    assert [two.effort_days for two in double] == [2.0 * one.effort_days for one in usual]


@pytest.mark.parametrize("name", sorted(archetypes()))
def test_every_archetype_can_carry_a_project(name):
    assert reach_problems(skeleton_of(archetypes()[name]), (*catalogue(), *steps(Project()))) == ()


def test_an_arm_whose_links_break_the_project_is_refused(tmp_path):
    study = STUDY.read_text("utf-8").replace("../scenarios", str(STUDY.parents[1] / "scenarios"))
    ends = ("planning", "senior_management")
    edges = ", ".join(f"{{sender: finance, receiver: {end}, cut: true}}" for end in ends)
    cut = f"{{policy: value_pricing, organisation: planning_hub, edges: [{edges}]}}"
    path = tmp_path / "cut.yaml"
    path.write_text(study.replace("{policy: value_pricing, organisation: planning_hub}", cut), "utf-8")
    with pytest.raises(InputError) as caught:
        resolved_study(str(path))
    (problem,) = caught.value.problems
    assert problem.field == "arms.planning_hub.organisation"
    assert problem.line > 0
    assert "no path of edges leads from finance to product_marketing" in problem.message


# ------------------------------------------------------------------ whole runs


def test_nothing_is_sold_or_spent_on_marketing_before_the_launch():
    found = history()
    launch = launch_week(found)
    assert 4 < launch < WEEKS - 10
    assert column(found, "category_units")[:launch].all(), "rivals sell"
    money = dict(zip(found.money.columns, found.money.values[:launch].T, strict=True))
    assert money["staff"].all(), "people are paid"
    spent = {name for name, values in money.items() if values.any()} - {"staff", "development"}
    assert not spent
    assert column(found, "units")[launch:].all()
    assert METRICS["launch_week"].measure(found) >= launch
    assert not column(found, "stage_true")[:launch].any(), "a product that is not there has not taken off"
    notes = [name for name in found.series.columns if name.startswith("observed.")]
    assert notes
    assert all(np.isnan(column(found, name)[:launch]).all() for name in notes), (
        "nor is there an office to note anything"
    )
    days = found.roles.columns.index("available_days"), found.roles.columns.index("staff_fte")
    assert found.roles.values[0, days[0]] <= found.roles.values[0, days[1]] * 5.0 * (WEEKS - launch)


def test_the_worse_the_links_the_later_the_launch():
    weeks = [launch_week(history(organisation=slower(factor))) for factor in (0.2, 1.0, 3.0)]
    assert weeks[0] < weeks[1] < weeks[2]


def test_more_rounds_and_more_work_take_longer():
    base = launch_week(history())
    assert launch_week(history(SHORT.model_copy(update={"design_rounds": 3}))) > base
    assert launch_week(history(SHORT.model_copy(update={"effort_scale": 0.4}))) > base


def test_where_work_takes_no_time_the_product_is_there_at_once():
    ideal = history(execution=IDEAL)
    finished = simulate(real_cell(scenario=scenario().model_copy(update={"opening": Launch()}), execution=IDEAL))
    assert launch_week(ideal) == 0
    assert np.array_equal(ideal.money.values, finished.money.values)


def test_a_product_that_is_never_ready_never_sells():
    found = history(Project(effort_scale=10.0))
    assert not found.series.values[:, found.series.columns.index("units")].any(), "nor in the run-out"
    assert np.isfinite(METRICS["npv"].measure(found))
    assert METRICS["npv"].measure(found) < 0


def test_same_bits_again_and_with_a_tape():
    cell = real_cell(scenario=scenario())
    tape = Tape()
    assert digest(simulate(cell)) == digest(simulate(cell, tape))
    replayed = tape.replayed(lambda v: None)
    assert np.allclose(replayed.own_units, tape.shown().own_units)


def test_the_log_tells_of_the_project():
    log = simulate(replace(real_cell(scenario=scenario()), keep_log=True)).log
    done = [event.duty for event in log if event.kind == "done" and event.duty.startswith("project.")]
    assert done == [step.id for step in steps(SHORT)]


def test_without_luck_of_work_every_replication_launches_in_the_same_week():
    silent = frozenset({LuckSource.WORK})
    assert len({launch_week(history(replication=r, silenced=silent)) for r in range(3)}) == 1


@pytest.mark.parametrize(
    ("project", "words"),
    [
        (SHORT, "14 steps; its launch was decided in week"),
        (Project(effort_scale=10.0), "not through its development within 60"),
    ],
)
def test_a_run_says_how_development_went(project, words):
    told = _development(simulate(replace(real_cell(scenario=scenario(project)), keep_log=True)))
    assert len(told) == 1
    assert words in told[0]
    assert _development(simulate(replace(real_cell(), keep_log=True))) == ()
