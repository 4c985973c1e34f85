"""Seeds for libraries that bring their own generators: numbers of the study's own addressed luck."""

from __future__ import annotations

from mktsim.streams import Address, Domain, uniforms

_LIMIT = 2**32


def seed_for(seed: int, purpose: str) -> int:
    """Return the seed that a purpose has under a root seed, below 2^32."""
    drawn = uniforms(Address(seed, "", 0, Domain.DESIGN), "study.design", f"seed {purpose}", 0, 1, 2)
    return int(float(drawn[0, 0]) * _LIMIT)
