"""Observed data: what a firm sees of a simulated market, and the true effects of its levers beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from mktsim.evidence.calibration.history_file import calibrated
from mktsim.evidence.synthetic_data.answer_key import answer_key, effects, weekly_key
from mktsim.evidence.synthetic_data.firm import rivals, sales_panel
from mktsim.evidence.synthetic_data.households import choices, household_panel, panel_key
from mktsim.evidence.synthetic_data.responses import responses
from mktsim.evidence.synthetic_data.scene import filmed
from mktsim.evidence.synthetic_data.tables import observed_tables
from mktsim.model.instruments.sales_archive import SalesArchive
from mktsim.model.simulate import simulate
from mktsim.present.compare.documents import write_sheets
from mktsim.science.estimators import ols
from mktsim.study.question.library import resolved_run
from mktsim.study.question.run_request import RunRequest
from mktsim.study.runs.planner import Planner

HIDDEN = ("awareness", "goodwill", "quality", "adstock", "loyal", "taste", "true", "type")


@lru_cache(maxsize=4)
def cell(replication=1):  # its first promotion is not in the first week
    resolved = resolved_run(RunRequest("packaged_food"))
    return Planner(resolved, 1).cell(resolved.arms[0], 0, replication).cell


@lru_cache(maxsize=2)
def scene():
    return filmed(cell())


@lru_cache(maxsize=1)
def found():
    return effects(scene())


def numbers(sheet, name):
    return np.array(sheet.column(name), dtype=np.float64)


def test_a_tape_changes_nothing_and_plays_the_same_bits():
    plain = simulate(cell())
    assert np.array_equal(plain.series.values, scene().history.series.values, equal_nan=True)
    again = scene().tape.replayed(lambda _levers: None)
    for name in ("units", "listed", "paid", "price", "listing"):
        assert np.array_equal(getattr(again, name), getattr(scene().shown, name)), name


def test_a_lever_that_was_never_used_did_nothing():
    def no_display(levers):
        levers.display[:, 0] = 0.0

    assert not scene().tape.levers("display")[:, :, 0].any()
    assert np.array_equal(scene().tape.replayed(no_display).units, scene().shown.units)


def test_nothing_happens_before_a_lever_is_first_used():
    first = int(np.flatnonzero(scene().tape.levers("deal")[:, :, 0].any(axis=(1, 2)))[0])
    promotion = next(one for one in found() if one.lever.name == "promotion")
    assert first > 0
    assert not promotion.units[:first].any()
    assert promotion.units[first] > 0.0


def test_the_answer_key_adds_up():
    key, weekly = answer_key(scene(), found()), weekly_key(scene(), found())
    for row, name in enumerate(key.column("lever")):
        rows = np.array([one == name for one in weekly.column("lever")]) & (numbers(weekly, "counted") == 1.0)
        for column in ("incremental_units", "incremental_revenue", "incremental_contribution"):
            assert numbers(weekly, column)[rows].sum() == pytest.approx(numbers(key, column)[row], abs=1.0)
    by = dict(zip(key.column("lever"), numbers(key, "spending"), strict=True))
    assert by["advertising_television"] + by["advertising_digital"] == pytest.approx(by["advertising"])
    booked = -scene().history.money.column("trade_spending")[: scene().weeks].sum()
    assert by["promotion"] >= booked > 0.0


def test_levers_of_a_mature_brand_sell():
    key = answer_key(scene(), found())
    units = dict(zip(key.column("lever"), numbers(key, "incremental_units"), strict=True))
    assert min(units[name] for name in ("promotion", "advertising", "calls", "recommendation")) > 0.0
    assert units["all_paid"] > max(units["promotion"], units["advertising"])


def test_the_firm_sees_no_hidden_state_and_sees_through_instruments():
    panel = sales_panel(scene())
    for sheet in (panel, rivals(scene()), choices(scene(), household_panel(scene(), scene().shown))):
        for column in sheet.columns:
            assert not any(word in column.name for word in HIDDEN), column.name
    weeks = scene().weeks
    true = np.moveaxis(scene().shown.units[:weeks, :, 0], 0, 2).reshape(-1)
    gap = numbers(panel, "units") / true - 1.0
    assert np.std(gap) == pytest.approx(SalesArchive().channel, rel=0.1)
    assert abs(gap.mean()) < 4.0 * SalesArchive().channel / np.sqrt(gap.size)
    money = scene().media_spending.sum()
    assert money == pytest.approx(-scene().history.money.column("advertising")[:weeks].sum())


def test_the_panel_of_households_is_the_market_in_small():
    panel = household_panel(scene(), scene().shown)
    share = panel.units.sum(axis=(0, 1)) / panel.units.sum()
    units = scene().shown.units[: scene().weeks].sum(axis=(0, 1, 3))
    assert share == pytest.approx(units / units.sum(), abs=0.02)
    key = panel_key(scene(), panel, found())
    whole = answer_key(scene(), found())
    for lever in (0, 1):
        assert numbers(key, "share_of_units")[lever] == pytest.approx(numbers(whole, "share_of_units")[lever], abs=0.02)


def test_the_same_cell_gives_the_same_tables(tmp_path):
    short = replace(cell(), scenario=cell().scenario.model_copy(update={"horizon_weeks": 26, "run_out_weeks": 4}))
    first, second = (write_sheets(observed_tables(short), tmp_path / name, replace=False) for name in "ab")
    assert [one.read_bytes() for one in first] == [two.read_bytes() for two in second]


def _price_only(replication):
    """Return a cell whose deals are price-offs alone, so that price does not always come with a feature."""
    resolved = resolved_run(RunRequest("packaged_food"))
    planned = Planner(resolved, 1).cell(resolved.arms[0], 0, replication).cell
    arm = planned.arm
    promotion = arm.policy.promotion.model_copy(update={"mechanics": arm.policy.promotion.mechanics[:1]})
    policy = arm.policy.model_copy(update={"promotion": promotion})
    return replace(planned, arm=replace(arm, policy=policy))


@lru_cache(maxsize=4)
def price_only(replication):
    return filmed(_price_only(replication), types=False)


def test_calibration_finds_the_truth_within_its_intervals(tmp_path):
    """Three histories of a firm that deals by price alone, two truths each: nine of ten 90% intervals hold one."""
    misses = []
    for replication in range(3):
        watched = price_only(replication)
        file = write_sheets((sales_panel(watched),), tmp_path / str(replication), replace=False)[0]
        estimates = {one.name: one for one in calibrated(file).calibration.estimates}
        sheet = responses(watched)
        truth = dict(zip(sheet.column("response"), numbers(sheet, "value"), strict=True))
        for name in ("price_elasticity", "advertising_elasticity"):
            one = estimates[name]
            misses.append(not one.low <= truth[name] <= one.high)
    assert sum(misses) <= 1


def test_a_marketing_mix_regression_can_be_scored():
    """A static regression finds what deals add while they run, and overlooks what they take from later weeks."""
    watched = price_only(0)
    sheet = sales_panel(watched)
    _, account = np.unique(np.array(sheet.column("account")), return_inverse=True)
    media = numbers(sheet, "advertising")
    off = np.log(numbers(sheet, "price") / numbers(sheet, "regular_price"))
    units = numbers(sheet, "units")
    fit = ols.fit(np.log(units), np.column_stack([off, np.log1p(media / media.mean())]), account)
    said = np.bincount(numbers(sheet, "week").astype(int), units * (1.0 - np.exp(-fit.coefficients[0] * off)))
    truth = next(one for one in effects(watched) if one.lever.name == "promotion").units[: watched.weeks]
    running = watched.tape.levers("deal")[: watched.weeks, :, 0].any(axis=(1, 2))
    after = np.append(False, running[:-1]) & ~running
    assert said.sum() == pytest.approx(truth[running].sum(), rel=0.25)
    assert after.sum() > 10
    assert np.abs(said[after]).max() < 1e-9 * said.sum()
    first = 4  # deals, before what they leave in people's minds makes up for it
    assert truth[after][:first].sum() < -0.01 * truth[running][:first].sum()
