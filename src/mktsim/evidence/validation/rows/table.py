"""Every row there is, in order of evidence id: to add one, write a file and name it here."""

from __future__ import annotations

from mktsim.evidence.validation.row import Row
from mktsim.evidence.validation.rows import (
    g01,
    g02,
    g03,
    g04,
    g05,
    g06,
    g07,
    g08,
    g09,
    g10,
    g11,
    g12,
    g13,
    g13_field,
    g13_newcomer,
    g14,
    g15,
    g16,
    g17,
    g17_newcomer,
    g18,
    g19,
    g20,
    g20_panel,
    g21,
    g21_lagged,
    g22,
    g22_stationary,
    g23,
    g24,
    g25,
    g27,
    g28,
    g29,
    g31,
    g32,
    g33,
    g34,
    g36,
    g37,
)

ROWS: tuple[Row, ...] = (
    g01.ROW, g02.ROW, g03.ROW, g04.ROW, g05.ROW, g06.ROW, g07.ROW, g08.ROW,
    g09.ROW, g09.PERISHABLE, g10.ROW, g11.ROW, g11.PERISHABLE, g12.ROW,
    g13.ROW, g13_field.ROW, g13_newcomer.ROW, g14.ROW, g15.ROW, g16.ROW, g17.ROW, g17_newcomer.ROW, g18.ROW, g19.ROW,
    g20.ROW, g20_panel.ROW, g21.ROW, g21_lagged.ROW, g21.PERISHABLE, g22.ROW, g22_stationary.ROW, g22.PERISHABLE,
    g23.ROW, g24.ROW, g25.ROW, g27.ROW, g28.ROW, g29.ROW, g31.ROW, g32.ROW, g33.ROW,
    g34.ROW, g36.ROW, g36.DURABLE, g37.ROW, g34.DURABLE,
)  # fmt: skip
"""Rows of one id and category are parts of one verdict."""
