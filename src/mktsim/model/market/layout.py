"""The market's memory: one record each for parameters, state, levers, random inputs and output.

Consumer classes are the last dimension wherever they are one, so that loops over them run through memory in order.
Letters of dimensions: k consumer classes, b brands, c channels (chains), q outlet classes over all channels, r regions,
g segments, m media, h product generations, e Erlang stages of a durable's life, n levels of price sensitivity,
t weeks, d draws of a region x segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.coefficients import coefficients_of
from mktsim.inputs.scenario import Scenario
from mktsim.model.market.record import Record, array, whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mktsim.model.world import Sizes

    Floats = NDArray[np.float64]
    Wholes = NDArray[np.int64]

BASE_STAGES = 3
"""Erlang stages of a durable's life."""
SENSITIVITY_LEVELS = 16
"""Levels of price sensitivity that consumer classes are rounded to, so that exponentials of prices are shared."""


def lengths(z: Sizes, weeks: int = 1) -> dict[str, int]:
    """Return the length of every dimension letter for sizes `z` and `weeks` of random inputs."""
    return {
        "k": z.types, "b": z.brands, "c": z.channels, "q": z.places, "r": z.regions, "g": z.segments, "m": z.media,
        "h": z.generations, "e": BASE_STAGES, "n": SENSITIVITY_LEVELS, "t": weeks, "d": 1 + z.brands * z.channels,
        "1": 1, "2": z.regions + 1, "3": z.channels + 1, "4": z.regions * z.segments + 1,
    }  # fmt: skip


DERIVED = ("durable", "space_speed", "long_run")
"""Numbers that follow from several fields of a scenario: whether the category is durable; the weekly speed at which the
cost of space follows the category's profit (zero at rest); elasticity to a list price once habits, listings and memory
have followed, over that at once."""
COEFFICIENTS = (*(declared.coefficient.name for declared in coefficients_of(Scenario)), *DERIVED)
"""Numbers that hold for the whole market; all but the derived are declared on a scenario's fields."""


class Parameters(Record, numbers=COEFFICIENTS):
    """Fixed parameters of a world: consumer classes, outlets, brands and coefficients."""

    # consumer classes
    households: Floats = array("k")
    taste: Floats = array("bk")
    """Utility of a brand at its base price, normal advertising and no deal."""
    sensitivity: Floats = array("k")
    """Price sensitivity relative to the mean; one of `level`."""
    level: Floats = array("n")
    level_of: Wholes = whole("k")
    rate: Floats = array("k")
    """Purchases a week at rest."""
    stock_weeks: Floats = array("k")
    habit: Floats = array("k")
    """Media contacts relative to the mean."""
    log_reservation: Floats = array("k")
    store_share: Floats = array("ck")
    """Share of visits that go to each channel at rest."""
    base_loyalty: Floats = array("bk")
    """Shares of choice at base prices with everything known and listed."""
    region: Wholes = whole("k")
    segment: Wholes = whole("k")
    first: Wholes = whole("k")
    """First product generation that is considered."""
    first_class: Wholes = whole("2")
    """First consumer class of each region, and the number of classes; classes of a region stand together."""
    first_in_cell: Wholes = whole("4")
    """First consumer class of each region x segment in order, and the number of classes."""
    # outlets
    first_outlet: Wholes = whole("3")
    """First outlet class of each channel, and the number of outlet classes."""
    place_channel: Wholes = whole("q")
    volume: Floats = array("q")
    hurdle: Floats = array("q")
    listing_spread: Floats = array("c")
    listing_speed: Floats = array("c")
    delisting_speed: Floats = array("c")
    velocity_speed: Floats = array("c")
    call_response: Floats = array("c")
    opened: Floats = array("c")
    """One where the firm opens the outlets (own shops, franchise) and sets their prices."""
    traffic: Floats = array("c")
    handling: Floats = array("c")
    """Handling cost of a unit in the shop, money."""
    price_speed: Floats = array("c")
    price_band: Floats = array("c")
    """Gap from the wanted shelf price at which outlets change prices twice as fast, share."""
    renewal: Floats = array("c")
    """Share of contracts renewed each week."""
    change_cost: Floats = array("c")
    slots: Floats = array("c")
    """Features (and displays) that a channel has room for, brands a week."""
    feature_income: Floats = array("c")
    """What a channel of a region is paid for one brand's feature in all outlets for a week, money."""
    category_margin: Floats = array("rbc")
    """Net margin of a brand at rest beyond that of a single price: the category's less the worth of traffic, money at
    the brand's opening price."""
    # brands
    quality: Floats = array("b")
    entry: Floats = array("b")
    generation: Wholes = whole("b")
    base_price: Floats = array("b")
    """Usual shelf price, money."""
    base_value: Floats = array("b")
    """Usual shelf price on the scale of `price_value`."""
    open_awareness: Floats = array("b")
    open_distribution: Floats = array("b")
    open_tried: Floats = array("b")
    # media, regions, generations
    medium_power: Floats = array("m")
    """Response to a medium at its normal use, shares that sum to one."""
    medium_normal: Floats = array("m")
    """Share of normal spending."""
    medium_half: Floats = array("m")
    awareness_power: Floats = array("m")
    region_weight: Floats = array("r")
    gap: Floats = array("h")
    """Week in which a generation begins."""


