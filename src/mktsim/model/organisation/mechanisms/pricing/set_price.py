"""Price lists: decided by the pricing rule, announced, put into force, and in the way of promotions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import Belief, PriceDecision, PricingInformation
from mktsim.model.levers import Lever
from mktsim.model.organisation.changes import changed_price
from mktsim.model.organisation.directions import intent_of
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import belief, mean_margin, mean_price
from mktsim.model.organisation.mechanisms.planning.integration import INTEGRATED_PLAN, plans_agree
from mktsim.model.organisation.mechanisms.planning.programmes import OFFER_PLAN, reach_of
from mktsim.model.organisation.mechanisms.timing import market_week
from mktsim.model.organisation.plan import Plan
from mktsim.model.organisation.work import Purpose
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class PriceList:
    """The recommended retail price decided and when it takes force."""

    day: float
    prices: tuple[float, ...]
    """Shelf price by channel, money."""
    steps: tuple[tuple[float, ...], ...] = ()
    """Change of it by region and channel, share; empty for none."""
    multiple: float = 1.0
    """What phases of the policy have made of the rule's price."""
    wanted: float | None = None
    """Day since which the policy's phases want what it is for; None where none does."""


PRICE_LIST = Plan("price_list", PriceList)


CLASH_DAYS: Annotated[float, Ge(0), Le(90), Unit("days"), Source("assumption")] = 14.0
"""Days around a new price list in which outlets cannot also relabel for a promotion."""


class SetPrice(Part, Mechanism[PriceDecision]):
    """Decide the price list by the policy's rule, give notice, put it into force."""

    kind: Literal["set_price"] = "set_price"
    notice_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 14.0
    """Notice to the trade before a new list is in force."""
    unprepared_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 14.0
    """Further days until the trade follows when no integrated plan announced the change."""
    most_put_off: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 28.0
    """Days by which a list is put off at most so that it meets no promotion."""
    lag_days: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 7.0
    """Days by which promotions are reckoned to start late in the regions."""
    smallest_change: Annotated[float, Ge(0), Le(0.2), Unit("share of price"), Source("assumption")] = 0.002
    """Change for which a new list is not printed."""

    def draft(self, office: Office, work: Work) -> PriceDecision:
        """Return the rule's decision on what the owner believes."""
        intent = intent_of(office, work)
        decision = intent.policy.pricing.decide(pricing_information(office, work.duty.owner))
        changes = intent.of("pricing")
        return changed_price(office.scenario, decision, changes) if changes else decision

    def apply(self, office: Office, work: Work, draft: PriceDecision) -> None:
        """Post the list and put it into force after the notice; an unchanged list is not printed again."""
        factors = np.array(draft.channel_factors or (1.0,) * office.sizes.channels)
        prices = draft.price * factors
        owner = work.duty.owner
        topic = "insight.elasticity"
        office.decided(work, Lever.PRICE, topic, office.believe(owner, topic), draft.price)
        if _close(prices, _latest_list(office, owner), self.smallest_change) and draft.steps == _steps(office, owner):
            return
        wanted = intent_of(office, work).since
        day = self._clear(office, work, self._day(office, owner, wanted))
        listed = PriceList(day, tuple(float(price) for price in prices), draft.steps, draft.multiple, wanted)
        office.put_plan(work, PRICE_LIST, listed, work.duty.informs)
        office.at(day, lambda: _put_in_force(office, owner, listed))

    def _day(self, office: Office, owner: str, wanted: float | None) -> float:
        """Return when a list takes force: after the notice, but as long after a phase's list as the next was wanted."""
        held = office.plan(owner, PRICE_LIST)
        if wanted is not None and held is not None and held.wanted is not None and wanted > held.wanted:
            return max(held.day + wanted - held.wanted, office.now)
        wait = self.notice_days + (0.0 if plans_agree(office, owner) else self.unprepared_days)
        return office.now + wait if office.execution.late else office.now

    def _clear(self, office: Office, work: Work, day: float) -> float:
        """Return the day, put off until promotions of the integrated plan are under way, if it is held against that."""
        plan = office.plan_in_force(work.owner, INTEGRATED_PLAN)
        if plan is None or not office.execution.unexecuted or office.uniform(work, Purpose.SPARE) >= plan.reach:
            return day
        later = day
        for first in plan.promotions:
            clear = first + CLASH_DAYS + self.lag_days
            if first - CLASH_DAYS < later < clear and clear - day <= self.most_put_off:
                later = clear
        if later != day:
            office.log("clash", work, f"list put off from day {day:.0f} to {later:.0f}")
            office.note("clashes_settled", 1.0)
        return later


