"""JSON views of value experiments; documented in docs/value.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.study import NeglectMode
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, floor_json, heading_json, number, view_of
from mktsim.study.value import words
from mktsim.study.value.result import DutyValues, LinkValues

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.value.plan import Effect
    from mktsim.study.value.result import (
        ClaimResult,
        DutyValue,
        Finding,
        LinkValue,
        StaffValue,
        StaffValues,
        StageFocus,
        TwinValue,
        Valued,
        Window,
    )


_TIME = {NeglectMode.BURNT: "spent", NeglectMode.FREED: "freed"}
"""What becomes of the time of a neglected duty, as the option says it."""


def value_json(found: Valued) -> View:
    """Return all that was found."""
    if isinstance(found, DutyValues):
        return view_of("value_duties", {**_headed(found), **_duties(found)})
    if isinstance(found, LinkValues):
        content = {"text": list(words.links_words(found)), "items": [_link(one) for one in found.links]}
        return view_of("value_links", {**_headed(found), **content})
    return view_of("value_staff", {**_headed(found), **_staff(found)})


def stages_json(found: StageFocus) -> View:
    """Return all that was found on the focus of stages."""
    return view_of(
        "value_stages",
        {
            "mode": _TIME[found.mode],
            "text": [*words.stages_words(found), *(words.claim_words(one) for one in found.claims)],
            "worlds": [
                {
                    "study": one.heading.study,
                    "world": one.baseline.world,
                    "arm": one.baseline.arm,
                    "seed": one.heading.seed,
                    "replications": one.baseline.replications,
                    "worth": number(one.baseline.worth),
                    "study_hash": one.heading.study_hash,
                    "model_hash": one.heading.model_hash,
                }
                for one in found.worlds
            ],
            "items": [_claim(one, found.confidence) for one in found.claims],
            "confidence": found.confidence,
            "cells": {"run": found.cells.run, "full": found.cells.full},
            "failed": found.failed,
            "digests": list(found.digests),
            "seconds": number(found.seconds),
        },
    )


def _claim(one: ClaimResult, confidence: float) -> View:
    test = one.test
    return {
        "id": one.claim.id,
        "stage": one.claim.stage,
        "named": list(one.claim.duties),
        "rank_named": None if test is None else number(test.named),
        "rank_others": None if test is None else number(test.others),
        "p": None if test is None else number(test.p_value),
        "p_holm": number(one.p_holm),
        "holds": words.holds(one, confidence),
        "blocks": [
            {
                "study": block.study,
                "world": block.world,
                "reached": len(block.window.weeks),
                "looked_at": block.window.looked_at,
                "losses": None
                if block.losses is None
                else {duty: number(x) for duty, x in zip(one.duties, block.losses.tolist(), strict=True)},
            }
            for block in one.blocks
        ],
        "ranks": dict(one.ranked),
    }


def _headed(found: Valued) -> View:
    baseline = found.baseline
    return {
        **heading_json(found.heading),
        "arm": baseline.arm,
        "organisation": baseline.organisation,
        "world": baseline.world,
        "replications": baseline.replications,
        "worth": number(baseline.worth),
        "baseline": number(baseline.mean),
        "placebo": floor_json(baseline.floor),
        "cells": {"run": found.cells.run, "full": found.cells.full},
        "failed": found.failed,
        "digest": found.digest,
        "seconds": number(found.seconds),
    }


def _duties(found: DutyValues) -> View:
    return {
        "mode": _TIME[found.mode],
        "text": list(words.duties_words(found)),
        "stages": [_window(window) for window in found.windows],
        "items": [_duty(one, found) for one in found.duties],
        "twins": [_twin(one) for one in found.twins],
    }


def _window(window: Window) -> View:
    return {
        "id": window.name,
        "reached": len(window.weeks),
        "looked_at": window.looked_at,
        "years": number(window.years),
    }


def _duty(one: DutyValue, found: DutyValues) -> View:
    days = one.effort_days
    per_day = None if one.overall.effect is None or days <= 0.0 else one.overall.effect.interval.mean / days
    return {
        "id": one.duty.id,
        "owner": one.duty.owner,
        "person_days": number(days),
        "loss": _finding(one.overall),
        "loss_per_person_day": number(per_day),
        "by_stage": {
            window.name: _in_stage(finding, window)
            for window, finding in zip(found.windows, one.stages, strict=False)
            if finding is not None
        },
    }


def _in_stage(finding: Finding, window: Window) -> View:
    mean = None if finding.effect is None else finding.effect.interval.mean / window.years
    return {**_finding(finding), "a_year": number(mean)}


def _finding(finding: Finding) -> View:
    """Return fate and effect; the interval of what was screened out is that of its group."""
    if finding.effect is not None:
        return {"fate": "measured", **_effect(finding.effect)}
    judged = finding.judged
    ends = [0.0, 0.0] if judged is None else [number(judged.low), number(judged.high)]
    together = 0 if judged is None else len(judged.group)
    return {"fate": finding.fate.value, "mean": None, "interval": ends, "told": False, "together": together}


def _effect(effect: Effect) -> View:
    ends = [number(effect.interval.low), number(effect.interval.high)]
    return {
        "mean": number(effect.interval.mean),
        "interval": ends,
        "told": effect.told,
        "replications": effect.replications,
    }


def _twin(twin: TwinValue) -> View:
    return {
        "duties": list(twin.duties),
        "together": None if twin.together is None else _effect(twin.together),
        "singles": number(twin.singles),
        "interplay": None if twin.interaction is None else _effect(twin.interaction),
        "relation": words.relation(twin),
    }


def _link(one: LinkValue) -> View:
    return {
        "id": one.change.title,
        "change": type(one.change).__name__.lower(),
        "loss": _finding(one.finding),
        "betweenness": None if one.traffic is None else number(one.traffic.betweenness),
        "deliveries": None if one.traffic is None else one.traffic.deliveries,
    }


def _staff(found: StaffValues) -> View:
    best = found.bottleneck
    return {
        "text": list(words.staff_words(found)),
        "pay": number(found.pay),
        "person_weeks": found.weeks,
        "bottleneck": None if best is None else best.pool,
        "items": [_pool(one, found) for one in found.pools],
    }


def _pool(one: StaffValue, found: StaffValues) -> View:
    return {
        "id": one.pool,
        "staff_fte": one.staff_fte,
        "utilisation": number(one.utilisation),
        "before_pay": number(one.gain.interval.mean + found.pay),
        "net": _effect(one.gain),
        "net_per_person_week": number(one.gain.interval.mean / found.weeks),
    }


def write_value(found: Valued, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    view = value_json(found)
    kind = "duties" if isinstance(found, DutyValues) else "links" if isinstance(found, LinkValues) else "staff"
    numbers = (directory / f"{view['kind']}.json", json_bytes(view))
    return write_bytes((numbers, *figures_in(directory, found, figures_of(kind))), replace=True)


def write_stages(found: StageFocus, directory: Path) -> tuple[Path, ...]:
    """Write the numbers; return the path. A file of an earlier call is replaced."""
    return write_bytes(((directory / "value_stages.json", json_bytes(stages_json(found))),), replace=True)
