from __future__ import annotations

import json
from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import CellFailed, InputError
from mktsim.inputs.study import WorldChange
from mktsim.outcomes.metrics.value import npv
from mktsim.study.compare.plan import ALONE, LADDER, CompareOptions, Counts, affordable
from mktsim.study.compare.result import Status
from mktsim.study.compare.run import compare
from mktsim.study.compare.single_arm import run_many, run_one
from mktsim.study.directory.pins import differences, make_pin, read_pin, write_pin
from mktsim.study.question.resolve import resolve
from mktsim.study.question.run_request import RunRequest, resolve_run
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import STORE_NAME
from mktsim.study.runs.store import open_store

QUICK = CompareOptions(why_replications=4)
LOOK = RunOptions(simulate=fake.simulate)


def _resolved(**changes):
    return resolve(fake.study(**changes), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return compare(_resolved(), tmp_path_factory.mktemp("told"), QUICK, LOOK)


def test_a_comparison_is_complete(told):
    assert [arm.name for arm in told.arms] == ["low", "high", "ideal"]
    assert told.outcomes.shape == (12, 3)
    assert (told.replications, told.why_replications, told.failed) == (12, 4, 0)
    assert told.arms[0].difference is None
    assert told.verdict.status is Status.BEST
    assert told.verdict.arm == max(told.arms, key=lambda arm: arm.interval.mean).name
    assert sum(arm.p_best for arm in told.arms) == pytest.approx(1.0)
    assert told.heading.unit == "USD"
    assert told.seconds > 0.0
    assert len(told.examples) == 3
    assert told.series[0].units.shape == (3, fake.HORIZON + fake.RUN_OUT)
    assert (told.series[0].units[0] <= told.series[0].units[2]).all()


def test_outcomes_are_those_of_the_cells(told):
    planner = Planner(_resolved(), 1)
    for r in (0, 7):
        for place, arm in enumerate(planner.resolved.arms):
            assert told.outcomes[r, place] == npv(fake.simulate(planner.cell(arm, 0, r).cell))


def test_the_bridge_is_the_difference_to_the_cent(told):
    means = {arm.name: arm.interval.mean for arm in told.arms}
    difference = means[told.verdict.arm] - means[told.verdict.runner_up]
    assert round(sum(step.amount for step in told.bridge), 2) == round(difference, 2)
    assert sum(1 for step in told.bridge if step.amount) > 4


def test_an_instant_organisation_loses_nothing_and_others_lose_what_the_ladder_says(told):
    assert told.arms[2].loss.total == 0.0
    assert told.arms[2].ideal.mean == pytest.approx(told.arms[2].interval.mean)
    for arm in told.arms[:2]:
        assert min(arm.loss.late, arm.loss.misinformed, arm.loss.unexecuted) > 0.0
        assert arm.ideal.mean - arm.interval.mean == pytest.approx(arm.loss.total)
    planner = Planner(_resolved(), 1)
    arm = planner.resolved.arms[0]
    values = [
        np.mean([npv(fake.simulate(planner.cell(arm, 0, r, variant).cell)) for r in range(4)]) for variant in LADDER
    ]
    assert told.arms[0].loss.late == pytest.approx(values[0] - values[1])
    assert told.arms[0].loss.misinformed == pytest.approx(values[1] - values[2])


def test_variance_goes_to_the_sources_that_matter(told):
    shares = {row.name: row.share for row in told.variance_by_source}
    assert next(iter(shares)) == "appeal and potential"
    assert shares["rivals"] == 0.0
    assert sum(shares.values()) == pytest.approx(1.0)


def test_the_three_assumptions_that_matter_are_told(told):
    assert told.assumptions[0].path == "supply.unit_cost_money"
    assert len(told.assumptions) == 3
    idle = next(e for e in told.assumptions if e.path == "market.types_per_segment")
    assert idle.difference_low == idle.difference_high
    assert not idle.turns


def test_histories_of_one_price_do_not_part(told):
    assert (told.verdict.arm, told.verdict.runner_up) == ("ideal", "high")
    assert told.parting is None


def test_histories_part_where_the_prices_do(tmp_path):
    arms = {"low": {"policy": "low"}, "high": {"policy": "high"}}
    found = compare(_resolved(arms=arms), tmp_path, replace(QUICK, why_seconds=0.0), LOOK)
    assert {found.verdict.arm, found.verdict.runner_up} == {"low", "high"}
    assert (found.parting.day, found.parting.lever) == (14.0, "price")


def test_a_second_call_says_the_same_and_runs_nothing(tmp_path, told):
    first = compare(_resolved(), tmp_path, QUICK, LOOK)
    calls = []

    def counted(cell):
        calls.append(cell)
        return fake.simulate(cell)

    second = compare(_resolved(), tmp_path, QUICK, replace(LOOK, simulate=counted))
    assert all(cell.keep_log for cell in calls)
    assert len(calls) == 3
    assert first.digest == second.digest == told.digest
    assert repr(first.arms) == repr(second.arms)  # as in `test_two_workers_compare_alike`
    assert (first.bridge, first.assumptions, first.variance_by_source, first.verdict) == (
        second.bridge,
        second.assumptions,
        second.variance_by_source,
        second.verdict,
    )


def test_more_replications_and_more_arms_reuse_what_is_there(tmp_path):
    asked = CompareOptions(why_seconds=0.0, why_replications=0)
    compare(_resolved(replications=4), tmp_path, asked, LOOK)
    calls = []

    def counted(cell):
        calls.append((cell.arm.policy.title, cell.replication))
        return fake.simulate(cell)

    compare(_resolved(replications=6), tmp_path, asked, replace(LOOK, simulate=counted))
    assert len(calls) == 2 * 3 + 3
    with open_store(tmp_path / STORE_NAME, model_hash(), platform_stamp()) as store:
        assert len(store.statuses()) == 18


def test_why_fits_its_time_and_is_remembered(tmp_path):
    asked = CompareOptions(why_seconds=5.0)
    first = compare(_resolved(), tmp_path, asked, LOOK)
    assert 2 <= first.why_replications <= 12
    assert 1 <= first.assumption_replications <= 2
    again = compare(_resolved(), tmp_path, asked, LOOK)
    assert again.why_replications == first.why_replications
    assert again.assumption_replications == first.assumption_replications
    silent = compare(_resolved(), tmp_path, replace(asked, why_seconds=0.0), LOOK)
    assert (silent.why_replications, silent.unasked) == (0, ())
    assert silent.arms[0].loss is None


def test_what_does_not_fit_its_time_is_told_with_what_would_do(tmp_path):
    found = compare(_resolved(), tmp_path, CompareOptions(why_seconds=1e-4), LOOK)
    assert found.why_replications == found.noise_replications == found.assumption_replications == 0
    assert found.assumptions == found.variance_by_source == ()
    words = ["what the organisation costs", "where the luck comes from", "what the assumptions do"]
    assert [one.what for one in found.unasked] == words
    assert all(one.why_seconds > 1e-4 for one in found.unasked)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (23, (0, 0, 0)),
        (24, (2, 0, 0)),
        (60, (2, 4, 0)),
        (108, (2, 4, 1)),
        (150, (4, 6, 1)),
        (400, (13, 15, 2)),
        (9999, (20, 20, 2)),
    ],
)
def test_time_goes_to_losses_then_luck_then_assumptions(cells, expected):
    each = Counts(losses=12, noise=9, assumptions=48)
    assert affordable(each, cells, 20) == Counts(*expected)


