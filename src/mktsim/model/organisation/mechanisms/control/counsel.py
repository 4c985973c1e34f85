"""Counsel: options for the year with what each is expected to bring, and the choice among them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import demand_per_week, mean_price, unit_margin
from mktsim.model.organisation.mechanisms.planning.options import COUNSEL, Counsel, Option
from mktsim.model.organisation.mechanisms.promotion.calendar import CALENDAR, PRICE_CUTS, on_offer
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import standard_normal
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

ADVERTISING, PROMOTION = BudgetLine.ADVERTISING, BudgetLine.PROMOTION
WEEKS = 52.0
"""Of a year."""
TIGHT: Annotated[float, Ge(0), Le(1), Unit("share of an even spending"), Source("assumption")] = 0.8
"""Spending of a line, relative to its even course, from which on more or less money in it would make a difference."""
LARGEST_LOG_LIFT = 3.0
"""A lift of deals that is believed is cut at twenty times the usual sales: assumption, so that no belief runs away."""


class CounselOptions(Part, Mechanism[Counsel]):
    """Work out options for the year from the own knowledge of responses, with the expected result of each."""

    kind: Literal["counsel_options"] = "counsel_options"
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 420.0
    """Days for which the counsel is worked by."""
    moved_share: Annotated[float, Ge(0), Le(0.5), Unit("share of the smaller line"), Source("assumption")] = 0.1
    """Money that an option moves: what a policy's split leaves to those who carry it out."""
    error_share: Annotated[
        float, Gt(0), Le(10), Unit("share of the money moved"), Source("Jorgensen 2004, J Syst Softw 70:37; assumption")
    ] = 0.3
    """Standard error of a result that is worked out completely; it grows as quality falls."""

    def draft(self, office: Office, work: Work) -> Counsel:
        """Return the policy's own split and money moved either way, by expected result."""
        advertising, promotion = (float(office.ledger.approved[line]) for line in (ADVERTISING, PROMOTION))
        money = self.moved_share * min(advertising, promotion)
        draws = (office.uniform(work, Purpose.NOISE), office.uniform(work, Purpose.OUTCOME))
        se = self.error_share * money / math.sqrt(max(work.quality, 0.05)) if office.execution.misinformed else 0.0
        options = [Option("as the policy splits", 0.0, 0.0, 0.0)]
        for name, sign, u in (("more advertising", 1.0, draws[0]), ("more promotion", -1.0, draws[1])):
            result = expected_result(office, work.owner, sign * money) + se * standard_normal(u)
            options.append(Option(name, sign * self.moved_share, result, se))
        options.sort(key=lambda option: -option.result)
        return Counsel(office.now + self.holds_days, tuple(options))

    def apply(self, office: Office, work: Work, draft: Counsel) -> None:
        """Put the options before those who decide."""
        for option in draft.options:
            office.log("option", work, f"{option.name}: {option.result:.4g} ± {option.se:.2g}")
        office.put_plan(work, COUNSEL, draft, work.duty.informs)


def expected_result(office: Office, agent: str, money: float) -> float:
    """Return the profit of a year that the agent expects of `money` moved from promotion to advertising."""
    if money == 0.0:
        return 0.0
    to, back = (ADVERTISING, PROMOTION) if money > 0.0 else (PROMOTION, ADVERTISING)
    return _worth(office, agent, to, abs(money)) + _worth(office, agent, back, -abs(money))


def _worth(office: Office, agent: str, line: BudgetLine, money: float) -> float:
    """Return the margin that `money` more of a line is believed to bring in a year; none where money lies idle."""
    if not _tight(office, line):
        return 0.0
    units = WEEKS * demand_per_week(office, agent, office.now).value
    margin = unit_margin(office, agent)
    if line is ADVERTISING:
        spent = float(office.ledger.approved[line])
        response = min(max(office.believe(agent, "response.advertising").value, 0.0), 1.0)
        return response * units * margin * math.log(max(1.0 + money / spent, 0.5))
    return money * _return_of_deals(office, agent, margin)


def _return_of_deals(office: Office, agent: str, margin: float) -> float:
    """Return the margin that money given as discount is believed to bring: more units less what all are cheaper by."""
    calendar = office.plan(agent, CALENDAR)
    depths = (
        [p.event.depth for p in calendar.events if not PRICE_CUTS.isdisjoint(p.event.mechanics)] if calendar else []
    )
    depth = max(depths, default=0.0)
    if depth <= 0.0:
        return 0.0
    response = office.believe(agent, "response.promotion").value
    multiple = math.exp(min(max(response * depth, 0.0), LARGEST_LOG_LIFT))
    return (multiple - 1.0) * margin / (multiple * depth * mean_price(office, agent) * on_offer(office))


def _tight(office: Office, line: BudgetLine) -> bool:
    """Tell whether a line is spent as fast as the year goes by."""
    into = office.calendar.date_of(office.now).timetuple().tm_yday / YEAR_DAYS
    approved = float(office.ledger.approved[line])
    used = max(float(office.ledger.spent[line]), float(office.ledger.committed[line]))
    return approved > 0.0 and used >= TIGHT * into * approved
