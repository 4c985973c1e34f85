"""Parts of the reference that are generated when the pages are built, each by its name on a page."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import patch

import typer
from typer.core import TyperGroup

from mktsim.cli.main import app
from mktsim.present.catalogue import all_parameters, metrics, rules, told_text, value_text

WIDE = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
AREAS = {
    "scenario": "Scenario",
    "policy": "Policy",
    "organisation": "Organisation",
    "duty": "Duties",
    "study": "Study",
    "pricing": "Rules of pricing",
    "promotion": "Rules of promotion",
    "advertising": "Rules of advertising",
    "channel": "Rules of the channel",
    "mechanism": "Mechanisms of duties",
    "instrument": "Instruments",
    "market": "Mechanisms of the market",
}
"""Titles of groups of parameters, by the beginning of their names."""


def commands() -> str:
    """Return every command's help as `--help` prints it."""
    program = typer.main.get_command(app)
    named = ((), *_names(program))
    return "".join(f"## {' '.join(('mktsim', *name))}\n\n```text\n{_help(program, name)}```\n\n" for name in named)


def _names(group: object) -> Iterator[tuple[str, ...]]:
    """Return commands in the order of the help; those of a group after it."""
    if isinstance(group, TyperGroup):
        for name, command in group.commands.items():
            yield (name,)
            yield from ((name, *below) for below in _names(command))


def _help(program: Callable[..., object], name: tuple[str, ...]) -> str:
    shown = StringIO()
    with redirect_stdout(shown), patch.dict(os.environ, WIDE):
        program([*name, "--help"], prog_name="mktsim", standalone_mode=False)
    return shown.getvalue().strip() + "\n"


def parameters() -> str:
    """Return a table a group of every number that is declared, with value, unit, range and source."""
    groups: dict[str, list[str]] = defaultdict(list)
    for item in all_parameters():
        cells = (f"`{item['id']}`", value_text(item), *(str(item[key]) for key in ("unit", "range", "source")))
        groups[_title(str(item["id"]))].append(f"| {' | '.join(_cell(one) for one in cells)} |\n")
    return "".join(f"## {title}\n\n{_head(*COLUMNS)}{''.join(rows)}\n" for title, rows in groups.items())


COLUMNS = ("name", "default", "unit", "range", "source")


def _title(name: str) -> str:
    """Return the group that a parameter belongs to."""
    head, _, rest = name.partition(".")
    part, _, below = re.sub(r"\[.*?\]", "", rest).partition(".")
    return f"Scenario: {part.replace('_', ' ')}" if head == "scenario" and below else AREAS[head]


def _head(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip() or "–"


def outcomes() -> str:
    """Return the table of metrics."""
    rows = (f"| `{one['id']}` | {_cell(str(one['unit']))} | {_cell(str(one['text']))} |\n" for one in metrics())
    return _head("metric", "unit", "what it is") + "".join(rows)


def policies() -> str:
    """Return every rule, as `mktsim list rules NAME` tells it."""
    return "".join(f"## {one['id']}\n\n```text\n{told_text([one])}\n```\n\n" for one in rules())


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "parameters": parameters,
    "outcomes": outcomes,
    "policies": policies,
}
