"""`mktsim schema`: the JSON schema of a kind of file, so that editors complete and check."""

from __future__ import annotations

from typing import Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show_json
from mktsim.study.question.file_kinds import Kind

EXAMPLES = (
    "mktsim schema scenario > scenario.schema.json",
    "mktsim schema policy",
    "mktsim schema organisation --json",
)


def schema_command(
    kind: Annotated[Kind, typer.Argument(help="Kind of file.", show_default=False)],
    *,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Print the JSON schema of scenario, study, policy or organisation files; --json wraps it as all other output."""
    with reported(debug=debug):
        from mktsim.inputs.schema import json_schema
        from mktsim.present.json import view_of
        from mktsim.study.question.file_kinds import model_of

        schema = json_schema(model_of(kind))
        show_json(view_of("schema", {"of": kind.value, "schema": schema}) if as_json else schema)
