"""The franchise system: openings, inspections, compliance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.inputs.trade import ChannelKind
from mktsim.kept import kept
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.channel.members import member_review
from mktsim.model.organisation.mechanisms.channel.plan import latest_terms
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import outlets
from mktsim.model.organisation.mechanisms.planning.programmes import Standing
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import household_shares
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

INSPECTION = Plan("franchise_inspection", Standing)
OWNED = frozenset({ChannelKind.FRANCHISE, ChannelKind.OWN_TEAM})


@kept
def owned_channels(scenario: Scenario) -> tuple[bool, ...]:
    """Tell of each channel whether its outlets are the firm's own or under franchise."""
    return tuple(channel.kind in OWNED for channel in scenario.channels)


class RunFranchise(Part, Mechanism[tuple[tuple[float, ...], ...]]):
    """Open the outlets that the channel terms ask for and inspect those that are open."""

    kind: Literal["run_franchise"] = "run_franchise"
    rounds_per_year: Annotated[float, Gt(0), Le(52), Unit("rounds/year"), Source("assumption")] = 12.0
    """Rounds of openings in a year; each opens its part of the year's number."""
    inspection_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 75.0
    """Days for which inspected outlets keep to the rules and stay."""
    opening_days: Annotated[float, Ge(0), Le(366), Unit("days"), Source("assumption")] = 45.0
    """From the contract to the open outlet."""

    def draft(self, office: Office, work: Work) -> tuple[tuple[float, ...], ...]:
        """Return outlets to open by region and channel; nothing without channel terms."""
        shape = (office.sizes.regions, office.sizes.channels)
        wanted = np.zeros(shape)
        terms = latest_terms(office, work.duty.owner)
        executed, review = executed_share(office, work), member_review(office, work.duty.owner)
        for index, channel in enumerate(office.scenario.channels):
            if terms is None or channel.kind not in OWNED:
                continue
            term = terms.terms[index]
            weights = np.array(term.region_weights or (1.0,) * shape[0]) * household_shares(office.scenario)
            total = weights.sum()
            if total > 0.0:
                backed = min(review.calls[index], 1.0) if review else 1.0
                wanted[:, index] = term.openings_per_year * backed / self.rounds_per_year * executed * weights / total
        return tuple(tuple(float(x) for x in row) for row in wanted)

    def apply(self, office: Office, work: Work, draft: tuple[tuple[float, ...], ...]) -> None:
        """Pay and open what the channel line allows, and record the inspection."""
        owner, wanted = work.duty.owner, np.array(draft)
        office.put_plan(work, INSPECTION, Standing(office.now + self.inspection_days), work.duty.informs)
        cost = float(wanted.sum()) * office.scenario.money.opening_money
        money = min(cost, max(office.ledger.available(BudgetLine.CHANNEL), 0.0))
        opened = wanted * (money / cost if cost > 0.0 else 1.0)
        if opened.sum() <= 0.0:
            return
        office.ledger.book(office.now, Activity.OPENINGS, owner, -money)
        topic = "distribution.channel.0"
        office.decided(work, Lever.OUTLETS, topic, office.believe(owner, topic), float(opened.sum()))
        ready = office.now + (self.opening_days if office.execution.late else 0.0)
        office.at(ready, partial(_open, office, opened))


def _open(office: Office, opened: NDArray[np.float64]) -> None:
    share = office.levers.in_force(Lever.OUTLETS) + opened / outlets(office)
    office.levers.put(Lever.OUTLETS, office.now, np.clip(share, 0.0, 1.0))


def weekly_churn(churn_per_year: float) -> float:
    """Return the share of outlets that stay from one week to the next at a yearly rate of closing."""
    return float(np.exp(-churn_per_year * 7.0 / YEAR_DAYS))
