"""Brands, channels, media, supply and money of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import model_validator

from mktsim.inputs.coefficients import Coefficient
from mktsim.inputs.named import Named
from mktsim.quantities import MONEY, PRICE, UNITS, Part, Source, Unit
from mktsim.relations import Index, InRun, Name, Ref, SumsTo

ASSUMED = Source("assumption")
RELABELLING = Source(
    "assumption: 0.52 dollars a change (Levy, Bergen, Dutta & Venable 1997, QJE 112:791), two in a month of 75 a week"
)
CREDIT_LINE = Source(
    "lines of credit: Sufi 2009, Review of Financial Studies 22:1057; none by default, size assumption"
)
LATE_PAYMENT = Source(
    "suppliers paid late lose 2/10 net 30, 44.6% a year: Petersen & Rajan 1994, Journal of Finance 49:3"
)
FORWARD = Source("Buzzell, Quelch & Salmon 1990, Harvard Business Review 68(2): forward buying; size assumption")


class ChannelKind(StrEnum):
    """Who runs the outlets of a channel."""

    OWN_TEAM = "own_team"
    AGENT = "agent"
    RETAILER = "retailer"
    ONLINE = "online"
    FRANCHISE = "franchise"


class OutletClass(Part):
    """Outlets of one size: small ones carry leading brands only."""

    volume_share: Annotated[float, Ge(0.0001), Le(1), Unit("share of channel visits"), ASSUMED]
    """Share of the channel's visits; the classes' shares sum to one."""
    hurdle: Annotated[
        float, Ge(-20), Le(20), Unit("log relative velocity"), Source("assumption; fitted to the velocity curve (G29)")
    ] = -1.0
    """Velocity (log, relative to the average brand) at which half of these outlets list a brand."""


class Channel(Named):
    """A way to the consumer: outlets, terms, stock and skill."""

    retired: ClassVar[Mapping[str, str]] = {
        "margin_response": (
            "outlets list a brand by the profit of its space, in which its margin counts as money; remove the line"
            " (listing_spread says how far outlets differ, margin_share what they earn)"
        )
    }
    kind: ChannelKind
    """Who runs the outlets."""
    traffic_share: Annotated[float, Ge(0.0001), Le(1), Unit("share of visits"), ASSUMED]
    """Share of purchase occasions that visit this channel; shares sum to one."""
    outlets: Annotated[float, Ge(1), Le(1e9), Unit("outlets per region"), ASSUMED] = 100.0
    """Outlets of the whole channel in a region (potential openings for a franchise)."""
    classes: Annotated[tuple[OutletClass, ...], MinLen(1), MaxLen(20), SumsTo(1.0, "volume_share")] = (
        OutletClass(volume_share=1.0),
    )
    """Outlet classes, large first."""
    margin_share: Annotated[float, Ge(0), Lt(0.9), Unit("share of shelf price"), ASSUMED] = 0.28
    """Margin that members expect on the shelf price."""
    listing_spread: Annotated[
        float,
        Ge(0.01),
        Le(5),
        Unit("log profit"),
        Source("Reibstein & Farris 1995, Marketing Science 14:G190: with the velocity curve (G29), best list price"),
    ] = 0.35
    """Spread of hurdles between outlets of a class."""
    listing_speed: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption")] = 0.02
    """Weekly speed at which listings follow velocity."""
    delisting_speed: Annotated[
        float, Ge(0), Le(1), Unit("1/week"), Source("assumption: range reviews each quarter")
    ] = 0.08
    """Weekly speed at which outlets drop what does not earn its space."""
    handling_share: Annotated[float, Ge(0), Lt(0.9), Unit("share of shelf price"), Source("assumption")] = 0.10
    """Members' cost of handling a unit, at the opening price of the category."""
    contract_renewal: Annotated[
        float, Ge(0.001), Le(1), Unit("1/week"), Source("assumption: contracts last a quarter")
    ] = 0.08
    """Share of members' contracts that come up each week for a new invoice price."""
    support_slots: Annotated[
        float,
        Ge(0.01),
        Le(20),
        Unit("brands a week"),
        Source("assumption: one brand a chain and week"),
    ] = 1.0
    """Features, and displays, that a member has room for in this category."""
    velocity_speed: Annotated[float, Ge(0.001), Le(1), Unit("1/week"), Source("assumption: a quarter's figures")] = 0.06
    """Weekly speed at which retailers' view of a listing's profit moves."""
    call_response: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("log velocity"),
        Source("Albers, Mantrala & Sridhar 2010, JMR 47:840; size assumption"),
    ] = 0.6
    """Shift of the listing hurdle by sales calls at their normal number (saturating)."""
    price_adjustment: Annotated[
        float,
        Ge(0.001),
        Le(1),
        Unit("share per week"),
        Source("Nakamura & Zerom 2010, REStud 77:1192; size assumption"),
    ] = 0.15
    """Weekly share of outlets that bring a regular shelf price up to date, however small the gap."""
    price_band: Annotated[
        float,
        Ge(0.001),
        Le(1),
        Unit("share of price"),
        Source("Levy, Bergen, Dutta & Venable 1997, QJE 112:791; size assumption"),
    ] = 0.08
    """Gap between a shelf price and the wanted one at which half of the rest bring it up to date."""
    price_change_cost: Annotated[float, Ge(0), Le(1), Unit("share of weekly sales"), RELABELLING] = 0.0035
    """Work of putting a brand on deal and back, a week of the deal, over an outlet's sales of the average brand."""
    forward_cost: Annotated[float, Ge(0.001), Le(1), Unit("share of value per week"), FORWARD] = 0.02
    """Storage, handling and capital of a week's goods bought ahead on a deal."""
    forward_limit_weeks: Annotated[
        float, Ge(0), Le(26), Unit("weeks"), Source("assumption; makers limit deal sales")
    ] = 0.5
    """Most weeks of sales that members may buy ahead on a deal."""
    outlet_cost_money: Annotated[float, MONEY, Unit("money per outlet week"), ASSUMED] = 0.0
    """Rent and staff of an outlet that the firm or a franchisee runs; franchisees who do not earn it leave."""
    transit_days: Annotated[float, Ge(0), Le(120), Unit("days"), ASSUMED] = 4.0
    """Mean transit time from the firm's warehouse."""
    review_weeks: Annotated[int, Ge(1), Le(13), Unit("weeks"), ASSUMED] = 1
    """Weeks between orders of members."""
    cover_weeks: Annotated[float, Ge(0), Le(26), Unit("weeks of forecast"), ASSUMED] = 2.0
    """Stock cover that members order up to, beyond transit and review."""
    forecast_smoothing: Annotated[float, Ge(0.001), Le(1), Unit("per week"), ASSUMED] = 0.2
    """Exponential smoothing of members' own forecast (makes the bullwhip)."""
    skill: Annotated[float, Ge(0), Le(2), Unit("level"), ASSUMED] = 0.5
    """Members' selling skill at the opening."""

    @property
    def opened(self) -> bool:
        """Whether its outlets are opened for the focal brand alone, and charge what the firm says."""
        return self.kind in {ChannelKind.FRANCHISE, ChannelKind.OWN_TEAM}


