"""Rival brands: rules of their own, carried out at once, and reactions to losses that they track themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.cell import LuckSource
from mktsim.inverse import normal
from mktsim.model.seen import (
    AdvertisingSeen,
    Belief,
    ChannelMemberSeen,
    ChannelSeen,
    HolidaySeen,
    Mechanic,
    PricingSeen,
    PromotionEvent,
    PromotionSeen,
)
from mktsim.quantities import Source, Unit
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.policy import Policy
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.world import Sizes

    Floats = NDArray[np.float64]

QUARTER = 13
NOTHING = Belief(0.0, math.inf)


@dataclass(frozen=True)
class Conduct:
    """How rivals carry out their rules."""

    execution: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), Source("assumption")] = 0.7
    """Outlets that execute a rival's promotion."""
    tracking_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption; store audits")] = 0.06
    """Error of a rival's own weekly tracking."""
    tracking_speed: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption")] = 0.05
    """Speed at which a rival's idea of its normal sales moves."""
    patience_weeks: Annotated[int, Ge(1), Le(52), Unit("weeks"), Source("assumption")] = 4
    """Weeks that a loss has to last."""
    pause_weeks: Annotated[int, Ge(1), Le(104), Unit("weeks"), Source("assumption")] = 13
    """Weeks between two reactions."""
    attack_pressure: Annotated[float, Ge(1), Le(5), Unit("multiple"), Source("assumption")] = 1.3
    """Rise of the focal brand's pressure over its own mean that is taken for an attack."""
    cost_share: Annotated[float, Ge(0), Le(1), Unit("share of price"), Source("assumption")] = 0.5
    """Unit cost of rivals, from which their rules reckon."""


CONDUCT = Conduct()


@dataclass
class RivalState:
    """What one rival is doing and believes."""

    price: float
    normal: float = 0.0
    """Its idea of its normal weekly units."""
    recent: list[float] = field(default_factory=list)
    """Tracked relative sales of the last weeks."""
    quiet_until: int = 0
    events: list[PromotionEvent] = field(default_factory=list)
    spending: Floats = field(default_factory=lambda: np.zeros(0))
    """Media money by week of the quarter."""
    quarter_start: int = 0
    boost_until: int = -(10**6)
    """Week until which it answers advertising with advertising."""
    margin: float = math.nan
    calls: float = 1.0

    def copy(self) -> RivalState:
        """Return an independent copy."""
        return RivalState(
            self.price, self.normal, list(self.recent), self.quiet_until, list(self.events), self.spending.copy(),
            self.quarter_start, self.boost_until, self.margin, self.calls,
        )  # fmt: skip


