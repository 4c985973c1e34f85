from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from mcp.server.mcpserver.exceptions import ToolError

from mktsim.assistant import answers as tools
from mktsim.assistant.server import server


def called(tool, **given):
    """Call a tool as an assistant does, through the library."""
    found = asyncio.run(server().call_tool(tool, given))
    content = getattr(found, "structured_content", None) or getattr(found, "structuredContent", None)
    return content if content is not None else json.loads(found.content[0].text)


def test_every_tool_is_offered_with_words_and_a_schema():
    offered = {one.name: one for one in asyncio.run(server().list_tools())}
    assert offered.keys() == tools.TOOLS.keys()
    for one in offered.values():
        assert one.description
    assert "change" in json.dumps(offered["what_if"].model_dump(mode="json"))


def test_what_there_is_and_what_it_says(folder):
    assert [one["id"] for one in called("list", what="scenarios")["items"]] == ["toy"]
    assert called("describe", name="toy")["content"]["brands"][0]["name"] == "Acme"
    assert called("describe", name="toy_study")["content"]["baseline"] == "low"
    with pytest.raises(ToolError, match="nothing is called"):
        called("describe", name="../secret")


def test_a_text_is_checked_and_nothing_is_written(folder):
    before = sorted(folder.rglob("*"))
    text = (folder / "experiments/toy_study.yaml").read_text("utf-8")
    assert called("check", text=text)["problems"] == []
    found = called("check", text=text.replace("baseline: low", "baseline: lowest"))["problems"]
    assert "lowest" in found[0]["text"]
    assert "no scenario" in called("check", text="a: 1")["problems"][0]["text"]
    assert sorted(folder.rglob("*")) == before


def test_a_comparison_is_that_of_the_command_line(folder):
    from typer.testing import CliRunner

    from mktsim.cli.main import app

    found = called("compare", study="toy_study")
    words = ["compare", "toy_study", "--out", "other", "--json", "--jobs", "1", "--why-seconds", "0"]
    told = json.loads(CliRunner().invoke(app, words).stdout)
    assert {**found, "seconds": 0} == {**told, "seconds": 0}
    assert called("status", study="toy_study")["cells"]["done"] > 0
    assert called("report", study="toy_study")["report"] == "results/toy_study/report.html"
    with pytest.raises(ToolError, match="nothing is called"):
        called("status", study="../other")


def test_a_call_that_runs_out_of_time_is_gone_on_with(folder, monkeypatch):
    clock = iter(range(0, 10_000_000, 100))
    with monkeypatch.context() as patch:
        patch.setattr(tools, "perf_counter", lambda: float(next(clock)))
        found = called("compare", study="toy_study", seconds=1.0)
    assert found["finished"] is False
    assert called("compare", study="toy_study")["verdict"]["text"]


def test_a_change_is_answered_as_the_library_answers_it(folder):
    import mktsim
    from mktsim.study.what_if.change import Change

    found = called("what_if", scenario="toy", change={"pricing.change": "-10%"}, seconds=1.0)
    again = mktsim.what_if("toy", Change({"pricing.change": "-10%"}), replications=found["replications"], seconds=0.0)
    told = [one["difference"]["mean"] for one in found["changes"][0]["effects"]]
    assert told == [one.difference.mean for one in again.changes[0].effects]
    with pytest.raises(ToolError, match="dept"):
        called("what_if", scenario="toy", change={"promotion.dept": 1}, seconds=1.0)


@pytest.mark.slow
def test_over_standard_input_and_output(folder):
    from mcp.client.session import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    async def asked():
        source = Path(tools.__file__).parents[2]
        how = StdioServerParameters(
            command=sys.executable, args=["-m", "mktsim", "mcp"], env={"PYTHONPATH": str(source)}, cwd=str(folder)
        )
        async with stdio_client(how) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            names = {one.name for one in (await session.list_tools()).tools}
            found = await session.call_tool("list", {"what": "metrics"})
            return names, found

    names, found = asyncio.run(asked())
    assert names == tools.TOOLS.keys()
    assert "npv" in str(found)
