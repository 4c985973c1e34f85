"""Small files that are right in every respect, and a stand-in for the model that runs them at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fake_market

from mktsim.inputs.cell import Cell
from mktsim.outcomes.history import Event, History, LedgerLine
from mktsim.study.question.library import catalogue

SCENARIO = """\
schema_version: 1
name: toy
title: A toy market
start: 2024-01-01
horizon_weeks: 110
run_out_weeks: 26
market:
  reference_price_money: 10
  adoption: {potential_share: 1.0}
  regions:
    - {name: north, households: 1000}
  segments:
    - {name: everybody, share: 1}
channels:
  - {name: shop, kind: retailer, traffic_share: 1}
media:
  - {name: press, cost_money: 1}
brands:
  - {name: Acme, price_money: 10, share: 0.5, normal_advertising_money: 1}
  - {name: Rival, price_money: 9, share: 0.5, normal_advertising_money: 1, policy: low}
organisation: instant
supply: {unit_cost_money: 4}
policies:
  low:
    title: Low prices
    pricing: {rule: penetration, start_multiple: 0.8}
    promotion: {rule: none}
    advertising: {rule: even}
    channel: {rule: intensive}
    budget: {per_year_money: 1000}
  high:
    title: High prices
    pricing: {rule: skimming, start_multiple: 1.1}
    promotion: {rule: none}
    advertising: {rule: even}
    channel: {rule: intensive}
    budget: {per_year_money: 1000}
status_quo: low
observed:
  title: Units sold
  unit: units
  source: made up
  first_year: 2024
  per_year: [20000, 21000]
assumptions:
  supply.unit_cost_money: [1, 7]
"""

STUDY = """\
schema_version: 1
name: toy_study
title: Low or high
question: Which price deserves the budget?
scenario: ../scenarios/toy.yaml
arms:
  low: {policy: low}
  high: {policy: high}
  organised: {policy: high, organisation: ../organisations/small.yaml}
baseline: low
replications: 12
"""

POLICY = """\
title: A policy of its own
pricing: {rule: skimming, start_multiple: 1.3}
promotion: {rule: none}
advertising: {rule: even}
channel: {rule: intensive}
budget: {per_year_money: 1000}
"""


def _organisation() -> str:
    """Return an organisation in which everybody whom the catalogue names reports to planning."""
    named = {name for duty in catalogue() for name in (duty.owner, duty.approver, *duty.informs, *duty.joint) if name}
    agents = sorted({name.partition(":")[0] for name in named} | {"planning"})
    staff = "".join(f"  {name}: {{roles: {{staff: {{staff_fte: 3}}}}}}\n" for name in agents)
    lines = (f"  - {{sender: {name}, receiver: planning, kind: reports}}\n" for name in agents if name != "planning")
    return f"name: small\ntitle: All report to planning\nagents:\n{staff}edges:\n{''.join(lines)}"


ORGANISATION = _organisation()

FILES = {
    "scenarios/toy.yaml": SCENARIO,
    "experiments/toy_study.yaml": STUDY,
    "policies/own.yaml": POLICY,
    "organisations/small.yaml": ORGANISATION,
}


def write_files(folder: Path) -> None:
    """Write all files under a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def simulate(cell: Cell) -> History:
    """Run the stand-in at the opening price of the policy, with a line in every log."""
    price = 10.0 * cell.arm.policy.pricing.start_multiple  # type: ignore[attr-defined]
    arm = replace(cell.arm, policy=fake_market.policy(price))
    history = fake_market.simulate(replace(cell, arm=arm))
    if not cell.keep_log:
        return history
    event = Event(1.0, "done", "marketing.08", "", "marketing", 'a price "list", new')
    return replace(history, log=(event,), ledger=(LedgerLine(1.0, "revenue", "", "", 12.5),))


def fails(cell: Cell) -> History:
    """Fail always, as a defect of the model would."""
    raise RuntimeError(f"the machine stands still in replication {cell.replication}")


def fails_once(cell: Cell) -> History:
    """Fail in replication 3 of the high price."""
    if cell.replication == 3 and cell.arm.policy.title == "High prices":
        return fails(cell)
    return simulate(cell)
