"""Libraries of an extra: what is missing is told with the words that install it."""

from __future__ import annotations

import pytest

from mktsim.errors import InputError
from mktsim.study.runs.third_party import library, seed_for


def test_what_is_missing_is_told_with_what_installs_it():
    with pytest.raises(InputError, match=r"needs no_such_library: pip install 'mktsim\[sens\]'"):
        library("no_such_library.deep", "sens")
    assert library("math", "sens").pi > 3.0


def test_seeds_for_libraries_are_addressed():
    assert seed_for(1, "morris") == seed_for(1, "morris")
    assert len({seed_for(seed, purpose) for seed in range(20) for purpose in ("morris", "optimise")}) == 40
    assert all(0 <= seed_for(seed, "x") < 2**32 for seed in range(50))
