"""The market of a scenario: people, category, how they respond, and luck."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Gt, Le, Lt

from mktsim.quantities import Part, Source, Unit

DUAL = Source("Goldenberg, Libai & Muller 2002, J Marketing 66:1; Muller & Yogev 2006, TFSC 73:1107; size assumption")
DEAL_REFERENCE = Source("Lattin & Bucklin 1989, JMR 26:299; Kalwani & Yim 1992, JMR 29:90; size assumption")
CYCLE = Source("Deleersnyder, Dekimpe, Sarvary & Parker 2004, Quantitative Marketing and Economics 2:347")
PROTOTYPE = Source("MARKET_PROTOTYPE.md section 3; sensitivity there")


class Region(Part):
    """A geographic market with its own population, season and shocks."""

    name: str
    """Name used in policies, plots and errors."""
    households: Annotated[float, Gt(0), Unit("households"), Source("given by the scenario")]
    """Households that could ever buy the category."""
    reservation_factor: Annotated[float, Gt(0), Le(5), Unit("multiple"), Source("assumption")] = 1.0
    """Reservation prices relative to the segments' medians (income)."""
    monthly_season: tuple[Annotated[float, Gt(0), Le(10), Unit("multiple"), Source("given by the scenario")], ...] = ()
    """Twelve multipliers of category demand, January first; empty for none."""


class Segment(Part):
    """A group of consumers that differ in means; types spread around these."""

    name: str
    """Name used in plots and errors."""
    share: Annotated[float, Gt(0), Le(1), Unit("share of households"), Source("given by the scenario")]
    """Share of each region's households; the segments' shares sum to one."""
    price_sensitivity: Annotated[float, Gt(0), Le(5), Unit("multiple"), Source("assumption")] = 1.0
    """Mean price sensitivity relative to the category's."""
    purchase_rate: Annotated[float, Ge(0), Le(10), Unit("multiple"), Source("assumption")] = 1.0
    """Mean purchase rate relative to the category's."""
    reservation_price_money: Annotated[float, Gt(0), Unit("money"), Source("assumption")] = 1e12
    """Median price above which the category is not affordable."""
    reservation_sd: Annotated[float, Gt(0), Le(3), Unit("sd of log"), Source("assumption")] = 0.5
    """Spread of log reservation prices within the segment."""
    media_habit: Annotated[float, Ge(0), Le(5), Unit("multiple"), Source("assumption")] = 1.0
    """Contacts received relative to the average household."""
    first_generation: Annotated[int, Ge(0), Le(3), Unit("index"), Source("Norton & Bass 1987")] = 0
    """First product generation that this segment considers."""
    tastes: dict[str, Annotated[float, Ge(-5), Le(5), Unit("utility"), Source("assumption")]] = {}
    """Utility added to single brands by name."""
    channel_preference: dict[str, Annotated[float, Ge(0), Le(20), Unit("multiple"), Source("assumption")]] = {}
    """Visits to single channels relative to their traffic share, by name."""


