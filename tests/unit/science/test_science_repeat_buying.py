"""NBD and Dirichlet against values and against simulated households."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.science.theory import dirichlet, nbd

SHARES = [0.40, 0.25, 0.15, 0.10, 0.06, 0.04]
CATEGORY = dirichlet.Category(mean=6.0, shape=1.2, switching=1.5)


def test_nbd_values():
    assert nbd.penetration(2.0, 0.5) == pytest.approx(0.5527864045000421)
    assert nbd.purchase_frequency(2.0, 0.5) == pytest.approx(3.6180339887498945)


def test_nbd_probabilities_have_its_moments():
    counts = np.arange(600)
    mass = nbd.probabilities(counts, 2.0, 0.5)
    assert mass.sum() == pytest.approx(1.0)
    assert counts @ mass == pytest.approx(2.0)
    assert counts**2 @ mass - 4.0 == pytest.approx(2.0 + 4.0 / 0.5)
    assert 1.0 - mass[0] == pytest.approx(nbd.penetration(2.0, 0.5))


def test_nbd_shape_is_recovered_from_penetration():
    assert nbd.shape_from_penetration(2.0, nbd.penetration(2.0, 0.5)) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="penetration"):
        nbd.shape_from_penetration(0.1, 0.5)


def test_dirichlet_values_show_double_jeopardy():
    bought = dirichlet.penetration(CATEGORY, SHARES)
    often = dirichlet.purchase_frequency(CATEGORY, SHARES)
    assert bought == pytest.approx([0.5984, 0.4381, 0.294, 0.2077, 0.1307, 0.0892], abs=6e-5)
    assert often == pytest.approx([4.0109, 3.4237, 3.0608, 2.8883, 2.7546, 2.6892], abs=6e-5)
    assert often * (1.0 - bought) == pytest.approx([1.611, 1.924, 2.161, 2.288, 2.395, 2.449], abs=6e-4)


def test_dirichlet_against_simulated_households():
    luck = np.random.Generator(np.random.Philox(11))
    households = 60_000
    bought = luck.poisson(luck.gamma(1.2, 6.0 / 1.2, households))
    tastes = luck.dirichlet(1.5 * np.array(SHARES), households)
    units = luck.multinomial(bought, tastes)
    buyers = units > 0
    assert buyers.mean(axis=0) == pytest.approx(dirichlet.penetration(CATEGORY, SHARES), abs=0.008)
    joint = buyers[:, :, None] & buyers[:, None, :]
    measured = joint.mean(axis=0) / buyers.mean(axis=0)[:, None]
    assert measured == pytest.approx(dirichlet.duplication(CATEGORY, SHARES), abs=0.025)


def test_dirichlet_of_two_brands_that_are_the_market():
    both = dirichlet.duplication(CATEGORY, [0.3, 0.7])
    alone = dirichlet.penetration(CATEGORY, [0.3, 0.7])
    either = alone.sum() - both[0, 1] * alone[0]
    assert either == pytest.approx(nbd.penetration(6.0, 1.2))


def test_dirichlet_refuses_what_is_no_share():
    with pytest.raises(ValueError, match="shares"):
        dirichlet.penetration(CATEGORY, [0.5, 1.0])
    with pytest.raises(ValueError, match="switching"):
        dirichlet.Category(1.0, 1.0, 0.0)
