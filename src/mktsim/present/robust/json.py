"""JSON view of a robustness analysis; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of

if TYPE_CHECKING:
    from mktsim.study.robust.plan import BreakEven
    from mktsim.study.robust.regret import Split
    from mktsim.study.robust.result import Robustness


def robust_json(robust: Robustness) -> View:
    """Return all that is said about robustness."""
    found, names = robust.regret, robust.arms
    return view_of(
        "robust",
        {
            **heading_json(robust.heading),
            "replications": robust.replications,
            "worlds": len(robust.worlds),
            "verdict": {
                "arm": names[found.leader],
                "runner_up": names[found.runner_up],
                "minimax": names[found.minimax],
                "fails": int(robust.fails.sum()),
                "text": list(robust.text),
            },
            "arms": _arms(robust),
            "variance": _variance(found.split),
            "information": interval_json(found.information),
            "where": _where(robust),
            "break_even": [_turn(turn) for turn in robust.break_evens],
            "failed": robust.failed,
            "digest": robust.digest,
            "seconds": number(robust.seconds),
        },
    )


def _arms(robust: Robustness) -> list[View]:
    return [
        {
            "name": name,
            "mean": number(arm.mean),
            "regret": interval_json(arm.regret),
            "worst_regret": interval_json(arm.worst_regret),
            "worst_world": robust.worlds[arm.worst_world],
            "p_minimax": number(arm.p_minimax),
            "satisficing": number(arm.satisficing),
            "satisficing_interval": [number(end) for end in arm.satisficing_ends],
            "best_share": number(arm.best_share),
        }
        for name, arm in zip(robust.arms, robust.regret.arms, strict=True)
    ]


def _variance(split: Split) -> View:
    return {
        "market": number(split.market),
        "luck": number(split.luck),
        "interplay": number(split.interplay),
        "se": number(split.se),
    }


def _turn(turn: BreakEven) -> View:
    return {
        "path": turn.path,
        "low": turn.low,
        "high": turn.high,
        "value": number(turn.value),
        "interval": None if turn.ends is None else [number(end) for end in turn.ends],
        "turning_share": number(turn.turning_share),
        "lead_low": number(turn.lead_low),
        "lead_high": number(turn.lead_high),
    }


def _where(robust: Robustness) -> list[View]:
    return [
        {
            "conditions": [
                {"path": one.parameter, "above" if one.is_above else "at_most": number(one.threshold)}
                for one in leaf.conditions
            ],
            "worlds": leaf.worlds,
            "failing": leaf.failing,
        }
        for leaf in robust.leaves
    ]