class Adoption(Part):
    """Category adoption by first purchase: the Bass hazard and its feedbacks (MODEL 3 step 4)."""

    established: bool = False
    """True where everyone already uses the category; the hazard is then idle."""
    p_per_year: Annotated[float, Ge(0), Le(0.5), Unit("1/year"), Source("G01, EVIDENCE A.1")] = 0.01
    """Coefficient of innovation."""
    q_per_year: Annotated[float, Ge(0), Le(3), Unit("1/year"), Source("G01, EVIDENCE A.1")] = 0.38
    """Coefficient of imitation."""
    potential_share: Annotated[float, Gt(0), Le(1), Unit("share of households"), Source("assumption")] = 1.0
    """Households that could ever adopt, as a share of all."""
    local_imitation_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 1.0
    """Share of imitation that looks at the own region's adopters."""
    segment_imitation_share: Annotated[float, Ge(0), Le(1), Unit("share"), DUAL] = 0.0
    """Share of imitation that looks at the adopters of the own segment alone: early and main markets talk little."""
    generation_gap_weeks: tuple[Annotated[int, Ge(1), Unit("weeks"), Source("given by the scenario")], ...] = ()
    """Weeks from the opening at which later generations start, in order."""
    upgrade_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption; indifferent between the two")] = (
        0.5
    )
    """Share of replacement buyers who take the next generation where they know, find and can pay it."""
    affordability: bool = True
    """Whether reservation prices gate adoption; off leaves price to the generalised Bass clock."""
    affordability_spread: Annotated[float, Gt(0), Le(1), Unit("sd of log"), Source("assumption")] = 0.15
    """Within-type spread of log reservation prices (smooths the quasi-random nodes)."""
    clock_price: Annotated[float, Ge(-5), Le(0), Unit("elasticity"), Source("Bass, Krishnan & Jain 1994")] = 0.0
    """Generalised Bass price coefficient b1; only without affordability."""
    clock_advertising: Annotated[float, Ge(0), Le(2), Unit("elasticity"), Source("Bass, Krishnan & Jain 1994")] = 0.0
    """Generalised Bass advertising coefficient b2."""
    clock_smoothing_weeks: Annotated[float, Ge(0), Le(52), Unit("weeks"), Source("assumption")] = 8.0
    """Time constant over which the clock follows regular price and advertising; zero for at once."""


class Repeat(Part):
    """Purchases after adoption: a rate for frequently bought goods, a life for durables."""

    rate_per_week: Annotated[float, Ge(0), Le(20), Unit("purchases/week"), PROTOTYPE] = 0.0
    """Mean purchase occasions of a household that uses the category; zero for a durable."""
    rate_shape: Annotated[float, Gt(0), Le(50), Unit("gamma shape"), PROTOTYPE] = 1.2
    """Shape of the gamma distribution of rates over households (NBD)."""
    units_per_purchase: Annotated[float, Gt(0), Le(100), Unit("units"), PROTOTYPE] = 1.0
    """Units bought per occasion at the reference price."""
    life_years: Annotated[float, Ge(0), Le(60), Unit("years"), Source("assumption")] = 0.0
    """Mean life of a durable until it is replaced; zero for no replacement."""
    incidence_elasticity: Annotated[float, Ge(0), Le(2), Unit("exponent"), PROTOTYPE] = 0.37
    """Power of the attraction of what is on offer in purchase incidence (muI)."""
    stock_reaction: Annotated[float, Ge(0), Le(2), Unit("slope"), PROTOTYPE] = 0.36
    """Linear fall of incidence with household stock (kap); zero for perishables."""
    consumption_reaction: Annotated[float, Ge(0), Le(2), Unit("slope"), PROTOTYPE] = 0.45
    """Linear rise of consumption with household stock (eps)."""
    stock_weeks: Annotated[float, Gt(0), Le(52), Unit("weeks"), PROTOTYPE] = 2.0
    """Normal household stock in weeks of consumption (W0)."""
    stock_per_interval: Annotated[float, Ge(0), Le(5), Unit("intervals"), PROTOTYPE] = 0.5
    """Normal stock in addition, in mean purchase intervals (Wc)."""
    deal_quantity: Annotated[float, Ge(0), Le(3), Unit("elasticity"), PROTOTYPE] = 0.30
    """Rise of units per purchase with price below reference (psi)."""
    feature_quantity: Annotated[float, Ge(0), Le(2), Unit("log points"), PROTOTYPE] = 0.05
    """Rise of units per purchase when featured (psiF)."""


