"""The market of a scenario: people, category, how they respond, and luck."""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Ge, Le, Lt, MaxLen, MinLen

from mktsim.inputs.coefficients import Coefficient, per_week, replacement_rate, speed, weekly
from mktsim.inputs.luck import Crisis, Luck
from mktsim.inputs.named import Named
from mktsim.inputs.response import Advertising, Choice, Stores
from mktsim.quantities import PRICE, Part, Source, Unit
from mktsim.relations import Counts, Index, InRun, Lengths, Names, Ref, Rising, SumsTo

DUAL = Source("Goldenberg, Libai & Muller 2002, J Marketing 66:1; Muller & Yogev 2006, TFSC 73:1107; none by default")
ASSUMED = Source("assumption")
TYPES = Source("assumption; numerical: evidence on promotions settles at 32 types, on repeat buying at 128 in all")


class Region(Named):
    """A geographic market with its own population, season and shocks."""

    households: Annotated[float, Ge(1), Le(1e10), Unit("households"), Source("given by the scenario")]
    """Households that could ever buy the category."""
    reservation_factor: Annotated[
        float, Ge(0.01), Le(5), Unit("multiple"), Source("given by the scenario; neutral by default")
    ] = 1.0
    """Reservation prices relative to the segments' medians (income)."""
    monthly_season: Annotated[
        tuple[Annotated[float, Ge(0.001), Le(10), Unit("multiple"), Source("given by the scenario")], ...],
        Lengths((0, 12)),
    ] = ()
    """Twelve multipliers of category demand, January first; empty for none."""


class Segment(Named):
    """A group of consumers that differ in means; types spread around these."""

    share: Annotated[float, Ge(0.0001), Le(1), Unit("share of households"), Source("given by the scenario")]
    """Share of each region's households; the segments' shares sum to one."""
    price_sensitivity: Annotated[
        float, Ge(0.01), Le(5), Unit("multiple"), Source("given by the scenario; neutral by default")
    ] = 1.0
    """Mean price sensitivity relative to the category's."""
    purchase_rate: Annotated[
        float, Ge(0), Le(10), Unit("multiple"), Source("given by the scenario; neutral by default")
    ] = 1.0
    """Mean purchase rate relative to the category's."""
    reservation_price_money: Annotated[
        float, PRICE, Unit("money"), Source("given by the scenario; neutral by default")
    ] = 1e12
    """Median price above which the category is not affordable."""
    reservation_sd: Annotated[float, Ge(0.01), Le(3), Unit("sd of log"), Source("assumption")] = 0.5
    """Spread of log reservation prices within the segment."""
    media_habit: Annotated[
        float, Ge(0), Le(5), Unit("multiple"), Source("given by the scenario; neutral by default")
    ] = 1.0
    """Contacts received relative to the average household."""
    first_generation: Annotated[int, Ge(0), Le(3), Index("generation"), Unit("index"), Source("Norton & Bass 1987")] = 0
    """First product generation that this segment considers."""
    tastes: dict[
        Annotated[str, Ref("brand")],
        Annotated[float, Ge(-5), Le(5), Unit("utility"), Source("given by the scenario; neutral by default")],
    ] = {}
    """Utility added to single brands by name."""
    channel_preference: dict[
        Annotated[str, Ref("channel")],
        Annotated[float, Ge(0), Le(20), Unit("multiple"), Source("given by the scenario; neutral by default")],
    ] = {}
    """Visits to single channels relative to their traffic share, by name."""


