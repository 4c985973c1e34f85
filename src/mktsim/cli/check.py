"""`mktsim check` and `mktsim schema`: everything that is wrong with files, and what may stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import ExitCode
from mktsim.present.json import list_json, view_of
from mktsim.study.question.file_kinds import Kind

if TYPE_CHECKING:
    from mktsim.errors import Problem
    from mktsim.present.json import View

CHECK_EXAMPLES = (
    "mktsim check scenarios/packaged_food.yaml",
    "mktsim check my_policy.yaml my_organisation.yaml my_study.yaml",
    "mktsim check us_color_tv_1963 --json",
)


def check_command(
    files: Annotated[list[str], typer.Argument(help="Scenario, policy, organisation or study files, or names.")],
    *,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Check scenario, policy, organisation and study files and all that they name; prints file:line:column: field."""
    with reported(debug=debug):
        items = [_item(name) for name in files]
        wrong = any(item["problems"] for item in items)
        if as_json:
            show_json(list_json("check", items))
        else:
            _tell(items)
        if wrong:
            raise typer.Exit(int(ExitCode.WRONG_INPUT))


def _item(name: str) -> View:
    from mktsim.study.question.check_file import checked

    found = checked(name)
    return {
        "id": name,
        "file": found.file,
        "file_kind": found.kind,
        "problems": [_problem(one) for one in found.problems],
        "warnings": [_problem(one) for one in found.warnings],
    }


def _problem(problem: Problem) -> View:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "field": problem.field,
        "message": problem.message,
        "choices": list(problem.choices),
        "text": str(problem),
    }


def _tell(items: list[View]) -> None:
    """Write what is right to standard output and what is wrong to standard error."""
    for item in items:
        if not item["problems"]:
            doubts = len(item["warnings"])
            more = f", {doubts} warning{'s' if doubts > 1 else ''}" if doubts else ""
            show(f"{item['file']}: {item['file_kind']}, nothing wrong{more}")
        for problem in item["problems"]:
            tell(str(problem["text"]))
        for problem in item["warnings"]:
            tell(f"warning: {problem['text']}")


SCHEMA_EXAMPLES = (
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
        from mktsim.study.question.file_kinds import model_of

        schema = json_schema(model_of(kind))
        show_json(view_of("schema", {"of": kind.value, "schema": schema}) if as_json else schema)
