"""Rival brands: rules of their own, carried out at once, and reactions to losses that they track themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.cell import LuckSource
from mktsim.inputs.rules import Mechanic, PromotionEvent
from mktsim.inverse import normal
from mktsim.model.market.population import normal_media
from mktsim.model.rival_information import CONDUCT, QUARTER, RivalState, Sight, Watched
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mktsim.inputs.policy import Policy
    from mktsim.model.leaks import Leak
    from mktsim.model.market.layout import Levers, Output
    from mktsim.model.world import WorldContext

    Floats = NDArray[np.float64]

FOCAL = 0
PROMOTED = ("deal", "deal_cover", "feature", "display")
"""Levers of a promotion in the market's record, in the order in which an event sets them."""


class Rivals:
    """Sets the levers of every brand but the first, week by week."""

    def __init__(
        self,
        world: WorldContext,
        span: tuple[int, int],
    ) -> None:
        """Draw the rivals' random inputs for `span` = (first week, weeks)."""
        scenario = world.scenario
        self.scenario, self.sizes = scenario, world.sizes
        self.first = span[0]
        self.brands = scenario.brands
        self.sight = Sight(scenario)
        self.policies: list[Policy | None] = [scenario.policies.get(b.policy) for b in scenario.brands]
        self.states = [RivalState(price=b.price_money) for b in scenario.brands]
        self.watched = Watched(1.0, 0.0, scenario.brands[FOCAL].price_money, scenario.brands[FOCAL].share)
        self._first = FOCAL + 1
        self._entries = [brand.entry_week for brand in scenario.brands]
        self._pressure_now: list[float] = []
        self._frozen = False
        self.heard: tuple[int, Leak] | None = None
        """Week in which a plan of the focal brand became known, and what it told."""
        self._media = normal_media(scenario)
        quiet = LuckSource.RIVALS in world.silenced
        self.noise = [[[0.0, 0.0]] * span[1] for _ in scenario.brands]
        self._posted = False
        self._promoted: dict[str, list[list[float]]] = {}
        """Promotions last written into the record, by lever, region and brand."""
        if not quiet:
            for b, brand in enumerate(scenario.brands[1:], start=1):
                u = uniforms(world.address, "rival.tracking", (brand.stream_id, "sales"), span[0], span[1], 2)
                self.noise[b] = normal(u).tolist()

    def snapshot(self) -> tuple[tuple[RivalState, ...], Watched]:
        """Return what each rival does and believes, and what all have seen of the focal brand."""
        return tuple(state.copy() for state in self.states), self.watched

    def restore(self, state: tuple[tuple[RivalState, ...], Watched]) -> None:
        """Go on from a state."""
        states, self.watched = state
        self.states = [one.copy() for one in states]

    def enter_in(self, weeks: Mapping[int, int]) -> None:
        """Have brands enter in other weeks than the scenario's."""
        for brand, week in weeks.items():
            self._entries[brand] = week

    def hear(self, week: int, leak: Leak) -> None:
        """Learn of a plan of the focal brand: the rival named first goes first; a deal or price is more than noise."""
        before = self.heard
        if before is None or before[0] != week or not before[1].depth:
            self.heard = (week, leak)

    def take_over(self, policy: Policy, price: float, units: float) -> None:
        """Run the focal brand too, by `policy` from its present price and weekly units, and react to nothing."""
        self._first = FOCAL
        self._frozen, self._posted = True, False
        self.policies[FOCAL] = policy
        self.states[FOCAL] = RivalState(price=price, normal=units, normal_share=self.brands[FOCAL].share)

    def spending(self) -> tuple[float, float]:
        """Return the focal brand's media money and sales calls of the week, while `take_over` is in force."""
        return self._pressure_now[FOCAL] * self.brands[FOCAL].normal_advertising_money, self.states[FOCAL].call_count

    def set_week(self, week: int, v: Levers) -> None:
        """Write the levers of all rivals for `week` into the lever record `v`."""
        regions, brands = range(self.sizes.regions), self.sizes.brands
        promoted = {name: [[0.0] * brands for _ in regions] for name in PROMOTED}
        pressure = [0.0] * brands
        for b in range(self._first, brands):
            state, policy = self.states[b], self.policies[b]
            age = week - (self._entries[b] or self.first)
            due = policy is not None and age >= 0 and (age % QUARTER == 0 or state.spending.size == 0)
            if due and policy is not None:
                self._plan(week, b, state, policy)
            if due or not self._posted:
                self._post_terms(b, state, v)
            pressure[b] = self._pressure(week, b, state)
            for event in state.events:
                _promote(week, b, event, promoted)
        others = slice(self._first, None)
        v.pressure[:, others] = np.array(pressure[others])[:, None] * self._media
        for name, rows in promoted.items():
            if self._promoted.get(name) != rows:
                getattr(v, name)[:, others] = np.array(rows)[:, others, None]
        self._promoted, self._posted, self._pressure_now = promoted, True, pressure

    def _post_terms(self, b: int, state: RivalState, v: Levers) -> None:
        margin = np.array(state.margins or [c.margin_share for c in self.scenario.channels])
        v.retail[b] = state.price
        v.invoice[b] = state.price * (1.0 - margin)
        v.calls[:, b] = state.calls

    def _pressure(self, week: int, b: int, state: RivalState) -> float:
        """Return this week's media pressure, multiples of normal spending."""
        pressure = 1.0
        if self.policies[b] is not None:
            at = week - state.quarter_start
            money = state.spending[at] if 0 <= at < state.spending.size else 0.0
            pressure = float(money) / self.brands[b].normal_advertising_money
        if week < state.boost_until:
            pressure *= CONDUCT.attack_pressure
        return pressure * math.exp(self.scenario.market.luck.rival_sd * self.noise[b][week - self.first][0])

    def _plan(self, week: int, b: int, state: RivalState, policy: Policy) -> None:
        """Decide price, promotions, spending and terms of the next quarter by the rival's policy."""
        brand, budget = self.brands[b], policy.budget
        quarter = budget.per_year_money * (1.0 + budget.growth_per_year) ** (max(week, 0) // 52) / 4.0
        since = week - self._entries[b]
        state.price = policy.pricing.decide(self.sight.pricing(since, b, self._other_price(b), state)).price
        margin = state.price * (1.0 - self.scenario.channels[0].margin_share)
        margin -= CONDUCT.cost_share * brand.price_money
        promoted = self.sight.promotion(week, state, (quarter * budget.promotion_share, margin, 7.0 * (since % 52)))
        state.events = [e for e in state.events if e.first_day + e.days > 7.0 * week]
        state.events += policy.promotion.decide(promoted).events
        advertised = self.sight.advertising(since, b, state, (quarter * budget.advertising_share, margin))
        state.spending = np.array(policy.advertising.decide(advertised).spending_money)
        state.quarter_start = week
        terms = policy.channel.decide(self.sight.channel(since, state, budget)).terms
        outlets = sum(c.outlets for c in self.scenario.channels) * self.sizes.regions
        state.call_count = sum(t.calls_per_week for t in terms)
        state.calls = state.call_count * QUARTER / outlets
        state.margins = tuple(t.margin_share for t in terms)

    def _other_price(self, b: int) -> float:
        """Return the going price that a brand compares with: the mean of all others by units, money."""
        others = [(state.share, state.price) for i, state in enumerate(self.states) if i not in {FOCAL, b}]
        if b != FOCAL:
            others.append((self.watched.share, self.watched.price))
        sold = sum(max(share, 1e-9) for share, _ in others)
        return sum(max(share, 1e-9) * price for share, price in others) / sold if others else self.watched.price

    def report(self, week: int, v: Levers, o: Output) -> None:
        """Track own sales of the week in the output record; a lasting loss under attack is answered in kind."""
        deal, pressure = float(o.deal[0]), float(o.pressure[0])
        units, deals = o.by_brand.tolist(), v.deal[0, :, 0].tolist()
        total = sum(units)
        for b in range(self._first, self.sizes.brands):
            state = self.states[b]
            state.share = units[b] / total if total > 0.0 else 0.0
            state.normal += CONDUCT.tracking_speed * (units[b] - state.normal) if state.normal > 0.0 else units[b]
            if deals[b] == 0.0:
                self._track(week, b, state)
                self._react(week, b, state, (deal, pressure))
        before = self.watched
        self.watched = Watched(
            pressure=before.pressure + CONDUCT.tracking_speed * (pressure - before.pressure),
            deal=max(deal, 0.7 * before.deal),
            price=float(np.add.reduce(v.retail[0]) / self.sizes.channels),
            share=units[FOCAL] / total if total > 0.0 else 0.0,
        )

    def _track(self, week: int, b: int, state: RivalState) -> None:
        """Compare the share seen in a week without own deals with what is normal in such weeks."""
        seen = state.share * math.exp(CONDUCT.tracking_sd * self.noise[b][week - self.first][1])
        if state.normal_share <= 0.0:
            state.normal_share = seen
        state.recent.append(seen / max(state.normal_share, 1e-9))
        del state.recent[: -CONDUCT.patience_weeks]
        state.normal_share += CONDUCT.tracking_speed * (seen - state.normal_share)

    def _react(self, week: int, b: int, state: RivalState, attack: tuple[float, float]) -> None:
        if self.policies[b] is None or self._frozen or week < state.quiet_until:
            return
        deal, pressure = attack
        if b == FOCAL + 1 and self.heard is not None and self.heard[0] == week:
            self._forestall(week, state, self.heard[1])
            return
        loss = 1.0 - sum(state.recent) / len(state.recent)
        if len(state.recent) < CONDUCT.patience_weeks or loss < self.brands[b].reaction_threshold:
            return
        depth = max(deal, self.watched.deal)
        if depth > 0.02:
            mechanics = (Mechanic.PRICE_OFF, Mechanic.FEATURE)
            state.events.append(PromotionEvent(7.0 * week + 7.0, 14.0, max(depth, 0.1), mechanics, name="answer"))
            state.quiet_until = week + CONDUCT.pause_weeks
        elif pressure > CONDUCT.attack_pressure * self.watched.pressure:
            state.boost_until = week + CONDUCT.patience_weeks
            state.quiet_until = week + CONDUCT.pause_weeks

    def _forestall(self, week: int, state: RivalState, leak: Leak) -> None:
        """Answer a plan before it comes: a deal by one that ends as it begins, a lower price, a louder campaign."""
        soonest = 7.0 * (week + 1 + CONDUCT.forestall_weeks)
        if leak.depth > 0.0:
            first = max(leak.day - CONDUCT.forestall_days, soonest)
            mechanics = (Mechanic.PRICE_OFF, Mechanic.FEATURE)
            state.events.append(PromotionEvent(first, CONDUCT.forestall_days, leak.depth, mechanics, name="answer"))
        elif 0.0 < leak.price < self.watched.price:
            state.price *= 1.0 - CONDUCT.price_follow * (1.0 - leak.price / self.watched.price)
            self._posted = False
        elif leak.media:
            state.boost_until = week + CONDUCT.patience_weeks
        else:
            return
        state.quiet_until = week + CONDUCT.pause_weeks


def _promote(week: int, b: int, event: PromotionEvent, promoted: dict[str, list[list[float]]]) -> None:
    """Add a rival's event to what runs in `week`, by lever, region and brand."""
    days = min(event.first_day + event.days, 7.0 * week + 7.0) - max(event.first_day, 7.0 * week)
    if days <= 0.0:
        return
    share = CONDUCT.execution * days / 7.0
    amounts = (
        share * event.depth,
        share * float(event.depth > 0.0),
        share * (Mechanic.FEATURE in event.mechanics),
        share * (Mechanic.DISPLAY in event.mechanics),
    )
    for name, amount in zip(PROMOTED, amounts, strict=True):
        if amount:
            rows = promoted[name]
            for region in event.regions or range(len(rows)):
                rows[region][b] += amount
