"""Titles of duties: what a duty is in words, with its code behind it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty

_LONGEST = 48


def duty_title(duty: Duty, longest: int = _LONGEST) -> str:
    """Return a duty's text, shortened, with its code in brackets: people read the text, files know the code."""
    text = textwrap.shorten(" ".join(duty.text.split()).rstrip("."), longest, placeholder=" …")
    return f"{text} ({duty.id})"
