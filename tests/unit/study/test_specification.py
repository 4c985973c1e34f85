"""A cell's specification in the store: it makes the cell again to the bit, and older stores still open."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import fake_market as fake
import pytest

from mktsim.errors import StoreError
from mktsim.inputs.calibration import CalibratedGroup, CalibratedParameter, Scale
from mktsim.inputs.cell import Execution, LuckSource
from mktsim.inputs.hashes import canonical_json
from mktsim.present.export.tables import export_tables
from mktsim.study.directory.rerun import rerun
from mktsim.study.directory.status import status_of
from mktsim.study.question.library import resolved_study
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellKey, CellName, CellStatus
from mktsim.study.runs.driver import drive
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner, Variant, assumption_variant
from mktsim.study.runs.results_directory import STORE_NAME, claim, open_results
from mktsim.study.runs.specification import planned_again, specification_of
from mktsim.study.runs.store import open_store, open_to_read
from mktsim.study.runs.worker import run_cell

STUDIES = sorted(path.stem for path in (Path(__file__).parents[3] / "experiments").glob("*.yaml"))


def again(planned):
    specification = specification_of(planned)
    parts = {name: json.loads(json.dumps(text)) for name, text in specification.parts.items()}
    return planned_again(replace(specification, parts=parts), planned.key, planned.named)


@pytest.mark.parametrize("name", STUDIES)
def test_cells_of_shipped_studies_are_made_again_from_their_specifications(name):
    resolved = resolved_study(name)
    planner = Planner(resolved, 7)
    path, (low, _) = next(iter(resolved.scenario.assumptions.items()))
    variants = (
        Variant(),
        Variant("ideal", Execution(late=True, misinformed=False, unexecuted=False)),
        Variant("silenced", silenced=frozenset({LuckSource.BRAND})),
        assumption_variant(resolved.worlds[0].scenario, path, low, resolved.file),
    )
    for arm in resolved.arms:
        for world in range(len(resolved.worlds)):
            for variant in variants:
                planned = planner.cell(arm, world, 3, variant)
                made = again(planned)
                assert (made.key, made.named, made.keep_series) == (planned.key, planned.named, planned.keep_series)
                for part in ("scenario", "arm", "incumbent"):
                    assert canonical_json(getattr(made.cell, part)) == canonical_json(getattr(planned.cell, part))
                assert made.cell == planned.cell


def calibrated():
    plain = resolve(fake.study(), fake.library())
    cost = CalibratedParameter(
        path="supply.unit_cost_money", scale=Scale.LOG, centre=1.5, sd=0.1, lowest=1.0, highest=9.0
    )
    group = CalibratedGroup(history="h.csv", parameters=(cost,), correlations=((1.0,),))
    scenario = plain.worlds[0].scenario.model_copy(update={"calibration": (group,)})
    return replace(plain, worlds=(replace(plain.worlds[0], scenario=scenario),))


@pytest.mark.usefixtures("fake_rules")
def test_a_cell_of_a_drawn_world_is_run_again_by_its_name(tmp_path):
    claim(tmp_path, "study toy_study", fresh=False)
    planner = Planner(calibrated(), 1)
    with open_results(tmp_path) as store:
        drive(planner.grid(3), store, RunOptions(simulate=fake.simulate))
    costs = {one.cell.scenario.supply.unit_cost_money for one in planner.grid(3)}
    assert len(costs) == 3
    for replication in range(3):
        found = rerun(tmp_path, CellName("high", "toy"), replication, fake.simulate)
        assert (found.before, found.same) == (CellStatus.DONE, True)
        assert found.finished.planned == planner.cell(planner.resolved.arms[1], 0, replication).key
    with pytest.raises(StoreError, match="each replication has a world of its own"):
        rerun(tmp_path, CellName("high", "toy"), 3, fake.simulate)


@pytest.mark.usefixtures("fake_rules")
def test_a_specification_that_makes_another_cell_is_refused():
    planned = Planner(resolve(fake.study(), fake.library()), 1).cell(
        resolve(fake.study(), fake.library()).arms[0], 0, 0
    )
    specification = specification_of(planned)
    other = CellKey("another world", *planned.key[1:])
    with pytest.raises(ValueError, match="makes another cell"):
        planned_again(specification, other, planned.named)
    assert planned_again(specification, planned.key, planned.named).cell == planned.cell


def test_a_rule_that_is_not_there_is_told_in_one_line(tmp_path):
    claim(tmp_path, "study toy_study", fresh=False)
    with open_results(tmp_path) as store:
        drive(Planner(resolve(fake.study(), fake.library()), 1).grid(2), store, RunOptions(simulate=fake.simulate))
    with pytest.raises(StoreError, match="'flat' found using 'rule'") as found:
        rerun(tmp_path, CellName("high", "toy"), 1, fake.simulate)
    assert "\n" not in str(found.value)


@pytest.mark.usefixtures("fake_rules")
@pytest.mark.parametrize(
    "change",
    ["UPDATE parts SET content = x'00'", "DELETE FROM parts", "UPDATE parts SET content = substr(content, 1, 20)"],
)
def test_a_damaged_specification_says_so(tmp_path, change):
    claim(tmp_path, "study toy_study", fresh=False)
    with open_results(tmp_path) as store:
        drive(Planner(resolve(fake.study(), fake.library()), 1).grid(2), store, RunOptions(simulate=fake.simulate))
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as db, db:
        db.execute(change)
    with pytest.raises(StoreError, match="damaged"):
        rerun(tmp_path, CellName("high", "toy"), 1, fake.simulate)


@pytest.mark.usefixtures("fake_rules")
def test_a_cell_without_a_specification_says_what_to_do(tmp_path):
    planned = Planner(resolve(fake.study(), fake.library()), 1).base(1)[0]
    with open_results(tmp_path) as store:
        store.add(run_cell(planned, fake.simulate))
    with pytest.raises(StoreError, match="does not say what that cell is made from"):
        rerun(tmp_path, planned.named, 0, fake.simulate)


def test_a_store_without_specifications_opens_to_look_and_says_that_it_cannot_be_continued(tmp_path):
    path = tmp_path / STORE_NAME
    claim(tmp_path, "study toy_study", fresh=False)
    with open_results(tmp_path) as store:
        drive(Planner(resolve(fake.study(), fake.library()), 1).grid(2), store, RunOptions(simulate=fake.simulate))
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "DROP TABLE parts; DROP TABLE specifications; "
            "UPDATE manifest SET value = '2' WHERE key = 'schema_version'; PRAGMA wal_checkpoint(TRUNCATE);"
        )
    held = path.read_bytes()
    assert (status_of(tmp_path).done, status_of(tmp_path).failed) == (6, 0)
    with open_to_read(path) as store:
        assert len(export_tables(store, weekly=False)) > 0
    with pytest.raises(StoreError, match=r"earlier version \(schema 2, now 3\).*--fresh") as found:
        open_store(path, model_hash(), platform_stamp())
    assert "\n" not in str(found.value)
    with pytest.raises(StoreError, match="cannot be continued"):
        rerun(tmp_path, CellName("high", "toy"), 1, fake.simulate)
    assert path.read_bytes() == held
