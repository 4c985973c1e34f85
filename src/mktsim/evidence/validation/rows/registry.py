"""Registry of validation rows by evidence id: to add one, write it in the file of its topic and name it here."""

from __future__ import annotations

from mktsim.evidence.validation.row import Row
from mktsim.evidence.validation.rows.absence import G54, G55
from mktsim.evidence.validation.rows.advertising import G13, G13_FIELD, G13_NEWCOMER, G14, G15, G16, G17, G17_NEWCOMER
from mktsim.evidence.validation.rows.budget import G38, G39, G39_ALLOCATION, G40, G41
from mktsim.evidence.validation.rows.category_price import G51, G52, G53, G56, G58
from mktsim.evidence.validation.rows.competition import G34, G34_DURABLE, G37
from mktsim.evidence.validation.rows.diffusion import G01, G02, G30
from mktsim.evidence.validation.rows.forecasting import G42, G43
from mktsim.evidence.validation.rows.launches import G44, G45, G46, G47, G48, G49
from mktsim.evidence.validation.rows.life_cycle import G03, G04, G05, G06, G07
from mktsim.evidence.validation.rows.media_schedule import G18, G19
from mktsim.evidence.validation.rows.price import G09, G09_PERISHABLE, G10, G11, G11_PERISHABLE, G12, G25, G50
from mktsim.evidence.validation.rows.promotion import (
    G20,
    G21,
    G21_LAGGED,
    G21_PERISHABLE,
    G22,
    G22_PERISHABLE,
    G22_STATIONARY,
    G23,
    G24,
    G57,
)
from mktsim.evidence.validation.rows.promotion_panel import G20_PANEL
from mktsim.evidence.validation.rows.repeat_buying import G31, G32, G33
from mktsim.evidence.validation.rows.supply_chain import G08, G35, G35_STOCK_OUT, G36, G36_DURABLE
from mktsim.evidence.validation.rows.trade import G26, G27, G28, G29

ROWS: tuple[Row, ...] = (
    G01,
    G02,
    G03,
    G04,
    G05,
    G06,
    G07,
    G08,
    G09,
    G09_PERISHABLE,
    G10,
    G11,
    G11_PERISHABLE,
    G12,
    G13,
    G13_FIELD,
    G13_NEWCOMER,
    G14,
    G15,
    G16,
    G17,
    G17_NEWCOMER,
    G18,
    G19,
    G20,
    G20_PANEL,
    G21,
    G21_LAGGED,
    G21_PERISHABLE,
    G22,
    G22_STATIONARY,
    G22_PERISHABLE,
    G23,
    G24,
    G25,
    G26,
    G27,
    G28,
    G29,
    G30,
    G31,
    G32,
    G33,
    G34,
    G35,
    G35_STOCK_OUT,
    G36,
    G36_DURABLE,
    G37,
    G38,
    G39,
    G39_ALLOCATION,
    G40,
    G41,
    G42,
    G43,
    G44,
    G45,
    G46,
    G47,
    G48,
    G49,
    G50,
    G51,
    G52,
    G53,
    G54,
    G55,
    G56,
    G57,
    G58,
    G34_DURABLE,
)
"""Rows of one id and category are parts of one verdict."""
