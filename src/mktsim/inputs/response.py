"""How consumers respond: brand choice and advertising."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le, Lt

from mktsim.inputs.coefficients import Coefficient
from mktsim.quantities import Part, Source, Unit

DEALS = "Lattin & Bucklin 1989, JMR 26:299; Kalwani & Yim 1992, JMR 29:90"
BRAND_LIFE = Source(
    "Hirschey & Weygandt 1985, Journal of Accounting Research 23:326: advertising has a life of one to five years"
)
ASSUMED = Source("assumption")


class Choice(Part):
    """Brand choice within a type."""

    price_coefficient: Annotated[
        float,
        Ge(0.01),
        Le(10),
        Unit("per price value"),
        Source("Bijmolt, van Heerde & Pieters 2005, JMR 42:141: set so that own elasticity is near -2.6 (G09)"),
        Coefficient("price"),
    ] = 3.2
    """Mean price coefficient of utility (beta)."""
    price_power: Annotated[
        float, Ge(0), Le(1), Unit("Box-Cox exponent"),
        Source("assumption: prices in levels (1) bound revenue; 0 is log, for durables"),
        Coefficient("price_power")] = 1.0  # fmt: skip
    """Form of price in utility: log at 0 (constant elasticity), levels at 1 (elasticity in proportion to price)."""
    price_sd: Annotated[
        float, Ge(0), Le(2), Unit("sd of log"), Source("Auer & Papies 2020, JAMS 48:584 (G11); no row moves over 0-0.8")
    ] = 0.55
    """Spread of the price coefficient over types (lognormal, mean one)."""
    least_sensitivity: Annotated[
        float, Ge(0), Lt(1), Unit("share of the mean"), Source("assumption: nobody is deaf to prices")
    ] = 0.35
    """Lowest price sensitivity of anybody: nobody pays any price."""
    tier_strength: Annotated[
        float, Ge(0), Le(3), Unit("multiple"),
        Source("Blattberg & Wisniewski 1989, Marketing Science 8:291: tiers"),
    ] = 1.0  # fmt: skip
    """Taste for dear brands of people who mind prices little, beyond what prices alone make."""
    taste_concentration: Annotated[
        float,
        Ge(0.01),
        Le(10000),
        Unit("Dirichlet S"),
        Source("Goodhardt, Ehrenberg & Chatfield 1984, JRSS A 147:621 (S of 0.5-3, G31)"),
    ] = 1.6
    """Heterogeneity of brand tastes; large is homogeneous."""
    reference_coefficient: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("per log price"),
        Source("Kalyanaram & Winer 1995, Marketing Science 14:G161 (G25)"),
        Coefficient("reference"),
    ] = 0.68
    """Price coefficient against the reference price (bref)."""
    loss_aversion: Annotated[
        float,
        Ge(1),
        Le(4),
        Unit("ratio"),
        Source("Kalyanaram & Winer 1995, Marketing Science 14:G161 (G25)"),
        Coefficient("loss"),
    ] = 2.5
    """Weight of prices above reference relative to below (L)."""
    reference_memory: Annotated[
        float,
        Ge(0),
        Lt(1),
        Unit("per week"),
        Source("Kalyanaram & Winer 1995, Marketing Science 14:G161: half-life of 4-12 weeks (G25)"),
        Coefficient("reference_memory"),
    ] = 0.90
    """Weekly memory of the reference price."""
    seen_share: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("share"),
        Source("Dickson & Sawyer 1990, J Marketing 54(3):42; size assumption"),
        Coefficient("seen_share"),
    ] = 0.5
    """Speed at which people who do not buy a brand learn its price, relative to those who do."""
    deal_coefficient: Annotated[float, Ge(0), Le(5), Unit("per log price"), Source(f"{DEALS}"), Coefficient("deal")] = (
        1.3
    )
    """Utility of a deal, marked as one, beyond the depth that past deals let expect."""
    deal_memory: Annotated[
        float, Ge(0), Lt(1), Unit("per week"), Source(f"{DEALS}; size assumption"), Coefficient("deal_memory")
    ] = 0.95
    """Weekly memory of deals."""
    deal_wear: Annotated[
        float,
        Ge(0),
        Le(10),
        Unit("multiple per depth"),
        Source("Mela, Gupta & Lehmann 1997, JMR 34:248"),
        Coefficient("deal_wear"),
    ] = 3.0
    """Rise of the reference price's weight with the depth of deals that people have come to expect."""
    shelf_space: Annotated[
        float, Ge(0), Le(1), Unit("per log profit of a facing"),
        Source("Eisend 2014, J Retailing 90:168: shelf-space elasticity 0.17 on average"),
        Coefficient("shelf_space")] = 0.06  # fmt: skip
    """Utility of the facings that a retailer gives to what earns well."""
    feature_coefficient: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Narasimhan, Neslin & Sen 1996, J Marketing 60(2):17 (G23)"),
        Coefficient("feature"),
    ] = 0.72
    """Utility of a feature advertisement."""
    display_coefficient: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Narasimhan, Neslin & Sen 1996, J Marketing 60(2):17 (G23)"),
        Coefficient("display"),
    ] = 0.60
    """Utility of a special display."""
    gift_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("assumption"), Coefficient("gift")] = 0.35
    """Utility of a gift item handed out with the purchase."""
    push_coefficient: Annotated[float, Ge(0), Le(3), Unit("utility"), Source("assumption"), Coefficient("push")] = 0.6
    """Utility of one unit of channel members' skilled recommendation (push one above normal)."""
    loyalty: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Guadagni & Little 1983, Marketing Science 2:203; small once tastes differ (Keane 1997)"),
        Coefficient("loyalty"),
    ] = 0.50
    """Utility of a unit share of own past purchases (loy)."""
    loyalty_memory: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("per purchase"),
        Source("Guadagni & Little 1983, Marketing Science 2:203"),
        Coefficient("habit_speed"),
    ] = 0.08
    """Weight of the newest purchase in loyalty (tau)."""
    habit_loss: Annotated[
        float, Ge(1), Le(10), Unit("ratio"), Source("assumption; neutral by default"), Coefficient("habit_loss")
    ] = 1.0
    """Speed at which habit falls relative to the speed at which it builds."""
    untried_risk: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("utility"),
        Source("Urban, Carter, Gaskin & Mucha 1986, Management Science 32:645: set for the order of entry (G34)"),
        Coefficient("risk"),
    ] = 0.0
    """Utility lost on a brand never tried where nobody around uses it; it falls to nothing where all do."""
    trial_memory_weeks: Annotated[
        float, Ge(0), Le(1040), Unit("weeks"), Source("assumption: none by default"), Coefficient("trial_weeks")
    ] = 0.0
    """Weeks without a purchase after which a brand counts as untried again; zero for never."""
    word_of_mouth: Annotated[
        float,
        Ge(0),
        Le(6),
        Unit("multiple"),
        Source("You, Vadakkepatt & Joshi 2015, J Marketing 79:19: set for valence 0.42 (G30)"),
        Coefficient("wom"),
    ] = 0.0
    """Weight of perceived quality added by talk at its loudest (valence)."""
    talk_volume: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("You, Vadakkepatt & Joshi 2015, J Marketing 79:19: set for volume 0.24 (G30)"),
        Coefficient("talk"),
    ] = 0.0
    """Utility of talk at its loudest, users / (users + talk_half) (volume)."""
    talk_half: Annotated[
        float, Ge(0.001), Le(1), Unit("share of households"), Source("assumption"), Coefficient("talk_half")
    ] = 0.05
    """Share of users at which talk is half as loud as it gets."""
    presence_coefficient: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Albers, Mantrala & Sridhar 2010, JMR 47:840: set for an elasticity of 0.15-0.45 (G27)"),
        Coefficient("presence"),
    ] = 0.0
    """Utility of outlets served far beyond the normal number of sales calls over normal ones."""
    presence_speed: Annotated[
        float, Ge(0), Le(1), Unit("1/week"), Source("assumption"), Coefficient("presence_speed")
    ] = 0.08
    """Weekly speed at which outlets' service follows calls."""
    quality_learning: Annotated[
        float, Ge(0), Le(1), Unit("per purchase"), Source("assumption"), Coefficient("learning")
    ] = 0.3
    """Speed at which perceived quality moves to true quality with experience."""


