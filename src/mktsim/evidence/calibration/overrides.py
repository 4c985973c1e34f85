"""Which parameters of a scenario a calibration sets, and to what."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mktsim.errors import InputError
from mktsim.evidence.calibration.answers import LEVERS, Matched, matched, price_over_half_a_year
from mktsim.evidence.calibration.estimates import LEARNT, Calibration, Estimate
from mktsim.evidence.history.lines import refused
from mktsim.inputs.paths import set_path
from mktsim.inputs.scenario import Scenario

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
    "coefficients are those at which the scenario's market at rest, with one lever moved for a week, answers as the "
    "history says; draws of worlds move along its slope there"
)
_DISTRIBUTION = (
    "the elasticity of distribution is in the sidecar only: in a scenario it comes about by what outlets list and how "
    "large they are, and no parameter is it"
)
_LEAST_RESPONSE = -0.3
"""Elasticity above which price is not believed to matter: below nearly all of the 1,851 of Bijmolt, van Heerde &
Pieters 2005, most of which lie between 0 and -4 around -2.6; assumption."""


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
    """Return what is set in a scenario, and in sentences what is not or not as it stands.

    Errors: InputError for a response to price that no market of the scenario can give.
    """
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
    answered, more = answered_of(calibration, scenario)
    _check(scenario, [*found, *answered])
    return (*found, *answered), (*said, *more, *_warnings(calibration, scenario))


def targets(kind: str, scenario: Scenario) -> tuple[Target, ...]:
    """Return where the estimates of a sales series go in a scenario as they stand; nothing for other histories."""
    if kind != "series":
        return ()
    households = sum(region.households for region in scenario.market.regions)
    return (
        Target("p", f"{ADOPTION}.p_per_year", 1.0, 0.0, 0.5),
        Target("q", f"{ADOPTION}.q_per_year", 1.0, 0.0, 3.0),
        Target("m", f"{ADOPTION}.potential_share", 1.0 / households, 1e-6, 1.0, f"over {households:,.0f} households"),
        Target("life", "market.repeat.life_years", 1.0, 0.0, 60.0),
    )


def answered_of(calibration: Calibration, scenario: Scenario) -> tuple[tuple[Override, ...], list[str]]:
    """Return the parameters at which the scenario's market answers as a history says, and what is left out.

    Errors: InputError for a response to price that it cannot give.
    """
    share = scenario.brands[0].share if calibration.kind == "choices" else 0.0
    known = {name: one for name in LEVERS if (one := _response(calibration, name)) is not None}
    if "price" in known:
        _believable(calibration, known["price"], 1.0 - share)
    asked = tuple((LEVERS[name], (1.0 - share) * one.value) for name, one in known.items())
    overrides, said = [], []
    for match, one in zip(matched(scenario, asked), known.values(), strict=True):
        low, high = ((1.0 - share) * end for end in (one.low, one.high))
        if low <= match.answer <= high:
            overrides.append(_answered(match, one, 1.0 - share))
            continue
        if match.lever is LEVERS["price"]:
            raise refused(calibration.file, _cannot(one, match))
        said.append(f"{match.lever.path} keeps the value of the scenario: {_cannot(one, match)}")
    return tuple(_with_half_year(scenario, overrides)), said


def _response(calibration: Calibration, name: str) -> Estimate | None:
    names = (name, f"{name}_elasticity") if calibration.kind in {"panel", "choices"} else ()
    return next((one for each in names if (one := calibration.estimate(each)) is not None), None)


def _believable(calibration: Calibration, one: Estimate, share: float) -> None:
    """Refuse a response to price that is none. Errors: InputError."""
    if share * one.value > _LEAST_RESPONSE:
        size = f"{share * one.value:.2g} ({share * one.low:.2g} to {share * one.high:.2g})"
        why = "the price may have moved with demand, or be somebody else's"
        raise refused(
            calibration.file,
            f"{one.name} is {size}: as if buyers did not mind the price, which no scenario can be written from; {why}; "
            "leave it out with --columns price=none, or give a history in which it moved on its own",
        )


def _cannot(one: Estimate, match: Matched) -> str:
    return (
        f"{one.name} is {one.value:.3g} ({one.low:.3g} to {one.high:.3g}), and the scenario's market answers "
        f"{match.answer:.3g} at most near it, at {match.lever.path} {match.value:.3g}"
    )


def _answered(match: Matched, one: Estimate, share: float) -> Override:
    """Return the override of a parameter that was matched; draws move along the slope of the market's answer."""
    factor = match.slope * share
    offset = match.value - factor * one.value
    how = f"the market then answers {match.answer:.3g} in a week"
    lever = match.lever
    return _override(Target(one.name, lever.path, factor, lever.lowest, lever.highest, how, offset), one)


def _with_half_year(scenario: Scenario, overrides: list[Override]) -> list[Override]:
    """Return the overrides, that of price with what a lasting change of price does in the scenario with all of them."""
    for one in overrides:
        scenario = set_path(scenario, one.target.path, one.value)
    return [
        replace(
            one,
            target=replace(
                one.target, how=f"{one.target.how}, {price_over_half_a_year(scenario):.3g} over half a year"
            ),
        )
        if one.target.path == LEVERS["price"].path
        else one
        for one in overrides
    ]


def season_of(calibration: Calibration, first: int) -> tuple[float, ...]:
    """Return twelve multipliers, January first, mean 1, of a series whose first period lies in the month `first`.

    Empty without a season, or where `first` is negative. Months are numbered from 0, since year 0.
    """
    if first < 0:
        return ()
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
    return (_AT_REST, _DISTRIBUTION) if calibration.kind == "panel" else (_AT_REST,)
