"""`mktsim mcp`: the simulator as tools for an assistant, over standard input and output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.options import Debug
from mktsim.cli.terminal import reported
from mktsim.errors import InputError, Problem

EXAMPLES = ("mktsim mcp", "mktsim mcp --in my_company")


def mcp_command(
    *,
    place: Annotated[Path, typer.Option("--in", help="Directory whose scenarios and studies are offered.")] = Path(),
    debug: Debug = False,
) -> None:
    """Serve list, describe, check, what_if, compare, status and report to an assistant; needs the extra mcp.

    Reads files by name and writes into results only; every call ends in at most the seconds that it is given.
    """
    with reported(debug=debug):
        from importlib.util import find_spec

        if find_spec("mcp") is None:
            raise InputError((Problem("mcp", 0, 0, "", "needs mcp: pip install 'mktsim[mcp]'"),))
        if not place.is_dir():
            raise InputError((Problem("command line", 0, 0, "--in", f"{place} is no directory"),))
        from mktsim.assistant.server import serve

        os.chdir(place)
        serve()