class Stores(Part):
    """Choice of where to shop, and what people do when a shop does not list what they want."""

    response: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("per log attraction"),
        Source("Hoch, Dreze & Purk 1994, J Marketing 58(4):16: a chain's everyday prices move category volume little"),
        Coefficient("store_response"),
    ] = 0.10
    """Pull of a channel's offer in this category on where people shop; about the category's part of a basket."""
    missing_response: Annotated[
        float,
        Ge(0),
        Le(20),
        Unit("per share of purchases"),
        Source("Sloot & Verhoef 2008, J Retailing 84:281: delisting costs stores; size assumption"),
        Coefficient("missing_response"),
    ] = 0.5
    """Loss of visits where more of what people want is missing than usual."""
    speed: Annotated[
        float, Ge(0), Le(0.25), Unit("1/week"), Source("assumption: half a year"), Coefficient("store_speed")
    ] = 0.04
    """Weekly speed at which people change where they shop."""
    other_store: Annotated[
        float,
        Ge(0),
        Le(50),
        Unit("attraction over the brands listed"),
        Source("Corsten & Gruen 2003, IJRDM 31:605: solved for their split (G35)"),
        Coefficient("other_store"),
    ] = 0.6
    """Willingness to get a missing brand in another shop, over taking another brand on the spot."""
    no_purchase: Annotated[
        float,
        Ge(0.001),
        Le(50),
        Unit("attraction over the brands listed"),
        Source("Corsten & Gruen 2003, IJRDM 31:605: solved for their split (G35)"),
        Coefficient("no_purchase"),
    ] = 0.2
    """Readiness to put the purchase off or do without, over taking another brand on the spot."""


