"""Value of staff: one more full-time equivalent in each pool, and where the bottleneck is."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

from annotated_types import Ge, Le

from mktsim.inputs.organisation import Organisation
from mktsim.outcomes.metrics.reading import discount_factors
from mktsim.quantities import Source, Unit
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import open_results
from mktsim.study.value.experiment import Experiment, named_arm
from mktsim.study.value.links import refuse_instant, trial_of
from mktsim.study.value.options import ValueOptions, prepared, questions
from mktsim.study.value.plan import Group, effect
from mktsim.study.value.reshape import MoreStaff
from mktsim.study.value.result import Cells, StaffValue, StaffValues
from mktsim.study.value.run import measure

ONE_MORE: Annotated[float, Ge(0.1), Le(10), Unit("FTE"), Source("assumption")] = 1.0
"""People added to a pool, full-time equivalents over the whole horizon."""
_WEEKS_PER_YEAR = 52.0


def value_staff(
    resolved: ResolvedStudy, out: Path, asked: ValueOptions, options: RunOptions | None = None
) -> StaffValues:
    """Add one full-time equivalent to each pool, with its store in directory `out`; a second call continues.

    Errors: InputError, also for an instant organisation; StoreError; Interrupted, resumable; CellFailed when more
    than one in twenty cells fail.
    """
    how = options or RunOptions()
    begun = perf_counter()
    with open_results(out, fresh=how.fresh) as store:
        experiment = Experiment(resolved, asked.place, store, how)
        refuse_instant(experiment)
        organisation = experiment.arm.arm.organisation
        names = pools_of(organisation)
        baseline = prepared(experiment, asked)
        trial = trial_of(organisation, tuple(MoreStaff(name, ONE_MORE) for name in names), asked.most, sign=1.0)
        groups: list[Group] = [(place,) for place in range(len(names))]
        _, measuring = questions(baseline, len(names))
        gains = [effect(one, measuring) for one in measure(experiment, trial, groups, measuring)]
        busy = _utilisation(experiment)
        return StaffValues(
            heading=heading_of(resolved),
            baseline=baseline,
            pools=tuple(
                StaffValue(name, _fte(organisation, name), busy.get(name, float("nan")), gain)
                for name, gain in zip(names, gains, strict=True)
            ),
            pay=_pay(resolved),
            weeks=round(ONE_MORE * resolved.scenario.horizon_weeks),
            cells=Cells(len(experiment.keys), asked.most * (1 + len(names))),
            failed=experiment.failed,
            digest=digest(store, experiment.keys),
            seconds=perf_counter() - begun,
        )


def number_of_changes(resolved: ResolvedStudy, asked: ValueOptions) -> int:
    """Return how many pools there are to add to."""
    return len(pools_of(named_arm(resolved, asked.place.arm).arm.organisation))


def pools_of(organisation: Organisation) -> tuple[str, ...]:
    """Return the pools of the firm's own staff; outside parties are nobody's to staff."""
    return tuple(
        f"{name}:{role}" for name, agent in organisation.agents.items() if not agent.outside for role in agent.roles
    )


def _fte(organisation: Organisation, pool: str) -> float:
    agent, _, role = pool.partition(":")
    return organisation.agents[agent].roles[role].staff_fte


def _utilisation(experiment: Experiment) -> dict[str, float]:
    (history,) = experiment.histories((0,))
    table = history.roles
    if not table.rows:
        return {}
    busy, available = (table.values[:, table.columns.index(name)] for name in ("busy_days", "available_days"))
    return {
        row: float(taken / there) if there > 0.0 else float("nan")
        for row, taken, there in zip(table.rows, busy, available, strict=True)
    }


def _pay(resolved: ResolvedStudy) -> float:
    """Return the discounted pay of one more, as the ledger books it: also in the run-out of a terminal value."""
    if not resolved.metric.name.startswith("npv"):
        return 0.0
    money, weeks = resolved.scenario.money, resolved.scenario.horizon_weeks
    if resolved.metric.name == "npv":
        weeks += resolved.scenario.run_out_weeks
    factors = discount_factors(weeks, money.discount_rate_per_year)
    return ONE_MORE * money.pay_per_fte_year / _WEEKS_PER_YEAR * float(factors.sum())