class Medium(Part):
    """A medium in which advertising runs."""

    name: Name
    """Name used in policies."""
    cost_money: Annotated[float, PRICE, Unit("money per thousand contacts"), ASSUMED]
    """Price of a thousand contacts."""
    fixed_lead_days: Annotated[float, Ge(0), Le(180), Unit("days"), ASSUMED] = 14.0
    """Booking lead time."""
    awareness_power: Annotated[float, Ge(0), Le(5), Unit("multiple"), ASSUMED] = 1.0
    """Power to make aware relative to the average medium."""
    effectiveness: Annotated[float, Ge(0.001), Le(10), Unit("multiple"), ASSUMED] = 1.0
    """Response to a medium at its normal use relative to the average medium, money for money."""
    normal_share: Annotated[float, Ge(0), Le(1), Unit("share of spending"), ASSUMED] = 0.0
    """Share of normal spending that goes to this medium; all zero for equal shares. Its use is counted by it."""
    half_saturation: Annotated[float, Ge(0), Le(50), Unit("normal use"), ASSUMED] = 0.0
    """Use at which the medium's response bends; zero for the category's."""


class Brand(Named):
    """A brand on the market: the focal one first, then rivals."""

    price_money: Annotated[float, PRICE, Unit("money"), Source("given by the scenario")]
    """Usual shelf price at the opening; members pay it less their margin."""
    share: Annotated[float, Ge(0.0001), Le(1), Unit("share of units"), Source("given by the scenario")] = 0.2
    """Share of units at the opening of a going concern, at usual levers; for a launch, share of choice at opening
    prices with everybody aware and all outlets listing. Tastes are solved for it."""
    quality: Annotated[float, Ge(-3), Le(3), Unit("utility"), ASSUMED] = 0.0
    """True quality relative to the average, learnt by use."""
    generation: Annotated[int, Ge(0), Le(3), Index("generation"), Unit("index"), Source("given by the scenario")] = 0
    """Product generation."""
    entry_week: Annotated[int, Ge(0), Le(3120), InRun(), Unit("week"), Source("given by the scenario")] = 0
    """Week in which the brand enters; zero is present at the opening."""
    awareness: Annotated[float, Ge(0), Le(1), Unit("share"), ASSUMED] = 0.0
    """Share aware at the opening of a launch."""
    distribution: Annotated[float, Ge(0), Le(1), Unit("share"), ASSUMED] = 0.0
    """Share of outlets that list the brand at the opening of a launch."""
    tried: Annotated[float, Ge(0), Le(1), Unit("share"), ASSUMED] = 0.0
    """Share that has tried the brand at the opening of a launch."""
    normal_advertising_money: Annotated[float, PRICE, Unit("money/week"), ASSUMED] = 1.0
    """Weekly spending over all regions that counts as normal pressure."""
    policy: Annotated[str, Ref("policy", optional=True)] = ""
    """Policy of a rival, by name in the scenario; the focal brand has none here."""
    reaction_threshold: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("share of sales lost"),
        Source("Steenkamp et al. 2005, Mktg Sci 24:35; size assumption"),
    ] = 0.08
    """Loss in its own noisy tracking beyond which a rival reacts in kind."""


