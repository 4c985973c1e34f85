"""The figures of sensitivity."""

from __future__ import annotations

from typing import Any

from mktsim.present.decisions import sensitivity_screening, sensitivity_shares, sensitivity_swings
from mktsim.present.plots.spec import FigureSpec, Section

SENSITIVITY_FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "sensitivity_swings",
        "What the answer rests on, one thing at a time",
        "Each bar replaces one thing by its lowest and highest value and leaves all else as it is.",
        Section.ASSUMPTIONS,
        sensitivity_swings.data,
        sensitivity_swings.draw,
        sensitivity_swings.alt,
    ),
    FigureSpec(
        "sensitivity_screening",
        "What the answer rests on when everything moves together",
        "Long bars matter. A diamond beyond its bar says that what the factor does depends on the others.",
        Section.ASSUMPTIONS,
        sensitivity_screening.data,
        sensitivity_screening.draw,
        sensitivity_screening.alt,
    ),
    FigureSpec(
        "sensitivity_shares",
        "How much of the doubt is due to what",
        "The blue share would go if the factor alone were known; the hatched one would stay if all others were.",
        Section.ASSUMPTIONS,
        sensitivity_shares.data,
        sensitivity_shares.draw,
        sensitivity_shares.alt,
    ),
)
"""In the order of the result."""
