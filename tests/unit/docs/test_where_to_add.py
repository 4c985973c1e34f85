"""What docs/design.md says of where to add something exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs/design.md").read_text("utf-8")
TABLE = TEXT.partition("| to add | write |")[2].partition("\n\n")[0]
PATHS = sorted({one for one in re.findall(r"`([^`\s]+)`", TABLE) if "/" in one and not one.startswith("--")})


def place_of(path):
    outside = path.split("/")[0] in {"tests", "docs", "scenarios", "experiments"}
    return ROOT / path if outside else ROOT / "src/mktsim" / path


def test_the_table_has_what_people_add():
    assert len(PATHS) > 25
    for word in ("pricing rule", "duty", "metric", "figure", "evidence row", "what-if"):
        assert word in TABLE


@pytest.mark.parametrize("path", [path for path in PATHS if path not in {"promotion/", "advertising/", "channel/"}])
def test_what_it_names_is_there(path):
    assert place_of(path).exists()
