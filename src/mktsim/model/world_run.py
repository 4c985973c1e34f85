"""One running world: market, supply, rivals and the organisation, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mktsim.inputs.cell import LuckSource
from mktsim.inputs.trade import ChannelKind
from mktsim.inverse import normal
from mktsim.model.crisis import Crises
from mktsim.model.happenings import Happenings
from mktsim.model.instruments.stage_view import perceive
from mktsim.model.leaks import leak_of
from mktsim.model.ledger import COMMUNICATIONS, SALES, Activity, Credit, Ledger
from mktsim.model.levers import Lever, Levers
from mktsim.model.market.layout import Levers as MarketLevers
from mktsim.model.market.layout import Output, State
from mktsim.model.market.runner import MarketRunner
from mktsim.model.market.truth import MarketTruth
from mktsim.model.market_additions import MarketAdditions
from mktsim.model.members import Members
from mktsim.model.organisation.build_context import BuildContext
from mktsim.model.organisation.clock import Clock
from mktsim.model.organisation.engine import OrganisationEngine
from mktsim.model.recorder import Recorder
from mktsim.model.rivals import Rivals
from mktsim.model.supply.desk import Desk
from mktsim.model.world import CRISIS, WEEK_DAYS, household_shares
from mktsim.model.world_inputs import burn_in_weeks
from mktsim.streams import uniforms
from mktsim.sums import total, weighted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mktsim.inputs.cell import ResolvedArm
    from mktsim.model.instruments.bundle import Instruments
    from mktsim.model.snapshot import Parts, Stateful
    from mktsim.model.world_inputs import WorldInputs

    Floats = NDArray[np.float64]

DAY = 1.0
"""A week is closed in the books on its last day; its end would be the next week's first."""

LEVER_FIELDS = (
    (Lever.PRICE, "retail", (0,)),
    (Lever.DEAL, "deal", (slice(None), 0)),
    (Lever.DEAL_COVER, "deal_cover", (slice(None), 0)),
    (Lever.FEATURE, "feature", (slice(None), 0)),
    (Lever.DISPLAY, "display", (slice(None), 0)),
    (Lever.GIFT, "gift", (slice(None), 0)),
    (Lever.PRESSURE, "pressure", (slice(None), 0)),
    (Lever.CALLS, "calls", (slice(None), 0)),
    (Lever.PUSH, "push", (slice(None), 0)),
    (Lever.BRAND_BUILD, "build", (slice(None), 0)),
    (Lever.OUTLETS, "outlets", ()),
    (Lever.PRICE_STEP, "price_step", (slice(None), 0)),
)
"""Where each focal lever stands in the market's lever record."""


