"""Short public series of sales, typed in as the facts they are, each with its source."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SRINIVASAN_MASON = "Srinivasan & Mason 1986, Marketing Science 5:169"

ROOM_AIR_CONDITIONERS = (96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500)
"""United States, thousand units, 1949-61; Srinivasan & Mason 1986; Bass 1969, Management Science 15:215."""
CLOTHES_DRYERS = (106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236)
"""United States, thousand units, 1949-61; Srinivasan & Mason 1986; Bass 1969."""
COLOUR_TELEVISION = (747, 1480, 2646, 5118, 5777, 5982, 5962, 4631)
"""United States, thousand units, 1963-70; Srinivasan & Mason 1986; Bass, Krishnan & Jain 1994."""
FOREIGN_LANGUAGE = (1.25, 0.77, 0.86, 0.48, 1.34, 3.56, 3.36, 6.24, 5.95, 6.24, 4.89, 0.25)
"""Schools newly adopting foreign-language teaching, points, 1952-63; Lawton & Lawton 1979; Srinivasan & Mason 1986."""
IPOD = (0.381, 0.939, 4.416, 22.497, 39.409, 51.63, 54.828, 54.132, 50.312, 42.62, 35.165, 26.379, 14.377)
"""Worldwide, million units, fiscal years 2002-14; Apple, Form 10-K."""

PUBLISHED = {
    "room_air_conditioners": (ROOM_AIR_CONDITIONERS, (0.0094, 0.3748, 18_710.0)),
    "clothes_dryers": (CLOTHES_DRYERS, (0.0136, 0.3267, 16_500.0)),
    "colour_television": (COLOUR_TELEVISION, (0.0185, 0.6159, 39_660.0)),
}
"""Series with p, q and m (thousand units) published by Srinivasan & Mason 1986."""

PANELS = "MKTSIM_PANELS"
"""Environment variable that names the folder of panels whose licences keep them outside the project."""
SHARED = Path(os.environ.get(PANELS) or Path(__file__).resolve().parents[3] / "shared" / "data")


def shared(name):
    """Return a file of the panels, or skip the test and say why."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not part of the project: get it from its source and name its folder in {PANELS}")
    return path
