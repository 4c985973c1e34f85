"""Which parameters of a scenario a calibration sets, and to what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.errors import InputError
from mktsim.evidence.calibration.estimates import LEARNT, Calibration, Estimate
from mktsim.evidence.calibration.inversion import INVERTED, Inverted, inverted
from mktsim.inputs.paths import set_path
from mktsim.inputs.scenario import Scenario

CHOICE = "market.choice"
ADOPTION = "market.adoption"
_SLOWER = (
    "p and q are those of the curve of sales; where a scenario lets affordability, awareness or reach hold buyers "
    "back, its simulated sales are slower: compare them with the history before relying on them"
)
_DECLINE = (
    "the date and rate of decline are in the sidecar only: no parameter of a scenario is them; a scenario makes a "
    "category decline by a later generation (market.adoption.generation_gap_weeks)"
)
_AT_REST = (
    "coefficients are those at which the base's market at rest, with one lever moved for a week, answers as the "
    "history says; to first order, one lever at a time"
)
_DISTRIBUTION = (
    "the elasticity of distribution is in the sidecar only: in a scenario it comes about by what outlets list and how "
    "large they are, and no parameter is it"
)
_FIRST_ORDER = (
    "coefficients of utility come from elasticities by the logit's own rule at the focal brand's share, which leaves "
    "out tastes, stockpiling and store choice: measure the elasticity on the simulated market"
)


@dataclass(frozen=True)
class Target:
    """Where an estimate goes: value = offset + factor · estimate, kept inside the range of the parameter."""

    estimate: str
    """Name of the estimate."""
    path: str
    """Dotted path in the scenario."""
    factor: float
    lowest: float
    highest: float
    how: str = ""
    """The rule in words; empty where the two are the same thing."""
    offset: float = 0.0

    def raw(self, estimate: float) -> float:
        """Return the value before it is kept inside the range."""
        return self.offset + self.factor * estimate

    def value(self, estimate: float) -> float:
        """Return the value of the parameter."""
        return float(np.clip(self.raw(estimate), self.lowest, self.highest))


@dataclass(frozen=True)
class Override:
    """A parameter that is set, with its interval."""

    target: Target
    value: float
    low: float
    high: float


def overrides_of(calibration: Calibration, scenario: Scenario) -> tuple[tuple[Override, ...], tuple[str, ...]]:
    """Return what is set in a scenario, and in sentences what is not or not as it stands."""
    found, said = [], []
    for target in targets(calibration.kind, scenario):
        estimate = calibration.estimate(target.estimate)
        if estimate is None:
            continue
        if target.path.endswith("life_years") and (
            estimate.learnt < LEARNT or scenario.market.repeat.rate_per_week > 0
        ):
            said.append(f"{target.path} keeps the value of the scenario: the history does not tell lives")
            continue
        found.append(_override(target, estimate))
        if target.value(estimate.value) != target.raw(estimate.value):
            said.append(f"{target.path}: the estimate, {target.raw(estimate.value):.4g}, lies outside the range")
    _check(scenario, found)
    return tuple(found), (*said, *_warnings(calibration, scenario))


def targets(kind: str, scenario: Scenario) -> tuple[Target, ...]:
    """Return where the estimates of a kind of history go in a scenario."""
    if kind == "series":
        households = sum(region.households for region in scenario.market.regions)
        return (
            Target("p", f"{ADOPTION}.p_per_year", 1.0, 0.0, 0.5),
            Target("q", f"{ADOPTION}.q_per_year", 1.0, 0.0, 3.0),
            Target(
                "m", f"{ADOPTION}.potential_share", 1.0 / households, 1e-6, 1.0, f"over {households:,.0f} households"
            ),
            Target("life", "market.repeat.life_years", 1.0, 0.0, 60.0),
        )
    if kind == "choices":
        return (
            Target("price", f"{CHOICE}.price_coefficient", -1.0, 0.01, 10.0, "sign turned"),
            Target("display", f"{CHOICE}.display_coefficient", 1.0, 0.0, 3.0),
            Target("feature", f"{CHOICE}.feature_coefficient", 1.0, 0.0, 3.0),
        )
    if scenario.market.adoption.established:
        return tuple(_measured(scenario, one) for one in INVERTED)
    rest = 1.0 - scenario.brands[0].share
    how = f"over one less the share of {scenario.brands[0].name}, {1.0 - rest:.0%}"
    return (
        Target("price_elasticity", f"{CHOICE}.price_coefficient", -1.0 / rest, 0.01, 10.0, f"sign turned, {how}"),
        Target("display", f"{CHOICE}.display_coefficient", 1.0 / rest, 0.0, 3.0, how),
        Target("feature", f"{CHOICE}.feature_coefficient", 1.0 / rest, 0.0, 3.0, how),
    )


def _measured(scenario: Scenario, one: Inverted) -> Target:
    """Return the target of a response that the market of the scenario itself was asked for."""
    line = inverted(scenario, one)
    how = f"the base's market answers {line.response:.3g} at {line.value:.3g}; moved along its slope"
    return Target(one.estimate, one.path, line.factor, one.lowest, one.highest, how, line.offset)


def season_of(calibration: Calibration, first: int) -> tuple[float, ...]:
    """Return twelve multipliers, January first, mean 1, of a monthly series whose first month has number `first`.

    Empty without a season. Months are numbered from 0, so that `first` may be any month's number since year 0.
    """
    angle = 2.0 * np.pi * (np.arange(12) + 0.5) / 12.0
    logs = np.zeros(12)
    for one in calibration.estimates:
        if one.name.startswith("season_"):
            wave = np.cos if one.name[7:10] == "cos" else np.sin
            logs += one.value * wave(int(one.name[10:]) * angle)
    if not logs.any():
        return ()
    factors = np.exp(logs)
    return tuple(round(float(factor), 4) for factor in np.roll(factors / factors.mean(), first % 12))


def _override(target: Target, one: Estimate) -> Override:
    ends = sorted((target.value(one.low), target.value(one.high)))
    return Override(target, target.value(one.value), ends[0], ends[1])


def _check(scenario: Scenario, found: list[Override]) -> None:
    """Refuse values that the scenario's own rules refuse. Errors: InputError."""
    problems = []
    for one in found:
        try:
            set_path(scenario, one.target.path, one.value)
        except InputError as error:
            problems += list(error.problems)
    if problems:
        raise InputError(tuple(problems))


def _warnings(calibration: Calibration, scenario: Scenario) -> tuple[str, ...]:
    if calibration.kind == "series":
        said = [
            _SLOWER,
            _DECLINE,
        ]
        if scenario.market.adoption.established:
            said.append("the scenario has an established category, where p, q and potential have no effect")
        return tuple(said)
    if calibration.kind == "panel":
        established = scenario.market.adoption.established
        return (_AT_REST if established else _FIRST_ORDER, _DISTRIBUTION)
    return ()
