"""Write a model as canonical YAML that reads back as the same value."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import TypeAdapter

from mktsim.inputs.notation import Dumper

_WIDTH = 100


def plain_data(model: object) -> Any:  # noqa: ANN401 - what JSON knows
    """Return a model or dataclass as JSON knows it: mappings, lists, text, numbers, truth values, nothing."""
    return TypeAdapter(type(model)).dump_python(model, mode="json", serialize_as_any=True)


def dump(model: object, schema: str = "") -> str:
    """Return a model or dataclass as YAML, fields in order of declaration, defaults included.

    With ``schema``, the address of a JSON schema, the first line tells editors to use it.
    """
    text = yaml.dump(
        plain_data(model),
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_WIDTH,
    )
    return f"# yaml-language-server: $schema={schema}\n{text}" if schema else text
