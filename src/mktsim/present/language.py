"""Words in other languages, from message catalogues: English text in, text of the language out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "zh_Hans": "简体中文"}
"""Languages that pages can be read in, each in its own name."""


def translated(text: str, language: str) -> str:
    """Return a text in a language; the English one where the catalogue lacks it.

    >>> translated("Start", "en"), translated("Start", "zh_Hans")
    ('Start', '开始')
    """
    return text if language == ENGLISH else catalogue(language).get(text, text)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the messages of a language, by their English text."""
    from babel.messages.pofile import read_po

    place = files("mktsim.present").joinpath("messages", f"{language}.po")
    with place.open("rb") as file:
        found = read_po(file, locale=language)
    return {str(one.id): str(one.string) for one in found if one.id and one.string}
