"""Compare the arms of a study: run what is missing, rank, explain, put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from mktsim.outcomes.history import History
from mktsim.study.compare.explain import Effort, Explanation, Why, explain
from mktsim.study.compare.parting import parting
from mktsim.study.compare.progress import Leading
from mktsim.study.compare.ranking import Ranking, order_of, rank
from mktsim.study.compare.result import ArmResult, Comparison, Parting
from mktsim.study.compare.risks import PaybackTable, RiskAsked, arm_risks
from mktsim.study.compare.tables import Tables, bridge_of, gather, series_of
from mktsim.study.compare.words import Turns, Wording, verdict
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cluster import Cluster
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import Driving, Progress, drive
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.stamp import platform_stamp, product_version
from mktsim.study.runs.store import open_store
from mktsim.study.runs.worker import Simulate, model

STORE_NAME = "results.sqlite"
"""The store's file in the directory of results."""
_RUNS, _WHY = "arms", "why"


def _silent(stage: str, progress: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Looking:
    """How a comparison is carried out; only the effort for why moves a result."""

    jobs: int = 1
    """Workers."""
    fresh: bool = False
    """Whether stored results are thrown away first."""
    retry_failed: bool = False
    """Whether cells that failed before are run again."""
    why_seconds: float = 60.0
    """Time for the loss split, variance by source and assumptions; zero for none of them."""
    why_replications: int | None = None
    """Replications for these instead; None for as many as fit the time."""
    on_progress: Callable[[str, Progress], None] = _silent
    """Called with the stage (`arms` or `why`) after each cell."""
    simulate: Simulate | None = None
    """What runs a cell; None for the model."""
    cluster: Cluster | None = None
    """Cluster that runs cells instead of this machine."""


def compare(resolved: ResolvedStudy, out: Path, looking: Looking | None = None) -> Comparison:
    """Compare the arms of a study with its store in directory `out`; a second call continues from there.

    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when more than one in twenty replications
    is incomplete, because leaving out failures biases what is left.
    """
    look = looking or Looking()
    begun = perf_counter()
    study = resolved.study
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        planner = Planner(resolved, study.seed)
        planned = planner.grid(study.replications)
        leading = Leading(planner, store, study.replications)
        drive(planned, store, driving(look, _RUNS, leading.told))
        tables = gather(store, planner, study.replications)
        ranking = rank(tables.metric, resolved.baseline, study.confidence, resolved.metric.better, study.seed)
        why = explain(
            Explanation(planner, store, ranking),
            driving(look, _WHY),
            Effort(look.why_seconds, look.why_replications, study.replications),
            study.confidence,
        )
        bridge = bridge_of(store, planner, ranking.order, tables)
        series = series_of(store, planner, tables)
        stamp = digest(store, planned.keys)
    examples = _examples(planner, int(tables.kept[0]), look)
    said = _said(resolved, _Results(ranking, tables, why), examples)
    return replace(said, bridge=bridge, series=series, digest=stamp, seconds=perf_counter() - begun)


@dataclass(frozen=True, eq=False)
class _Results:
    """What was computed from the store."""

    ranking: Ranking
    tables: Tables
    why: Why


def _said(resolved: ResolvedStudy, results: _Results, examples: tuple[History, ...]) -> Comparison:
    """Put results into words and one record; bridge, bands and digest are filled in by the caller."""
    study, ranking, tables, why = resolved.study, results.ranking, results.tables, results.why
    return Comparison(
        study=study.name,
        title=study.title,
        question=study.question,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=_unit(resolved),
        currency=resolved.scenario.money.currency,
        baseline=study.baseline,
        replications=ranking.replications,
        why_replications=why.replications,
        assumption_replications=why.assumption_replications,
        failed=tables.failed + why.failed,
        seed=study.seed,
        confidence=study.confidence,
        arms=_arms(resolved, ranking, tables, why),
        variance_by_source=why.variance,
        bridge=(),
        parting=_parting(resolved, ranking, examples),
        assumptions=why.assumptions,
        verdict=verdict(ranking, _wording(resolved), _turns(ranking, tables, why)),
        series=(),
        examples=examples,
        outcomes=tables.metric,
        digest="",
        seconds=0.0,
    )


def _same(progress: Progress) -> Progress:
    return progress


def driving(look: Looking, stage: str, told: Callable[[Progress], Progress] = _same) -> Driving:
    """Return how cells are run, with progress told under the name of a stage."""
    return Driving(
        jobs=look.jobs,
        on_progress=lambda progress: look.on_progress(stage, told(progress)),
        retry_failed=look.retry_failed,
        simulate=look.simulate,
        cluster=look.cluster,
    )


def _examples(planner: Planner, replication: int, look: Looking) -> tuple[History, ...]:
    """Histories of one replication of each arm in the first world, with their logs."""
    simulate = look.simulate or model()
    cells = [planner.cell(arm, 0, replication).cell for arm in planner.resolved.arms]
    return tuple(simulate(replace(cell, keep_log=True)) for cell in cells)


def _arms(resolved: ResolvedStudy, ranking: Ranking, tables: Tables, why: Why) -> tuple[ArmResult, ...]:
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
        )
        for place, (arm, numbers) in enumerate(zip(resolved.arms, ranking.arms, strict=True))
    )


def _turns(ranking: Ranking, tables: Tables, why: Why) -> Turns:
    """Who would lead without the terminal value (of net present value only) and under ideal execution."""
    without = tables.without_terminal
    leader = ranking.order[0] if without is None else order_of(without.mean(axis=0))[0]
    return Turns(leader, why.ideal_order)


def _parting(resolved: ResolvedStudy, ranking: Ranking, examples: tuple[History, ...]) -> Parting | None:
    if len(ranking.order) < len(("leader", "runner-up")):
        return None
    first, second = ranking.order[:2]
    names = (resolved.arms[first].name, resolved.arms[second].name)
    return parting(examples[first].decisions, examples[second].decisions, names, resolved.scenario.start)


def _wording(resolved: ResolvedStudy) -> Wording:
    names = tuple(arm.name for arm in resolved.arms)
    return Wording(names, resolved.metric.words, _unit(resolved), resolved.study.confidence)


def _unit(resolved: ResolvedStudy) -> str:
    """Unit of the metric, with the currency for money."""
    return resolved.unit
