"""What `mktsim list` lists."""

from __future__ import annotations

from enum import StrEnum


class Listed(StrEnum):
    """What can be listed."""

    RULES = "rules"
    DUTIES = "duties"
    MECHANISMS = "mechanisms"
    METRICS = "metrics"
    SCENARIOS = "scenarios"
    STUDIES = "studies"
    ORGANISATIONS = "organisations"
