"""Units and money conserve in whole runs, whatever supply, luck and rules do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mktsim.inputs.trade import Supply
from mktsim.model.ledger import Activity
from mktsim.model.simulate import simulate
from support.real_world import digest, real_cell, world

SUPPLIES = st.fixed_dictionaries(
    {
        "capacity_per_week": st.sampled_from([1.0, 5e4, 4e5, 1e9]),
        "capacity_growth_per_year": st.floats(0.0, 1.0),
        "lead_weeks": st.floats(0.0, 10.0),
        "batch_units": st.sampled_from([1.0, 7.5, 5e3, 6e4]),
        "yield_share": st.floats(0.5, 1.0),
        "yield_sd": st.sampled_from([0.0, 0.2]),
        "unit_cost_money": st.floats(0.01, 5.0),
        "progress_ratio": st.floats(0.7, 1.0),
        "safety_weeks": st.floats(0.0, 8.0),
        "opening_weeks": st.floats(0.0, 12.0),
        "launch_forecast_per_week": st.sampled_from([0.0, 1e3, 2e6]),
        "obsolescence_per_year": st.sampled_from([0.0, 0.1, 5.0]),
        "other_store": st.floats(0.0, 0.5),
        "other_brand": st.floats(0.0, 0.3),
        "delay": st.floats(0.0, 0.2),
    }
)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))  # shrinking whole runs takes minutes
@given(supply=SUPPLIES, policy=st.sampled_from(["hi_lo", "everyday_low", "value_based"]), instant=st.booleans())
def test_runs_conserve_units_and_money(supply, policy, instant):
    """`simulate` raises when the books or the stocks do not add up; the lines must add up to the totals too."""
    base, incumbent = world(weeks=26)
    scenario = base.model_copy(update={"supply": Supply(**supply)})
    organisation = incumbent.organisation.model_copy(update={"instant": instant})
    history = simulate(real_cell(scenario=scenario, policy=base.policies[policy], organisation=organisation))
    series, money = history.series, history.money
    for name in ("units", "desired", "lost", "stock_firm", "stock_channel", "production", "orders"):
        column = series.column(name)
        assert np.all(np.isfinite(column)), name
        assert column.min() >= -1e-6, name
    assert np.all(np.isfinite(money.values))
    for activity in (Activity.CHANNEL_MARGIN, Activity.COST_OF_GOODS, Activity.HOLDING, Activity.FREIGHT):
        assert money.column(activity.name.lower()).max() <= 0.0
    assert np.array_equal(money.column("revenue") > 0.0, series.column("units") > 0.0)
    counted = series.values[: history.horizon]
    units = counted[:, series.columns.index("units")]
    assert np.array_equal(units, np.round(units))
    by_channel = sum(series.column(f"units_channel.{c.name}") for c in scenario.channels)
    by_region = sum(series.column(f"units_region.{r.name}") for r in scenario.market.regions)
    assert by_channel == pytest.approx(series.column("units"))
    assert by_region == pytest.approx(series.column("units"))


def test_single_ledger_lines_add_up_to_the_weeks():
    cell = replace(real_cell(), keep_log=True)
    history = simulate(cell)
    totals = np.zeros_like(history.money.values)
    for line in history.ledger:
        week = min(max(int(line.day // 7), 0), len(totals) - 1)
        totals[week, history.money.columns.index(line.activity)] += line.amount
    assert totals == pytest.approx(history.money.values, rel=1e-9, abs=1e-6)
    silent = simulate(real_cell())
    assert np.array_equal(silent.series.values, history.series.values, equal_nan=True)
    assert digest(simulate(real_cell())) == digest(silent)