class Adoption(Part):
    """Category adoption by first purchase: the Bass hazard and its feedbacks."""

    established: bool = False
    """True where everyone already uses the category; the hazard is then idle."""
    p_per_year: Annotated[
        float,
        Ge(0),
        Le(0.5),
        Unit("1/year"),
        Source("Sultan, Farley & Lehmann 1990, JMR 27:70 (0.03 on average)"),
        Coefficient("p_week", weekly),
    ] = 0.01
    """Coefficient of innovation."""
    q_per_year: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("1/year"),
        Source("Sultan, Farley & Lehmann 1990, JMR 27:70 (0.38 on average)"),
        Coefficient("q_week", weekly),
    ] = 0.38
    """Coefficient of imitation."""
    potential_share: Annotated[
        float, Ge(0.0001), Le(1), Unit("share of households"), Source("given by the scenario; neutral by default")
    ] = 1.0
    """Households that could ever adopt, as a share of all."""
    local_imitation_share: Annotated[
        float, Ge(0), Le(1), Unit("share"), Source("given by the scenario; neutral by default"), Coefficient("local")
    ] = 1.0
    """Share of imitation that looks at the own region's adopters."""
    segment_imitation_share: Annotated[float, Ge(0), Le(1), Unit("share"), DUAL, Coefficient("own_segment")] = 0.0
    """Share of imitation that looks at the adopters of the own segment alone: early and main markets talk little."""
    generation_gap_weeks: Annotated[
        tuple[Annotated[int, Ge(1), Le(2600), InRun(), Unit("weeks"), Source("given by the scenario")], ...],
        MaxLen(3),
        Rising(),
        Counts("generation", beyond=1),
    ] = ()
    """Weeks from the opening at which later generations start, in order."""
    upgrade_share: Annotated[
        float, Ge(0), Le(1), Unit("share"), Source("assumption; indifferent between the two"), Coefficient("upgrade")
    ] = 0.5
    """Share of replacement buyers who take the next generation where they know, find and can pay it."""
    affordability: Annotated[bool, Coefficient("affordable")] = True
    """Whether reservation prices gate adoption; off leaves price to the generalised Bass clock."""
    affordability_spread: Annotated[
        float,
        Ge(0.01),
        Le(1),
        Unit("sd of log"),
        Source("numerical choice: smooths the quasi-random nodes"),
        Coefficient("affordable_slope"),
    ] = 0.15
    """Within-type spread of log reservation prices (smooths the quasi-random nodes)."""
    waiting_share: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("share"),
        Source("assumption; Nair 2007, QME 5:239: many wait for lower prices"),
        Coefficient("waiting_share"),
    ] = 0.0
    """Of those newly able to afford the category who would have bought by now, the share that has waited for it."""
    waiting_weeks: Annotated[
        float, Ge(1), Le(260), Unit("weeks"), Source("assumption"), Coefficient("waiting_weeks")
    ] = 13.0
    """Weeks in which those who waited buy, once they can."""
    clock_price: Annotated[
        float, Ge(-5), Le(0), Unit("elasticity"), Source("Bass, Krishnan & Jain 1994"), Coefficient("clock_price")
    ] = 0.0
    """Generalised Bass price coefficient b1; only without affordability."""
    clock_advertising: Annotated[
        float, Ge(0), Le(2), Unit("elasticity"), Source("Bass, Krishnan & Jain 1994"), Coefficient("clock_ads")
    ] = 0.0
    """Generalised Bass advertising coefficient b2."""
    clock_smoothing_weeks: Annotated[
        float, Ge(0), Le(52), Unit("weeks"), Source("assumption"), Coefficient("clock_speed", speed)
    ] = 8.0
    """Time constant over which the clock follows regular price and advertising; zero for at once."""


