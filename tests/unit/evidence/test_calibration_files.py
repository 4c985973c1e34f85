"""Calibrated scenarios: what is written reads back, keeps its base, and its draws are worlds."""

from __future__ import annotations

import numpy as np
import pytest
from public_series import COLOUR_TELEVISION

from mktsim.errors import InputError
from mktsim.evidence.calibration.estimates import Calibration, Estimate
from mktsim.evidence.calibration.files import Base, write_calibration
from mktsim.evidence.calibration.overrides import overrides_of, season_of
from mktsim.evidence.calibration.sidecar import Sidecar
from mktsim.evidence.history.series import read_series
from mktsim.inputs.calibration import Scale
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.read import read
from mktsim.study.question.calibration_draws import drawn, drawn_values
from mktsim.study.question.find_file import Folder, find
from mktsim.study.question.library import library_beside, read_scenario, resolved_run
from mktsim.study.question.resolve import resolve
from mktsim.study.question.run_request import RunRequest
from mktsim.study.runs.planner import Planner

HOUSEHOLDS = 59_200_000.0


def estimate(name, value, sd=0.1, scale=Scale.LOG, learnt=0.9):
    centre = scale.inward(value)
    low, high = (float(scale.outward(np.array(centre + z * sd))) for z in (-1.645, 1.645))
    return Estimate(name, "unit", value, low, high, centre, sd, scale, learnt, "prior")


@pytest.fixture(scope="module")
def base():
    path = find("us_color_tv_1963", Folder.SCENARIOS)
    return Base(path, read_scenario(path))


@pytest.fixture
def found():
    estimates = (
        estimate("p", 0.02),
        estimate("q", 0.5),
        estimate("m", 0.4 * HOUSEHOLDS),
        estimate("life", 8.0),
        estimate("decline_rate", 0.2, learnt=0.0),
    )
    correlations = np.eye(5)
    correlations[0, 1] = correlations[1, 0] = -0.9
    return Calibration("series", "tv.csv", estimates, correlations, (), ("something",), ("read",))


def test_the_scenario_extends_its_base_with_what_was_found(found, base, tmp_path):
    written = write_calibration(found, base, tmp_path / "new.yaml")
    new = read_scenario(written.scenario)
    assert get_path(new, "market.adoption.p_per_year") == pytest.approx(0.02)
    assert get_path(new, "market.adoption.potential_share") == pytest.approx(0.4)
    assert get_path(new, "market.repeat.life_years") == pytest.approx(8.0)
    assert new.name == base.scenario.name
    assert new.channels == base.scenario.channels
    low, high = new.assumptions["market.adoption.q_per_year"]
    assert low < 0.5 < high
    text = written.scenario.read_text()
    lines = [line for line in text.splitlines() if "p_per_year:" in line or "potential_share:" in line]
    assert len([line for line in lines if "# calibrated: 90%" in line]) >= 2


def test_the_history_becomes_the_observed_series(found, base, tmp_path, yearly):
    series = read_series(yearly(COLOUR_TELEVISION, "sales_thousand"))
    new = read_scenario(write_calibration(found, base, tmp_path / "new.yaml", series).scenario)
    assert new.observed is not None
    assert new.observed.per_year[:2] == (747_000, 1_480_000)
    assert (new.observed.first_year, new.observed.fitted_years) == (1990, 8)


def test_a_monthly_season_reaches_every_region_in_the_right_months(found, base, tmp_path, file):
    rows = "\n".join(f"2001-{month:02d},5" for month in range(4, 13))
    series = read_series(file(f"month,sales\n{rows}\n"))
    wave = Estimate("season_cos1", "log", 0.3, 0.2, 0.4, 0.3, 0.05, Scale.PLAIN, 0.9, "prior")
    seasonal = Calibration("series", "m.csv", (*found.estimates, wave), np.eye(6), (), (), ())
    new = read_scenario(write_calibration(seasonal, base, tmp_path / "new.yaml", series).scenario)
    months = new.market.regions[0].monthly_season
    assert months == new.market.regions[-1].monthly_season
    assert np.mean(months) == pytest.approx(1.0, abs=1e-3)
    assert months == season_of(seasonal, series.first)
    assert max(months) == months[3]
    assert new.market.regions[0].households == base.scenario.market.regions[0].households


def test_nothing_is_overwritten_unless_asked(found, base, tmp_path):
    out = tmp_path / "new.yaml"
    write_calibration(found, base, out)
    with pytest.raises(InputError, match="already there"):
        write_calibration(found, base, out)
    write_calibration(found, base, out, fresh=True)
    with pytest.raises(InputError, match="is the scenario that is calibrated"):
        write_calibration(found, base, base.path, fresh=True)