class State(Record):
    """All that changes from week to week."""

    aware: Floats = array("bk")
    """Share of people who have the brand in mind."""
    tried: Floats = array("bk")
    loyal: Floats = array("bk")
    """Habit: share of own recent purchases."""
    loyal_base: Floats = array("bk")
    """Habit at rest."""
    paid_reference: Floats = array("bk")
    """Reference price on the scale of `price_value`."""
    deal_expected: Floats = array("bk")
    """Depth of deal that is expected, on the scale of `price_value`."""
    stock: Floats = array("k")
    """Household stock over its normal, less one."""
    consumption: Floats = array("k")
    """Category consumption relative to rest."""
    store: Floats = array("ck")
    """Share of visits that go to each channel."""
    offer: Floats = array("ck")
    """Log attraction of what a channel offers."""
    offer_usual: Floats = array("ck")
    """Log attraction that people have come to expect of a channel."""
    offer_base: Floats = array("ck")
    """The same at rest."""
    bargain: Floats = array("ck")
    """What promotions add to the log attraction of a channel's offer."""
    bargain_usual: Floats = array("ck")
    """The same as people have come to expect it."""
    missing: Floats = array("ck")
    """Share of intended purchases that a channel could not serve with what was wanted."""
    missing_base: Floats = array("ck")
    subscribed: Floats = array("cbk")
    """Subscriptions to a brand a household, by the channel in which they were taken out."""
    introduced: Floats = array("cbk")
    """Those of them that began with a deal and have not been asked for the full fee yet."""
    fee: Floats = array("rbc")
    """Fee that subscribers are used to, money; zero before the first week."""
    adopted: Floats = array("hk")
    base: Floats = array("hek")
    pent_up: Floats = array("hk")
    """Share of a class that waited for the category to become affordable and has not bought yet."""
    afforded: Floats = array("hk")
    """Largest share of a class that could afford the generation so far."""
    available: Floats = array("rbq")
    velocity: Floats = array("rbq")
    """Profit of a full listing over the cost of its space."""
    space_cost: Floats = array("rq")
    """Profit a week that a full listing has to earn: mean profit of a brand at rest, money."""
    invoice: Floats = array("rbc")
    """Invoice price in force with the members' contracts, money."""
    shelf: Floats = array("rbc")
    """Regular shelf price, money."""
    paid: Floats = array("rbc")
    featured: Floats = array("rbc")
    displayed: Floats = array("rbc")
    buyers_sensitivity: Floats = array("rbc")
    """Mean price sensitivity of a brand's buyers."""
    minded: Floats = array("rbc")
    """Expected units of the week, each times its buyer's price sensitivity."""
    presence: Floats = array("rbc")
    adstock: Floats = array("rb")
    wear: Floats = array("rb")
    goodwill: Floats = array("rb")
    perceived: Floats = array("rb")
    users: Floats = array("rb")
    visible: Floats = array("rb")
    """How much of a brand is seen in use: its users (durables) or its share of purchases."""
    doubt: Floats = array("rb")
    slow: Floats = array("rb")
    """Slow shock of a brand in a market."""
    national: Floats = array("b")
    category: Floats = array("r")
    response: Floats = array("1")
    """Slow drift of price sensitivity, log."""
    activity: Floats = array("r")
    clock_price: Floats = array("r")
    clock_ads: Floats = array("r")
    clock_debt: Floats = array("r")
    waiting: Floats = array("rc")
    """Shoppers who come back after a stock-out, units."""
    started: Wholes = whole("b")
    segments: Floats = array("g")
    """Nothing but the number of segments, by its length."""
    # working arrays of a week
    occasions: Floats = array("cbk")
    joined: Floats = array("cbk")
    """Subscriptions taken out, or renewed by somebody who looked, a household and week."""
    quantity: Floats = array("cbk")
    wanted: Floats = array("cbk")
    """Share of purchases in a channel that would go to a brand if everything were listed."""
    flow: Floats = array("hk")
    afford: Floats = array("bk")
    renewed: Floats = array("hk")
    meant: Floats = array("hk")
    bought: Floats = array("hk")
    found: Floats = array("q")
    visits: Floats = array("ck")
    """Category purchases a week in each channel."""
    reachable: Floats = array("bk")
    """Share of own visits that find a brand listed."""
    elsewhere: Floats = array("bk")
    """Purchases of a brand that are taken to another shop."""
    gone: Floats = array("bk")
    price_seen: Floats = array("k")
    worth: Floats = array("k")
    total: Floats = array("k")
    chosen: Floats = array("k")
    sales: Floats = array("k")
    earned: Floats = array("rbq")
    """Profit of a full listing in the week, money."""
    listed: Floats = array("rbc")
    """Share of a channel's visits that find the brand listed."""
    common: Floats = array("rb")
    everyday: Floats = array("bcn")
    """Multiple of attraction at the regular price, by level of price sensitivity."""
    offered: Floats = array("bcn")
    """The same over outlets and days, but for those with a deal on the shelf."""
    dealt: Floats = array("bcn")
    """What outlets and days with a deal add, before the deal is felt as one."""
    plain: Floats = array("ck")
    value_cut: Floats = array("rbc")
    """Depth of the deal where it is on the shelf, on the scale of `price_value`."""
    cut_share: Floats = array("rbc")
    """Share of the week and of outlets with the deal on the shelf."""
    value_paid: Floats = array("rbc")
    """Price paid on the scale of `price_value`."""