def test_questions_without_cells_take_no_time():
    assert affordable(Counts(0, 9, 0), 90, 20) == Counts(0, 10, 0)


def test_two_workers_compare_alike(tmp_path, told):
    found = compare(_resolved(), tmp_path, QUICK, replace(LOOK, jobs=2))
    assert (found.digest, found.assumptions) == (told.digest, told.assumptions)
    assert repr(found.arms) == repr(
        told.arms
    )  # the stand-in does not say what is overdrawn, and no number equals itself


def test_equal_policies_cannot_be_told_apart(tmp_path):
    arms = {"low": {"policy": "low"}, "twin": {"policy": "twin"}}
    found = compare(_resolved(arms=arms), tmp_path, QUICK, LOOK)
    assert found.verdict.status is Status.TIED
    assert found.parting is None
    assert all(step.amount == 0.0 for step in found.bridge)


def test_worlds_are_averaged_by_weight(tmp_path):
    worlds = (
        WorldChange(name="cheap", set={"supply.unit_cost_money": 2.0}, weight=3.0),
        WorldChange(name="dear", set={"supply.unit_cost_money": 6.0}),
    )
    found = compare(_resolved(worlds=worlds, replications=4), tmp_path, QUICK, LOOK)
    resolved = _resolved(worlds=worlds)
    planner = Planner(resolved, 1)
    values = [npv(fake.simulate(planner.cell(resolved.arms[0], world, 2).cell)) for world in (0, 1)]
    assert found.outcomes[2, 0] == pytest.approx(0.75 * values[0] + 0.25 * values[1])
    means = {arm.name: arm.interval.mean for arm in found.arms}
    difference = means[found.verdict.arm] - means[found.verdict.runner_up]
    assert round(sum(step.amount for step in found.bridge), 2) == round(difference, 2)