def _put_in_force(office: Office, owner: str, listed: PriceList) -> None:
    """Put a list into force unless a newer one has replaced it; a phase's list is replaced once the newer one holds."""
    held = office.plan(owner, PRICE_LIST)
    if held == listed or (held is not None and listed.wanted is not None and held.day > office.now):
        office.levers.put(Lever.PRICE, office.now, np.array(listed.prices))
        before = office.levers.in_force(Lever.PRICE_STEP)
        steps = np.array(listed.steps) if listed.steps else np.zeros_like(before)
        if not np.array_equal(steps, before):
            office.levers.put(Lever.PRICE_STEP, office.now, steps)


def _steps(office: Office, owner: str) -> tuple[tuple[float, ...], ...]:
    held = office.plan(owner, PRICE_LIST)
    return held.steps if held else ()


def _latest_list(office: Office, owner: str) -> NDArray[np.float64]:
    held = office.plan(owner, PRICE_LIST)
    return np.array(held.prices) if held else office.levers.in_force(Lever.PRICE)


def _close(a: NDArray[np.float64], b: NDArray[np.float64], share: float) -> bool:
    return bool(np.all(np.abs(a - b) <= share * np.abs(b)))


def true_price(office: Office, agent: str) -> float:
    """Return the price that the policy's rule would set on the truth, money; for the record only.

    What has no true counterpart (no rival, say) is as the agent believes it.
    """

    def known(topic: str) -> Belief:
        truth = office.truth_of(topic)
        return belief(office, agent, topic) if math.isnan(truth) else Belief(truth, 0.0)

    return office.policy.pricing.decide(_information_by(office, agent, known)).price


def pricing_information(office: Office, agent: str) -> PricingInformation:
    """Return what the agent can tell a pricing rule."""
    return _information_by(office, agent, partial(belief, office, agent))


def _information_by(office: Office, agent: str, known: Callable[[str], Belief]) -> PricingInformation:
    return PricingInformation(
        week=market_week(office, int(office.now // 7)),
        price=_price_by_rule(office, agent),
        opening_price=office.scenario.brands[0].price_money,
        unit_cost=known("cost.unit"),
        margin_share=mean_margin(office, agent),
        elasticity=known("insight.elasticity"),
        willingness=known("insight.willingness"),
        rival_price=known("rival.price"),
        quality=known("insight.quality"),
        stage=office.stage(agent),
        stock_weeks=known("stock.weeks"),
    )


def _price_by_rule(office: Office, agent: str) -> float:
    """Return the price in force without what phases make of it, so that a change is not made again at each review."""
    held = office.plan(agent, PRICE_LIST)
    price = mean_price(office, agent)
    return price / held.multiple if held and held.multiple != 1.0 else price


def clash(office: Office, agent: str, day: float) -> float:
    """Return the share of outlets in which a promotion that starts on `day` meets a price change unawares.

    The integrated plan has lists put off that would. Where one meets a promotion all the same, outlets are ready
    that it told of both at once, and those that the product's offer plan has been through.
    """
    listed = office.plan(agent, PRICE_LIST)
    if listed is None or abs(listed.day - day) >= CLASH_DAYS or not office.execution.unexecuted:
        return 0.0
    plan = office.plan_in_force(agent, INTEGRATED_PLAN)
    told = plan.reach if plan else 0.0
    return (1.0 - told) * (1.0 - reach_of(office, agent, OFFER_PLAN))
