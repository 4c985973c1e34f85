"""The platform stamp: bits are promised to be the same for one model hash and one stamp."""

from __future__ import annotations

import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import cast

_LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose arithmetic may differ between versions."""
PRODUCT = "mktsim"


@lru_cache(maxsize=1)
def platform_stamp() -> str:
    """Python, arithmetic libraries, machine and processor features, as one line of text."""
    python = f"python {'.'.join(platform.python_version_tuple()[:2])}"
    libraries = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return "; ".join([python, *libraries, f"{platform.system()} {platform.machine()}", _features()])


def product_version() -> str:
    """Version of this product."""
    return _version(PRODUCT)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _features() -> str:
    """Vector instructions of the processor that numpy uses, which decide how sums are split."""
    import numpy as np

    known = cast("dict[str, dict[str, list[str]]]", np.show_config(mode="dicts"))
    extensions = known.get("SIMD Extensions", {})
    return "+".join([*extensions.get("baseline", []), *extensions.get("found", [])]) or "no vector instructions"
