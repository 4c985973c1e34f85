"""JSON schemas, so that editors complete and check files."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from mktsim.inputs.extends import KEY

DIALECT = GenerateJsonSchema.schema_dialect
"""The dialect of JSON schema."""


def json_schema(model: type[Any]) -> dict[str, Any]:
    """Return the JSON schema of a model or dataclass as it stands in a file.

    Numbers carry ``x-unit`` and ``x-source``; the top level also takes ``extends``, and then lacks required keys.
    """
    schema = TypeAdapter(model).json_schema(mode="validation")
    top = _top(schema)
    extends = {"type": "string", "description": "File that this one is laid on, relative to this file."}
    top["properties"] = {KEY: extends, **top.get("properties", {})}
    required = top.pop("required", None)
    if required:
        top["anyOf"] = [{"required": [KEY]}, {"required": required}]
    return {"$schema": DIALECT, **schema}


def _top(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the file's own mapping, which a recursive model keeps among its definitions."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    definition: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return definition
