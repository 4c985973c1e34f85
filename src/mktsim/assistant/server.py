"""The server: the tools over standard input and output, by the official library."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer

from mktsim.assistant.answers import TOOLS
from mktsim.study.runs.identity import product_version

INSTRUCTIONS = (
    "A simulator of a market and of the organisation that carries marketing policies out. Answers rest on simulated "
    "replications: always say how many, with the interval, and that assumptions of the world may turn them. `list` and "
    "`describe` tell what there is; `what_if` answers a change in seconds; `compare` answers a study."
)


def server() -> MCPServer[Any]:
    """Return the server with its tools; what is wrong with their input they raise, and the library tells it."""
    found: MCPServer[Any] = MCPServer("mktsim", instructions=INSTRUCTIONS, version=product_version(), log_level="ERROR")
    for name, tool in TOOLS.items():
        found.tool(name, description=(tool.__doc__ or "").strip())(tool)
    return found


def serve() -> None:
    """Serve until the other side hangs up."""
    server().run("stdio")