class Levers(Record):
    """One week's levers of all brands."""

    invoice: Floats = array("bc")
    """List price less terms: the invoice to each channel's members, money."""
    retail: Floats = array("bc")
    """Recommended retail price, money; charged where the firm runs the outlets."""
    price_step: Floats = array("rbc")
    """Change of both prices in a region and channel, share."""
    barred: Floats = array("rbc")
    """Share of a channel's outlets that have taken a brand off the shelf whatever it earns."""
    deal: Floats = array("rbc")
    """Money off the invoice of all units sold in the week, share of the invoice: depth times `deal_cover`."""
    deal_cover: Floats = array("rbc")
    """Share of the week and of outlets for which the deal is offered."""
    feature: Floats = array("rbc")
    display: Floats = array("rbc")
    gift: Floats = array("rbc")
    pressure: Floats = array("rbm")
    message: Floats = array("rb")
    """Persuasiveness of the advertising that runs, one is normal."""
    calls: Floats = array("rbc")
    push: Floats = array("rbc")
    outlets: Floats = array("rc")
    build: Floats = array("rb")
    extra_quality: Floats = array("b")
    season: Floats = array("r")
    stock: Floats = array("rc")
    week: Floats = array("1")


class RandomInputs(Record, numbers=("first_week",)):
    """Draws by week from `first_week` on: standard normals and uniforms; those of a single week hold for every week."""

    category: Floats = array("tr")
    brand: Floats = array("trb")
    slow: Floats = array("trb")
    national: Floats = array("tb")
    response: Floats = array("t")
    cycle: Floats = array("t")
    count: Floats = array("trgd")


class Output(Record):
    """Figures of a week for books, instruments and history."""

    expected: Floats = array("rgbc")
    drawn: Floats = array("rgbc")
    units: Floats = array("rbc")
    desired: Floats = array("rc")
    lost: Floats = array("rc")
    switched_in: Floats = array("rc")
    newcomers: Floats = array("rbc")
    """Share of units that are first fees of new subscribers; zero where nothing is subscribed to."""
    adopters: Floats = array("h")
    using: Floats = array("h")
    awareness: Floats = array("b")
    distribution: Floats = array("rbc")
    paid_value: Floats = array("rbc")
    list_value: Floats = array("rbc")
    """Units at the regular shelf price, money."""
    density: Floats = array("rbq")
    by_brand: Floats = array("b")
    by_channel: Floats = array("c")
    by_region: Floats = array("r")
    value_by_channel: Floats = array("c")
    sold: Floats = array("1")
    paid: Floats = array("1")
    rival_paid: Floats = array("1")
    wanted: Floats = array("1")
    unserved: Floats = array("1")
    listing: Floats = array("1")
    deal: Floats = array("1")
    pressure: Floats = array("1")
    calls: Floats = array("1")
    goodwill: Floats = array("1")
    quality: Floats = array("1")
    shelf_price: Floats = array("1")
    """Focal regular shelf price, mean over units."""
