"""The tables of parts that readers and schemas are given by their caller."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Union

from pydantic import Discriminator, Field, Tag, create_model

from mktsim.inputs.duty import Duty
from mktsim.inputs.phases import CHANGES, SAME, LeverChange, Phase, rule
from mktsim.inputs.policy import Policy
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Study
from mktsim.quantities import Part
from mktsim.records import tag_of
from mktsim.relations import Name


@dataclass(frozen=True)
class Parts:
    """Classes that a file may name, by family; each has a `rule` or `kind` literal."""

    pricing: tuple[type[Part], ...]
    promotion: tuple[type[Part], ...]
    advertising: tuple[type[Part], ...]
    channel: tuple[type[Part], ...]
    mechanisms: tuple[type[Part], ...]
    market: tuple[type[Part], ...] = ()
    """Market mechanisms; none is shipped."""


def _one_of(classes: tuple[type[Part], ...], tag: str) -> object:
    union: Any = Union[classes]  # noqa: UP007 - built from a table
    return Annotated[union, Field(discriminator=tag)] if len(classes) > 1 else union


def _narrowed(cls: type[Part], policy: type[Policy]) -> object:
    """Return the annotation of a table of policies with narrower policies and all that is declared of the table."""
    table: Any = dict[Name, policy]  # type: ignore[valid-type]
    return Annotated[(table, *cls.model_fields["policies"].metadata)]


def _rule_or_change(rules: tuple[type[Part], ...], change: type[LeverChange]) -> object:
    """Return the annotation of a lever in a phase: another rule, or a change of what the rule decides."""
    tagged = [Annotated[cls, Tag(tag_of(cls))] for cls in rules]
    union: Any = Union[(*tagged, Annotated[change, Tag(SAME)])]
    return Annotated[union, Discriminator(rule)]


@lru_cache(maxsize=8)
def phase_type(parts: Parts) -> type[Phase]:
    """Return the phase model whose rules are those on the tables of `parts`."""
    either: dict[str, Any] = {lever: _rule_or_change(getattr(parts, lever), one) for lever, one in CHANGES.items()}
    fields: dict[str, Any] = {lever: (annotation | None, None) for lever, annotation in either.items()}
    return create_model("Phase", __base__=Phase, __doc__=Phase.__doc__, **fields)


@lru_cache(maxsize=8)
def policy_type(parts: Parts) -> type[Policy]:
    """Return the policy model whose rules are those on the tables of `parts`."""
    fields: dict[str, Any] = {lever: (_one_of(getattr(parts, lever), "rule"), ...) for lever in CHANGES}
    phases: Any = tuple[phase_type(parts), ...]  # type: ignore[misc]
    fields["phases"] = (Annotated[(phases, *Policy.model_fields["phases"].metadata)], ())
    return create_model("Policy", __base__=Policy, __doc__=Policy.__doc__, **fields)


@lru_cache(maxsize=8)
def scenario_type(parts: Parts) -> type[Scenario]:
    """Return the scenario model whose policies use the rules of `parts`."""
    fields: dict[str, Any] = {"policies": (_narrowed(Scenario, policy_type(parts)), ...)}
    if parts.market:
        several: Any = tuple[_one_of(parts.market, "kind"), ...]  # type: ignore[misc]
        fields["market_mechanisms"] = (Annotated[(several, *Scenario.model_fields["market_mechanisms"].metadata)], ())
    return create_model("Scenario", __base__=Scenario, __doc__=Scenario.__doc__, **fields)


@lru_cache(maxsize=8)
def study_type(parts: Parts) -> type[Study]:
    """Return the study model whose own policies use the rules of `parts`."""
    fields: dict[str, Any] = {"policies": (_narrowed(Study, policy_type(parts)), {})}
    return create_model("Study", __base__=Study, __doc__=Study.__doc__, **fields)


@lru_cache(maxsize=8)
def duty_type(parts: Parts) -> type[Duty]:
    """Return the duty model whose mechanism is one of `parts`."""
    fields = {"mechanism": (_one_of(parts.mechanisms, "kind"), ...)}
    return create_model("Duty", __base__=Duty, __doc__=Duty.__doc__, **fields)  # type: ignore[call-overload,no-any-return]
