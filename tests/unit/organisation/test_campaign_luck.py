"""The luck of campaigns is a source of its own, apart from the luck of work."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from mktsim.inverse import lognormal
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import WorkLuck
from mktsim.streams import Address

ADDRESS = Address(seed=1, label="campaigns", replication=0)
SD = 0.3
USUAL = NormalDist().cdf(0.5 * SD)


def block(*, silent, campaign, week=3):
    return WorkLuck(ADDRESS, (0, 26), silent, campaign).row("marketing.13", "", week)


def test_a_silenced_campaign_is_as_effective_as_on_average():
    assert float(lognormal(block(silent=False, campaign=USUAL)[Purpose.CAMPAIGN], SD)) == pytest.approx(1.0)


def test_silencing_campaigns_leaves_the_luck_of_work_alone():
    drawn, steady = block(silent=False, campaign=None), block(silent=False, campaign=USUAL)
    others = [purpose for purpose in Purpose if purpose is not Purpose.CAMPAIGN]
    assert [drawn[p] for p in others] == [steady[p] for p in others]
    assert drawn[Purpose.CAMPAIGN] != steady[Purpose.CAMPAIGN]


def test_silencing_work_leaves_the_luck_of_campaigns_alone():
    weeks = [(block(silent=True, campaign=None, week=w), block(silent=False, campaign=None, week=w)) for w in range(4)]
    assert all(quiet[Purpose.CAMPAIGN] == drawn[Purpose.CAMPAIGN] for quiet, drawn in weeks)
    assert all(quiet[Purpose.DURATION] == 0.5 for quiet, _ in weeks)