class Repeat(Part):
    """Purchases after adoption: a rate for frequently bought goods, a term for subscriptions, a life for durables."""

    uncounted_by_default: ClassVar[frozenset[str]] = frozenset({"term_weeks", "looking_share", "rise_notice"})

    rate_per_week: Annotated[float, Ge(0), Le(20), Unit("purchases/week"), ASSUMED] = 0.0
    """Mean purchase occasions of a household that uses the category; zero for a durable."""
    rate_shape: Annotated[
        float,
        Ge(0.05),
        Le(50),
        Unit("gamma shape"),
        Source("Ehrenberg 1959, Applied Statistics 8:26; chi-square of the NBD (G33)"),
    ] = 1.2
    """Shape of the gamma distribution of rates over households (NBD)."""
    units_per_purchase: Annotated[
        float, Ge(0.01), Le(100), Unit("units"), ASSUMED, Coefficient("units_per_purchase")
    ] = 1.0
    """Units bought per occasion at the reference price."""
    term_weeks: Annotated[
        float,
        Ge(0),
        Le(260),
        Unit("weeks"),
        Source("given by the scenario; none by default"),
        Coefficient("term_rate", per_week),
    ] = 0.0
    """Term of a subscription that goes on until somebody cancels, a fee each term; zero for a good that is no contract.

    A fee is then a purchase: `rate_per_week` are fees, subscriptions of a household over the term.
    """
    looking_share: Annotated[
        float,
        Ge(0.001),
        Le(1),
        Unit("share of renewals"),
        Source(
            "Miller, Sahni & Strulov-Shlain 2023, SSRN 4065098: 53-75% do not take within a month an action that they"
            " want; without a contract everybody looks"
        ),
        Coefficient("looking"),
    ] = 1.0
    """Share of renewals at which a subscriber looks at what is on offer, cancelling included; the rest goes on. Who has
    no subscription looks as often."""
    rise_notice: Annotated[
        float,
        Ge(0),
        Le(100),
        Unit("per share of the fee"),
        Source("assumption: a rise has to be told, and a tenth more makes two in three look"),
        Coefficient("notice"),
    ] = 10.0
    """How many more subscribers look when the fee rises above the one that they are used to."""
    life_years: Annotated[
        float,
        Ge(0),
        Le(60),
        Unit("years"),
        Source("given by the scenario; neutral by default"),
        Coefficient("replace_rate", replacement_rate),
    ] = 0.0
    """Mean life of a durable until it is replaced; zero for no replacement."""
    incidence_elasticity: Annotated[
        float,
        Ge(0),
        Le(2),
        Unit("exponent"),
        Source("van Heerde, Gupta & Wittink 2003, JMR 40:481: solved for their split of units (G20)"),
        Coefficient("incidence"),
    ] = 0.36
    """Power of the attraction of what is on offer in purchase incidence (muI)."""
    stock_reaction: Annotated[
        float,
        Ge(0),
        Le(2),
        Unit("slope"),
        Source("van Heerde, Gupta & Wittink 2003, JMR 40:481: solved for their split of units (G20)"),
        Coefficient("stock_reaction"),
    ] = 0.40
    """Linear fall of incidence with household stock (kap); zero for perishables."""
    consumption_reaction: Annotated[
        float,
        Ge(0),
        Le(2),
        Unit("slope"),
        Source("Ailawadi & Neslin 1998, JMR 35:390; solved for G20"),
        Coefficient("consumption_reaction"),
    ] = 0.20
    """Linear rise of consumption with household stock (eps)."""
    stock_weeks: Annotated[
        float,
        Ge(0.1),
        Le(52),
        Unit("weeks"),
        Source("van Heerde, Leeflang & Wittink 2000, JMR 37:383: solved for the dip (G21)"),
    ] = 2.0
    """Normal household stock in weeks of consumption (W0)."""
    stock_per_interval: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("intervals"),
        Source("van Heerde, Leeflang & Wittink 2000, JMR 37:383: solved for the dip (G21)"),
    ] = 0.5
    """Normal stock in addition, in mean purchase intervals (Wc)."""
    deal_quantity: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("elasticity"),
        Source("Gupta 1988, JMR 25:342; Bell, Chiang & Padmanabhan 1999, Marketing Science 18:504 (G20)"),
        Coefficient("deal_quantity"),
    ] = 0.30
    """Rise of units per purchase with price below reference (psi)."""
    feature_quantity: Annotated[
        float, Ge(0), Le(2), Unit("log points"), Source("Gupta 1988, JMR 25:342 (G20)"), Coefficient("feature_quantity")
    ] = 0.05
    """Rise of units per purchase when featured (psiF)."""
    offer_memory: Annotated[
        float,
        Ge(0),
        Lt(1),
        Unit("per week"),
        Source("assumption: a new regular price is usual within a quarter"),
        Coefficient("offer_memory"),
    ] = 0.90
    """Weekly memory of what shops are expected to offer; incidence answers what is better than that."""
    outside_attraction: Annotated[
        float,
        Ge(0),
        Le(20),
        Unit("attraction over the category's"),
        Source("Andreyeva, Long & Brownell 2010, AJPH 100:216: category elasticities of food 0.27-0.81"),
        Coefficient("outside"),
    ] = 0.30
    """Attraction of everything else to spend on, relative to the category's at rest; consumption answers it."""
    outside_response: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("per log attraction"),
        Source("Andreyeva, Long & Brownell 2010, AJPH 100:216: solved for the permanent category elasticity"),
        Coefficient("outside_response"),
    ] = 0.6
    """Response of the odds of consuming the category to what it offers."""


class Market(Part):
    """All that consumers are and how they respond."""

    regions: Annotated[tuple[Region, ...], MinLen(1), MaxLen(100), Names("region")]
    """Geographic markets."""
    segments: Annotated[tuple[Segment, ...], MinLen(1), MaxLen(100), Names("segment"), SumsTo(1.0, "share")]
    """Groups of consumers, the same in each region."""
    types_per_segment: Annotated[int, Ge(1), Le(1024), Unit("types"), TYPES] = 32
    """Consumer types that represent each segment of each region."""
    reference_price_money: Annotated[
        float, PRICE, Unit("money"), Source("given by the scenario"), Coefficient("reference_money")
    ]
    """Price at which utility counts zero for price; the category's usual price."""
    adoption: Adoption = Adoption()
    repeat: Repeat = Repeat()
    stores: Stores = Stores()
    choice: Choice = Choice()
    advertising: Advertising = Advertising()
    luck: Luck = Luck()
    crisis: Crisis = Crisis()
    """Crises of the focal brand; off by default."""

    @property
    def is_durable(self) -> bool:
        """Tell whether the category is one of durables, adopted and replaced, and not of repeat goods."""
        return not self.adoption.established and self.repeat.rate_per_week == 0.0

    @property
    def is_subscription(self) -> bool:
        """Tell whether purchases are fees of contracts that go on until somebody cancels."""
        return self.repeat.term_weeks > 0.0