class Choice(Part):
    """Brand choice within a type (MODEL 3 step 6)."""

    price_coefficient: Annotated[float, Gt(0), Le(10), Unit("per log price"), PROTOTYPE] = 2.1
    """Mean price coefficient of utility (beta)."""
    price_sd: Annotated[float, Ge(0), Le(2), Unit("sd of log"), PROTOTYPE] = 0.40
    """Spread of the price coefficient over types (lognormal, mean one)."""
    taste_concentration: Annotated[float, Gt(0), Le(10000), Unit("Dirichlet S"), PROTOTYPE] = 1.6
    """Heterogeneity of brand tastes; large is homogeneous."""
    reference_coefficient: Annotated[float, Ge(0), Le(5), Unit("per log price"), PROTOTYPE] = 0.65
    """Price coefficient against the reference price (bref)."""
    loss_aversion: Annotated[float, Ge(1), Le(4), Unit("ratio"), Source("G25, EVIDENCE A.1")] = 2.2
    """Weight of prices above reference relative to below (L)."""
    reference_memory: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("G25, EVIDENCE A.1")] = 0.90
    """Weekly memory of the reference price."""
    deal_coefficient: Annotated[float, Ge(0), Le(5), Unit("per log price"), DEAL_REFERENCE] = 0.0
    """Utility of a deal, marked as one, beyond the depth that past deals let expect."""
    deal_memory: Annotated[float, Ge(0), Lt(1), Unit("per week"), DEAL_REFERENCE] = 0.98
    """Weekly memory of deals."""
    feature_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("G23; MARKET_PROTOTYPE.md")] = 0.72
    """Utility of a feature advertisement."""
    display_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("G23; MARKET_PROTOTYPE.md")] = 0.60
    """Utility of a special display."""
    gift_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("assumption")] = 0.35
    """Utility of a gift item handed out with the purchase."""
    push_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("assumption")] = 0.6
    """Utility of one unit of channel members' skilled recommendation (push one above normal)."""
    loyalty: Annotated[float, Ge(0), Le(3), Unit("utility"), PROTOTYPE] = 0.30
    """Utility of a unit share of own past purchases (loy)."""
    loyalty_memory: Annotated[float, Ge(0), Le(1), Unit("per purchase"), PROTOTYPE] = 0.08
    """Weight of the newest purchase in loyalty (tau)."""
    untried_risk: Annotated[float, Ge(0), Le(5), Unit("utility"), Source("assumption; order of entry G34")] = 0.0
    """Utility lost on a brand never tried where nobody around uses it; it falls to nothing where all do."""
    trial_memory_weeks: Annotated[float, Ge(0), Le(1040), Unit("weeks"), Source("assumption")] = 0.0
    """Weeks without a purchase after which a brand counts as untried again; zero for never."""
    word_of_mouth: Annotated[float, Ge(0), Le(6), Unit("multiple"), Source("G30")] = 0.0
    """Weight of perceived quality added by talk at its loudest (valence)."""
    talk_volume: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("G30")] = 0.0
    """Utility of talk at its loudest, users / (users + talk_half) (volume)."""
    talk_half: Annotated[float, Gt(0), Le(1), Unit("share of households"), Source("assumption")] = 0.05
    """Share of users at which talk is half as loud as it gets."""
    presence_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("G27; size assumption")] = 0.0
    """Utility of outlets served far beyond the normal number of sales calls over normal ones."""
    presence_speed: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption")] = 0.08
    """Weekly speed at which outlets' service follows calls."""
    quality_learning: Annotated[float, Ge(0), Le(1), Unit("per purchase"), Source("assumption")] = 0.3
    """Speed at which perceived quality moves to true quality with experience."""


class Advertising(Part):
    """Contacts, adstock, awareness and wear-out (MODEL 3 step 2)."""

    immediate: Annotated[float, Ge(0), Le(3), Unit("utility"), PROTOTYPE] = 0.24
    """Immediate response to this week's pressure (gs)."""
    lasting: Annotated[float, Ge(0), Le(3), Unit("utility"), PROTOTYPE] = 0.38
    """Response to the advertising stock (gl)."""
    half_saturation: Annotated[float, Gt(0), Le(20), Unit("normal spending"), PROTOTYPE] = 1.0
    """Pressure at which the response bends (h)."""
    retention: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("G14, Leone 1995")] = 0.925
    """Weekly retention of the advertising stock."""
    awareness_reach: Annotated[float, Ge(0), Le(5), Unit("1/week"), Source("assumption")] = 0.06
    """Weekly hazard of becoming aware at normal advertising pressure."""
    awareness_from_users: Annotated[float, Ge(0), Le(5), Unit("1/week"), Source("assumption; G30")] = 0.02
    """Weekly hazard of becoming aware per unit share of users in the region."""
    awareness_from_shelf: Annotated[float, Ge(0), Le(5), Unit("1/week"), Source("assumption")] = 0.02
    """Weekly hazard of becoming aware per unit of distribution."""
    forgetting: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption")] = 0.01
    """Weekly hazard of forgetting a brand not used."""
    awareness_on: bool = True
    """Whether awareness limits the choice set; off makes everybody aware."""
    wear_out: Annotated[float, Ge(0), Le(1), Unit("per normal week"), Source("G19; size assumption")] = 0.0
    """Loss of effectiveness of a campaign per week at normal pressure."""
    recovery_weeks: Annotated[float, Gt(0), Le(104), Unit("weeks"), Source("G19")] = 12.0
    """Time constant at which a worn campaign recovers in pauses."""
    goodwill_coefficient: Annotated[float, Ge(0), Le(2), Unit("utility"), Source("assumption")] = 0.3
    """Utility of brand goodwill built by brand work (a small, separate state)."""
    goodwill_decay: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("Nerlove & Arrow 1962; size assumption")] = (
        0.01
    )
    """Weekly decay of brand goodwill."""


