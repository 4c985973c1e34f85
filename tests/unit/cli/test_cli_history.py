"""`mktsim backtest` and `mktsim calibrate`, as the shell calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app
from mktsim.evidence.forecasting.sampler import Effort

YEARS = "year,sales_thousand,other\n" + "".join(
    f"{1963 + place},{sales},1\n" for place, sales in enumerate((747, 1480, 2646, 5118, 5777, 5982, 5962, 4631))
)
UNMOVED = "store,units,price\n" + "".join(f"s{k % 4},{50 + 7 * (k % 5)},{1 + 0.1 * (k % 7)}\n" for k in range(60))
"""Units that go their own way, whatever the price."""
STORES = "store,units,price\n" + "".join(
    f"s{k % 4},{(50 + 7 * (k % 5)) * (1 + 0.1 * (k % 7)) ** -2:.0f},{1 + 0.1 * (k % 7)}\n" for k in range(60)
)
"""The same with a price elasticity of -2."""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return a function that calls the command line in a folder of its own, with short walks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mktsim.evidence.forecasting.life_cycle.Effort", lambda: Effort(30, 60, 60, 4))
    Path("tv.csv").write_text(YEARS)
    Path("stores.csv").write_text(STORES)
    return lambda *words: CliRunner().invoke(app, list(words))


def test_backtest_prints_a_row_for_every_origin_and_says_what_it_took(told):
    found = told("backtest", "tv.csv")
    assert found.exit_code == 0, found.output
    for words in ("sales_thousand", "'year'", "50%", "75%", "WAPE", "beat the last period", "Theta", "90% interval"):
        assert words in found.stdout


def test_backtest_json_holds_scores_and_pooled_coverage(told):
    found = json.loads(told("backtest", "tv.csv", "--json").stdout)
    assert found["kind"] == "backtest"
    assert [item["origin"] for item in found["items"]] == [0.5, 0.6, 0.75]
    assert [item["known"] for item in found["items"]] == [4, 5, 6]
    assert set(found["pooled"]["better_than"]) == {"naive", "bass", "damped", "theta", "mean"}
    assert set(found["items"][0]["forecast"]) == {"mape", "wape", "mase"}
    assert found["items"][0]["periods"][0]["period"] == "1967"
    assert 0.0 <= found["pooled"]["coverage_90"] <= 1.0


def test_a_malformed_history_is_an_input_error(told):
    Path("bad.csv").write_text(YEARS.replace("2646", "many"))
    found = told("backtest", "bad.csv", "--json")
    assert found.exit_code == 2
    assert not found.stdout
    assert "bad.csv:4:2: sales_thousand: 'many' is not a number" in found.stderr


def test_calibrate_writes_a_scenario_that_checks(told):
    found = told("calibrate", "tv.csv", "--scenario", "us_color_tv_1963", "--out", "new.yaml")
    assert found.exit_code == 0, found.output
    assert "What the history could not tell" in found.stdout
    assert Path("new.calibration.md").read_text() in found.stdout
    assert told("check", "new.yaml").exit_code == 0
    again = told("calibrate", "tv.csv", "--scenario", "us_color_tv_1963", "--out", "new.yaml")
    assert again.exit_code == 2
    assert "--fresh" in again.stderr


def test_calibrate_tells_panels_by_their_columns(told):
    found = told("calibrate", "stores.csv", "--scenario", "packaged_food", "--out", "food.yaml", "--json")
    assert found.exit_code == 0, found.output
    view = json.loads(found.stdout)
    assert (view["kind"], view["of"]) == ("calibration", "panel")
    assert [item["id"] for item in view["items"]] == ["price_elasticity"]
    assert view["overrides"][0]["path"] == "market.choice.price_coefficient"


def test_calibrate_writes_nothing_where_price_moves_nobody(told):
    Path("unmoved.csv").write_text(UNMOVED)
    found = told("calibrate", "unmoved.csv", "--scenario", "packaged_food", "--out", "food.yaml", "--json")
    assert found.exit_code == 2
    assert not found.stdout
    assert "unmoved.csv: price_elasticity is -0.07" in found.stderr
    assert not list(Path().glob("food*"))