class Supply(Part):
    """Production, stock and transport of the focal firm."""

    unlimited: Annotated[bool, Coefficient("unlimited")] = False
    """Whether supply never binds (closed forms, plain market)."""
    capacity_per_week: Annotated[float, UNITS, Unit("units/week"), ASSUMED] = 1e9
    """Most units produced in a week."""
    capacity_growth_per_year: Annotated[float, Ge(0), Le(5), Unit("share per year"), ASSUMED] = 0.0
    """Yearly growth of capacity."""
    lead_weeks: Annotated[float, Ge(0), Le(52), Unit("weeks"), ASSUMED] = 2.0
    """From order to receipt in the firm's warehouse."""
    batch_units: Annotated[float, Ge(1), Le(1e12), Unit("units"), ASSUMED] = 1.0
    """Orders are multiples of this."""
    yield_share: Annotated[float, Ge(0.01), Le(1), Unit("share"), ASSUMED] = 0.98
    """Mean share of good units."""
    yield_sd: Annotated[float, Ge(0), Le(0.5), Unit("share"), ASSUMED] = 0.01
    """Spread of the yield between batches."""
    unit_cost_money: Annotated[float, PRICE, Unit("money/unit"), Source("given by the scenario")] = 1.0
    """Unit cost at the opening."""
    cumulative_units: Annotated[float, UNITS, Unit("units"), ASSUMED] = 1000.0
    """Units made before the opening (the learning curve's start)."""
    progress_ratio: Annotated[
        float, Gt(0.5), Le(1), Unit("share per doubling"), Source("Dutton & Thomas 1984, AMR 9:235")
    ] = 1.0
    """Unit cost after a doubling of cumulative output."""
    safety_weeks: Annotated[float, Ge(0), Le(26), Unit("weeks"), ASSUMED] = 2.0
    """Cover of forecast that planning adds to lead and review."""
    opening_weeks: Annotated[float, Ge(0), Le(52), Unit("weeks of expected sales"), ASSUMED] = 4.0
    """Stock at the opening of a launch, in weeks of the launch forecast."""
    launch_forecast_per_week: Annotated[float, Ge(0), Le(1e15), Unit("units/week"), ASSUMED] = 0.0
    """Sales expected at launch, before any observation."""
    freight_money: Annotated[float, MONEY, Unit("money/unit"), ASSUMED] = 0.0
    """Freight to channels."""
    holding_share_per_year: Annotated[float, Ge(0), Le(2), Unit("share of value per year"), ASSUMED] = 0.22
    """Holding cost of stock."""
    obsolescence_per_year: Annotated[float, Ge(0), Le(5), Unit("1/year"), ASSUMED] = 0.02
    """Rate at which stock loses its value."""
    other_store: Annotated[
        float, Ge(0), Le(1), Unit("share"), Source("Corsten & Gruen 2003, IJRDM 31:605"), Coefficient("oos_store")
    ] = 0.31
    """Out of stock: buys the brand in another channel."""
    other_brand: Annotated[
        float, Ge(0), Le(1), Unit("share"), Source("Corsten & Gruen 2003, IJRDM 31:605"), Coefficient("oos_brand")
    ] = 0.45
    """Out of stock: buys another brand or variant in the same channel (26% and 19%)."""
    delay: Annotated[
        float, Ge(0), Le(1), Unit("share"), Source("Corsten & Gruen 2003, IJRDM 31:605"), Coefficient("oos_delay")
    ] = 0.15
    """Out of stock: comes back next week; the rest buys nothing."""

    @model_validator(mode="after")
    def _shares_of_the_unserved(self) -> Supply:
        total = self.other_store + self.other_brand + self.delay
        if total > 1.0 + 1e-9:
            raise ValueError(f"other_store + other_brand + delay is {total:g}, more than 1")
        return self


