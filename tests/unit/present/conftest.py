"""A synthetic comparison of four arms over three years, all of whose numbers are made up."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Organisation, Role
from mktsim.outcomes.history import Event, History, Table, WorkTable
from mktsim.outcomes.metrics.metric import Better
from mktsim.present.context import Context, ObservedFit, ParameterRow
from mktsim.science.statistics.mcb import bonferroni
from mktsim.study.compare.result import (
    ArmResult,
    ArmRisk,
    ArmSeries,
    AssumptionEffect,
    BridgeStep,
    Comparison,
    Design,
    Difference,
    Loss,
    Parting,
    Payback,
    SourceShare,
    Status,
    Verdict,
    WorldRow,
)
from mktsim.study.compare.worlds import WorldsAsked, side_by_side
from mktsim.study.runs.heading import Heading
from mktsim.study.runs.interval import Interval

WEEKS, HORIZON, REPLICATIONS = 208, 156, 200
ARMS = (
    ("skimming_then_slow_decline", "skimming", "functional_silos", 41.2e6),
    ("penetration", "penetration", "functional_silos", 44.9e6),
    ("cost_plus with a <very> long & winding name", "cost_plus", "planning_hub", 40.1e6),
    ("stage_based", "stage_based", "planning_hub", 46.3e6),
)
BASELINE, RUNNER_UP, LEADER = 0, 1, 3
ACTIVITIES = (
    "revenue", "channel_margin", "discount", "cost_of_goods", "trade_spending", "advertising", "agency_fee", "items",
    "calls", "training", "openings", "incentives", "royalty", "research", "staff", "freight", "holding", "write_off",
    "leakage", "events",
)  # fmt: skip
INSIDE = (
    "management", "planning", "marketing", "business_planner", "promotion_planner", "advertising_planner",
    "sales_support", "sales_north", "sales_south", "production", "finance", "rnd",
)  # fmt: skip
OUTSIDE = ("agency", "retailers")
BOSS = {
    "planning": "management", "marketing": "management", "production": "management", "finance": "management",
    "rnd": "management", "sales_north": "sales_support", "sales_south": "sales_support",
    "sales_support": "marketing", "business_planner": "planning", "promotion_planner": "marketing",
    "advertising_planner": "marketing",
}  # fmt: skip
HANDOVERS = (
    ("sales_north", "planning"), ("sales_south", "planning"), ("planning", "marketing"), ("marketing", "planning"),
    ("planning", "production"), ("promotion_planner", "sales_support"), ("advertising_planner", "agency"),
    ("agency", "advertising_planner"), ("sales_support", "retailers"), ("finance", "planning"),
    ("marketing", "finance"), ("business_planner", "retailers"), ("rnd", "marketing"),
)  # fmt: skip
DUTIES = (
    "marketing.01", "marketing.08", "planning_duty.1", "promotion_planner.1", "advertising_planner.1",
    "business_planner.4", "planning_function.06",
)  # fmt: skip


def organisation(name: str) -> Organisation:
    agents = {n: Agent(roles={"staff": Role(staff_fte=2.0)}) for n in INSIDE}
    agents |= {n: Agent(roles={"staff": Role(staff_fte=1.0)}, outside=True) for n in OUTSIDE}
    lines = [Edge(sender=a, receiver=b, kind=EdgeKind.REPORTS) for a, b in BOSS.items()]
    posts = [Edge(sender=a, receiver=b, kind=EdgeKind.INFORMS) for a, b in HANDOVERS]
    return Organisation(name=name, agents=agents, edges=(*lines, *posts))


def history(place: int) -> History:
    luck = np.random.default_rng(place)
    weeks = np.arange(WEEKS)
    stage = np.digitize(weeks, [26 - 4 * place, 70 + 6 * place, 140]).astype(float)
    seen = np.digitize(weeks, [33, 82 + 6 * place, 150]).astype(float)
    money = -luck.uniform(2e3, 60e3, (WEEKS, len(ACTIVITIES)))
    money[:, 0] = 1.2e6 + 2e5 * np.sin(weeks / 8)
    money[:, ACTIVITIES.index("royalty")] = 9e3
    roles = tuple(f"{name}:staff" for name in (*INSIDE, *OUTSIDE))
    busy = luck.uniform(0.15, 1.0, len(roles)) * 1500
    work = np.column_stack([np.full(len(roles), 2.0), busy, np.full(len(roles), 1500.0), busy / 3, busy / 2])
    done = luck.integers(6, 40, len(DUTIES)).astype(float)
    duty = [done + 1, done, done / 5, done / 20, done / 8, done * 2.5, done * luck.uniform(4, 30, len(DUTIES))]
    duties = np.column_stack([*duty, done * 3, done * 0.7])
    edges = tuple(f"{a}>{b}" for a, b in (*list(BOSS.items())[:8], *HANDOVERS))
    messages = luck.integers(1, 160, len(edges)).astype(float)
    posts = np.column_stack([messages, messages * luck.uniform(0.2, 6, len(edges)), np.zeros(len(edges))])
    log = tuple(
        Event(day, "stage", "", "", agent, detail)
        for agent, shift in (("marketing", 0.0), ("production", 90.0))
        for day, detail in ((260.0 + shift, "introduction > growth"), (640.0 + shift, "growth > maturity"))
    )
    return History(
        horizon=HORIZON,
        discount_rate=0.1,
        series=Table(("units", "stage_true", "stage_perceived"), np.column_stack([weeks * 10.0, stage, seen])),
        money=Table(ACTIVITIES, money),
        duties=WorkTable(
            DUTIES,
            ("due", "done", "late", "cancelled", "returned", "wait_days", "latency_days", "effort_days", "quality"),
            duties,
        ),
        roles=WorkTable(roles, ("staff_fte", "busy_days", "available_days", "queue_days", "jobs"), work),
        edges=WorkTable(edges, ("messages", "delay_days", "leaks"), posts),
        decisions=(),
        log=log,
    )


def series(place: int) -> ArmSeries:
    weeks = np.arange(WEEKS, dtype=float)
    top = 9000 + 2500 * place
    units = top * np.exp(-(((weeks - 95 + 9 * place) / 55) ** 2)) * (1 + 0.05 * np.sin(weeks / 4))
    value = ARMS[place][3] / 1.1 * (1 / (1 + np.exp(-(weeks - 90) / 22)) - 0.06) - 1.5e6
    return ArmSeries(
        ARMS[place][0],
        weeks,
        np.stack([0.82 * units, units, 1.2 * units]),
        np.stack([value - 3e6 * weeks / WEEKS, value, value + 4e6 * weeks / WEEKS]),
    )


def arm(place: int, outcomes: np.ndarray) -> ArmResult:
    name, policy, office, _ = ARMS[place]
    mine, theirs = outcomes[:, place], outcomes[:, BASELINE]
    half = 1.96 * mine.std(ddof=1) / np.sqrt(REPLICATIONS)
    gap = mine - theirs
    wide = 2.4 * gap.std(ddof=1) / np.sqrt(REPLICATIONS)
    loss = Loss(late=1.9e6 - 2e5 * place, misinformed=0.8e6, unexecuted=-0.25e6 + 2e5 * place)
    ideal = mine.mean() + loss.total
    best = bonferroni(outcomes)
    return ArmResult(
        name=name,
        policy=policy,
        organisation=office,
        interval=Interval(mine.mean(), mine.mean() - half, mine.mean() + half),
        terminal=5.1e6,
        difference=None
        if place == BASELINE
        else Difference(Interval(gap.mean(), gap.mean() - wide, gap.mean() + wide), 1e-4 if place != 2 else 0.041),
        p_best=(0.0, 0.004, 0.0, 0.996)[place],
        expected_regret=(outcomes.max(axis=1) - mine).mean(),
        cvar=np.sort(mine)[: REPLICATIONS // 10].mean(),
        quantiles=tuple(np.quantile(mine, [0.1, 0.5, 0.9])),
        ideal=Interval(ideal, ideal - half, ideal + half),
        loss=loss,
        correlation=1.0 if place == BASELINE else 0.93,
        variance_reduction=float("nan") if place == BASELINE else 13.7,
        risk=ArmRisk(
            opportunity_cost=(3.2e6, 1.1e6, 2.4e6, 900.0)[place],
            from_best=Interval(*(float(x[place]) for x in (best.difference, best.lower, best.upper))),
            skewness=0.4,
            corrected=Interval(gap.mean(), gap.mean() - wide, gap.mean() + 2 * wide) if place == 2 else None,
            watched=None if place == BASELINE else Interval(gap.mean(), gap.mean() - 2 * wide, gap.mean() + 2 * wide),
            payback=Payback((20.0 + place, 40.0, float("inf") if place == 1 else 70.0), 0.12 if place == 1 else 0.0),
        ),
    )


def worlds(outcomes: np.ndarray) -> tuple[WorldRow, ...]:
    """The arms in two worlds: as they are, and where the leader loses what it leads by."""
    turned = outcomes.copy()
    turned[:, LEADER] -= 6e6
    asked = WorldsAsked(("as it is", "a rival cuts its price"), BASELINE, 0.95, Better.HIGHER, Design())
    return side_by_side(np.stack([outcomes, turned], axis=1), asked)


def bridge(total: float) -> tuple[BridgeStep, ...]:
    names = ("price", "volume", "mix", "cost", "trade_spend", "advertising", "lost_sales", "stock", "organisation")
    amounts = [2.6e6, -1.1e6, 0.15e6, -0.3e6, 0.0, -0.62e6, 0.21e6, -0.06e6, 0.4e6]
    return (*map(BridgeStep, names, amounts), BridgeStep("terminal_value", total - sum(amounts)))


ASSUMPTIONS = (
    AssumptionEffect("market.adoption.imitation", 0.25, 0.55, -0.7e6, 3.1e6, True, 1.4e6, (0.6e6, 0.3e6)),
    AssumptionEffect("brands.rival_one.price_reaction", 0.0, 0.8, 2.4e6, 0.5e6, False, 1.4e6, (0.3e6, 0.2e6)),
    AssumptionEffect("supply.learning_rate", 0.75, 0.95, 1.9e6, 1.0e6, False, 1.4e6, (0.1e6, 0.1e6)),
    AssumptionEffect("money.discount_rate_per_year", 0.06, 0.15, 1.6e6, 1.2e6, False, 1.4e6, (0.05e6, 0.1e6)),
)


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    luck = np.random.default_rng(12)
    common = luck.normal(0, 5e6, (REPLICATIONS, 1))
    outcomes = np.array([a[3] for a in ARMS]) + common + luck.normal(0, 1.4e6, (REPLICATIONS, len(ARMS)))
    arms = tuple(arm(place, outcomes) for place in range(len(ARMS)))
    return Comparison(
        heading=Heading(
            study="us_color_tv",
            title="Skimming against penetration for a launch",
            study_hash="5f0c9e77a1b2c3d4e5f60718",
            model_hash="9a8b7c6d5e4f30211203",
            version="0.1.0",
            metric="npv",
            unit="money",
            currency="USD",
            seed=1963,
            confidence=0.95,
        ),
        question="Which price policy deserves the launch budget, skimming or penetration, under two organisations?",
        baseline=ARMS[BASELINE][0],
        replications=REPLICATIONS,
        why_replications=40,
        assumption_replications=2,
        failed=0,
        arms=arms,
        variance_by_source=(
            SourceShare("appeal and potential", 0.61, 0.05),
            SourceShare("category demand", 0.22, 0.04),
            SourceShare("rivals", 0.17, 0.02),
        ),
        bridge=bridge(arms[LEADER].interval.mean - arms[RUNNER_UP].interval.mean),
        parting=Parting(92.0, "1963-04-03", "price", "marketing.08", "the list price is cut 8% in one arm only"),
        assumptions=ASSUMPTIONS,
        verdict=Verdict(
            Status.BEST,
            ARMS[LEADER][0],
            ARMS[RUNNER_UP][0],
            "Choose stage_based: it is worth 1.4 M USD more than the runner-up, penetration.",
            ARMS[LEADER][0],
            ranking_changed_by_organisation=False,
        ),
        series=tuple(series(place) for place in range(len(ARMS))),
        examples=tuple(history(place) for place in range(len(ARMS))),
        outcomes=outcomes,
        digest="d1g35t00aa11bb22",
        seconds=31.5,
        worlds=worlds(outcomes),
    )


@pytest.fixture(scope="session")
def context() -> Context:
    observed = np.array([0.75, 1.3, 2.6, 5.0, 5.8, 6.2, 6.2, 4.8]) * 1e6
    simulated = observed * np.array([0.8, 0.9, 1.02, 0.97, 1.05, 0.98, 0.9, 0.93])
    return Context(
        organisations=tuple(organisation(a[2]) for a in ARMS),
        owners=(("planning_duty.1", "planning"), ("planning_function.06", "planning")),
        duties=(("marketing.08", "Sets the list price."),),
        start=dt.date(1963, 1, 1),
        observed=ObservedFit(
            "Colour television sets sold in the United States",
            "units",
            "a made-up series for tests",
            "historical",
            np.arange(1963.0, 1971.0),
            observed,
            np.stack([0.85 * simulated, simulated, 1.15 * simulated]),
            6,
            "Error 6% over all years.",
        ),
        assumption_sources=(
            ParameterRow("market.adoption.imitation", "0.40", "1/year", "G03", "How strongly users bring users."),
            ParameterRow("supply.learning_rate", "0.85", "share", "assumption: middle of G08", "Cost after doubling."),
        ),
        parameters=(ParameterRow("money.discount_rate_per_year", "0.10", "1/year", "assumption", "Discount rate."),),
        command="mktsim compare experiments/us_color_tv_1963.yaml --replications 200 --seed 1963 --out results",
    )
