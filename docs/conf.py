"""How Sphinx builds the documentation: `make docs`; what is generated comes from docs/reference.py."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

project = "mktsim"
author = "mktsim contributors"
copyright = author  # noqa: A001 - the name that Sphinx reads
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["measured", "images", "notebooks"]

myst_heading_anchors = 4
highlight_language = "text"  # commands and what they print
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
default_role = "code"  # docstrings write names in plain backticks

html_theme = "furo"
html_title = "mktsim"
html_static_path = ["style"]
html_css_files = ["tables.css"]
html_copy_source = False
html_show_sphinx = False


def fill(app: Sphinx, name: str, source: list[str]) -> None:
    """Put in what a page of reference generates, where a comment names it: `<!-- generated: commands -->`."""
    del app, name
    if "<!-- generated: " in source[0]:
        parts = runpy.run_path(str(HERE / "reference.py"))["PARTS"]
        source[0] = re.sub(r"<!-- generated: (\w+) -->", lambda found: parts[found[1]](), source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what is generated."""
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