class Luck(Part):
    """Sizes of the sources of luck (MODEL 2, what is uncertain)."""

    category_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption; residual of store data")] = 0.04
    """Stationary standard deviation of category demand by region."""
    category_memory: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("assumption")] = 0.9
    """Weekly memory of category demand (AR 1)."""
    brand_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption; residual of store data")] = 0.08
    """Weekly brand shock by region."""
    cycle_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), CYCLE] = 0.0
    """Spread of the year's category demand with the business cycle, all regions alike."""
    cycle_memory: Annotated[
        float, Ge(0), Lt(1), Unit("per year"), Source("assumption; contractions last about a year")
    ] = 0.3
    """Yearly memory of the business cycle (AR 1)."""
    campaign_sd: Annotated[float, Ge(0), Le(2), Unit("sd of log"), Source("assumption")] = 0.30
    """Effectiveness of a campaign or promotion, unknown beforehand."""
    appeal_sd: Annotated[float, Ge(0), Le(2), Unit("utility"), Source("assumption; G43, G44")] = 0.0
    """Appeal of the focal brand, drawn once at launch and unknown to the firm."""
    potential_sd: Annotated[float, Ge(0), Le(2), Unit("sd of log"), Source("assumption; G43")] = 0.0
    """Market potential, drawn once and unknown to the firm."""
    season_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption")] = 0.05
    """Strength of each year's season."""
    rival_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption")] = 0.05
    """Spread of rivals' spending and prices around their rules."""
    counts: bool = True
    """Whether purchases are drawn as integers; off gives expected values."""


class Crisis(Part):
    """Product failures and rumours that strike the focal brand at random; people then think less of its quality."""

    strikes_per_year: Annotated[float, Ge(0), Le(12), Unit("1/year"), Source("assumption")] = 0.0
    """Crises a year; none by default."""
    size: Annotated[float, Ge(0), Le(5), Unit("utility"), Source("assumption")] = 0.5
    """Mean fall of perceived quality; a crisis has between half and one and a half times of it."""
    forgotten_weeks: Annotated[float, Gt(0), Le(260), Unit("weeks"), Source("assumption")] = 12.0
    """Weeks in which the fall halves when nobody answers."""
    answered_weeks: Annotated[float, Gt(0), Le(260), Unit("weeks"), Source("assumption")] = 2.0
    """Weeks in which it halves once everybody has heard an answer."""


class Market(Part):
    """All that consumers are and how they respond."""

    regions: tuple[Region, ...]
    segments: tuple[Segment, ...]
    types_per_segment: Annotated[int, Ge(1), Le(1024), Unit("types"), PROTOTYPE] = 32
    """Consumer types that represent each segment of each region."""
    reference_price_money: Annotated[float, Gt(0), Unit("money"), Source("given by the scenario")]
    """Price at which utility counts zero for price; the category's usual price."""
    adoption: Adoption = Adoption()
    repeat: Repeat = Repeat()
    choice: Choice = Choice()
    advertising: Advertising = Advertising()
    luck: Luck = Luck()
    crisis: Crisis = Crisis()
    """Crises of the focal brand; off by default."""
