"""Calibrate response to price and deals, and loyalty, on choices of households."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import expit

from mktsim.evidence.calibration import choice_model
from mktsim.evidence.calibration.choice_model import ChoiceFit
from mktsim.evidence.calibration.estimates import (
    Z90,
    Calibration,
    Check,
    Estimate,
    conflicts,
    from_normal,
    weakly_learnt,
)
from mktsim.evidence.calibration.response import PRIORS
from mktsim.evidence.history.choices import HouseholdChoices
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lines import refused
from mktsim.inputs.calibration import Scale
from mktsim.science.arrays import Floats

_PRICE = (-3.2, 0.95, "Bijmolt, van Heerde & Pieters 2005: elasticity -2.6, -1.5 to -4, at a share of a fifth")
_KNOWN: dict[str, tuple[float, float, str]] = {
    "price": _PRICE,
    "display": (PRIORS[Role.DISPLAY].mean, PRIORS[Role.DISPLAY].sd, PRIORS[Role.DISPLAY].source),
    "feature": (PRIORS[Role.FEATURE].mean, PRIORS[Role.FEATURE].sd, PRIORS[Role.FEATURE].source),
}
"""Mean, standard deviation and source of the priors; loyalty and memory have none: the data tell them."""
_LOYALTY = (
    "loyalty: lasting tastes of households and the pull of the last purchase look alike in this model; loyalty is "
    "the sum of both and is therefore not written into the scenario, which has tastes of their own"
)


def calibrate_choices(choices: HouseholdChoices) -> Calibration:
    """Return what choices say of response and loyalty. Errors: InputError when they cannot tell them apart."""
    choices = _moving(choices)
    try:
        found = choice_model.fit(choices)
    except ValueError as error:
        raise refused(choices.file, str(error)) from error
    values, covariance, spreads, sources = _with_priors(found)
    units = {"price": "per log price", "memory": "per purchase"}
    names = tuple((name, units.get(name, "utility")) for name in found.names)
    estimates, correlations = from_normal(names, values, covariance, spreads, sources)
    estimates = tuple(_memory(one) if one.name == "memory" else one for one in estimates)
    checks = _checks(choices, found)
    errors = np.sqrt(np.diag(found.covariance))
    priors = tuple(_KNOWN[name][:2] if name in _KNOWN else (0.0, np.inf) for name in found.names)
    at_odds = conflicts(found.names, found.values, errors, priors)
    unknown = (*at_odds, *weakly_learnt(estimates), *_never(choices, found))
    notes = (*choices.notes, "maximum likelihood, then combined with the priors by the normal approximation")
    return Calibration("choices", choices.file, estimates, correlations, checks, unknown, notes)


def _moving(choices: HouseholdChoices) -> HouseholdChoices:
    """Return the choices without the deals that never vary between brands and purchases."""
    return replace(choices, deals=tuple((role, block) for role, block in choices.deals if np.ptp(block) > 0.0))


def _with_priors(found: ChoiceFit) -> tuple[Floats, Floats, Floats, tuple[str, ...]]:
    """Return mean, covariance, spread of the priors and their sources for every coefficient."""
    believed = np.zeros(len(found.names))
    means = np.zeros(len(found.names))
    for place, name in enumerate(found.names):
        if name in _KNOWN:
            means[place], believed[place] = _KNOWN[name][0], 1.0 / _KNOWN[name][1] ** 2
    told = np.linalg.inv(found.covariance)
    together = np.linalg.inv(np.diag(believed) + told)
    spreads = np.array([_KNOWN[name][1] if name in _KNOWN else np.inf for name in found.names])
    sources = tuple(_KNOWN[name][2] if name in _KNOWN else "" for name in found.names)
    return together @ (believed * means + told @ found.values), together, spreads, sources


def _memory(one: Estimate) -> Estimate:
    value, low, high = (float(expit(x)) for x in (one.centre, one.centre - Z90 * one.sd, one.centre + Z90 * one.sd))
    return Estimate("memory", one.unit, value, low, high, one.centre, one.sd, Scale.LOGIT)


def _checks(choices: HouseholdChoices, found: ChoiceFit) -> tuple[Check, ...]:
    u2 = 1.0 - found.log_likelihood / found.log_likelihood_shares if found.log_likelihood_shares else float("nan")
    text = "share of log likelihood over the brands' shares that is explained"
    return (
        Check("u2", u2, text),
        Check("hit_share", found.hit_share, "choices that went to the brand thought most likely"),
        Check("holdout_u2", _held_out(choices), f"{text}, in the last fifth of households, fitted on the others"),
        Check("price_without_prior", float(found.values[0]), "what the choices alone say"),
    )


def _held_out(choices: HouseholdChoices) -> float:
    late = choices.household >= 0.8 * (choices.household.max() + 1)
    if not late.any() or late.all():
        return float("nan")
    try:
        found = choice_model.fit(choices, ~late)
    except ValueError:
        return float("nan")
    shares = np.bincount(choices.chosen[~late], minlength=len(choices.brands)) / (~late).sum()
    plain = float(np.log(np.maximum(shares, 1e-9)[choices.chosen[late]]).sum())
    return 1.0 - choice_model.log_likelihood(choices, found, late) / plain if plain else float("nan")


def _never(choices: HouseholdChoices, found: ChoiceFit) -> tuple[str, ...]:
    said = [
        _LOYALTY,
        "whether a household buys at all, and how much: only choices among brands are in the data",
    ]
    deals = {role for role, _ in choices.deals}
    said += [
        f"{role.name.lower()}: the file has no such columns, or they never vary; the published value stands"
        for role in (Role.DISPLAY, Role.FEATURE)
        if role not in deals
    ]
    if found.at_bound:
        said.append("memory: the likelihood rises to the edge of the range searched")
    return tuple(said)
