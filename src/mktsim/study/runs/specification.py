"""Specification of a cell as JSON: all that it is made from, so that a store alone can run it again.

What many cells have in common (a scenario, a policy, an organisation, the duties) is a part, kept once under the hash
of its content; a specification names parts and holds the rest: what was drawn from a calibration, neglect, execution,
sources of noise at their expectation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from mktsim.inputs.cell import Cell, Execution, LuckSource, ResolvedArm
from mktsim.inputs.hashes import canonical_json
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.parts import duty_type, policy_type, scenario_type
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Neglect
from mktsim.kept import ByIdentity
from mktsim.study.question.calibration_draws import settled
from mktsim.study.question.resolve import plain_duties, plain_policy, plain_scenario
from mktsim.study.question.user_rules import in_use, model_parts
from mktsim.study.runs.cell import CellKey, CellName, Planned, arm_hash, world_hash

_HASH_BYTES = 16
_TEXTS: ByIdentity[tuple[str, str]] = ByIdentity(1024)
"""Hash and JSON of parts of the cells planned last."""


@dataclass(frozen=True)
class Specification:
    """A cell but for its seed and replication, which are part of its key."""

    text: str
    """JSON; parts by their hashes."""
    parts: Mapping[str, str]
    """Canonical JSON of the parts by hash."""


def specification_of(planned: Planned) -> Specification:
    """Return what a planned cell is made from."""
    cell, parts = planned.cell, _Parts()
    base = planned.undrawn or cell.scenario
    drawn = {
        one.path: get_path(cell.scenario, one.path)
        for group in (base.calibration if planned.undrawn else ())
        for one in group.parameters
    }
    content = {
        "scenario": parts.hash_of(base),
        "drawn": drawn,
        "replication": cell.replication if drawn else None,
        "incumbent": _arm(cell.incumbent, parts),
        "arm": _arm(cell.arm, parts),
        "label": cell.label,
        "silenced": sorted(cell.silenced),
        "keep_series": planned.keep_series,
    }
    return Specification(canonical_json(content), parts.texts)


class _Parts:
    """Collects parts."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def hash_of(self, part: object) -> str:
        """Return the hash of a part and take it in."""
        hashed, text = _TEXTS.of((part,), lambda: _hashed(part))
        self.texts[hashed] = text
        return hashed


def _hashed(part: object) -> tuple[str, str]:
    text = canonical_json(part)
    return blake2b(text.encode(), digest_size=_HASH_BYTES).hexdigest(), text


def _arm(arm: ResolvedArm, parts: _Parts) -> dict[str, object]:
    return {
        "policy": parts.hash_of(arm.policy),
        "organisation": parts.hash_of(arm.organisation),
        "duties": parts.hash_of(arm.duties),
        "neglect": arm.neglect,
        "execution": arm.execution,
    }


def part_names(text: str) -> frozenset[str]:
    """Return the hashes of the parts that a specification names. Errors: ValueError, LookupError for none such."""
    content = json.loads(text)
    arms = (content["arm"], content["incumbent"])
    return frozenset(
        (content["scenario"], *(arm[part] for arm in arms for part in ("policy", "organisation", "duties")))
    )


def planned_again(specification: Specification, key: CellKey, named: CellName) -> Planned:
    """Return the cell of a key as it was planned.

    Errors: ValueError where it cannot be made again, because a part of the user's is not there or was changed since,
    or what was stored is damaged.
    """
    content = json.loads(specification.text)
    read = _PartReader(specification.parts)
    scenario = read.scenario(content["scenario"])
    if content["drawn"] and content["replication"] != key.replication:
        raise ValueError("its world is drawn anew for each replication, and that one was not run")
    for path, value in content["drawn"].items():
        scenario = set_path(scenario, path, value)
    cell = Cell(
        scenario=settled(scenario) if content["drawn"] else scenario,
        incumbent=read.arm(content["incumbent"]),
        arm=read.arm(content["arm"]),
        seed=key.seed,
        replication=key.replication,
        label=content["label"],
        silenced=frozenset(LuckSource(name) for name in content["silenced"]),
    )
    if (world_hash(cell), arm_hash(cell.arm)) != (key.world, key.arm):
        raise ValueError("its specification makes another cell: a part of your own was changed since, or is not in use")
    return Planned(key, cell, named, content["keep_series"], own=in_use())


@dataclass(frozen=True)
class _PartReader:
    """Reads parts, with the rules and mechanisms there are."""

    texts: Mapping[str, str]

    def scenario(self, part: str) -> Scenario:
        """Return a scenario as its declared class."""
        return plain_scenario(scenario_type(model_parts()).model_validate(self._content(part)))

    def arm(self, content: Mapping[str, Any]) -> ResolvedArm:
        """Return an arm with its parts."""
        duties = [duty_type(model_parts()).model_validate(row) for row in self._content(content["duties"])]
        return ResolvedArm(
            policy=plain_policy(policy_type(model_parts()).model_validate(self._content(content["policy"]))),
            organisation=Organisation.model_validate(self._content(content["organisation"])),
            duties=plain_duties(duties),
            neglect=tuple(Neglect.model_validate(one) for one in content["neglect"]),
            execution=Execution(**content["execution"]),
        )

    def _content(self, part: str) -> Any:  # noqa: ANN401 - whatever the JSON holds is validated next
        return json.loads(self.texts[part])