class WorldRun:
    """The world at work between two weeks; `advance` moves it."""

    def __init__(self, inputs: WorldInputs, arm: ResolvedArm, span: tuple[int, int], *, keep_log: bool) -> None:
        """Assemble an arm in its world for `span` = (first week, weeks that the organisation works)."""
        self.inputs, self.world, self._keep_log = inputs, inputs.context, keep_log
        scenario, sizes, draws = self.world.scenario, self.world.sizes, inputs.draws
        first, weeks = span
        total = weeks + scenario.run_out_weeks
        self.env = Clock(initial_time=WEEK_DAYS * first)
        self.levers = Levers(sizes)
        self.ledger = Ledger(total, first, keep_log, Credit.of(scenario.money))
        self.desk = Desk(scenario, sizes, self.ledger, _yields(inputs))
        self.market = MarketRunner(inputs.parameters, sizes, draws)
        self._slots = [(lever, getattr(self.market.levers, name)[where]) for lever, name, where in LEVER_FIELDS]
        """Where each focal lever stands in the record."""
        self._written: list[Floats | None] = [None] * len(Lever)
        """What each lever last wrote into the record; values in force are never written into."""
        self.truth = MarketTruth(scenario, inputs.parameters)
        self.truth.open_books(first, draws.season[first - draws.first_week :])
        self.crises = Crises(self.world, span)
        self.happenings = Happenings(self.world)
        self.members = Members(scenario, sizes.regions)
        self.additions = MarketAdditions(self.world)
        self.rivals = Rivals(self.world, (first, total))
        if self.happenings:
            self.market.parameters = self.market.parameters.copy()
            self.rivals.enter_in(self.happenings.entries(self.market.parameters))
        self.instruments = self._instruments()
        self.organisation = self.employed(arm, span)
        self.recorder = Recorder(scenario, total)
        self._franchise = np.array([c.kind is ChannelKind.FRANCHISE for c in scenario.channels])
        self._own = np.array([c.kind is ChannelKind.OWN_TEAM for c in scenario.channels])
        self._subscribed = scenario.market.is_subscription
        """Whether deals and gifts are for new subscribers alone."""
        self._outlet_cost = np.array([c.outlets * c.outlet_cost_money for c in scenario.channels])
        self.on_close: Callable[[int], None] | None = None
        """Told of every week that the market has closed."""

    def employed(self, arm: ResolvedArm, span: tuple[int, int]) -> OrganisationEngine:
        """Return an arm's organisation for `span` = (first week, weeks), built and standing still."""
        first, weeks = span
        return OrganisationEngine(
            BuildContext(
                env=self.env, world=self.world, arm=arm, levers=self.levers, ledger=self.ledger, desk=self.desk,
                instruments=self.instruments, first_week=first, weeks=weeks, on_leak=self._leaked,
                keep_log=self._keep_log, perceive=perceive,
            )
        )  # fmt: skip

    def _instruments(self) -> Instruments:
        from mktsim.model.instruments.bundle import Instruments

        return Instruments(self.truth, self.desk, self.world.scenario, self._level)

    def _level(self, topic: str) -> float:
        """Return a true level of whatever organisation is at work."""
        return self.organisation.level(topic)

    def stateful(self) -> Parts:
        """Return the parts that an arm goes on from; a launch begins with an organisation of its own."""
        parts: dict[str, Stateful[Any]] = {
            "market": self.market,
            "supply": self.desk,
            "rivals": self.rivals,
            "crises": self.crises,
            "members": self.members,
            "levers": self.levers,
            "sales": self.truth,
            "additions": self.additions,
        }
        if burn_in_weeks(self.world.scenario):
            parts["organisation"] = self.organisation
        return parts

    @property
    def given_up(self) -> bool:
        """Whether the firm has given the product up by now."""
        intentions = self.organisation.office.intentions
        return intentions is not None and intentions.ends_on <= WEEK_DAYS * (self.truth.last_week() + 1)

    def lie_still(self, week: int) -> None:
        """Run a week in which the product that was given up is off the market: rivals sell, the firm does nothing.

        What is in stock is scrapped, whoever worked on the product works on others, and nothing is spent.
        """
        v = self.market.levers
        for field in (v.deal, v.deal_cover, v.feature, v.display, v.gift, v.pressure, v.calls, v.push, v.build):
            field[:, 0] = 0.0
        for lever in (Lever.OUTLETS, Lever.MISTAKEN):
            self.levers.put(lever, self.env.now, np.zeros_like(self.levers.in_force(lever)))
        self.desk.open_week(week)
        self.desk.clear_out()
        self.close(week, WEEK_DAYS * (week + 1) - DAY)
        self.recorder.week(self, week)

    def enter_in(self, week: float) -> None:
        """Have the focal brand enter the market in `week`; infinity while it is not ready."""
        self.market.parameters = self.market.parameters.copy()
        self.market.parameters.entry[0] = week
        self.truth.enter_in(week)

    def _leaked(self, _name: str, plan: object) -> None:
        leak = leak_of(plan, self.env.now)
        if leak is not None:
            self.rivals.hear(int(self.env.now // WEEK_DAYS), leak)

    def look(self, week: int) -> None:
        """Let instruments see the market as it would close this week without noise, before any week has closed."""
        v = self.market.levers
        for lever, slot in self._slots:
            slot[...] = self._written[lever] = self.levers.in_force(lever)
        margin = self.levers.in_force(Lever.MARGIN)
        v.invoice[0] = v.retail[0] * (1.0 - margin)
        for b, brand in enumerate(self.world.scenario.brands[1:], start=1):
            v.retail[b] = self.rivals.states[b].price
            v.invoice[b] = v.retail[b] * (1.0 - margin)
            v.pressure[:, b] = float(brand.entry_week == 0) * self.market.parameters.medium_normal
        v.season[:] = self.inputs.draws.season[week - self.inputs.draws.first_week]
        v.week[0] = week
        self.truth.preview(self.market.state, self.market.levers, self.market.output)

    def advance(self, week: int) -> None:
        """Run week `week`: the organisation's days, then the market's close."""
        start, end = WEEK_DAYS * week, WEEK_DAYS * (week + 1)
        self.levers.open_week(start)
        self.desk.open_week(week)
        self.desk.arrive(start)
        self.organisation.on_week_start(week)
        if self.happenings:
            self._happen(week)
        if self.market.parameters.entry[0] <= week and self._struck(week):
            self.organisation.hear(CRISIS, f"{CRISIS}.{week}")
        self.organisation.office.note("crisis_depth", self.crises.depth)
        self.env.go_to(end)
        self.desk.arrive(end)
        average, written = self.levers.average, self._written
        for lever, slot in self._slots:
            value = average(lever, end)
            if value is not written[lever]:
                slot[...] = written[lever] = value
        v = self.market.levers
        v.invoice[0] = v.retail[0] * (1.0 - average(Lever.MARGIN, end))
        self._add_earned(v, end)
        self.close(week, end - DAY)
        self.desk.close_week(end - DAY, self.market.output.desired, self.market.state.waiting, v.deal[:, 0])
        self._book_ahead(end - DAY, v)
        self._leave(end)
        self.organisation.on_week_report(week, self.truth.sold[-1])
        self.recorder.week(self, week)

    def _add_earned(self, v: MarketLevers, end: float) -> None:
        """Add what public relations earned this week to the paid pressure in the lever record."""
        earned = self.levers.average(Lever.EARNED, end)
        if earned.any():
            paid = self.levers.average(Lever.PRESSURE, end)
            v.pressure[:, 0] = paid + earned[:, None] * self.market.parameters.medium_normal
            self._written[Lever.PRESSURE] = None

    def _feel_crises(self, v: MarketLevers) -> None:
        """Have people think as much less of the product as its crises now make them; then let a week pass."""
        crises, depth = self.crises, self.crises.depth
        v.extra_quality[0] = self.levers.in_force(Lever.QUALITY)[0] - depth
        if depth != crises.felt:
            self.market.state.perceived[:, 0] += crises.felt - depth
            crises.felt = depth
        if depth > 0.0:
            crises.fade(weighted(household_shares(self.world.scenario), self.levers.in_force(Lever.ANSWER)))

    def close(self, week: int, day: float) -> None:
        """Close the market week with the levers in the record; book what it earned on `day`, the week's last."""
        draws, market = self.inputs.draws, self.market
        v = market.levers
        v.season[:] = draws.season[week - draws.first_week]
        v.stock[:] = self.desk.channel_units()
        v.week[0] = week
        self.rivals.set_week(week, v)
        self._credit_leader(v)
        if self.happenings:
            self.happenings.before_market(week, v, self.rivals)
        if self.given_up:
            v.barred[:, 0] = 1.0
        self._feel_crises(v)
        self.additions.before_close(week, market, lambda money: self._spend(day, money))
        o = market.close(week)
        units = o.units[:, 0].copy()
        self.desk.sell(day, units)
        self._book(day, v, o)
        self.truth.at(market.state, market.levers, market.output)
        self.truth.close_books(units, total(o.by_brand))
        self.rivals.report(week, v, o)
        if self.on_close is not None:
            self.on_close(week)

    def _credit_leader(self, v: MarketLevers) -> None:
        """Add contacts that people took for the leading rival's to what it bought itself."""
        mistaken = self.levers.in_force(Lever.MISTAKEN)
        if not mistaken.any():
            return
        units = self.market.output.by_brand[1:]
        if not units.any():
            return
        leader = 1 + int(units.argmax())
        brands = self.world.scenario.brands
        v.pressure[:, leader] += mistaken * (
            brands[0].normal_advertising_money / brands[leader].normal_advertising_money
        )

    def _spend(self, day: float, money: float) -> None:
        """Book what a market mechanism of the user's own costs. Errors: ValueError for a cost below zero."""
        if not 0.0 <= money < np.inf:
            raise ValueError(f"a market mechanism cannot spend {money}")
        self.ledger.book(day, Activity.ADVERTISING, COMMUNICATIONS, -money)

    def _struck(self, week: int) -> bool:
        """Let a crisis of this week strike, by chance or as an event; tell whether one did."""
        by_chance = self.crises.strike(week)
        fall = self.happenings.crisis(week) if self.happenings else 0.0
        self.crises.depth += fall
        return by_chance or fall > 0.0

    def _happen(self, week: int) -> None:
        """Have events of the week reach the firm: its costs, its plants, its people and its agency."""
        firm = self.happenings.on_firm(week)
        self.desk.cost_factor, self.desk.capacity_share = firm.cost_factor, firm.capacity_share
        if firm.agency_lost:
            self.organisation.lose_agency(firm.agency_lost)
        for agent, fte in firm.people:
            self.organisation.staff(agent, fte)

    def _leave(self, day: float) -> None:
        """Let franchisees who do not earn give up."""
        s, open_now = self.market.state, self.levers.in_force(Lever.OUTLETS)
        margin = (s.shelf[:, 0] - s.invoice[:, 0]) * self.market.output.units[:, 0]
        stay = self.members.staying(
            margin - self.world.scenario.money.royalty_share * self.market.output.list_value[:, 0], open_now
        )
        if (stay < 1.0).any():
            self.levers.put(Lever.OUTLETS, day, open_now * stay)

    def _book(self, day: float, v: MarketLevers, o: Output) -> None:
        """Book a week's sales, deals, support granted by the trade, and what the firm's own outlets cost."""
        s, book = self.market.state, self.ledger.book
        listed = o.list_value[:, 0]
        kept = np.where(self._own, 0.0, (s.shelf[:, 0] - s.invoice[:, 0]) * o.units[:, 0])
        offered = o.units[:, 0] * o.newcomers[:, 0] if self._subscribed else o.units[:, 0]
        book(day, Activity.REVENUE, SALES, total(listed))
        book(day, Activity.CHANNEL_MARGIN, SALES, -total(kept))
        book(day, Activity.DISCOUNT, COMMUNICATIONS, -total(v.deal[:, 0] * self._dealt(s) * offered))
        book(day, Activity.ROYALTY, SALES, self.world.scenario.money.royalty_share * total(listed[:, self._franchise]))
        shown = s.featured[:, 0] + s.displayed[:, 0]
        book(day, Activity.TRADE_SPENDING, COMMUNICATIONS, -total(shown * self.market.parameters.feature_income))
        book(
            day,
            Activity.ITEMS,
            COMMUNICATIONS,
            -total(v.gift[:, 0] * offered) * self.world.scenario.money.gift_money,
        )
        if self.happenings and (tax := self.happenings.tax_share(int(v.week[0]))):
            book(day, Activity.ROYALTY, SALES, -tax * (total(listed) - total(kept)))
        run = self.levers.in_force(Lever.OUTLETS) * self._outlet_cost * self._own
        book(day, Activity.OUTLETS, SALES, -total(run))
        self.ledger.charge_interest(day)

    def _dealt(self, s: State) -> Floats:
        """Return the price that a deal is a share of: the invoice, or the firm's own shelf price, shape (R, C)."""
        price: Floats = np.where(self.market.parameters.opened == 1.0, s.shelf[:, 0], s.invoice[:, 0])
        return price

    def _book_ahead(self, day: float, v: MarketLevers) -> None:
        """Book the deal on what members ordered ahead of their sales."""
        given = total(v.deal[:, 0] * self._dealt(self.market.state) * self.desk.ahead_this_week)
        if given > 0.0:
            self.ledger.book(day, Activity.DISCOUNT, COMMUNICATIONS, -given)


def _yields(inputs: WorldInputs) -> Callable[[int], float]:
    """Return the share of good units by week of start."""
    world, draws = inputs.context, inputs.draws
    supply, weeks = world.scenario.supply, len(draws.season)
    if LuckSource.SUPPLY in world.silenced or supply.yield_sd == 0.0:
        return lambda _week: supply.yield_share
    z = normal(uniforms(world.address, "supply.production", "plant", draws.first_week, weeks, 1)[:, 0])
    shares = np.clip(supply.yield_share + supply.yield_sd * z, 0.0, 1.0)
    return lambda week: float(shares[week - draws.first_week])
