"""A decision as JSON and text, and what it writes: the memo, and all else behind it; fields in docs/decisions.md."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.information import write_information
from mktsim.present.json import View, heading_json, interval_json, number, stated_json, view_of
from mktsim.present.language import said
from mktsim.present.layout import paragraph, stamp
from mktsim.present.memo import memo_html
from mktsim.present.optimise import write_optimisation
from mktsim.present.robust import turning_text, write_robust
from mktsim.present.select import write_selection
from mktsim.present.words import width_of
from mktsim.study.decide.words import lead_of, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.decide.commitments import Commitment
    from mktsim.study.decide.result import Decision


def decision_json(found: Decision) -> View:
    """Return all that a decision says; its procedures have files of their own."""
    lead, research = lead_of(found), found.research
    return view_of(
        "decision",
        {
            **heading_json(found.heading),
            "question": found.question,
            "delta": number(found.delta),
            "verdict": {
                "arm": found.choice,
                "lead": None if lead is None else interval_json(lead),
                "text": {title: list(sentences) for title, sentences in found.text},
            },
            "turning": [
                {**stated_json(one.stated), "value": number(one.value), "interval": [number(one.low), number(one.high)]}
                for one in nearest(found)
            ],
            "research": {
                "first": research.is_first,
                "name": research.name,
                "path": "" if research.parameter is None else research.parameter.name,
                "worth": number(research.most_worth),
                "a_week": number(research.a_week),
                "weeks": None if math.isinf(research.weeks) else number(research.weeks),
            },
            "commitments": {
                "contenders": list(found.commitments.contenders),
                "now": [_commitment(one) for one in found.commitments.now],
                "later": [_commitment(one) for one in found.commitments.later],
            },
            "worlds": len(found.robustness.worlds),
            "replications": found.replications,
            "cells": found.cells,
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def _commitment(one: Commitment) -> View:
    return {"lever": one.lever, "arms": dict(one.arms)}


def decision_text(found: Decision) -> str:
    """Return the memo as plain text, with the table of assumptions behind it."""
    parts = [found.heading.title.upper()]
    for title, sentences in found.text:
        head = said(title)
        parts.append("\n".join((head, "─" * width_of(head), *(paragraph(one) for one in sentences if one))))
    if found.robustness.break_evens:
        parts.append(turning_text(found.robustness))
    parts.append(paragraph(source_words(found)))
    return "\n\n".join(parts) + "\n"


def source_words(found: Decision) -> str:
    """Return what the memo rests on."""
    return (
        f"Rests on {len(found.robustness.worlds)} worlds x {found.replications} replications of each of "
        f"{len(found.robustness.arms)} arms, {found.selection.replications} replications as things are; "
        f"{stamp(found.heading, found.digest)}"
    )


def write_decision(found: Decision, directory: Path) -> tuple[Path, ...]:
    """Write the memo and the files of each procedure; return the paths, those of the memo first."""
    behind = (
        *write_selection(found.selection, directory),
        *write_robust(found.robustness, directory),
        *write_information(found.information, directory),
        *(write_optimisation(found.optimisation, directory) if found.optimisation is not None else ()),
    )
    files = (
        (directory / "memo.html", memo_html(found, [path.name for path in behind]).encode()),
        (directory / "memo.txt", decision_text(found).encode()),
        (directory / "decision.json", json_bytes(decision_json(found))),
    )
    return (*write_bytes(files, replace=True), *behind)
