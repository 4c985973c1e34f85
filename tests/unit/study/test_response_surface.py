"""A fitted surface: it finds what moves a known function, and says nothing of noise."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.study.optimise.response import response_surface
from mktsim.study.optimise.result import Trial
from mktsim.study.optimise.variables import DecisionVariable

VARIABLES = tuple(
    DecisionVariable(path, low, high, False, "") for path, low, high in [("a", 0.0, 1.0), ("b", -5.0, 5.0), ("c", 1, 2)]
)


def trials(goods, places):
    return tuple(Trial(n, tuple(values), good) for n, (values, good) in enumerate(zip(places, goods, strict=True)))


def spread(luck, count):
    low, high = ([getattr(one, end) for one in VARIABLES] for end in ("low", "high"))
    return luck.uniform(low, high, (count, len(VARIABLES)))


def known(places):
    return 100.0 - 80.0 * (places[:, 0] - 0.3) ** 2 + 1.0 * places[:, 1]


def test_a_known_surface_is_found_with_what_matters_first():
    luck = np.random.default_rng(1)
    places = spread(luck, 40)
    found = response_surface(VARIABLES, trials(known(places) + luck.normal(0.0, 1.0, 40), places))
    assert found.predictive > 0.9
    assert [VARIABLES[place].path for place in found.order] == ["a", "b", "c"]
    assert found.importance[2] < 0.02
    assert 0.04 < found.importance[1] < found.importance[0]
    assert found.at(places) == pytest.approx(known(places), abs=2.0)


def test_noise_alone_seldom_seems_to_tell():
    luck = np.random.default_rng(2)
    told = 0
    for _ in range(400):
        places = spread(luck, 40)
        told += response_surface(VARIABLES, trials(luck.normal(size=40), places)).tells
    assert told / 400 <= 0.02


def test_trials_that_failed_are_left_out_and_few_tell_nothing():
    luck = np.random.default_rng(3)
    places = spread(luck, 40)
    some = [good if n % 2 else None for n, good in enumerate(known(places))]
    assert response_surface(VARIABLES, trials(some, places)).trials == 20
    assert response_surface(VARIABLES, trials(known(places)[:8], places[:8])) is None
    assert response_surface(VARIABLES, trials(np.ones(40), places)) is None
