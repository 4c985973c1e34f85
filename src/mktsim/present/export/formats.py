"""Formats of an export, apart from what writes them so that the command line starts at once."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Formats of an export."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
