"""Which duties are said to matter most in which stage: claims to be tested, never written in anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A claim on one stage of the life cycle."""

    id: str
    stage: str
    duties: tuple[str, ...]
    """Duties that are said to matter most."""


CLAIMS = (
    Claim(
        "stage.introduction",
        "introduction",
        ("marketing.03", "marketing.07", "marketing.08", "marketing.09", "marketing.10"),
    ),
    Claim("stage.growth", "growth", ("marketing.01", "marketing.02", "marketing.15")),
    Claim(
        "stage.maturity",
        "maturity",
        ("marketing.05", "marketing.06", "marketing.07", "marketing.13", "marketing.14"),
    ),
)
"""The claims of the founding document on a marketing department's focus."""
