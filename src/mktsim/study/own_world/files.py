"""The files of an own world: scenario and study as text, and what they rest on; nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from mktsim.errors import InputError, Problem
from mktsim.inputs.explain import in_words
from mktsim.study.own_world.answers import Answers
from mktsim.study.own_world.scenario_text import scenario_text
from mktsim.study.own_world.study_text import study_text
from mktsim.study.own_world.sums import Sum, sums


@dataclass(frozen=True)
class OwnWorld:
    """Files that `mktsim new` makes of answers."""

    answers: Answers
    scenario: str
    """Text of NAME.yaml."""
    study: str
    """Text of NAME_study.yaml."""
    sums: tuple[Sum, ...]

    @property
    def files(self) -> dict[str, str]:
        """Texts by the name of their file."""
        name = self.answers.name
        return {f"{name}.yaml": self.scenario, f"{name}_study.yaml": self.study}


def own_world(answers: Answers) -> OwnWorld:
    """Return the files and sums of some answers. Errors: InputError for answers of which no market can be made."""
    return OwnWorld(answers, scenario_text(answers), study_text(answers), sums(answers))


def answered(values: Mapping[str, object]) -> Answers:
    """Return answers given by field, as JSON knows them. Errors: InputError with the field, all at once."""
    try:
        return Answers.model_validate_json(json.dumps(dict(values)), strict=False)
    except ValidationError as error:
        found = (_problem(in_words(one), one["loc"], one["type"]) for one in error.errors())
        raise InputError(tuple(found)) from error


def _problem(words: str, place: tuple[int | str, ...], kind: str) -> Problem:
    field, _, rest = words.partition(": ")
    if place or not rest:
        steps = ".".join(str(step) for step in place if step != "[key]")
        return Problem("", 0, 0, steps, "is required, but missing" if kind == "missing" else words)
    return Problem("", 0, 0, field, rest)
