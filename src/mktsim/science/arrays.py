"""The array type of the science wing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Array of double precision floats, of any shape unless a docstring states one."""

Integers = NDArray[np.int64]
"""Array of 64-bit integers, of any shape unless a docstring states one."""

Flags = NDArray[np.bool_]
"""Array of truth values, of any shape unless a docstring states one."""
