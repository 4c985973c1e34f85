"""Compare the arms of a study: run what is missing, rank, explain, put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from mktsim.outcomes.history import History
from mktsim.study.compare.answer import Answer, answered
from mktsim.study.compare.explain import Explanation, Why, explain, nothing_asked
from mktsim.study.compare.parting import parting
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.ranking import Ranking, order_of
from mktsim.study.compare.result import ArmResult, Comparison, Part, Parting, Verdict, WorldRow
from mktsim.study.compare.risks import PaybackTable, RiskAsked, arm_risks
from mktsim.study.compare.spending import ArmMoney, warnings_of
from mktsim.study.compare.stopping import look_of
from mktsim.study.compare.tables import Tables, bridge_of, series_of
from mktsim.study.compare.words import Turns, verdict
from mktsim.study.compare.worlds import WorldsAsked, side_by_side, worlds_sentence
from mktsim.study.question.resolve import ResolvedStudy, approved_budget
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import histories
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.store import Store
from mktsim.study.runs.wording import Wording

Told = Callable[[Part, Comparison], None]
"""Called with each part of a comparison as soon as it is known, and with the comparison as far as it is."""


def _silent(part: Part, comparison: Comparison) -> None:
    """Tell nobody."""


def compare(
    resolved: ResolvedStudy,
    out: Path,
    asked: CompareOptions | None = None,
    options: RunOptions | None = None,
    told: Told = _silent,
) -> Comparison:
    """Compare the arms of a study with its store in directory `out`; a second call continues from there.

    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when more than one in twenty replications
    is incomplete, because leaving out failures biases what is left.
    """
    how, what = options or RunOptions(), asked or CompareOptions()
    begun = perf_counter()
    with open_results(out, fresh=how.fresh) as store:
        planner = Planner(resolved, resolved.study.seed)
        answer = answered(planner, store, what, how, lambda one: told(Part.LOOK, _seen(planner, store, one)))
        found = _answer(planner, store, answer)
        told(Part.ANSWER, found)
        examples = _examples(planner, answer, how)
        found = replace(found, examples=examples, parting=_parting(resolved, answer.ranking, examples))
        explanation = Explanation(planner, store, answer.ranking, answer.design.stopped)
        what = replace(what, why_seconds=what.why_left(perf_counter() - begun))
        for part, why in zip((Part.WHY, Part.ASSUMPTIONS), explain(explanation, what, how), strict=False):
            found = _explained(resolved, found, answer, why)
            told(part, found)
    return replace(found, seconds=perf_counter() - begun)


def _answer(planner: Planner, store: Store, answer: Answer) -> Comparison:
    """Return what the arms' own cells say, without what more cells explain."""
    tables = answer.tables
    bridge = bridge_of(store, planner, answer.ranking.order, tables)
    return replace(_seen(planner, store, answer), bridge=bridge, series=series_of(store, planner, tables))


def _seen(planner: Planner, store: Store, answer: Answer) -> Comparison:
    """Return what a look says, without bridge and bands over time."""
    resolved, tables = planner.resolved, answer.tables
    study, nothing = resolved.study, nothing_asked(len(resolved.arms))
    worlds = _worlds(resolved, answer)
    return Comparison(
        heading=heading_of(resolved),
        question=study.question,
        baseline=study.baseline,
        replications=answer.ranking.replications,
        why_replications=0,
        assumption_replications=0,
        failed=tables.failed,
        arms=_arms(resolved, answer, nothing),
        variance_by_source=(),
        bridge=(),
        parting=None,
        assumptions=(),
        verdict=_verdict(resolved, answer, nothing, worlds),
        series=(),
        examples=(),
        outcomes=tables.metric,
        digest=digest(store, planner.grid(answer.design.stopped).keys),
        seconds=0.0,
        design=answer.design,
        worlds=worlds,
    )


def _explained(resolved: ResolvedStudy, found: Comparison, answer: Answer, why: Why) -> Comparison:
    """Return a comparison with what more cells say."""
    return replace(
        found,
        why_replications=why.replications,
        noise_replications=why.noise_replications,
        assumption_replications=why.assumption_replications,
        failed=answer.tables.failed + why.failed,
        arms=_arms(resolved, answer, why),
        variance_by_source=why.variance,
        assumptions=why.assumptions,
        verdict=_verdict(resolved, answer, why, found.worlds),
        unasked=why.unasked,
    )


def _examples(planner: Planner, answer: Answer, options: RunOptions) -> tuple[History, ...]:
    """Histories of the first complete replication of each arm in the first world, with their logs."""
    replication = int(answer.tables.kept[0])
    cells = [planner.cell(arm, 0, replication) for arm in planner.resolved.arms]
    missing = {one.key: one for one in cells if one.key not in answer.histories}
    found = {**answer.histories, **histories(tuple(missing.values()), options)}
    return tuple(found[one.key] for one in cells)


def _arms(resolved: ResolvedStudy, answer: Answer, why: Why) -> tuple[ArmResult, ...]:
    ranking, tables = answer.ranking, answer.tables
    money = _money(resolved, tables)
    look = look_of(answer.design, len(resolved.arms), resolved.study.confidence)
    asked = RiskAsked(resolved.baseline, resolved.study.confidence, resolved.metric.better, look)
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
            overdrawn_weeks=spending.overdrawn_weeks,
            interest=spending.interest,
        )
        for place, (arm, numbers, spending) in enumerate(zip(resolved.arms, ranking.arms, money, strict=True))
    )


def _money(resolved: ResolvedStudy, tables: Tables) -> tuple[ArmMoney, ...]:
    weeks = resolved.scenario.horizon_weeks
    means = (one.mean(axis=0).tolist() for one in (tables.spent, tables.terminal, tables.overdrawn, tables.interest))
    return tuple(
        ArmMoney(approved_budget(arm.arm.policy, weeks), *money)
        for arm, *money in zip(resolved.arms, *means, strict=True)
    )


def _verdict(resolved: ResolvedStudy, answer: Answer, why: Why, worlds: tuple[WorldRow, ...]) -> Verdict:
    """Put into words who leads, and who would without the terminal value and under ideal execution."""
    ranking, without, wording = answer.ranking, answer.tables.without_terminal, _wording(resolved)
    leader = ranking.order[0] if without is None else order_of(without.mean(axis=0))[0]
    in_money = replace(wording, unit=resolved.scenario.money.currency)
    warnings = warnings_of(_money(resolved, answer.tables), ranking, in_money, valued=without is not None)
    by_world = worlds_sentence(worlds, wording, weighted=resolved.are_weighted)
    return verdict(ranking, wording, Turns(leader, why.ideal_order, warnings, by_world), answer.design)


def _worlds(resolved: ResolvedStudy, answer: Answer) -> tuple[WorldRow, ...]:
    names = tuple(world.name for world in resolved.worlds)
    confidence, better = resolved.study.confidence, resolved.metric.better
    asked = WorldsAsked(names, resolved.baseline, confidence, better, answer.design)
    return side_by_side(answer.tables.by_world, asked)


def _parting(resolved: ResolvedStudy, ranking: Ranking, examples: tuple[History, ...]) -> Parting | None:
    if len(ranking.order) < len(("leader", "runner-up")):
        return None
    first, second = ranking.order[:2]
    names = (resolved.arms[first].name, resolved.arms[second].name)
    return parting(examples[first].decisions, examples[second].decisions, names, resolved.scenario.start)


def _wording(resolved: ResolvedStudy) -> Wording:
    names = tuple(arm.name for arm in resolved.arms)
    return Wording(names, resolved.metric.words, resolved.unit, resolved.study.confidence)
