"""Tokens of a column's name: words, head noun, scale, currency and ratio marks.

The head of an English noun compound is its last noun (a sales price is a price, target sales are sales), and what
stands behind "per", "in" or "at" only qualifies it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from mktsim.evidence.history.lexicon import CURRENCIES, NOISE, SCALES, known_words

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_PREPOSITIONS = frozenset({"per", "in", "at", "by", "for", "vs", "versus", "from", "je", "pro", "par", "por"})
_SIGNS = {"€": " eur ", "$": " usd ", "£": " gbp ", "¥": " jpy ", "%": " pct ", "#": " number ", "‰": " permille "}
_THOUSANDS = re.compile(r"[('’´`]+0{3}s?\)?|(?<![0-9])0{3}s?(?![0-9])")
_SCALED_SIGN = re.compile(r"(?<![^\W\d_])([TtKkMm])\s?€")
_SLASH = re.compile(r"(?<=[^\W\d_]{2})\s?/\s?(?=[^\W\d_]{2})")
_SHORTEST = 2
"""Letters that a part of a glued word has at least."""


@dataclass(frozen=True)
class Heading:
    """A column's name, taken apart."""

    name: str
    """As it stands in the file."""
    words: tuple[str, ...]
    """All words in small letters, without marks of scale and currency."""
    head: str
    """The noun that the others qualify; empty without one."""
    ratio: bool
    """Whether something is counted per something else."""
    money: bool
    """Whether a currency is named."""
    scale: float
    """What one unit of the column stands for."""


@cache
def heading(name: str) -> Heading:
    """Take a column's name apart.

    >>> heading("ipod_units.Million").words, heading("ipod_units.Million").scale
    (('ipod', 'units'), 1000000.0)
    >>> heading("Price per Unit").head, heading("WeeklySales").words, heading("Sales (€ '000)").money
    ('price', ('weekly', 'sales'), True)
    """
    marked, thousands = _THOUSANDS.subn(" ", name)
    raw = _raw(marked)
    scale = 1e3 if thousands else _scale(raw)
    words = _words(marked)
    return Heading(
        name=name,
        words=words,
        head=_head(_words(re.sub(r"\(.*?\)", " ", marked)) or words),
        ratio="per" in raw or "pro" in raw[1:] or "je" in raw[1:],
        money=any(word in CURRENCIES for word in raw),
        scale=scale,
    )


def _raw(name: str) -> tuple[str, ...]:
    return tuple(part for token in _tokens(name) for part in _parts(token))


def _words(name: str) -> tuple[str, ...]:
    raw = _raw(name)
    return tuple(word for place, word in enumerate(raw) if not _is_mark(raw, place))


def _tokens(name: str) -> list[str]:
    """Return runs of letters and runs of digits, in small letters without accents."""
    name = _SCALED_SIGN.sub(r" \1eur ", name)
    for sign, word in _SIGNS.items():
        name = name.replace(sign, word)
    split = _CAMEL.sub(" ", _SLASH.sub(" per ", name))
    plain = unicodedata.normalize("NFKD", split.replace("ß", "ss"))
    return re.findall(r"[^\W\d_]+|\d+", "".join(c for c in plain if not unicodedata.combining(c)).lower())


@cache
def _parts(token: str) -> tuple[str, ...]:
    """Return a glued token as the known words that it is made of; itself where it is not.

    >>> _parts("unitssold"), _parts("target")
    (('units', 'sold'), ('target',))
    """
    known = known_words()
    if token in known or len(token) < 2 * _SHORTEST + 1:
        return (token,)
    for cut in range(len(token) - _SHORTEST, _SHORTEST - 1, -1):
        if token[:cut] in known:
            rest = _parts(token[cut:])
            if all(part in known for part in rest):
                return (token[:cut], *rest)
    return (token,)


def _scale(raw: tuple[str, ...]) -> float:
    """Return what one unit stands for; a single letter counts only at the end of a name."""
    for place, word in enumerate(raw):
        if word in SCALES and (len(word) > 1 or (place == len(raw) - 1 and place > 0)):
            return SCALES[word]
    return 1.0


def _is_mark(raw: tuple[str, ...], place: int) -> bool:
    """Return whether a word only tells scale, currency or number."""
    word = raw[place]
    single = len(word) == 1 and place == len(raw) - 1 and place > 0
    return word in CURRENCIES or (word in SCALES and (len(word) > 1 or single)) or word.isdigit()


def _head(words: tuple[str, ...]) -> str:
    """Return the last word that is no noise before the first preposition; of "number of units" the units."""
    until = next((place for place, word in enumerate(words) if word in _PREPOSITIONS and place > 0), len(words))
    telling = [word for word in words[:until] if word not in NOISE] or list(words[:until])
    return telling[-1] if telling else ""