def test_a_failure_drops_its_replication_for_all_arms(tmp_path):
    asked = CompareOptions(why_seconds=0.0, why_replications=0)
    looking = replace(LOOK, simulate=fake.fails_at_three)
    found = compare(_resolved(replications=40), tmp_path, asked, looking)
    assert (found.replications, found.failed) == (39, 2)
    again = compare(_resolved(replications=40), tmp_path, asked, replace(LOOK, retry_failed=True))
    assert (again.replications, again.failed) == (40, 0)


def test_too_many_failures_are_refused_with_how_to_see_one(tmp_path):
    with pytest.raises(CellFailed, match=r"the machine stands still.*mktsim rerun .* --arm"):
        compare(_resolved(replications=8), tmp_path, QUICK, replace(LOOK, simulate=fake.fails_at_three))


def test_a_metric_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(InputError, match="payback_week is no number"):
        compare(_resolved(metric="payback_week"), tmp_path, QUICK, replace(LOOK, simulate=fake.loses_money))


def test_sources_and_rungs_are_single_switches():
    assert len({variant.silenced for variant in ALONE}) == len(ALONE)
    assert all(len(variant.silenced) == len(ALONE) - 1 for variant in ALONE)
    assert len({variant.execution for variant in LADDER}) == 3


def test_a_run_of_one_and_of_many_agree(tmp_path):
    resolved = resolve_run(RunRequest(scenario="toy.yaml", policy="high"), fake.library())
    one = run_one(resolved, 2, fake.simulate)
    many = run_many(resolved, 5, tmp_path, RunOptions(simulate=fake.simulate))
    planner = Planner(resolved, 1)
    expected = [npv(fake.simulate(planner.cell(resolved.arms[0], 0, r).cell)) for r in range(5)]
    npvs = next(m for m in many.metrics if m.name == "npv")
    assert (npvs.interval.mean, npvs.known) == (pytest.approx(np.mean(expected)), 5)
    assert npvs.interval.low < npvs.interval.mean < npvs.interval.high
    assert next(m for m in one.metrics if m.name == "npv").interval.mean == expected[2]
    assert (one.policy, one.organisation, one.replications) == ("high", "plain", (2,))
    assert run_one(resolved, 2, fake.simulate).digest == one.digest != many.digest


def test_a_pin_holds_until_something_moves(tmp_path):
    resolved = resolve_run(RunRequest(scenario="toy.yaml"), fake.library())
    pin = make_pin(resolved, fake.simulate)
    write_pin(tmp_path / "pins" / "toy.json", pin)
    kept = read_pin(tmp_path / "pins" / "toy.json")
    assert kept == pin
    assert differences(kept, make_pin(resolved, fake.simulate)) == ()
    moved = differences(kept, make_pin(resolved, fake.loses_money))
    assert {"npv", "contribution"} <= {one.metric for one in moved}
    assert "units" not in {one.metric for one in moved}


def test_another_platform_is_given_a_tolerance():
    resolved = resolve_run(RunRequest(scenario="toy.yaml"), fake.library())
    pin = make_pin(resolved, fake.simulate)
    units = pin.metrics["units"]
    nearly = {**pin.metrics, "units": replace(units, value=units.value * 1.005)}
    now = replace(pin, digest="other", metrics=nearly)
    assert [one.metric for one in differences(pin, now)] == ["units"]
    assert differences(pin, replace(now, platform="elsewhere")) == ()
    far = replace(now, platform="elsewhere", metrics={**nearly, "units": replace(units, value=units.value * 1.05)})
    assert [one.metric for one in differences(pin, far)] == ["units"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"metrics": 3}'])
def test_what_is_no_pin_says_so(tmp_path, text):
    (tmp_path / "toy.json").write_text(text)
    with pytest.raises(InputError, match="is not a pin"):
        read_pin(tmp_path / "toy.json")


def test_a_missing_pin_and_another_schema_say_so(tmp_path):
    with pytest.raises(InputError, match="there is no pin"):
        read_pin(tmp_path / "toy.json")
    pin = make_pin(resolve_run(RunRequest(scenario="toy.yaml"), fake.library()), fake.simulate)
    write_pin(tmp_path / "toy.json", pin)
    raw = json.loads((tmp_path / "toy.json").read_text())
    (tmp_path / "toy.json").write_text(json.dumps({**raw, "schema_version": 9}))
    with pytest.raises(InputError, match="schema_version: is 9"):
        read_pin(tmp_path / "toy.json")


def test_money_is_told_in_money_whatever_is_compared(tmp_path, monkeypatch):
    units = []

    def seen(_arms, _ranking, wording, *, valued):
        units.append((wording.unit, valued))
        return ()

    monkeypatch.setattr("mktsim.study.compare.run.warnings_of", seen)
    found = compare(_resolved(metric="units"), tmp_path, QUICK, LOOK)
    assert set(units) == {("USD", False)}
    assert found.heading.unit == "units"
