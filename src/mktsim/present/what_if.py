"""A what-if answer as text, as JSON and as a study file."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from mktsim.inputs.notation import Dumper
from mktsim.present.documents import write_bytes
from mktsim.present.json import View, heading_json, number, view_of
from mktsim.present.layout import grid, paragraph, stamp
from mktsim.present.numbers import scale_for
from mktsim.present.words import label, replications
from mktsim.study.what_if.result import Stop

if TYPE_CHECKING:
    from mktsim.science.statistics.looks import LookInterval
    from mktsim.study.what_if.result import ChangeResult, Effect, Onset, Turn, WhatIf

STOPS = {
    Stop.CLEAR: "the answer is clear",
    Stop.TIME: "the time is over; --seconds gives it more",
    Stop.ALL: "all replications are run",
    Stop.ASKED: "stopped by hand",
    Stop.RUNNING: "going on",
}
"""Why no more replications were run, in words."""


HEADER = ("", "status quo", "difference", "from", "to", "unit")
"""Columns of a table of effects."""


def look_text(found: WhatIf) -> str:
    """Return one line on a look: the difference of each change so far."""
    told = "; ".join(f"{one.title}: {_difference(one.effect)}" for one in found.changes)
    return f"{replications(found.replications)}, {found.seconds:.1f} s: {told}"


def answer_text(found: WhatIf) -> str:
    """Return the answer: sentences, and a table of the headline metrics for each change."""
    parts = []
    for one in found.changes:
        parts += [paragraph(one.text), _table(one)]
    rests = f"{replications(found.replications)} in pairs, {found.seconds:.1f} s; {STOPS[found.stop]}."
    failed = f" {found.failed} left out, because a run of theirs failed." if found.failed else ""
    level = (
        f"Intervals are {found.heading.confidence:.0%} ones for all looks and changes together, each metric by itself."
    )
    return "\n\n".join((*parts, f"{rests}{failed}\n{level}\n{stamp(found.heading)}"))


def _table(change: ChangeResult) -> str:
    return grid(HEADER, [effect_row(effect) for effect in change.effects])


def effect_row(effect: Effect) -> tuple[str, ...]:
    """Return what a change does to one metric, as a row under `HEADER`."""
    found = effect.difference
    scale = scale_for((effect.before,), effect.unit)
    own = scale_for((found.mean, found.low, found.high), effect.unit)
    unit = own.label or effect.unit
    moved = tuple(own.bare(one, signed=True) for one in (found.mean, found.low, found.high))
    return (label(effect.metric), scale.text(effect.before), *moved, unit)


def _difference(effect: Effect) -> str:
    found = effect.difference
    own = scale_for((found.mean, found.low, found.high), effect.unit)
    if not math.isfinite(found.low):
        return own.text(found.mean, signed=True)
    return f"{own.text(found.mean, signed=True)} ({own.span(found.low, found.high, signed=True)})"


def answer_json(found: WhatIf) -> View:
    """Return the answer as JSON; documented in docs/json.md."""
    content = {
        **heading_json(found.heading),
        "scenario": found.scenario,
        "replications": found.replications,
        "failed": found.failed,
        "look": found.look,
        "looks": list(found.looks),
        "worth": found.worth,
        "stop": found.stop.value,
        "changes": [_change_json(one) for one in found.changes],
        "study": dict(found.study),
        "seconds": found.seconds,
    }
    return view_of("what_if", content)


def _change_json(change: ChangeResult) -> View:
    return {
        "arm": change.name,
        "title": change.title,
        "decision": change.decision.value,
        "text": change.text,
        "effects": [_effect_json(one) for one in change.effects],
        "onset": None if change.onset is None else _onset_json(change.onset),
        "bridge": [{"step": step.name, "amount": step.amount} for step in change.bridge],
        "turn": None if change.turn is None else _turn_json(change.turn),
    }


def _onset_json(onset: Onset) -> View:
    return {"lever": onset.lever, "wanted_week": onset.decided_week, "week": onset.week, "date": onset.date}


def _turn_json(turn: Turn) -> View:
    return {
        "path": turn.path,
        "value": turn.value,
        "difference": number(turn.difference),
        "turns": turn.turns,
        "replications": turn.replications,
        "looked_at": list(turn.looked_at),
    }


def _effect_json(effect: Effect) -> View:
    return {
        "metric": effect.metric,
        "unit": effect.unit,
        "status_quo": number(effect.before),
        "difference": _interval_json(effect.difference),
    }


def _interval_json(found: LookInterval) -> View:
    ends = [number(found.low), number(found.high)]
    return {"mean": number(found.mean), "interval_at_every_look": ends, "replications": found.replications}


def save_study(found: WhatIf, scenario: str, place: Path) -> Path:
    """Write the study that gives the same numbers. Errors: FileExistsError where another file is there."""
    data = {**found.study, "scenario": _seen_from(scenario, place)}
    text = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=100)
    return write_bytes(((place, text.encode()),), replace=False)[0]


def _seen_from(scenario: str, place: Path) -> str:
    """Return a scenario as a file at `place` names it: a name stays, a path is taken from there."""
    if not Path(scenario).suffix and len(Path(scenario).parts) == 1:
        return scenario
    return Path(os.path.relpath(scenario, place.parent)).as_posix()
