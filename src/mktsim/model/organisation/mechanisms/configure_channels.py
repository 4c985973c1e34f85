"""Outlets by channel and region: where the sales calls go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.beliefs import household_shares, outlets
from mktsim.model.organisation.mechanisms.evaluate_members import member_review
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.plan_channels import latest_terms
from mktsim.model.organisation.mechanisms.plans import CallPlan
from mktsim.quantities import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.seen import ChannelDecision

CALL_PLAN = "call_plan"
QUARTER_WEEKS = 13.0


class ConfigureChannels(Part):
    """Spread sales calls over channels and regions within the channel line, as members' review says."""

    kind: Literal["configure_channels"] = "configure_channels"

    def draft(self, office: Office, work: Work) -> CallPlan | None:
        """Return calls by region and channel; None before any channel plan has arrived."""
        terms = latest_terms(office, work.duty.owner)
        if terms is None:
            return None
        calls = _calls_per_week(office, terms) * executed_by_region(office, work)[:, None]
        review = member_review(office, work.duty.owner)
        if review is not None:
            calls *= np.array(review.calls)
        cost = float(calls.sum()) * office.scenario.money.call_money
        weekly = _channel_money_left(office) / _weeks_left(office)
        affordable = min(weekly / cost, 1.0) if cost > 0.0 else 1.0
        normal = calls * affordable * QUARTER_WEEKS / outlets(office)
        return CallPlan(tuple(tuple(float(x) for x in row) for row in normal))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Set the calls; the standing work of the sales teams makes and pays them week by week."""
        if not isinstance(draft, CallPlan):
            return
        calls = np.array(draft.calls)
        topic = "distribution.channel.0"
        estimate = office.believe(work.duty.owner, topic)
        office.decided(work, Lever.CALLS, topic, estimate, float(calls.mean()))
        office.put_item(work, CALL_PLAN, draft, work.duty.informs)
        office.levers.put(Lever.CALLS, office.now, calls)


def _calls_per_week(office: Office, terms: ChannelDecision) -> NDArray[np.float64]:
    """Return calls a week by region and channel, shape (R, C), before what can be paid."""
    homes = household_shares(office)
    columns = []
    for term in terms.terms:
        weights = np.array(term.region_weights or (1.0,) * office.sizes.regions)
        columns.append(term.calls_per_week * weights * homes)
    return np.array(columns).T


def _channel_money_left(office: Office) -> float:
    line = BudgetLine.CHANNEL
    return max(float(office.ledger.approved[line] - office.ledger.spent[line]), 0.0)


def _weeks_left(office: Office) -> float:
    """Return the weeks until the budget year ends, one at least."""
    today = office.calendar.date_of(office.now)
    return max((today.replace(month=12, day=31) - today).days / 7.0, 1.0)
