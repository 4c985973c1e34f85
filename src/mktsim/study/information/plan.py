"""Value of information: which improvements of knowledge and work are tried, and in which worlds."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.errors import InputError, Problem, did_you_mean
from mktsim.study.information.factors import Approved, Forecast, Researched, instruments_of, subjects_of
from mktsim.study.question.factor import Factor, Points, Setting
from mktsim.study.question.resolve import ResolvedStudy

_MOST_TIMES = 20.0


@dataclass(frozen=True)
class InformationOptions:
    """Options of an analysis of the value of information."""

    research: tuple[str, ...] = ()
    """Instruments or topics whose standard errors are made smaller; none for each instrument."""
    times: float = 4.0
    """How much more research is done, faster approval is, and less the error of sales figures: four times the sample
    halves a standard error."""
    replications: int = 10
    """Of each arm with each improvement."""
    draws: int = 32
    """Worlds drawn from the ranges of the assumptions; 0 for no question about the world."""
    world_replications: int = 4
    """Of each arm in each drawn world."""
    reliability: float = 0.5
    """Share of a parameter's variance that research into it would explain."""
    work: bool = True
    """Whether improvements of the work are tried, beside knowing the world."""


def improvements_of(resolved: ResolvedStudy, asked: InformationOptions) -> tuple[Factor, ...]:
    """Return the improvements asked for. Errors: InputError for what nobody observes or cannot be asked."""
    duties = resolved.arms[0].arm.duties
    known = subjects_of(duties)
    wrong = [
        ("research", f"nobody observes {name!r}{did_you_mean(name, known)}", known)
        for name in asked.research
        if name not in known
    ]
    if not 1.0 < asked.times <= _MOST_TIMES:
        wrong.append(("times", f"must be above 1, at most {_MOST_TIMES:g}, got {asked.times:g}", ()))
    if len(resolved.arms) < 2 and asked.draws:
        wrong.append(("arms", "knowing the world helps a choice among at least two; --draws 0 leaves that out", ()))
    if wrong:
        raise InputError(tuple(Problem(resolved.file, 0, 0, field, text, names) for field, text, names in wrong))
    subjects = asked.research or instruments_of(duties)
    return (
        *(Researched(subject, asked.times) for subject in subjects),
        Approved(asked.times),
        Forecast(asked.times),
    )


def points_of(resolved: ResolvedStudy, factors: tuple[Factor, ...]) -> Points:
    """Return the settings as things are, then with each improvement, by arm and world."""
    as_is = [[Setting(arm, world.scenario) for world in resolved.worlds] for arm in resolved.arms]
    return [as_is, *([[_improved(factor, setting) for setting in arm] for arm in as_is] for factor in factors)]


def _improved(factor: Factor, setting: Setting) -> Setting:
    """Return the setting with an improvement; an organisation that is instant has nothing to improve."""
    return setting if setting.arm.arm.organisation.instant else factor.at(setting, factor.high)