class Rivals:
    """Sets the levers of every brand but the first, week by week."""

    def __init__(
        self,
        scenario: Scenario,
        sizes: Sizes,
        address: Address,
        span: tuple[int, int],
        silenced: frozenset[LuckSource],
    ) -> None:
        """Draw the rivals' luck for `span` = (first week, weeks)."""
        self.scenario, self.sizes = scenario, sizes
        self.first = span[0]
        self.brands = scenario.brands
        self.policies: list[Policy | None] = [scenario.policies.get(b.policy) for b in scenario.brands]
        self.states = [RivalState(price=b.price_money) for b in scenario.brands]
        self.focal_pressure = 1.0
        self.focal_deal = 0.0
        self.focal_price = scenario.brands[0].price_money
        self.leaked_week = -(10**6)
        quiet = LuckSource.RIVALS in silenced
        self.noise = np.zeros((len(scenario.brands), span[1], 2))
        if not quiet:
            for b, brand in enumerate(scenario.brands[1:], start=1):
                u = uniforms(address, "rival.tracking", (brand.name, "sales"), span[0], span[1], 2)
                self.noise[b] = normal(u)

    def copy_states(self) -> list[RivalState]:
        """Return what an opening hands on."""
        return [s.copy() for s in self.states]

    def leak(self, week: int) -> None:
        """A promotion plan became known: the largest rival goes first."""
        self.leaked_week = week

    def set_week(self, week: int, v: np.void) -> None:
        """Write the levers of all rivals for `week` into the lever record `v`."""
        for b in range(1, self.sizes.brands):
            state, policy = self.states[b], self.policies[b]
            age = week - self.brands[b].entry_week
            if policy is not None and age >= 0 and (age % QUARTER == 0 or state.spending.size == 0):
                self._plan(week, b, state, policy)
            self._write(week, b, state, v)

    def _write(self, week: int, b: int, state: RivalState, v: np.void) -> None:
        luck = self.scenario.market.luck
        noise = math.exp(luck.rival_sd * self.noise[b, week - self.first, 0])
        brand = self.brands[b]
        v["price"][b] = state.price
        margins = [c.margin_share for c in self.scenario.channels]
        v["margin"][b] = margins if math.isnan(state.margin) else state.margin
        v["calls"][:, b, :] = state.calls
        pressure = 1.0
        if self.policies[b] is not None:
            at = week - state.quarter_start
            money = state.spending[at] if 0 <= at < state.spending.size else 0.0
            pressure = float(money) / brand.normal_advertising_money
        if week < state.boost_until:
            pressure *= CONDUCT.attack_pressure
        v["pressure"][:, b, :] = pressure * noise / self.sizes.media
        for field_name in ("deal", "feature", "display"):
            v[field_name][:, b, :] = 0.0
        for event in state.events:
            days = min(event.first_day + event.days, 7.0 * week + 7.0) - max(event.first_day, 7.0 * week)
            if days <= 0.0:
                continue
            share = CONDUCT.execution * days / 7.0
            rows = list(event.regions) or slice(None)
            v["deal"][rows, b, :] += share * event.depth
            if Mechanic.FEATURE in event.mechanics:
                v["feature"][rows, b, :] += share
            if Mechanic.DISPLAY in event.mechanics:
                v["display"][rows, b, :] += share

    def _plan(self, week: int, b: int, state: RivalState, policy: Policy) -> None:
        """Decide price, promotions, spending and terms of the next quarter by the rival's rules."""
        brand, budget = self.brands[b], policy.budget
        growth = (1.0 + budget.growth_per_year) ** (max(week, 0) // 52)
        quarter = budget.per_year_money * growth / 4.0
        stage = self._stage()
        cost = Belief(CONDUCT.cost_share * brand.price_money, 0.0)
        beta = self.scenario.market.choice.price_coefficient
        weeks_in = week - brand.entry_week
        state.price = policy.pricing.decide(  # type: ignore[attr-defined]
            PricingSeen(
                week=weeks_in, price=state.price, opening_price=brand.price_money, unit_cost=cost,
                margin_share=self.scenario.channels[0].margin_share,
                elasticity=Belief(-beta * (1.0 - brand.share), 0.0), willingness=NOTHING,
                rival_price=Belief(self.focal_price, 0.0), quality=Belief(0.0, 1.0), stage=stage,
                stock_weeks=Belief(4.0, 0.0),
            )
        ).price  # fmt: skip
        day = 7.0 * week
        holidays = tuple(h for h in self._holidays(day, 7.0 * QUARTER))
        unit_margin = state.price * (1.0 - self.scenario.channels[0].margin_share) - cost.value
        state.events = [e for e in state.events if e.first_day + e.days > day]
        state.events += policy.promotion.decide(  # type: ignore[attr-defined]
            PromotionSeen(
                first_day=day, days=7.0 * QUARTER, year_start_day=day - 7.0 * (weeks_in % 52), holidays=holidays,
                funds_money=quarter * budget.promotion_share, price=state.price, unit_margin=unit_margin,
                forecast=Belief(state.normal, 0.1 * state.normal), lift=Belief(3.0, 1.0), stock_weeks=Belief(4.0, 0.0),
                region_gap=(0.0,) * self.sizes.regions, stage=stage,
            )
        ).events  # fmt: skip
        money = quarter * budget.advertising_share
        decided = policy.advertising.decide(  # type: ignore[attr-defined]
            AdvertisingSeen(
                week=weeks_in, weeks=QUARTER, budget_money=money,
                sales_money=Belief(state.normal * state.price, 0.0), unit_margin=unit_margin, stage=stage,
                rival_spending=Belief(money / QUARTER, 0.0), share=Belief(brand.share, 0.0),
                awareness=Belief(0.7, 0.1), response=Belief(0.24, 0.1), season=(1.0,) * QUARTER,
            )
        )  # fmt: skip
        state.spending = np.array(decided.spending_money)
        state.quarter_start = week
        self._terms(weeks_in, state, policy)

    def _terms(self, week: int, state: RivalState, policy: Policy) -> None:
        channels = tuple(
            ChannelMemberSeen(
                c.name, c.kind.value, c.traffic_share, c.margin_share, Belief(0.5, 0.1), NOTHING,
                c.outlets * self.sizes.regions,
            )
            for c in self.scenario.channels
        )  # fmt: skip
        money = self.scenario.money
        terms = policy.channel.decide(  # type: ignore[attr-defined]
            ChannelSeen(
                week=week, budget_money=policy.budget.per_year_money * policy.budget.channel_share,
                stage=self._stage(), channels=channels, regions=self.sizes.regions, price=state.price,
                call_money=money.call_money, opening_money=money.opening_money,
            )
        ).terms  # fmt: skip
        outlets = sum(c.outlets for c in channels)
        state.calls = sum(t.calls_per_week for t in terms) * QUARTER / max(outlets, 1.0)
        state.margin = max(t.margin_share for t in terms)

    def _stage(self) -> tuple[float, float, float, float]:
        return (0.0, 0.0, 1.0, 0.0) if self.scenario.market.adoption.established else (0.1, 0.6, 0.3, 0.0)

    def _holidays(self, day: float, days: float) -> list[HolidaySeen]:
        found = []
        for holiday in self.scenario.holidays:
            for date in holiday.dates:
                at = float((date - self.scenario.start).days)
                if day <= at < day + days:
                    found.append(HolidaySeen(holiday.name, at))
        return found

    def report(self, week: int, v: np.void, units: Floats) -> None:
        """Track own units (B,) of the week; a lasting loss under attack is answered in kind."""
        deal = float(v["deal"][:, 0, :].mean())
        pressure = float(v["pressure"][:, 0, :].sum(axis=1).mean())
        for b in range(1, self.sizes.brands):
            state = self.states[b]
            seen = units[b] * math.exp(CONDUCT.tracking_sd * self.noise[b, week - self.first, 1])
            if state.normal <= 0.0:
                state.normal = seen
            state.recent.append(seen / max(state.normal, 1e-9))
            del state.recent[: -CONDUCT.patience_weeks]
            state.normal += CONDUCT.tracking_speed * (seen - state.normal)
            self._react(week, b, state, (deal, pressure))
        self.focal_deal = max(deal, 0.7 * self.focal_deal)
        self.focal_pressure += CONDUCT.tracking_speed * (pressure - self.focal_pressure)
        self.focal_price = float(v["price"][0].mean())

    def _react(self, week: int, b: int, state: RivalState, attack: tuple[float, float]) -> None:
        if self.policies[b] is None or week < state.quiet_until:
            return
        deal, pressure = attack
        loss = 1.0 - sum(state.recent) / len(state.recent)
        leaked = self.leaked_week == week and b == 1
        if not leaked and (len(state.recent) < CONDUCT.patience_weeks or loss < self.brands[b].reaction_threshold):
            return
        depth = max(deal, self.focal_deal)
        if leaked or depth > 0.02:
            mechanics = (Mechanic.PRICE_OFF, Mechanic.FEATURE)
            state.events.append(PromotionEvent(7.0 * week + 7.0, 14.0, max(depth, 0.1), mechanics, name="answer"))
            state.quiet_until = week + CONDUCT.pause_weeks
        elif pressure > CONDUCT.attack_pressure * self.focal_pressure:
            state.boost_until = week + CONDUCT.patience_weeks
            state.quiet_until = week + CONDUCT.pause_weeks
