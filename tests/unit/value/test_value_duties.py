"""What duties are worth, through the driver and the store, on a stand-in whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import fake_office as fake
import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.inputs.study import NeglectMode
from mktsim.outcomes.metrics.reading import discount_factors
from mktsim.study.runs.options import RunOptions
from mktsim.study.value.duties import by_owner, twin_groups, value_duties
from mktsim.study.value.experiment import Place
from mktsim.study.value.options import ValueOptions
from mktsim.study.value.plan import Fate
from mktsim.study.value.words import duties_words, relation

LOOK = RunOptions(simulate=fake.simulate)
EFFORT = ValueOptions(worth=300.0, most=16)
FACTORS = discount_factors(110, fake.resolved().scenario.money.discount_rate_per_year)
WORTH = {name: loss * FACTORS.sum() for name, loss in fake.LOSSES.items()}
WORTH["marketing.03"] = 90.0 * FACTORS[:30].sum()


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return value_duties(fake.resolved(), tmp_path_factory.mktemp("duties"), EFFORT, options=LOOK)


def test_losses_are_found_with_their_sign_and_their_intervals_hold_them(found):
    known = {one.duty.id: one.overall.effect for one in found.duties if one.overall.effect is not None}
    assert known.keys() == {name for name, worth in WORTH.items() if worth}
    for name, effect in known.items():
        assert effect.interval.low <= WORTH[name] <= effect.interval.high
        assert effect.told
        assert np.sign(effect.interval.mean) == np.sign(WORTH[name])


def test_what_changes_no_bit_is_said_to_be_the_same(found):
    fates = {one.duty.id: one.overall.fate for one in found.duties}
    assert {name for name, fate in fates.items() if fate is Fate.SAME} == {n for n, w in WORTH.items() if not w}


def test_groups_spare_cells(found):
    assert found.cells.run < 0.8 * found.cells.full


def test_a_stage_has_the_losses_of_its_weeks_only(found):
    names = [window.name for window in found.windows]
    introduction, growth, maturity = (names.index(name) for name in ("introduction", "growth", "maturity"))
    assert [len(window.weeks) for window in found.windows] == [16, 16, 0, 0]
    by_id = {one.duty.id: one.stages for one in found.duties}
    assert by_id["marketing.03"][growth].fate is Fate.SAME
    inside = by_id["marketing.03"][introduction].effect.interval
    assert inside.low <= 90.0 * FACTORS[:30].sum() <= inside.high
    first, later = by_id["marketing.01"][introduction].effect, by_id["marketing.01"][growth].effect
    assert first.interval.mean == pytest.approx(40.0 * FACTORS[:30].sum(), rel=0.2)
    assert later.interval.mean == pytest.approx(40.0 * FACTORS[30:].sum(), rel=0.2)
    assert by_id["marketing.01"][maturity] is None


def test_twins_that_need_each_other_are_told_from_the_sum(found):
    (twin,) = found.twins
    assert twin.duties == fake.PAIR
    assert relation(twin) == "complements"
    assert twin.interaction.interval.mean == pytest.approx(-25.0 * FACTORS.sum(), rel=0.05)


def test_effort_and_words(found):
    assert found.duties[0].effort_days == 50.0
    text = " ".join(duties_words(found))
    for words in ("5 of 12 duties earn their keep", "marketing.04", "complements", "cells were enough"):
        assert words in text


def test_a_second_call_runs_nothing_and_two_workers_say_the_same(found, tmp_path):
    def never(cell):
        if not cell.arm.neglect:
            return fake.simulate(cell)
        raise AssertionError(cell)

    asked, few = NeglectMode.FREED, replace(EFFORT, most=4, first=2, by_stage=False)
    first = value_duties(fake.resolved(), tmp_path / "a", few, asked, LOOK)
    again = value_duties(fake.resolved(), tmp_path / "a", few, asked, RunOptions(simulate=never))
    both = value_duties(fake.resolved(), tmp_path / "b", few, asked, RunOptions(simulate=fake.simulate, jobs=2))
    assert first.digest == again.digest == both.digest
    assert first.duties == both.duties
    assert first.windows == ()
    assert first.mode is NeglectMode.FREED
    assert first.digest != found.digest


def test_a_failed_cell_is_left_out_and_counted(tmp_path):
    look = RunOptions(simulate=fake.fails_without_target)
    found = value_duties(fake.resolved(), tmp_path, replace(EFFORT, by_stage=False), options=look)
    assert 0 < found.failed < 6
    effect = found.duties[0].overall.effect
    assert effect.replications in (7, 15)
    assert effect.told


@pytest.mark.parametrize(("place", "word"), [(Place(arm="lw"), "arm: nothing"), (Place(world="x"), "world: nothing")])
def test_an_unknown_place_is_refused(tmp_path, place, word):
    with pytest.raises(InputError, match=word):
        value_duties(fake.resolved(), tmp_path, ValueOptions(place=place), options=LOOK)


def test_twins_are_groups_and_owners_keep_them_side_by_side():
    rows = fake.duties()
    assert [tuple(rows[place].id for place in group) for group in twin_groups(rows)] == [fake.PAIR]
    groups = by_owner(rows)
    assert sorted(place for group in groups for place in group) == list(range(len(rows)))
    assert all(len({rows[place].owner for place in group}) == 1 for group in groups)


def test_every_duty_of_the_catalogue_is_in_one_group_of_its_owner():
    from mktsim.study.question.library import catalogue

    rows = catalogue()
    assert sorted(place for group in by_owner(rows) for place in group) == list(range(len(rows)))
    twins = [place for group in twin_groups(rows) for place in group]
    assert len(twins) == len(set(twins)) > 10
