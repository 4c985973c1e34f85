"""Words in the names of columns: which role they speak for, and what speaks against one's own actual figures.

Points say how telling a word is as the head of a name: 8 leaves little doubt, 4 is a hint. All are assumptions, set by
how such files are commonly headed; accents are taken off before a name is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mktsim.evidence.history.columns import Role


def _all(points: float, words: str) -> dict[str, float]:
    return dict.fromkeys(words.split(), points)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: dict[Role, dict[str, float]] = {
    Role.PERIOD: {
        **_all(9, "date datum fecha data ds timestamp dt vecka"),
        **_all(8, "week wk woche semana semaine settimana kw weeks month mth mes mois monat mese quarter qtr quartal"),
        **_all(
            8, "trimestre period periode periodo ending beginning commencing day tag dia jour giorno yearweek yyyyww"
        ),
        **_all(8, "yyyymm yearmonth weekending weekof weekstart weekend"),
        **_all(7, "year yr jahr ano annee anno fy season saison time zeit"),
        **_all(3, "t start end from ended"),
    },
    Role.PART: {
        **_all(8, "week wk woche semana semaine kw month mth mo mes mois monat quarter qtr quartal trimestre fq q"),
        **_all(6, "period periode periodo"),
    },
    Role.SALES: {
        **_all(8, "units sold unidades unites stuck stueck einheiten absatz pezzi afzet aantal antal"),
        **_all(7, "sales volume qty quantity quantities sale ventas ventes vendite verkaufe verkauf menge quantite"),
        **_all(
            7,
            "cantidad volumen move movement ordered sellout quantita vendas verkopen forsaljning sprzedaz kpi",
        ),
        **_all(
            6, "demand shipments shipped consumption purchases pieces pcs cases bottles packs boxes kg litres liters"
        ),
        **_all(
            6,
            "tonnes tons additions adopters adoptions adopting registrations scripts prescriptions trx nrx pax eq adds",
        ),
        **_all(6, "passengers deliveries installs downloads signups tickets vol sellin"),
        **_all(4, "new actual actuals ist q"),
        **_all(5, "orders bookings conversions transactions bestellungen pedidos commandes y acquisitions"),
    },
    Role.REVENUE: {
        **_all(6, "revenue revenues turnover umsatz gmv ca ingresos fatturato dollars omzet faturamento"),
        **_all(4, "value amount amt takings valeur wert importe betrag val"),
        **_all(-4, "spend"),
    },
    Role.UNIT: {
        **_all(
            8, "store retailer account outlet shop filiale tienda magasin negozio branch iri loja winkel butik sklep"
        ),
        **_all(7, "region market chain banner dma territory geo geography canton bundesland provincia"),
        **_all(
            6, "state city country customer warehouse location site branch markt kunde sku upc ean asin gtin product"
        ),
        **_all(5, "item article artikel producto produit brand marke marca panel channel kanal canal segment variant"),
        **_all(3, "unit id group"),
    },
    Role.HOUSEHOLD: {
        **_all(8, "household hhid hid panelist hh"),
        **_all(6, "customer shopper consumer respondent"),
        **_all(4, "id"),
    },
    Role.CHOICE: _all(8, "choice chosen bought brand"),
    Role.PRICE: {
        **_all(8, "price prices prix preis precio prezzo preco prijs pris cena"),
        **_all(7, "asp arp ppu verkaufspreis prc"),
        **_all(6, "fare adr rsp rrp msrp"),
        **_all(4, "p"),
    },
    Role.DISPLAY: {
        **_all(8, "display disp displays dsp zweitplatzierung"),
        **_all(6, "endcap gondola"),
        **_all(3, "d"),
    },
    Role.FEATURE: {
        **_all(8, "feature feat features ftr flyer leaflet handzettel"),
        **_all(
            6, "promo promotion promotions promoted deal deals aktion actie oferta promocion promocao offer onpromo tpr"
        ),
        **_all(3, "f"),
    },
    Role.ADVERTISING: {
        **_all(8, "advertising advert adverts adspend adspends ads ad adv werbung publicite publicidad werbeausgaben"),
        **_all(
            7, "media spend spent spending spends investment marketing medien grp grps trp trps gasto depense ausgaben"
        ),
        **_all(7, "tv television radio print press ooh outdoor billboard cinema facebook fb meta instagram google"),
        **_all(7, "search sem ppc youtube yt tiktok social influencer programmatic affiliate video banner newspaper"),
        **_all(7, "magazine podcast twitter pinterest linkedin bing sponsorship adwords digital online kino zeitung"),
        **_all(7, "fernsehen plakat mail direct"),
    },
    Role.DISTRIBUTION: {
        **_all(8, "distribution acv tdp distribucion distribuzione"),
        **_all(6, "availability outlets doors stores pdv"),
    },
    Role.STOCK: _all(6, "stock inventory subscribers users members bestand onhand subscriptions installed"),
    Role.CUMULATED: _all(7, "cumulative cumulated cum cumul cumsum ytd mtd running kumuliert acumulado todate"),
}
"""Points of a word for a role."""

OWN_FIGURES = (Role.SALES, Role.REVENUE, Role.PRICE)


@dataclass(frozen=True)
class Qualifier:
    """Words that speak against roles."""

    reason: str
    """What such a column holds instead."""
    words: frozenset[str]
    against: tuple[tuple[Role, float], ...]
    """Points taken from each role."""
    unless: frozenset[str] = frozenset()
    """Words beside which they say nothing."""


def _against(reason: str, words: str, points: float, *roles: Role) -> Qualifier:
    return Qualifier(reason, frozenset(words.split()), tuple((role, points) for role in roles or OWN_FIGURES))


_MARKETING = (Role.DISPLAY, Role.FEATURE, Role.ADVERTISING, Role.DISTRIBUTION)
RIVALS = _words(
    "competitor competitors competition competing competitive comp compet rival rivals others other konkurrenz "
    "konkurrent wettbewerb wettbewerber concurrent concurrents competidor competencia concorrente cmp"
)
"""Words for somebody else."""
AGAINST = (
    Qualifier("about somebody else", RIVALS, tuple((role, 14.0) for role in (*OWN_FIGURES, *_MARKETING))),
    _against("about the whole market", "category industry segment sector", 6.0),
    _against(
        "a plan",
        "target targets plan planned budgeted goal goals quota forecast forecasted fcst predicted prediction "
        "expected projection projected aop soll ziel plan objectif previsto prevision objetivo estimate estimated",
        14.0,
        *OWN_FIGURES,
        Role.DISTRIBUTION,
        Role.ADVERTISING,
    ),
    _against("a plan", "budget", 14.0, *OWN_FIGURES, Role.DISTRIBUTION),
    _against(
        "about an earlier time",
        "ly py ya yago ago prior previous prev lag lagged last yoy vorjahr vj anterior",
        14.0,
        *OWN_FIGURES,
        *_MARKETING,
        Role.STOCK,
        Role.CUMULATED,
    ),
    _against(
        "returned goods",
        "returned returns return refunds refunded refund cancelled canceled cancellations retouren storno lost unsold",
        14.0,
    ),
    _against(
        "a part of it, sold at a discount", "discounted markdown rebate rebates coupon", 6.0, Role.SALES, Role.REVENUE
    ),
    _against("a part of it", "base baseline incremental incr uplift lift extra", 6.0, Role.SALES, Role.REVENUE),
    _against("a part of it", "promo promoted promotional promotion onpromo", 5.0, Role.SALES, Role.REVENUE),
    _against("a price on promotion alone", "promo promoted promotional promotion deal", 2.5, Role.PRICE),
    _against("before returns and discounts", "gross brutto", 1.0, Role.SALES, Role.REVENUE),
    _against("a discount", "discount discounts rabatt", 8.0, *OWN_FIGURES),
    _against(
        "a regular or recommended price, not what was paid",
        "base regular list recommended rrp msrp rsp reference normal everyday original undiscounted baseline was "
        "non max",
        4.5,
        Role.PRICE,
    ),
    _against(
        "a cost",
        "cost costs spent cogs expense expenses kosten coste cout costo",
        14.0,
        Role.SALES,
        Role.REVENUE,
        Role.PRICE,
        Role.DISPLAY,
        Role.FEATURE,
    ),
    _against("a cost", "wholesale purchase invoice buying einkauf", 14.0, Role.PRICE),
    _against(
        "a result or a charge",
        "profit margin contribution tax taxes vat mwst shipping freight fee fees commission earnings ebit income",
        14.0,
    ),
    _against(
        "about other goods",
        "fuel oil gas gasoline petrol diesel energy electricity commodity raw input material ingredient house housing "
        "cpi ppi inflation stockmarket crude",
        14.0,
        *OWN_FIGURES,
    ),
    _against("an average or a ratio", "avg average mean median per ratio rate", 4.0, Role.SALES, Role.REVENUE),
    _against(
        "a change, an index or a statistic",
        "growth change chg diff delta trend index idx indexed rank score sd std stdev var variance se error lower "
        "upper ci log ln adstock scaled norm normalized zscore cv elasticity gap",
        10.0,
        *OWN_FIGURES,
        Role.DISTRIBUTION,
        Role.ADVERTISING,
    ),
    _against("smoothed", "ma rolling moving smoothed sma ema", 6.0),
    _against("a share", "share pct percent percentage proportion anteil ms penetration", 3.5, Role.SALES, Role.REVENUE),
    Qualifier(
        "a stock, not sales of a period",
        _words(
    "stock inventory subscribers users members bestand installed owners households population"
),
        ((Role.SALES, 8.0),),
        _words(
    "new net gross additions adds signups"
),
    ),
    _against("a flow", "new net gross additions adds signups", 6.0, Role.STOCK),
    _against(
        "cumulated", "cumulative cumulated cum cumul cumsum ytd mtd qtd running kumuliert acumulado todate", 8.0,
        Role.SALES, Role.REVENUE,
    ),
    _against("a property of accounts", "count size type format number sqft lat lon population", 8.0, Role.UNIT),
    _against("about the period", "week month quarter year day holiday", 6.0),
    _against("a flag", "flag dummy indicator is", 8.0),
    _against(
        "not money spent",
        "spend spending cost costs budget investment spends eur usd impressions clicks views grp grps reach",
        9.0,
        Role.DISPLAY,
        Role.FEATURE,
    ),
    _against("traffic, not sales", "visits sessions visitors traffic impressions clicks pageviews", 8.0),
)  # fmt: skip
"""What speaks against a role, with the reason that is given."""

SPENDING = _words("spend spends spent spending cost costs investment budget eur usd gbp money ausgaben gasto depense s")
"""Words by which a medium is counted in money."""
EXPOSURE = _words(
    "impressions impression clicks click views view reach grp grps trp trps opens sessions visits imps frequency i "
    "p ctr cpm cpc organic likes followers shares sent"
)
"""Words by which a medium is counted in exposures."""
NOISE = _words(
    "on weekly daily monthly quarterly yearly annual annually total number num nbr no nr key code name all actual "
    "actuals own our my brand focal net the of and a id de la le der die das fiscal calendar calendrier this total "
    "tot sum observed reported real avg average mean weighted wtd effective"
)
"""Words that leave the head of a name to another."""
SCALES = {
    **dict.fromkeys(("thousand", "thousands", "k", "tsd", "tausend", "mil", "miles", "milliers", "ths"), 1e3),
    **dict.fromkeys(("teur", "keur", "tusd", "kusd", "kgbp"), 1e3),
    **dict.fromkeys(("meur", "musd", "mgbp"), 1e6),
    **dict.fromkeys(("million", "millions", "m", "mn", "mio", "mill", "millones", "mln"), 1e6),
    **dict.fromkeys(("billion", "billions", "bn", "mrd", "milliarden"), 1e9),
}
"""What one unit stands for."""
CURRENCIES = _words(
    "eur euro euros usd gbp jpy chf sek nok dkk pln cad aud inr brl mxn czk huf cny rmb dollar pound pounds teur "
    "keur tusd kusd kgbp meur musd mgbp"
)
"""Currencies by name and code."""


_GLUED_SHORT = _words("on ad tv id wk yr fb nr ly py")
"""Words of two letters that names are glued together with."""


@cache
def known_words() -> frozenset[str]:
    """Return all words that a glued name may be made of."""
    roles = {word for words in WORDS.values() for word in words}
    against = {word for one in AGAINST for word in one.words}
    found = roles | against | SPENDING | EXPOSURE | NOISE | set(SCALES) | CURRENCIES
    return frozenset(word for word in found if len(word) > 2) | _GLUED_SHORT
