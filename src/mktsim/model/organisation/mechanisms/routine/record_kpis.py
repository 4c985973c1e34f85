"""Key performance indicators of beliefs, levels and plans, recorded every week."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.advertising.attribution import attributed_share
from mktsim.model.organisation.mechanisms.advertising.plan import EXPENSE_PLAN
from mktsim.model.organisation.mechanisms.channel.franchise import owned_channels
from mktsim.model.organisation.mechanisms.channel.plan import CHANNEL_CONTROL, drive
from mktsim.model.organisation.mechanisms.knowledge.beliefs import demand_per_week, mean_price, outlets
from mktsim.model.organisation.mechanisms.planning.budget import AUDIT, leakage_share
from mktsim.model.organisation.mechanisms.planning.targets import TARGETS, budget_lines
from mktsim.model.organisation.mechanisms.pricing.set_price import PRICE_LIST, true_price
from mktsim.model.organisation.mechanisms.promotion.calendar import CALENDAR
from mktsim.model.organisation.mechanisms.supply.production import SALES_PLAN
from mktsim.model.organisation.mechanisms.timing import year_of
from mktsim.model.organisation.plan import Plan
from mktsim.sums import total

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office

KEPT = (Level.ALIGNMENT, Level.AGENCY, Level.CONFIDENTIALITY, Level.INFORMATION, Level.PROCESS, Level.RULES)
"""Levels noted as they are."""
CHECK_WEEKS = 13
"""Weeks between two comparisons of beliefs about consumers with the truth."""
RIVAL_CHECK_WEEKS = 5
"""The same of beliefs about rivals and awareness; no multiple of a usual cycle of promotions or bursts."""
LEVELS = tuple(level.value for level in (Level.ALIGNMENT, Level.AGENCY, Level.CONFIDENTIALITY, Level.INFORMATION))
"""Levels noted."""
Checked = tuple[Plan[Any], str, str]
"""A plan whose owner decides by a topic, the topic, and the name of the figure."""
CONSUMERS: tuple[Checked, ...] = (
    (PRICE_LIST, "insight.elasticity", "insight_error"),
    (PRICE_LIST, "insight.willingness", "willingness_error"),
)
RIVALS: tuple[Checked, ...] = (
    (PRICE_LIST, "rival.price", "rival_price_error"),
    (EXPENSE_PLAN, "rival.spending", "rival_spending_error"),
    (EXPENSE_PLAN, "market.awareness", "awareness_error"),
    (CALENDAR, "response.promotion", "promotion_response_error"),
)


def note_week(office: Office) -> None:
    """Note this week's plans, levels and, now and then, errors of belief and of the price."""
    note_plans(office)
    note_levels(office)
    week = int(office.now // 7)
    if week % CHECK_WEEKS == CHECK_WEEKS - 1:
        office.note("belief_checks", 1.0)
        note_errors(office, CONSUMERS)
        note_price_gap(office)
        note_outlook(office)
    if week % RIVAL_CHECK_WEEKS == RIVAL_CHECK_WEEKS - 1:
        office.note("rival_checks", 1.0)
        note_errors(office, RIVALS)
        note_standard_errors(office)
        note_disagreement(office)
        note_regions(office)
        note_budget(office)
        office.note("promotion_response_se", office.believe(office.owner_of(CALENDAR), "response.promotion").se)


def note_disagreement(office: Office) -> None:
    """Note how far apart the departments are that a topic concerns: of values over their mean, and of the stage."""
    office.note("disagreement_checks", 1.0)
    office.note("forecast_disagreement", _spread(office, "forecast.units"))
    office.note("rival_price_disagreement", _spread(office, "rival.price"))
    office.note("elasticity_disagreement", _spread(office, "insight.elasticity"))
    stages = [office.stage(agent) for agent in office.hearers_of("stage")]
    if stages:
        common = [sum(column) / len(stages) for column in zip(*stages, strict=True)]
        apart = [0.5 * sum(abs(p - q) for p, q in zip(one, common, strict=True)) for one in stages]
        office.note("stage_disagreement", sum(apart) / len(apart))


def _spread(office: Office, topic: str) -> float:
    """Return the standard deviation of departments' values over the size of their mean; at most one."""
    values = [office.believe(agent, topic).value for agent in office.hearers_of(topic)]
    if not values:
        return 0.0
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    return min(math.sqrt(variance) / max(abs(mean), 1e-9), 1.0)


def note_plans(office: Office) -> None:
    """Note what this week was expected and planned to be."""
    week, day = int(office.now // 7), office.now
    office.note("forecast_units", demand_per_week(office, office.owner_of("forecast.units"), day).value)
    plan = office.plan(office.owner_of(SALES_PLAN), SALES_PLAN)
    if plan:
        office.note("planned_units", sum(map(sum, plan.units)))
    targets = office.plan(office.owner_of(TARGETS), TARGETS)
    if targets and targets.year == year_of(office.calendar, day):
        office.note("target_units", targets.by_quarter[(office.calendar.date_of(day).month - 1) // 3])
    expenses = office.plan(office.owner_of(EXPENSE_PLAN), EXPENSE_PLAN)
    if expenses:
        office.note("advertising_planned", expenses.of_week(week) or 0.0)
    office.note("budget_money", total(office.ledger.approved))
    over = office.ledger.committed[BudgetLine.PROMOTION] - office.ledger.approved[BudgetLine.PROMOTION]
    office.note("over_committed_money", max(float(over), 0.0))


def note_levels(office: Office) -> None:
    """Note the levels that duties keep up."""
    skill = zip(office.levels.skill().tolist(), office.scenario.channels, strict=True)
    office.note("channel_skill", sum([level * channel.traffic_share for level, channel in skill]))
    office.note("channel_drive", drive(office, office.owner_of(CHANNEL_CONTROL)))
    office.note("leakage_share", leakage_share(office, office.receiver_of(AUDIT)))
    office.note("attributed_share", attributed_share(office.levels.level(Level.IDENTITY)))
    for name in LEVELS:
        office.note(name, office.levels.level(name))
    owned = owned_channels(office.scenario)
    if any(owned):
        office.note("outlets_open", total((office.levers.in_force(Lever.OUTLETS) * outlets(office))[:, list(owned)]))
    seen = office.archive_seen(office.owner_of("sales_archive"))
    office.note("archive_lag_weeks", max(office.now // 7 - 1 - seen.last_week, 0.0))


def note_standard_errors(office: Office) -> None:
    """Note how unsure deciding departments are of rivals' prices and of what advertising does."""
    price = office.believe(office.owner_of(PRICE_LIST), "rival.price")
    office.note("rival_price_se", min(price.se / max(abs(price.value), 1e-9), 1.0))
    office.note("advertising_response_se", office.believe(office.owner_of(EXPENSE_PLAN), "response.advertising").se)


def note_errors(office: Office, checked: tuple[Checked, ...]) -> None:
    """Note how far deciding departments are from the truth, relative to it."""
    for decided, topic, name in checked:
        truth = office.truth_of(topic)
        if math.isfinite(truth) and truth != 0.0:
            office.note(name, abs(office.believe(office.owner_of(decided), topic).value / truth - 1.0))


def note_budget(office: Office) -> None:
    """Note how far the budget granted is from what the policy asks for, relative to that."""
    wanted = budget_lines(office, year_of(office.calendar, office.now))
    off = sum([abs(float(a) - w) for a, w in zip(office.ledger.approved, wanted, strict=True)])
    office.note("budget_off_policy", off / max(sum(wanted), 1e-9))


def note_outlook(office: Office) -> None:
    """Note how far senior management is from the market's true growth, share a week."""
    topic = "market.growth"
    office.note("outlook_error", abs(office.believe(office.receiver_of(topic), topic).value - office.truth_of(topic)))


def note_regions(office: Office) -> None:
    """Note the share of sales by which regions lie behind their target share, over all regions."""
    targets = office.plan(office.owner_of(TARGETS), TARGETS)
    if targets is None:
        return
    units = [office.truth_of(f"sales.region.{region}") for region in range(office.sizes.regions)]
    total = sum(units)
    if total > 0.0:
        behind = sum(max(w - u / total, 0.0) for w, u in zip(targets.by_region, units, strict=True))
        office.note("region_shortfall", behind)
        office.note("region_checks", 1.0)


def note_price_gap(office: Office) -> None:
    """Record the relative gap between the recommended retail price and what the rule would set on the truth."""
    decider = office.owner_of(PRICE_LIST)
    wanted = true_price(office, decider)
    if wanted > 0.0:
        office.note("price_checks", 1.0)
        office.note("price_gap", abs(mean_price(office, decider) / wanted - 1.0))
