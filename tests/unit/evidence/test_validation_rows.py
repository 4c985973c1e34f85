"""Rows, verdicts and what is told of them; the experiments' numbers are not claimed here."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from mktsim.evidence.validation.drivers import Drivers, active, kinds, moved_scenario, parameters, perturbed
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.kept import Kept
from mktsim.evidence.validation.measuring import Plan, _seeds, chosen, figure, measure
from mktsim.evidence.validation.page import page
from mktsim.evidence.validation.report import item_view, items_of, score
from mktsim.evidence.validation.row import Category, Figure, Kind, Measurement, Row, Statistic, Tier, Verdict
from mktsim.evidence.validation.rows.life_cycle import dates, saddle
from mktsim.evidence.validation.rows.registry import ROWS
from mktsim.study.question.library import read_scenario

ROOT = Path(__file__).parents[3]


def written_out(scenario, seed):
    """Stand in for an experiment: what of the scenario arrives where it runs."""
    return {"length": float(len(scenario.model_dump_json())), "seed": float(seed)}


def test_a_scenario_arrives_whole_in_another_process():
    row = SimpleNamespace(experiment=Experiment("toy", "what arrives", written_out, seeds=3), estimate=dict)
    scenario = read_scenario(ROOT / "scenarios" / "packaged_food.yaml")
    one, two = (list(_seeds(Plan((), jobs=jobs), [row], scenario)) for jobs in (1, 2))
    assert one == two
    assert len(one) == 3


MEASURED = ROOT / "docs" / "measured" / "validation.json"
PAGE = ROOT / "docs" / "should_i_believe_this.md"
GENERALISATIONS = 58
"""Rows of the evidence table, numbered from one."""


def toy(name="G99", *, estimate=lambda table: {"x": table}, band=(0.0, 1.0), run=lambda _scenario, seed: float(seed)):
    experiment = Experiment("toy", "the seed itself", run, seeds=3)
    return Row(
        name, Tier.A, "E", Category.STORABLE, "Toy", "nobody", experiment, (Statistic("x", "x", band),), estimate
    )


@pytest.fixture(scope="module")
def scenario():
    return read_scenario(ROOT / "scenarios" / "packaged_food.yaml")


def measured(row, scenario, seeds=None):
    return list(measure(Plan((row,), seeds), {Category.STORABLE: scenario}, lambda *_: None))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.category}-{row.experiment.name}")
def test_rows_say_what_they_measure_and_where_the_range_is_from(row):
    assert min(len(row.text), len(row.source), len(row.statistics)) > 0
    assert row.id[0] == "G"
    assert 1 <= int(row.id[1:]) <= GENERALISATIONS
    assert all(low <= high and not math.isnan(low + high) for low, high in (s.band for s in row.statistics))
    assert len({s.name for s in row.statistics}) == len(row.statistics)


def test_every_verdict_hangs_on_something():
    keys = {(row.id, row.category) for row in ROWS}
    for key in keys:
        assert any(s.gates for row in ROWS if (row.id, row.category) == key for s in row.statistics), key


def test_interval_is_students(scenario):
    (one,) = measured(toy(), scenario)
    assert (one.figures[0].value, one.figures[0].seeds) == (1.0, 3)
    assert one.figures[0].high == pytest.approx(1.0 + 4.302653 / math.sqrt(3.0), rel=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.2, 0.4, "in range"), (0.9, 1.4, "in range"), (1.1, 1.4, "out of range"), (math.nan, math.nan, "not measured")],
)
def test_verdict_asks_whether_the_interval_touches(low, high, verdict):
    value = (low + high) / 2.0
    assert Figure(Statistic("x", "x", (0.0, 1.0)), value, low, high, 3).verdict == verdict


def test_an_experiment_runs_once_for_all_its_rows(scenario):
    runs = []

    def run(_scenario, seed):
        runs.append(seed)
        return float(seed)

    one = toy(run=run)
    other = Row(**{**one.__dict__, "id": "G98"})
    list(measure(Plan((one, other)), {Category.STORABLE: scenario}, lambda *_: None))
    assert runs == [0, 1, 2]


def test_figures_do_not_depend_on_how_many_processes_measure_them(scenario):
    rows = tuple(row for row in ROWS if row.id == "G36" and row.category is Category.STORABLE)
    alone, together = (
        list(measure(Plan(rows, 2, jobs), {Category.STORABLE: scenario}, lambda *_: None)) for jobs in (1, 2)
    )
    assert [one.figures for one in alone] == [one.figures for one in together]
    assert alone[0].figures[0].seeds == 2


def test_what_cannot_be_estimated_is_not_measured_and_says_why(scenario):
    def refuse(_table):
        raise ValueError("no data")

    (one,) = measured(toy(estimate=refuse), scenario)
    assert one.verdict is Verdict.NOT_MEASURED
    assert one.reason == "no data"


def test_rows_of_one_id_are_one_verdict():
    good = Measurement(toy(), (Figure(Statistic("x", "x", (0.0, 1.0)), 0.5, 0.4, 0.6, 3),))
    bad = Measurement(toy(), (Figure(Statistic("y", "y", (0.0, 1.0)), 2.0, 1.9, 2.1, 3),))
    beside = Measurement(toy(), (Figure(Statistic("z", "z", (0.0, 1.0), gates=False), 2.0, 1.9, 2.1, 3),))
    assert [i.verdict for i in items_of([good, bad], {})] == [Verdict.OUT_OF_RANGE]
    assert [i.verdict for i in items_of([good, beside], {})] == [Verdict.IN_RANGE]


def test_view_has_the_promised_fields_and_counts(scenario):
    (item,) = items_of(measured(toy(band=(0.0, math.inf)), scenario), {"G99 storable": Kind.ECHO})
    view = item_view(item)
    assert {"id", "category", "value", "interval", "range", "kind", "verdict"} <= set(view)
    assert view["range"] == [0.0, None]
    json.dumps(view, allow_nan=False)
    assert score([view])["emergent_in_range"] == 0
    assert score([view])["in_range"] == 1


def test_page_shows_failing_rows_failing_and_says_where(scenario):
    items = [item_view(i) for i in items_of(measured(toy(band=(5.0, 6.0)), scenario, seeds=1), {})]
    text = page({"model_hash": "abc", "score": score(items), "items": items})
    assert "**out of range**; x: 0 |" in text
    assert "0 of 1 measured are in range" in text


def test_missing_seeds_are_left_out():
    statistic = Statistic("x", "x", (0.0, 1.0))
    assert figure(statistic, [{"x": 1.0}, {"x": math.nan}, {}]).seeds == 1
    assert math.isnan(figure(statistic, [{}]).value)


def test_every_generalisation_is_on_the_table():
    assert {row.id for row in ROWS} == {f"G{n:02d}" for n in range(1, GENERALISATIONS + 1)}


def test_rows_are_chosen_by_category_and_id():
    assert {row.id for row in chosen(ROWS, None, "G20")} == {"G20"}
    assert {row.category for row in chosen(ROWS, Category.DURABLE, None)} == {Category.DURABLE}


def test_kind_follows_from_what_moves_a_row():
    drivers = (
        Drivers("a", (("own", 0.9), ("other", 0.1))),
        Drivers("b", (("shared", 0.9), ("other", 0.1))),
        Drivers("c", (("shared", 0.6), ("other", 0.4))),
        Drivers("d", (("wide", 0.4), ("other", 0.3))),
    )
    assert kinds(drivers) == {"a": Kind.ECHO, "b": Kind.MIXED, "c": Kind.MIXED, "d": Kind.EMERGENT}


def test_perturbing_moves_one_number_and_keeps_memories_below_one(scenario):
    assert "choice.price_coefficient" in parameters(scenario)
    moved = perturbed(scenario, "advertising.retention", 1.2)
    assert 0.0 < moved.market.advertising.retention < 1.0
    assert moved.market.advertising.retention != scenario.market.advertising.retention
    assert moved.market.choice == scenario.market.choice


def test_stages_of_a_yearly_series_are_dated():
    units = np.array([10.0, 20.0, 110.0, 200.0, 400.0, 500.0, 420.0, 400.0, 380.0]) * 1000.0
    found = dates(units, 60e6)
    assert (found.takeoff, found.slowdown) == (2, 6)
    assert dates(np.linspace(1e3, 2e3, 9), 60e6).takeoff is None


def test_a_saddle_is_a_fall_that_is_made_good():
    assert saddle(np.array([1.0, 5.0, 3.0, 4.0, 6.0])) == pytest.approx(0.4)
    assert saddle(np.array([1.0, 5.0, 3.0, 4.0, 2.0])) == 0.0


def test_page_and_measurement_agree():
    assert PAGE.read_text(encoding="utf-8") == page(json.loads(MEASURED.read_text(encoding="utf-8")))


def test_committed_measurement_covers_every_row_in_its_category():
    view = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert {(i["id"], i["category"]) for i in view["items"]} == {(row.id, str(row.category)) for row in ROWS}


def test_a_share_that_is_one_is_moved_downwards(scenario):
    assert moved_scenario(scenario, "supply.progress_ratio").supply.progress_ratio == pytest.approx(0.8)
    moved = moved_scenario(scenario, "supply.other_store")
    assert moved.supply.other_store == pytest.approx(1.2 * scenario.supply.other_store)
    assert moved.market == scenario.market


def test_parameters_that_move_nothing_are_not_tried(scenario):
    tried = active(scenario)
    assert "choice.price_coefficient" in tried
    assert "luck.brand_sd" in tried
    idle = set(parameters(scenario)) - set(tried)
    assert "adoption.p_per_year" in idle  # everybody uses the category already


def test_what_a_search_found_is_kept_and_lines_cut_short_are_passed_over(tmp_path):
    kept = Kept(tmp_path / "new" / "drivers.jsonl")
    assert kept.found("storable G25") == {}
    kept.keep("storable G25", "choice.loss_aversion", {"G25 storable": 0.25})
    kept.keep("storable G24", "choice.loss_aversion", {"G24 storable": 0.5})
    with kept.path.open("a", encoding="utf-8") as file:
        file.write('{"model": "')
    assert kept.found("storable G25") == {"choice.loss_aversion": {"G25 storable": 0.25}}


def test_a_row_whose_statistic_is_typed_outside_the_market_is_an_echo(scenario):
    (one,) = measured(replace(toy(), typed="part.number"), scenario)
    (item,) = items_of([one], {"G99 storable": Kind.EMERGENT})
    assert item.kind is Kind.ECHO
    typed = [row for row in ROWS if row.typed]
    assert {row.id for row in typed} == {"G35", "G43"}
    assert {row.kind for row in typed} == {"I"}