class Advertising(Part):
    """Contacts, adstock, awareness and wear-out."""

    immediate: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Sethuraman, Tellis & Briesch 2011, JMR 48:457: short run 0.12 (G13)"),
        Coefficient("immediate"),
    ] = 0.52
    """Immediate response to this week's pressure (gs)."""
    lasting: Annotated[
        float,
        Ge(0),
        Le(3),
        Unit("utility"),
        Source("Sethuraman, Tellis & Briesch 2011, JMR 48:457: long run 0.24 (G13)"),
        Coefficient("lasting"),
    ] = 0.09
    """Response to the advertising stock (gl)."""
    half_saturation: Annotated[float, Ge(0.01), Le(20), Unit("normal spending"), ASSUMED, Coefficient("half")] = 1.0
    """Pressure at which the response bends (h)."""
    retention: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("G14, Leone 1995"), Coefficient("retention")] = (
        0.925
    )
    """Weekly retention of the advertising stock."""
    awareness_reach: Annotated[
        float, Ge(0), Le(5), Unit("1/week"), Source("assumption"), Coefficient("reach_power")
    ] = 0.06
    """Weekly hazard of becoming aware at normal advertising pressure."""
    awareness_from_users: Annotated[
        float, Ge(0), Le(5), Unit("1/week"), Source("assumption; G30"), Coefficient("reach_users")
    ] = 0.02
    """Weekly hazard of becoming aware per unit share of users in the region."""
    awareness_from_shelf: Annotated[
        float, Ge(0), Le(5), Unit("1/week"), Source("assumption"), Coefficient("reach_shelf")
    ] = 0.02
    """Weekly hazard of becoming aware per unit of distribution."""
    forgetting: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption"), Coefficient("forget")] = 0.01
    """Weekly hazard of forgetting a brand not used."""
    awareness_base: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption"), Coefficient("reach_base")] = (
        0.016
    )
    """Weekly hazard of being reminded of a brand by everything else."""
    awareness_from_features: Annotated[
        float, Ge(0), Le(5), Unit("1/week"), Source("assumption"), Coefficient("reach_feature")
    ] = 0.02
    """Weekly hazard of being reminded by a feature in all shops."""
    awareness_from_deals: Annotated[
        float,
        Ge(0),
        Le(5),
        Unit("1/week"),
        Source("Anderson & Simester 2004, Marketing Science 23:4; size assumption"),
        Coefficient("reach_deal"),
    ] = 0.16
    """Weekly hazard of coming to mind per unit of price below what is usual."""
    reminder: Annotated[
        float, Ge(0), Le(1000), Unit("per purchase a week"),
        Source("Hartnett et al. 2021, J Advertising Research 61:247: small silent brands fall faster; size assumption"),
        Coefficient("reminder")] = 30.0  # fmt: skip
    """How much purchases slow forgetting."""
    awareness_on: Annotated[bool, Coefficient("aware_on")] = True
    """Whether awareness limits the choice set; off makes everybody aware."""
    wear_out: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("per normal week"),
        Source("Naik, Mantrala & Sawyer 1998, Marketing Science 17:214 (G19)"),
        Coefficient("wear"),
    ] = 0.0
    """Loss of effectiveness of a campaign per week at normal pressure."""
    recovery_weeks: Annotated[
        float,
        Ge(0.1),
        Le(104),
        Unit("weeks"),
        Source("Naik, Mantrala & Sawyer 1998, Marketing Science 17:214 (G19)"),
        Coefficient("recovery"),
    ] = 12.0
    """Time constant at which a worn campaign recovers in pauses."""
    goodwill_coefficient: Annotated[
        float, Ge(0), Le(2), Unit("utility"), Source("assumption"), Coefficient("goodwill")
    ] = 0.3
    """Utility of brand goodwill built by brand work (a small, separate state)."""
    goodwill_decay: Annotated[float, Ge(0), Le(1), Unit("1/week"), BRAND_LIFE, Coefficient("goodwill_decay")] = 0.01
    """Weekly decay of brand goodwill."""
