"""Intervals hold what they promise: on histories made from known truths, 90% intervals contain them about so often."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.evidence.calibration.response import PRIORS, calibrate_panel
from mktsim.evidence.forecasting import priors
from mktsim.evidence.forecasting.curve import Shape, expected
from mktsim.evidence.forecasting.life_cycle import fit
from mktsim.evidence.forecasting.posterior import LOW_SALES
from mktsim.evidence.forecasting.sampler import Effort
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.panel import SalesPanel
from mktsim.inverse import normal
from mktsim.streams import Address, Domain, uniforms

TABLE = (
    priors.P,
    priors.Q,
    priors.potential(1.0),
    priors.LIFE,
    priors.REPLACED,
    priors.DECLINE_START,
    priors.DECLINE_RATE,
    priors.SIGMA,
    priors.PHI,
)
WITH_PRIORS = ("p", "q", "m", "life", "replaced", "decline_rate")


def history(number):
    """Return a made series and its truth: p and q over the ranges of A.1, 10 to 25 years, noise of 5 to 25%."""
    luck = Address(7, f"truth/{number}", 0, Domain.CALIBRATION)
    u = uniforms(luck, "study.world", "truth", 0, 1, 16)[0]
    truth = {"p": 0.001 * 30 ** u[0], "q": 0.2 + 0.6 * u[1], "m": 10 ** (4 + 3 * u[2])}
    for name, place in (("life", 4), ("decline_start", 5), ("decline_rate", 6), ("replaced", 9)):
        prior = next(one for one in TABLE if one.name == name)
        truth[name] = prior.scale.natural(prior.centre + prior.spread * normal(u[place]))
    truth |= {"sigma": 0.05 + 0.2 * u[7], "phi": 0.2 + 0.6 * u[8]}
    years = 10 + int(16 * u[3])
    parameters = np.array([[one.scale.inward(truth[one.name]) for one in TABLE]])
    mean = expected(Shape(1, True, TABLE), parameters, years)[0]
    chance = normal(uniforms(luck, "study.world", "noise", 0, years, 1)[:, 0])
    errors = np.empty(years)
    errors[0] = chance[0]
    for year in range(1, years):
        errors[year] = truth["phi"] * errors[year - 1] + np.sqrt(1.0 - truth["phi"] ** 2) * chance[year]
    spread = truth["sigma"] * np.sqrt(1.0 + LOW_SALES * mean.mean() / mean)
    return mean * np.exp(errors * spread), truth, luck


def covered(numbers, effort=None):
    """Return for each parameter how often its 90% interval contains the truth."""
    hits = {name: [] for name in WITH_PRIORS}
    for number in numbers:
        sales, truth, luck = history(number)
        found = fit(sales, 1, luck, effort)
        for name in WITH_PRIORS if found.shape.from_launch else ():
            low, high = np.quantile(found.natural(name), [0.05, 0.95])
            hits[name].append(bool(low <= truth[name] <= high))
    return hits


def test_intervals_of_a_few_life_cycles_are_not_absurd():
    """A shortened version, whose bounds only a broken interval misses."""
    hits = covered(range(8), Effort(30, 200, 200, 4))
    assert np.mean([one for name in WITH_PRIORS for one in hits[name]]) > 0.7


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_intervals_of_a_hundred_life_cycles_cover_the_truth():
    hits = covered(range(100))
    assert len(hits["p"]) >= 90
    assert 0.85 <= np.mean([one for name in ("p", "q", "m") for one in hits[name]]) <= 0.95
    assert 0.85 <= np.mean([one for name in WITH_PRIORS for one in hits[name]]) <= 0.95


def made_panel(number):
    """Return a made panel of one to fifteen accounts and its truth, drawn from the priors."""
    random = np.random.default_rng(number)
    accounts = int(random.integers(1, 16))
    rows = int(random.integers(15, 60))
    price_prior, display_prior = PRIORS[Role.PRICE], PRIORS[Role.DISPLAY]
    elasticity = random.normal(price_prior.mean, price_prior.sd)
    display = random.normal(display_prior.mean, display_prior.sd)
    code = np.repeat(np.arange(accounts), rows)
    price = np.exp(random.normal(0.0, 0.15, code.size))
    shown = random.uniform(0.0, 1.0, code.size) * (random.uniform(size=code.size) < 0.4)
    noise = random.normal(0.0, 0.5, code.size)
    sales = np.exp(random.normal(5.0, 1.0, accounts)[code] + elasticity * np.log(price) + display * shown + noise)
    drivers = ((Role.PRICE, price), (Role.DISPLAY, shown))
    panel = SalesPanel("made.csv", tuple(map(str, range(accounts))), code, sales, drivers, ())
    return panel, {"price_elasticity": elasticity, "display": display}


def test_intervals_of_a_hundred_panels_cover_the_truth():
    hits = []
    for number in range(100):
        panel, truth = made_panel(number)
        found = calibrate_panel(panel)
        for name, value in truth.items():
            estimate = found.estimate(name)
            assert estimate is not None
            hits.append(estimate.low <= value <= estimate.high)
    assert 0.85 <= np.mean(hits) <= 0.95


def test_longer_histories_are_surer_ones():
    """On average more years of the same truths narrow what is believed of imitation."""
    effort = Effort(30, 150, 150, 4)
    spreads = []
    seen = [made for k in range(30) if (made := history(k))[0].size >= 20 and made[0][0] < 0.2 * made[0][:7].max()]
    for sales, _, luck in seen[:4]:
        spreads.append([np.log(fit(sales[:n], 1, luck, effort).natural("q")).std() for n in (7, 20)])
    short, whole = np.mean(spreads, axis=0)
    assert whole < 0.9 * short
