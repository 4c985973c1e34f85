"""Designs by name, apart from what makes them so that the command line starts at once."""

from __future__ import annotations

from enum import StrEnum


class Design(StrEnum):
    """Ways to spread drawn worlds."""

    LATIN = "lhs"
    SOBOL = "sobol"
