"""Organisations as people write them: roles played, edges by rule, chains of approval, and what nobody does."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app
from mktsim.errors import InputError
from mktsim.inputs.cell import Execution, LuckSource
from mktsim.inputs.hashes import content_hash
from mktsim.inputs.named_files import shipped
from mktsim.inputs.organisation import Approval
from mktsim.study.question.library import archetypes, catalogue, read_organisation
from mktsim.study.question.organisation_plan import organisation_plan
from mktsim.study.question.resolve import duties_in

sys.path.append(str(Path(__file__).parents[2] / "support"))
toy = importlib.import_module("toy_office")

DAIRY = """\
name: my_dairy
title: A small dairy
agents:
  board: {plays: [senior_management, finance], staff: 2, skill: 0.9}
  brand_team: {plays: [planning, product_marketing, market_development, communications], staff: 8, reports_to: board}
  trade_team: {plays: [sales_support, sales], staff: 4.5, skill: 0.7, reports_to: board}
  operations: {plays: [production, procurement, logistics, rnd], staff: 6, skill: 0.7, reports_to: board}
reporting: {delay_days: 2}
edges:
  - {sender: brand_team, receiver: trade_team, both: true}
approvals:
  brand_team: [{by: brand_team, up_to_money: 20000}, {by: board}]
"""
SHIPPED = {
    "flat_team": "b88c0a2b2e2b7290",
    "functional_silos": "a614798b6315efc5",
    "instant": "4927cbaa07239099",
    "matrix": "0afe318c675f8b50",
    "planning_hub": "0a9f835c59e4d248",
}
"""Hashes of the archetypes as they were when each of their edges was written out; now with opinions."""
LATE = Execution(late=True, misinformed=False, unexecuted=False)
CERTAIN = {"silenced": frozenset({LuckSource.WORK})}


@pytest.fixture
def dairy(tmp_path):
    def write(*changes):
        text = DAIRY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "dairy.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def refusals(path):
    with pytest.raises(InputError) as caught:
        read_organisation(path)
    return {f"{one.line} {one.field}: {one.message}" for one in caught.value.problems}


@pytest.mark.parametrize("name", SHIPPED)
def test_archetypes_are_short_and_what_they_were(name):
    one = archetypes()[name]
    parts = (one.agents, one.edges, one.approvers, one.work, one.levels)
    assert content_hash(parts).startswith(SHIPPED[name])
    lines = shipped("data", "archetypes", f"{name}.yaml").read_text("utf-8").splitlines()
    assert len(lines) < 25


def test_four_departments_take_fourteen_lines_and_every_duty_is_somebodys(dairy):
    found = read_organisation(dairy())
    assert len(DAIRY.splitlines()) < 15
    duties = duties_in(found, type("Library", (), {"duties": catalogue()})())
    assert {duty.owner for duty in duties} == {"brand_team", "trade_team"}
    assert {name for duty in duties for name in duty.informs} <= set(found.agents)
    assert {duty.approver for duty in duties} == {"", "board", "brand_team"}
    assert not any(name.partition(":")[0] not in found.agents for duty in duties for name in duty.joint)


def test_outside_parties_that_are_left_out_are_there_and_reached(dairy):
    found = read_organisation(dairy())
    assert found.agents["agency"].outside
    ends = {(edge.sender, edge.receiver): edge for edge in found.edges}
    assert ends["brand_team", "agency"].leak_per_message > ends["agency", "brand_team"].leak_per_message == 0.0
    assert ("trade_team", "channel_members") in ends


def test_rules_stand_for_edges_and_have_exceptions(dairy):
    rules = """\
edges:
  - {sender: everybody, receiver: everybody, without: operations, delay_days: 1}
  - {sender: brand_team, receiver: trade_team, delay_days: 7}
  - {sender: trade_team, receiver: brand_team, cut: true}
