"""The launch forecast: made once by the organisation, too high on average, as published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mktsim.evidence.validation.experiments.organised import Organised
from mktsim.model.organisation.mechanisms.knowledge.forecast import ForecastSales
from mktsim.study.question.library import read_scenario

TELEVISION = Path(__file__).parents[3] / "scenarios" / "us_color_tv_1963.yaml"


def test_launch_forecasts_err_as_published():
    """20% too high on average, about two of three too high, median error 20-45% (Kahn 2002; Tull 1967)."""
    factors = np.array([ForecastSales().launch_factor(u) for u in (np.arange(4000) + 0.5) / 4000])
    assert factors.mean() == pytest.approx(1.20, abs=0.01)
    assert 0.55 < (factors > 1.0).mean() < 0.75
    errors = np.abs(factors - 1.0)
    assert 0.20 < np.median(errors) < 0.45
    assert errors.mean() > np.median(errors)
    assert ForecastSales(launch_error=0.0, launch_optimism=1.0).launch_factor(0.01) == pytest.approx(1.0)


@pytest.mark.slow
def test_a_firm_makes_its_launch_forecast_once_and_starts_from_it():
    scenario = read_scenario(TELEVISION)
    found = []
    for replication in range(2):
        series = Organised.of(scenario, 20, "launch").run(replication).series
        made = series.column("observed.launch_forecast")[:20]
        assert (made > 0.0).sum() == 1
        week = int(np.flatnonzero(made > 0.0)[0])
        assert series.column("forecast")[week + 1] == pytest.approx(made[week], rel=0.15)  # sales begin to count
        found.append(made[week])
    assert found[0] != found[1]
