"""The picture of the house shows the floors that the import contracts keep."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"


def test_the_picture_names_every_room_of_the_contracts():
    script = runpy.run_path(str(DOCS / "picture.py"))
    columns = [script["floors"](container) for container in script["CONTAINERS"]]
    rooms = {room for column in columns for floor in column for room in floor.rooms}
    drawn = set(re.findall(r">([^<>]+)</text>", (DOCS / "images/house.svg").read_text("utf-8")))
    words = {*script["WORDS"].values(), *script["TITLES"], script["NOTE"]}
    assert len(rooms) > 40
    assert drawn == rooms | words, "the contracts have other rooms: python docs/picture.py draws them"
    assert "images/house.svg" in (DOCS / "design.md").read_text("utf-8")
