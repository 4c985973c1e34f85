"""JSON views of a comparison and of a run; documented in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of

if TYPE_CHECKING:
    from mktsim.study.compare.result import (
        ArmResult,
        ArmRisk,
        AssumptionEffect,
        BridgeStep,
        Comparison,
        Design,
        Difference,
        Loss,
        Parting,
        Verdict,
        WorldRow,
    )
    from mktsim.study.compare.single_arm import MetricResult, RunResult
    from mktsim.study.runs.interval import Interval

_NINETY_FIVE = 0.95


def comparison_json(comparison: Comparison) -> View:
    """Return all that a comparison says in numbers and words; bands, histories and single outcomes stay in files."""
    is_95 = abs(comparison.heading.confidence - _NINETY_FIVE) < 1e-12
    return view_of(
        "comparison",
        {
            **heading_json(comparison.heading),
            "question": comparison.question,
            "baseline": comparison.baseline,
            "replications": comparison.replications,
            "why_replications": comparison.why_replications,
            "noise_replications": comparison.noise_replications,
            "assumption_replications": comparison.assumption_replications,
            "design": _design(comparison.design),
            "failed": comparison.failed,
            "arms": [_arm(arm, is_95=is_95) for arm in comparison.arms],
            "worlds": [_world(row, comparison) for row in comparison.worlds],
            "variance_by_source": {row.name: number(row.share) for row in comparison.variance_by_source},
            "variance_by_source_se": {row.name: number(row.error) for row in comparison.variance_by_source},
            "bridge": [_step(step) for step in comparison.bridge],
            "parting": _parting(comparison.parting),
            "assumptions": [_assumption(effect) for effect in comparison.assumptions],
            "verdict": _verdict(comparison.verdict),
            "digest": comparison.digest,
            "seconds": number(comparison.seconds),
        },
    )


def _design(design: Design) -> View:
    """Return what intervals hold for, and where the comparison stopped."""
    return {
        "kind": "in_looks" if design.in_looks else "fixed",
        "looks": list(design.looks),
        "stopped": design.stopped,
        "planned": design.planned,
        "worth": number(design.worth),
        "sure": design.sure if design.in_looks else None,
    }


def _with_95(interval: Interval, *, is_95: bool) -> View:
    """Return a mean with its interval; `ci95` is None where the study asks for another confidence."""
    view = interval_json(interval)
    return {**view, "ci95": view["interval"] if is_95 else None}


def _arm(arm: ArmResult, *, is_95: bool) -> View:
    low, middle, high = arm.quantiles
    return {
        "name": arm.name,
        "policy": arm.policy,
        "organisation": arm.organisation,
        **_with_95(arm.interval, is_95=is_95),
        "terminal": number(arm.terminal),
        "approved": number(arm.approved),
        "spent": number(arm.spent),
        "overdrawn_weeks": number(arm.overdrawn_weeks),
        "interest": number(arm.interest),
        "difference": _difference(arm.difference, is_95=is_95),
        "p_best": number(arm.p_best),
        "expected_regret": number(arm.expected_regret),
        "cvar": number(arm.cvar),
        "quantiles": {"p10": number(low), "p50": number(middle), "p90": number(high)},
        "ideal": None if arm.ideal is None else _with_95(arm.ideal, is_95=is_95),
        "loss": _loss(arm.loss),
        "correlation": number(arm.correlation),
        "variance_reduction": number(arm.variance_reduction),
        "risk": risk_json(arm.risk),
    }


def _world(row: WorldRow, comparison: Comparison) -> View:
    """Return a world with its arms by name."""
    names = [arm.name for arm in comparison.arms]
    return {
        "name": row.name,
        "best": names[row.best],
        "sure": row.is_sure,
        "arms": {
            name: {
                **interval_json(arm.interval),
                "difference": None if arm.difference is None else interval_json(arm.difference),
                "regret": number(arm.regret),
            }
            for name, arm in zip(names, row.arms, strict=True)
        },
    }


def risk_json(risk: ArmRisk | None) -> View | None:
    """Return what choosing an arm risks; None where it was not worked out."""
    if risk is None:
        return None
    low, middle, high = risk.payback.quantiles
    return {
        "opportunity_cost": number(risk.opportunity_cost),
        "from_best": interval_json(risk.from_best),
        "skewness": number(risk.skewness),
        "skew_corrected": None if risk.corrected is None else interval_json(risk.corrected),
        "anytime": None if risk.watched is None else interval_json(risk.watched),
        "payback_week": {
            "p10": number(low),
            "p50": number(middle),
            "p90": number(high),
            "never": number(risk.payback.never),
        },
    }


def _difference(difference: Difference | None, *, is_95: bool) -> View | None:
    if difference is None:
        return None
    known = None if difference.decision is None else difference.decision.value
    return {**_with_95(difference.interval, is_95=is_95), "p_holm": number(difference.p_holm), "decision": known}


def _loss(loss: Loss | None) -> View | None:
    if loss is None:
        return None
    return {
        "late": number(loss.late),
        "misinformed": number(loss.misinformed),
        "unexecuted": number(loss.unexecuted),
        "total": number(loss.total),
        "se": dict(zip(("late", "misinformed", "unexecuted", "total"), map(number, loss.errors), strict=True)),
    }


def _step(step: BridgeStep) -> View:
    return {"name": step.name, "amount": number(step.amount)}


def _parting(parting: Parting | None) -> View | None:
    if parting is None:
        return None
    return {
        "day": number(parting.day),
        "date": parting.date,
        "lever": parting.lever,
        "duty": parting.duty,
        "text": parting.text,
    }


def _assumption(effect: AssumptionEffect) -> View:
    return {
        "path": effect.path,
        "low": number(effect.low),
        "high": number(effect.high),
        "difference_low": number(effect.difference_low),
        "difference_high": number(effect.difference_high),
        "turns": effect.turns,
        "base": number(effect.base),
        "standard_errors": [number(one) for one in effect.errors],
    }


def _verdict(verdict: Verdict) -> View:
    return {
        "status": verdict.status.value,
        "arm": verdict.arm,
        "runner_up": verdict.runner_up,
        "text": verdict.text,
        "without_terminal": verdict.without_terminal,
        "ranking_changed_by_organisation": verdict.ranking_changed_by_organisation,
    }


def run_json(result: RunResult) -> View:
    """Return a run: its metrics by name, each a value, or over several replications a mean with its interval."""
    single = len(result.replications) == 1
    return view_of(
        "run",
        {
            "scenario": result.scenario,
            "policy": result.policy,
            "organisation": result.organisation,
            "seed": result.seed,
            "replication": result.replications[0] if single else None,
            "replications": list(result.replications),
            "failed": len(result.failures),
            "metrics": {metric.name: _metric(metric, single=single) for metric in result.metrics},
            "digest": result.digest,
            "seconds": number(result.seconds),
        },
    )


def _metric(metric: MetricResult, *, single: bool) -> View:
    found = {"value": number(metric.interval.mean), "unit": metric.unit}
    if single:
        return found
    return {**found, "ci95": [number(metric.interval.low), number(metric.interval.high)], "known": metric.known}