def test_the_scenario_holds_what_worlds_are_drawn_from(found, base, tmp_path):
    written = write_calibration(found, base, tmp_path / "new.yaml")
    new = read_scenario(written.scenario)
    draws = [drawn_values(new, draw, 1) for draw in range(400)]
    p, q = (np.log([one[f"market.adoption.{name}_per_year"] for one in draws]) for name in "pq")
    assert np.corrcoef(p, q)[0, 1] == pytest.approx(-0.9, abs=0.05)
    assert np.exp(np.median(p)) == pytest.approx(0.02, rel=0.03)
    assert p.std() == pytest.approx(0.1, rel=0.15)
    assert drawn_values(new, 3, 1) == draws[3] != drawn_values(new, 3, 2)
    world = drawn(new, 3, 1)
    assert get_path(world, "market.adoption.p_per_year") == draws[3]["market.adoption.p_per_year"]
    assert (world.name, world.calibration) == (base.scenario.name, ())
    sidecar = read(written.sidecar, Sidecar)
    assert [one.name for one in sidecar.parameters] == [one.name for one in found.estimates]


def test_what_a_world_sets_on_purpose_is_not_drawn(found, base, tmp_path):
    new = read_scenario(write_calibration(found, base, tmp_path / "new.yaml").scenario)
    world = drawn(set_path(new, "market.adoption.p_per_year", 0.07), 3, 1, new)
    assert get_path(world, "market.adoption.p_per_year") == 0.07
    assert get_path(world, "market.adoption.q_per_year") == drawn_values(new, 3, 1)["market.adoption.q_per_year"]


def test_a_second_calibration_keeps_what_the_first_told_of_other_parameters(found, base, tmp_path):
    first = write_calibration(found, base, tmp_path / "first.yaml").scenario
    rows = (estimate("display", 0.8, scale=Scale.PLAIN), estimate("q", 0.6))
    second = Calibration("series", "later.csv", rows[1:], np.eye(1), (), (), ())
    new = read_scenario(write_calibration(second, Base(first, read_scenario(first)), tmp_path / "second.yaml").scenario)
    assert [group.history for group in new.calibration] == ["tv.csv", "later.csv"]
    paths = [[one.path.rsplit(".", 1)[1] for one in group.parameters] for group in new.calibration]
    assert paths == [["p_per_year", "potential_share", "life_years"], ["q_per_year"]]


def test_replication_r_runs_in_draw_r_and_robust_keeps_one_draw_for_all(found, base, tmp_path):
    written = write_calibration(found, base, tmp_path / "new.yaml")
    resolved = resolved_run(RunRequest(str(written.scenario)))
    planner = Planner(resolved, 1)
    cells = [planner.cell(resolved.arms[0], 0, r) for r in range(3)]
    told = [get_path(one.cell.scenario, "market.adoption.p_per_year") for one in cells]
    expected = [drawn_values(resolved.scenario, r, 1)["market.adoption.p_per_year"] for r in range(3)]
    assert told == expected
    assert len({one.key.world for one in cells}) == 3
    assert planner.cell(resolved.arms[0], 0, 1).key == cells[1].key
    assert {one.cell.label for one in cells} == {resolved.label}
    still = resolve(resolved.study.model_copy(update={"draw_worlds": False}), library_beside(written.scenario))
    plain = Planner(still, 1).cell(still.arms[0], 0, 2).cell.scenario
    assert get_path(plain, "market.adoption.p_per_year") == pytest.approx(0.02)


def test_a_calibration_of_nothing_is_refused(found, base, tmp_path):
    out = write_calibration(found, base, tmp_path / "new.yaml").scenario
    out.write_text(out.read_text().replace("path: market.adoption.p_per_year", "path: market.adoption.pp_per_year"))
    with pytest.raises(InputError, match="pp_per_year"):
        resolved_run(RunRequest(str(out)))


def test_what_the_history_does_not_tell_stays_as_it_was(found, base):
    unknown = tuple(estimate("life", 8.0, learnt=0.05) if one.name == "life" else one for one in found.estimates)
    overrides, said = overrides_of(Calibration("series", "x", unknown, np.eye(5), (), (), ()), base.scenario)
    assert "market.repeat.life_years" not in {one.target.path for one in overrides}
    assert any("life_years" in line for line in said)


def test_estimates_outside_a_parameters_range_are_told(found, base):
    many = tuple(estimate("m", 2.0 * HOUSEHOLDS) if one.name == "m" else one for one in found.estimates)
    overrides, said = overrides_of(Calibration("series", "x", many, np.eye(5), (), (), ()), base.scenario)
    share = next(one for one in overrides if one.target.path.endswith("potential_share"))
    assert share.value == 1.0
    assert any("outside the range" in line for line in said)


def test_elasticities_become_coefficients_by_the_logit_rule(base):
    rows = (estimate("price_elasticity", -2.4, scale=Scale.PLAIN), estimate("display", 0.8, scale=Scale.PLAIN))
    overrides, said = overrides_of(Calibration("panel", "x", rows, np.eye(2), (), (), ()), base.scenario)
    values = {one.target.path: one.value for one in overrides}
    rest = 1.0 - base.scenario.brands[0].share
    assert values["market.choice.price_coefficient"] == pytest.approx(2.4 / rest)
    assert values["market.choice.display_coefficient"] == pytest.approx(0.8 / rest)
    assert said
    assert all(one.low < one.value < one.high for one in overrides)