"""
    found = read_organisation(dairy(("edges:\n  - {sender: brand_team, receiver: trade_team, both: true}\n", rules)))
    news = {(edge.sender, edge.receiver): edge.delay_days for edge in found.edges if edge.kind == "informs"}
    inside = {ends: days for ends, days in news.items() if not {"agency", "channel_members"} & set(ends)}
    assert inside == {
        ("board", "brand_team"): 1, ("board", "trade_team"): 1, ("brand_team", "board"): 1,
        ("brand_team", "trade_team"): 7, ("trade_team", "board"): 1,
    }  # fmt: skip


def test_everybody_may_inform_everybody_in_one_line(dairy):
    found = read_organisation(dairy(("reporting:", "everybody: {informs: all, delay_days: 0.5}\nreporting:")))
    assert (
        sum(edge.delay_days == 0.5 for edge in found.edges) == 4 * 3 - 2
    )  # the row between brand and trade team is an exception


def test_single_duties_go_to_whom_they_are_given(dairy):
    path = dairy(
        ("  operations: {", "  pricing_desk: {duties: [marketing.08], staff: 0.5, reports_to: board}\n  operations: {")
    )
    found = read_organisation(path)
    owners = {d.id: d.owner for d in duties_in(found, type("Library", (), {"duties": catalogue()})())}
    assert owners["marketing.08"] == "pricing_desk"
    assert owners["marketing.06"] == "brand_team"


def test_a_role_that_nobody_plays_is_refused_with_what_it_would_need(dairy):
    path = dairy(("sales_support, sales]", "sales]"), ("procurement, logistics, rnd", "logistics, rnd"))
    found = refusals(path)
    assert len(found) == 2
    assert any(one.startswith("3 agents: nobody plays sales_support: 11 duties are its own") for one in found)
    assert any("nobody plays procurement" in one and "`plays: [procurement]` gives it" in one for one in found)


def test_wrong_names_are_told_with_the_nearest_and_their_line(dairy):
    path = dairy(
        ("plays: [production,", "plays: [prodction, production,"),
        ("skill: 0.7, reports_to: board}\n  operations", "skill: 0.7, reports_to: bord}\n  operations"),
    )
    assert any(
        "6 agents.trade_team.reports_to: no agent is called 'bord'; did you mean 'board'?" in one
        for one in refusals(path)
    )
    path = dairy(
        ("plays: [production,", "plays: [prodction, production,"),
        ("by: board", "by: board"),
        ("  brand_team: [{by", "  brnd_team: [{by"),
    )
    found = refusals(path)
    assert any("no role is called 'prodction'; did you mean 'production'?" in one for one in found)
    assert any(
        "approvals.brnd_team: no duty and no agent is called 'brnd_team'; did you mean 'brand_team'?" in one
        for one in found
    )


def test_one_role_is_played_once_and_whoever_is_there_plays_something(dairy):
    assert any(
        "brand_team has planning already" in one
        for one in refusals(dairy(("[sales_support, sales]", "[sales_support, sales, planning]")))
    )
    idle = refusals(dairy(("  operations: {", "  guests: {staff: 1, reports_to: board}\n  operations: {")))
    assert any("agents.guests: plays nothing" in one for one in idle)


def test_staff_is_given_once(dairy):
    assert any("give staff, or roles" in one for one in refusals(dairy(("staff: 8, ", ""))))


def test_the_plan_says_what_nobody_does_and_draws(dairy, tmp_path):
    path = dairy(("sales_support, sales]", "sales]"))
    plan = organisation_plan(path)
    (vacancy,) = plan.vacancies
    assert vacancy.role == "sales_support"
    assert len(vacancy.undone) == 11
    found = CliRunner().invoke(app, ["organisation", str(path), "--out", str(tmp_path / "drawn"), "--json"])
    assert found.exit_code == 2
    assert json.loads(found.stdout)["vacancies"][0]["role"] == "sales_support"
    assert (tmp_path / "drawn" / "organisation.png").stat().st_size > 10000
    whole = CliRunner().invoke(app, ["organisation", "planning_hub", "--out", str(tmp_path / "hub")])
    assert whole.exit_code == 0
    assert "Every role is played" in whole.output


def chained(money, *steps):
    """Return the day on which a plan is done that commits money under a chain of approval; a post takes a day."""
    near = {"delay_days": 1.0, "attention_days": 0.0}
    edges = (
        ("a", "lead", "approves", near),
        ("lead", "top", "reports", near),
        ("a", "top", "informs", near),
        ("top", "a", "informs", near),
    )
    chain = tuple(Approval(by=name, up_to_money=limit) for name, limit in steps)
    firm = toy.organisation({"a": 1, "lead": 1, "top": 1}, edges, approvals={"a": chain})
    plan = toy.duty("plan", approver="lead", trigger={"on": "opening"}, mechanism=toy.Toy(money=money))
    engine = toy.run(toy.Toys(firm, (plan,), execution=LATE, options={**CERTAIN, "keep_log": True}))
    asked = [event.detail for event in engine.report()[4] if event.kind == "proposed"]
    return toy.JOURNAL.of("plan")[0][0], asked


def test_a_chain_of_approval_ends_where_the_limit_covers_what_is_committed():
    steps = (("lead", 100.0), ("top", 1e15))
    small, large, unknown = (chained(money, *steps) for money in (50.0, 500.0, None))
    assert small[1] == ["lead"]
    assert large[1] == unknown[1] == ["lead", "top"]
    assert small[0] < large[0]


def test_who_grants_its_own_within_its_limit_asks_nobody():
    steps = (("a", 100.0), ("top", 1e15))
    assert chained(50.0, *steps) == (1.0, [])
    assert chained(500.0, *steps)[1] == ["top"]


def test_names_in_any_script_are_drawn_without_a_warning(dairy, tmp_path, recwarn):
    path = dairy(
        ("name: my_dairy", "name: 我们的乳品"),
        ("  board:", "  理事会:"),
        ("reports_to: board", "reports_to: 理事会"),
        ("by: board", "by: 理事会"),
    )
    found = CliRunner().invoke(app, ["organisation", str(path), "--out", str(tmp_path / "drawn")])
    assert found.exit_code == 0
    assert not [one for one in recwarn if "Glyph" in str(one.message) or "findfont" in str(one.message)]
