"""Chance constraints given on the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem
from mktsim.inputs.study import ChanceLimit

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy

_FORM = re.compile(r"\s*([a-z_.0-9]+)\s*([<>])\s*([-+0-9.eE]+)\s*:\s*([0-9.eE-]+)\s*")
_EXAMPLE = "METRIC<VALUE:PROBABILITY, such as cash_low<-2000000:0.05"


def limit_of(text: str) -> ChanceLimit:
    """Return the constraint that a text stands for. Errors: InputError for a text of another form.

    >>> limit = limit_of("cash_low<-2000000:0.05")
    >>> limit.metric, limit.below, limit.at_most
    ('cash_low', -2000000.0, 0.05)
    """
    found = _FORM.fullmatch(text)
    metric, side, value, chance = found.groups() if found else ("", "<", "", "")
    try:
        name = "below" if side == "<" else "above"
        return ChanceLimit.model_validate({"metric": metric, name: float(value), "at_most": float(chance)})
    except ValueError as error:
        message = f"{text!r} is no limit of the form {_EXAMPLE}, with a probability between 0 and 1"
        raise InputError((Problem("select", 0, 0, "require", message),)) from error


def with_limits(resolved: ResolvedStudy, texts: list[str]) -> ResolvedStudy:
    """Return the study with further limits. Errors: InputError for a metric that there is not."""
    from mktsim.outcomes.metrics.table import METRICS

    limits = tuple(limit_of(text) for text in texts)
    unknown = [limit.metric for limit in limits if limit.metric not in METRICS and "." not in limit.metric]
    if unknown:
        message = f"no metric is called {unknown[0]!r}; mktsim list metrics shows all"
        raise InputError((Problem("select", 0, 0, "require", message, tuple(METRICS)),))
    study = resolved.study.model_copy(update={"require": (*resolved.study.require, *limits)})
    return replace(resolved, study=study)
