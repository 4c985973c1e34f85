"""Compare the arms of a study: run what is missing, rank, explain, put into words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from mktsim.outcomes.history import History
from mktsim.study.compare.explain import Explanation, Why, explain
from mktsim.study.compare.parting import parting
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.progress import Leading
from mktsim.study.compare.ranking import Ranking, order_of, rank
from mktsim.study.compare.result import ArmResult, Comparison, Parting
from mktsim.study.compare.risks import PaybackTable, RiskAsked, arm_risks
from mktsim.study.compare.spending import ArmMoney, warnings_of
from mktsim.study.compare.tables import Tables, bridge_of, read_tables, series_of
from mktsim.study.compare.words import Turns, verdict
from mktsim.study.question.resolve import ResolvedStudy, approved_budget
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.wording import Wording
from mktsim.study.runs.worker import model

STAGE = "arms"
"""Name under which progress is reported, beside that of the explanation."""


def compare(
    resolved: ResolvedStudy, out: Path, asked: CompareOptions | None = None, options: RunOptions | None = None
) -> Comparison:
    """Compare the arms of a study with its store in directory `out`; a second call continues from there.

    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when more than one in twenty replications
    is incomplete, because leaving out failures biases what is left.
    """
    how = options or RunOptions()
    begun = perf_counter()
    replications = resolved.study.replications
    with open_results(out, fresh=how.fresh) as store:
        planner = Planner(resolved, resolved.study.seed)
        planned = planner.grid(replications)
        leading = Leading(planner, store, replications)
        drive(planned, store, how.reporting(leading.told), STAGE)
        tables = read_tables(store, planner, replications)
        ranking = _ranked(resolved, tables)
        why = explain(Explanation(planner, store, ranking), asked or CompareOptions(), how)
        bridge = bridge_of(store, planner, ranking.order, tables)
        series = series_of(store, planner, tables)
        stamp = digest(store, planned.keys)
    examples = _examples(planner, int(tables.kept[0]), how)
    found = _comparison(resolved, _Results(ranking, tables, why), examples)
    return replace(found, bridge=bridge, series=series, digest=stamp, seconds=perf_counter() - begun)


@dataclass(frozen=True, eq=False)
class _Results:
    """What was computed from the store."""

    ranking: Ranking
    tables: Tables
    why: Why


def _comparison(resolved: ResolvedStudy, results: _Results, examples: tuple[History, ...]) -> Comparison:
    """Put results into words and one record; bridge, bands and digest are filled in by the caller."""
    study, ranking, tables, why = resolved.study, results.ranking, results.tables, results.why
    money = _money(resolved, tables)
    return Comparison(
        heading=heading_of(resolved),
        question=study.question,
        baseline=study.baseline,
        replications=ranking.replications,
        why_replications=why.replications,
        assumption_replications=why.assumption_replications,
        failed=tables.failed + why.failed,
        arms=_arms(resolved, results, money),
        variance_by_source=why.variance,
        bridge=(),
        parting=_parting(resolved, ranking, examples),
        assumptions=why.assumptions,
        verdict=verdict(ranking, _wording(resolved), _turns(resolved, results, money)),
        series=(),
        examples=examples,
        outcomes=tables.metric,
        digest="",
        seconds=0.0,
    )


def _ranked(resolved: ResolvedStudy, tables: Tables) -> Ranking:
    study = resolved.study
    return rank(tables.metric, resolved.baseline, study.confidence, resolved.metric.better, study.seed)


def _examples(planner: Planner, replication: int, options: RunOptions) -> tuple[History, ...]:
    """Histories of one replication of each arm in the first world, with their logs."""
    simulate = options.simulate or model()
    cells = [planner.cell(arm, 0, replication).cell for arm in planner.resolved.arms]
    return tuple(simulate(replace(cell, keep_log=True)) for cell in cells)


def _arms(resolved: ResolvedStudy, results: _Results, money: tuple[ArmMoney, ...]) -> tuple[ArmResult, ...]:
    ranking, tables, why = results.ranking, results.tables, results.why
    sure = resolved.study.confidence
    asked = RiskAsked(resolved.baseline, sure, resolved.metric.better)
    risks = arm_risks(tables.metric, PaybackTable(tables.payback, tables.weights), asked)
    return tuple(
        ArmResult(
            name=arm.name,
            policy=arm.policy,
            organisation=arm.organisation,
            interval=numbers.interval,
            terminal=float(tables.terminal[:, place].mean()),
            difference=numbers.difference,
            p_best=numbers.p_best,
            expected_regret=numbers.expected_regret,
            cvar=numbers.cvar,
            quantiles=numbers.quantiles,
            ideal=why.ideal[place],
            loss=why.losses[place],
            correlation=numbers.correlation,
            variance_reduction=numbers.variance_reduction,
            risk=risks[place],
            approved=spending.approved,
            spent=spending.spent,
        )
        for place, (arm, numbers, spending) in enumerate(zip(resolved.arms, ranking.arms, money, strict=True))
    )


def _money(resolved: ResolvedStudy, tables: Tables) -> tuple[ArmMoney, ...]:
    weeks = resolved.scenario.horizon_weeks
    return tuple(
        ArmMoney(approved_budget(arm.arm.policy, weeks), float(spent.mean()), float(terminal.mean()))
        for arm, spent, terminal in zip(resolved.arms, tables.spent.T, tables.terminal.T, strict=True)
    )


def _turns(resolved: ResolvedStudy, results: _Results, money: tuple[ArmMoney, ...]) -> Turns:
    """Who would lead without the terminal value (of net present value only) and under ideal execution."""
    ranking, without = results.ranking, results.tables.without_terminal
    leader = ranking.order[0] if without is None else order_of(without.mean(axis=0))[0]
    return Turns(
        leader, results.why.ideal_order, warnings_of(money, ranking, _wording(resolved), valued=without is not None)
    )


def _parting(resolved: ResolvedStudy, ranking: Ranking, examples: tuple[History, ...]) -> Parting | None:
    if len(ranking.order) < len(("leader", "runner-up")):
        return None
    first, second = ranking.order[:2]
    names = (resolved.arms[first].name, resolved.arms[second].name)
    return parting(examples[first].decisions, examples[second].decisions, names, resolved.scenario.start)


def _wording(resolved: ResolvedStudy) -> Wording:
    names = tuple(arm.name for arm in resolved.arms)
    return Wording(names, resolved.metric.words, resolved.unit, resolved.study.confidence)
