"""`mktsim check`: everything that is wrong with files, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.json_view import list_json
from mktsim.cli.terminal import Debug, Json, reported, show, show_json, tell
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.cli.json_view import View
    from mktsim.errors import Problem

EXAMPLES = (
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
    from mktsim.cli.checking import checked

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
