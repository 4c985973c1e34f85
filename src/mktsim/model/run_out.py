"""The run-out: weeks after the horizon under the status quo's levers, frozen, that make the terminal value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.rules import Belief, ChannelInformation, ChannelMemberInformation, PricingInformation
from mktsim.model.ledger import Activity
from mktsim.model.levers import Lever
from mktsim.model.market.runner import Switches
from mktsim.model.organisation.mechanisms.timing import market_week
from mktsim.model.world import WEEK_DAYS
from mktsim.model.world_run import DAY

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy
    from mktsim.model.world_run import WorldRun

WEEKS_PER_YEAR = 52
MATURE = (0.0, 0.0, 1.0, 0.0)


def run_out(run: WorldRun, policy: Policy, horizon: int) -> None:
    """Run the run-out from week `horizon` under `policy` (the status quo), decided once on the truth."""
    weeks = run.world.scenario.run_out_weeks
    if weeks == 0:
        return
    spending = freeze(run, policy, market_week(run.organisation.office, horizon))
    run.rivals.freeze()
    run.desk.open_tap()
    staff = weekly_pay(run)
    run.market.parameters = Switches(supply=False).of(run.market.parameters)
    for week in range(horizon, horizon + weeks):
        day = WEEK_DAYS * (week + 1) - DAY
        run.close(week, day)
        for activity, money in spending.items():
            run.ledger.book(day, activity, "status quo", -money)
        run.ledger.book(day, Activity.STAFF, "status quo", -staff)
        run.recorder.week(run, week)


def weekly_pay(run: WorldRun) -> float:
    """Return the week's pay of the arm's organisation, money."""
    firm = [agent for agent in run.organisation.office.organisation.agents.values() if not agent.outside]
    fte = sum(role.staff_fte for agent in firm for role in agent.roles.values())
    return fte * run.world.scenario.money.pay_per_fte_year / WEEKS_PER_YEAR


def freeze(run: WorldRun, policy: Policy, week: int) -> dict[Activity, float]:
    """Write the status quo's levers of a week into the lever record; return its spending a week by activity, money.

    `week` counts from the launch, as rules count.
    """
    scenario, v = run.world.scenario, run.market.levers[0]
    price = float(run.levers.in_force(Lever.PRICE).mean())
    budget = policy.budget
    yearly = budget.per_year_money * (1.0 + budget.growth_per_year) ** (week // WEEKS_PER_YEAR)
    price = policy.pricing.decide(_pricing_information(run, week, price)).price
    v["price"][0] = price
    for name in ("deal", "feature", "display", "gift", "push", "build"):
        v[name][:, 0] = 0.0
    advertising = yearly * budget.advertising_share / WEEKS_PER_YEAR
    fee = scenario.money.agency_fee_share
    v["pressure"][:, 0, :] = (
        advertising / (1.0 + fee) / scenario.brands[0].normal_advertising_money / run.world.sizes.media
    )
    terms = policy.channel.decide(_channel_information(run, week, yearly * budget.channel_share)).terms
    calls = sum(t.calls_per_week for t in terms)
    for c, (channel, term) in enumerate(zip(scenario.channels, terms, strict=True)):
        v["margin"][0, c] = term.margin_share
        v["calls"][:, 0, c] = term.calls_per_week * 13.0 / (channel.outlets * run.world.sizes.regions)
        if channel.opened:
            v["outlets"][:, c] = run.levers.in_force(Lever.OUTLETS)[:, c]
    return {
        Activity.ADVERTISING: advertising / (1.0 + fee),
        Activity.AGENCY_FEE: advertising * fee / (1.0 + fee),
        Activity.CALLS: calls * scenario.money.call_money,
    }


def _pricing_information(run: WorldRun, week: int, price: float) -> PricingInformation:
    truth = run.truth
    rival = truth.rival_price()
    return PricingInformation(
        week=week, price=price, opening_price=run.world.scenario.brands[0].price_money,
        unit_cost=Belief(run.desk.unit_cost(), 0.0), margin_share=run.world.scenario.channels[0].margin_share,
        elasticity=Belief(truth.own_elasticity(), 0.0), willingness=Belief(truth.willingness_to_pay(), 0.0),
        rival_price=Belief(rival, 0.0) if rival == rival else Belief(0.0, float("inf")),  # noqa: PLR0124
        quality=Belief(truth.perceived_quality(), 0.0), stage=MATURE, stock_weeks=Belief(4.0, 0.0),
    )  # fmt: skip


def _channel_information(run: WorldRun, week: int, money: float) -> ChannelInformation:
    shares = run.truth.distribution().mean(axis=0)
    units = run.market.output[0]["units"][:, 0, :].sum(axis=0)
    channels = tuple(
        ChannelMemberInformation(
            c.name, c.kind.value, c.traffic_share, c.margin_share, Belief(float(shares[i]), 0.0),
            Belief(float(units[i]), 0.0), c.outlets * run.world.sizes.regions,
        )
        for i, c in enumerate(run.world.scenario.channels)
    )  # fmt: skip
    return ChannelInformation(
        week=week, budget_money=money, stage=MATURE, channels=channels, regions=run.world.sizes.regions,
        price=float(run.market.levers[0]["price"][0].mean()), call_money=run.world.scenario.money.call_money,
        opening_money=run.world.scenario.money.opening_money,
    )  # fmt: skip
