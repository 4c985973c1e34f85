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
    g09,
    g10,
    g11,
    g12,
    g13,
    g13_field,
    g14,
    g15,
    g17,
    g20,
    g20_panel,
    g21,
    g21_lagged,
    g22,
    g22_stationary,
    g23,
    g25,
    g29,
    g31,
    g32,
    g33,
    g34,
)

ROWS: tuple[Row, ...] = (
    g01.ROW, g02.ROW, g03.ROW, g04.ROW, g05.ROW, g06.ROW, g07.ROW,
    g09.ROW, g09.PERISHABLE, g10.ROW, g11.ROW, g11.PERISHABLE, g12.ROW, g13.ROW, g13_field.ROW, g14.ROW, g15.ROW, g17.ROW,
    g20.ROW, g20_panel.ROW, g21.ROW, g21_lagged.ROW, g21.PERISHABLE, g22.ROW, g22_stationary.ROW, g22.PERISHABLE,
    g23.ROW, g25.ROW, g29.ROW, g31.ROW, g32.ROW, g33.ROW,
    g34.ROW,
)  # fmt: skip
"""Rows of one id and category are parts of one verdict."""
