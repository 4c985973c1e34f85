"""JSON schemas, so that editors complete and check files."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from mktsim.inputs.extends import KEY
from mktsim.records import fields_of, records_in

DIALECT = GenerateJsonSchema.schema_dialect
"""The dialect of JSON schema."""


def json_schema(model: type[Any]) -> dict[str, Any]:
    """Return the JSON schema of a model or dataclass as it stands in a file.

    Numbers carry ``x-unit`` and ``x-source``; the top level also takes ``extends``, and then lacks required keys.
    """
    schema = TypeAdapter(model).json_schema(mode="validation")
    _describe_dataclasses(schema, model, set())
    top = _top(schema)
    extends = {"type": "string", "description": "File that this one is laid on, relative to this file."}
    top["properties"] = {KEY: extends, **top.get("properties", {})}
    required = top.pop("required", None)
    if required:
        top["anyOf"] = [{"required": [KEY]}, {"required": required}]
    return {"$schema": DIALECT, **schema}


def _describe_dataclasses(schema: dict[str, Any], model: type[Any], seen: set[type]) -> None:
    """Describe every field of a dataclass by the text under it, as parts do for themselves."""
    if model in seen:
        return
    seen.add(model)
    for field in fields_of(model):
        if is_dataclass(model):
            place = schema.get("$defs", {}).get(model.__name__, schema).get("properties", {})
            if field.text and field.written in place:
                place[field.written].setdefault("description", field.text)
        for _, inner in records_in(field.annotation):
            _describe_dataclasses(schema, inner, seen)


def _top(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the file's own mapping, which a recursive model keeps among its definitions."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    definition: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return definition