class Money(Part):
    """Money of the focal firm."""

    currency: str = "USD"
    """Currency of every amount in the scenario."""
    discount_rate_per_year: Annotated[float, Ge(0), Le(1), Unit("1/year"), ASSUMED] = 0.10
    """Discount rate of net present value."""
    pay_per_fte_year: Annotated[float, MONEY, Unit("money/FTE year"), ASSUMED] = 0.0
    """Pay and overhead of one full-time equivalent of the modelled roles."""
    call_money: Annotated[float, MONEY, Unit("money/call"), ASSUMED] = 0.0
    """Cost of a sales call."""
    research_money: Annotated[float, MONEY, Unit("money/survey"), ASSUMED] = 0.0
    """Cost of one consumer survey of standard size."""
    feature_money: Annotated[float, MONEY, Unit("money per outlet week"), ASSUMED] = 0.0
    """Fee for a feature or display in one outlet for a week."""
    gift_money: Annotated[float, MONEY, Unit("money/unit"), ASSUMED] = 0.0
    """Cost of one gift item."""
    agency_fee_share: Annotated[
        float, Ge(0), Le(0.5), Unit("share of media spending"), Source("assumption; 15% is usual")
    ] = 0.12
    """Agency's fee on media spending."""
    training_money: Annotated[float, MONEY, Unit("money per outlet day"), ASSUMED] = 0.0
    """Cost of training one outlet for a day."""
    opening_money: Annotated[float, MONEY, Unit("money/outlet"), ASSUMED] = 0.0
    """Cost of opening one franchise or own outlet."""
    royalty_share: Annotated[float, Ge(0), Le(0.5), Unit("share of shelf price"), ASSUMED] = 0.0
    """Royalty that franchisees pay on sales."""
    development_money: Annotated[float, MONEY, Unit("money"), ASSUMED] = 0.0
    """What a new product cost before its first day; booked at a launch, the same for every arm."""
    credit_limit_money: Annotated[float, MONEY, Unit("money"), CREDIT_LINE] = 1e15
    """Most that the firm may owe for the product since the opening; beyond it no marketing money is committed."""
    credit_interest_per_year: Annotated[float, Ge(0), Le(2), Unit("1/year"), ASSUMED] = 0.10
    """Interest on what is owed within the limit; booked is what exceeds the discount rate, charged already by value."""
    overdraft_interest_per_year: Annotated[float, Ge(0), Le(2), Unit("1/year"), LATE_PAYMENT] = 0.446
    """Interest on what is owed beyond the limit; booked is what exceeds the discount rate."""
    last_year_budget_money: Annotated[float, MONEY, Unit("money/year"), ASSUMED] = 0.0
    """Marketing budget in force until a new one is approved."""
