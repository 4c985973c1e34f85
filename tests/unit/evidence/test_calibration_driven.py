"""A scenario driven by a history's own prices and deals, and what a panel says of its season."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_histories import Form

from mktsim.evidence.calibration.driven import driven
from mktsim.evidence.calibration.overrides import season_of
from mktsim.evidence.calibration.response import calibrate_panel
from mktsim.evidence.history.panel import read_panel
from mktsim.study.question.find_file import Folder, find
from mktsim.study.question.library import read_scenario

TILL = Form("till", "date=date|store=store|units=units|price=price", {}, weeks=120, accounts=3)


@pytest.fixture(scope="module")
def food():
    return read_scenario(find("packaged_food", Folder.SCENARIOS))


def test_a_market_driven_by_the_historys_prices_beats_its_level(file, food):
    """Buyers who answer to price as the brand's truth says are followed into weeks that were not learnt from."""
    checks = {one.name: one.value for one in driven(read_panel(file(TILL.text())), food)}
    assert checks["driven_wape"] < 0.8 * checks["driven_wape_level"]


def test_what_comes_in_the_last_third_is_not_learnt_from(file, food):
    panel = read_panel(file(TILL.text()))
    assert panel.period is not None
    late = panel.period >= 80
    louder = replace(panel, sales=np.where(late, 3.0 * panel.sales, panel.sales))
    one, other = ({c.name: c.value for c in driven(given, food)} for given in (panel, louder))
    assert other["driven_wape_level"] > one["driven_wape_level"]
    assert other["driven_wape"] == pytest.approx(1.0 - (1.0 - 0.0) / 3.0, abs=0.1)


def test_short_histories_and_those_without_weeks_are_not_driven(file, food):
    assert driven(read_panel(file(replace(TILL, weeks=30).text())), food) == ()
    months = Form("months", "month=month|units=units|price=price", {}, weeks=60)
    assert driven(read_panel(file(months.text())), food) == ()


def test_a_panel_tells_its_season(file):
    found = calibrate_panel(read_panel(file(TILL.text())))
    months = season_of(found, found.first_month)
    assert found.correlations.shape == (len(found.estimates),) * 2
    # Sales follow a sine from January on: high in spring, low in autumn.
    assert months.index(max(months)) in {2, 3}
    assert months.index(min(months)) in {8, 9}
    short = calibrate_panel(read_panel(file(replace(TILL, weeks=60).text())))
    assert not [one for one in short.estimates if one.name.startswith("season")]
