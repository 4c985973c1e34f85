"""Words in other languages, from message catalogues: English text in, text of the language out.

Sentences are made in English by those who know the figures in them. A catalogue holds their shapes, with a hole where
a figure or a name stands: `"{} is best: {} over {}"`. A sentence is translated where it is shown, by the shape that it
has; what stands in its holes is translated by itself, and numbers stay as they are. So results stay what they are in
every language, and two readers of one result may read it in two.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "zh_Hans": "简体中文"}
"""Languages that pages can be read in, each in its own name."""
ALSO_CALLED: Mapping[str, str] = {"zh": "zh_Hans", "zh-CN": "zh_Hans", "zh-SG": "zh_Hans", "zh-Hans": "zh_Hans"}
"""Other names of languages, as browsers and people give them."""
HOLE = "{}"
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)
_WEAK, _WEAK_SHARE = 6, 0.3
"""A shape of fewer letters, or of a smaller share of a sentence's, might fit any: its holes' contents must be known."""
_FIRST_PLACES = re.compile(r"^(?:[;,] | )")
_LEADING = re.compile("^[;,, ]+")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[\w\"'(])")
_HOLES = re.compile(r"\{(\d*)\}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"([<>~+−-]?\d[\d.\u202f,]*)(?: (.+))?")
_STEP = re.compile(r"(\D+) ([+−-]\d[\d.]*) ([^,;]+)")
"""A name with an amount that it is moved by."""
_ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
"""Words side by side that nobody translated."""
_PREFIXES = {"T": "万亿", "bn": "十亿", "M": "百万", "k": "千"}


def spoken() -> str:
    """Return the language that is spoken now."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak a language from now on."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language_named(name: str) -> str | None:
    """Return the language of a name or tag; None where it is not known.

    >>> language_named("zh"), language_named("en"), language_named("tlh")
    ('zh_Hans', 'en', None)
    """
    found = ALSO_CALLED.get(name.replace("_", "-"), name)
    return found if found in LANGUAGES else None


def tag() -> str:
    """Return the language that is spoken as HTML names it."""
    return spoken().replace("_", "-")


def said(text: str) -> str:
    """Return a text in the language that is spoken now."""
    return translated(text, spoken())


def translated(text: str, language: str) -> str:
    """Return a text in a language; what the catalogue lacks stays English.

    >>> translated("Start", "en"), translated("Start", "zh_Hans")
    ('Start', '开始')
    >>> translated("Nothing missed its deadline. It is the best of 3 arms with probability 97%.", "zh_Hans")
    '没有任何任务逾期。在 3 个方案中,它是最优的概率为 97%。'
    """
    return text if language == ENGLISH or not text.strip() else _told(text, language)


@dataclass(frozen=True)
class Shape:
    """A sentence with holes, and how it is said."""

    pattern: re.Pattern[str]
    longest: str
    """Longest stretch between two holes, by which most others are ruled out at once."""
    translation: str
    letters: int


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the messages of a language, by their English text."""
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for place in files("mktsim.present").joinpath("messages").iterdir():
        if place.name.endswith(f"{language}.po"):
            with place.open("rb") as file:
                messages = read_po(file, locale=language)
            found.update({str(one.id): str(one.string) for one in messages if one.id and one.string})
    return found


@cache
def _plain(language: str) -> Mapping[str, str]:
    """Return the messages without holes; those that begin a clause also without what joins them to the one before."""
    known = {text: other for text, other in catalogue(language).items() if HOLE not in text}
    bare = {_FIRST_PLACES.sub("", text): _LEADING.sub("", other) for text, other in known.items()}
    return {**bare, **known}


@cache
def shapes(language: str) -> tuple[Shape, ...]:
    """Return the messages with holes, those with most letters first."""
    found = []
    for text, other in catalogue(language).items():
        if HOLE in text:
            found.append(shape(text, other))
            bare = _FIRST_PLACES.sub("", text)
            if bare != text:
                # A hole in front would take in any clause before it, so that what stands there has to be known.
                alone = shape(bare, _LEADING.sub("", other))
                found.append(replace(alone, letters=0) if bare.startswith(HOLE) else alone)
    return tuple(sorted(found, key=lambda one: -one.letters))


def shape(text: str, translation: str) -> Shape:
    """Return a message with holes as a pattern."""
    stretches = text.split(HOLE)
    letters = sum(one.isalpha() for stretch in stretches for one in stretch)
    pattern = re.compile("(.*?)".join(map(re.escape, stretches)), re.DOTALL)
    return Shape(pattern, max(stretches, key=len), translation, letters)


@lru_cache(maxsize=20_000)
def _told(text: str, language: str) -> str:
    """Return a text by its message, else sentence by sentence, else by its shape, else line by line."""
    known = _plain(language)
    if text in known:
        return known[text]
    sentences = _SENTENCE.split(text)
    if len(sentences) > 1:
        return _sentences(sentences, language)
    found = _whole(text, language)
    if found is not None:
        return found
    lines = text.split("\n")
    return "\n".join(_told(line, language) for line in lines) if len(lines) > 1 else _value(text, language)


def _sentences(sentences: list[str], language: str) -> str:
    """Return sentences one by one, or several at once where only they together are a message."""
    told, first = "", 0
    while first < len(sentences):
        stretches = (" ".join(sentences[first:last]) for last in range(first + 1, len(sentences) + 1))
        found = ((place, _whole(one, language)) for place, one in enumerate(stretches, 1))
        count, text = next(((place, one) for place, one in found if one is not None), (1, None))
        text = _value(sentences[first], language) if text is None else text
        told += text if not told or told[-1] in "。;!" else f" {text}"
        first += count
    return told


def _whole(text: str, language: str) -> str | None:
    """Return a text by its message or its shape; None where it has none."""
    known = _plain(language)
    core = text.strip()
    if text in known or core in known:
        return known.get(text, known.get(core, ""))
    if "; " in core and (clauses := _clauses(core, language)) is not None:
        return clauses
    for one in shapes(language):
        if one.longest in text and (match := one.pattern.fullmatch(text)):
            values = tuple(_value(value, language) for value in match.groups())
            is_strong = one.letters >= max(_WEAK, _WEAK_SHARE * sum(map(str.isalpha, text)))
            if is_strong or _are_known(match.groups(), values):
                return _filled(one.translation, values)
    return None


def _clauses(text: str, language: str) -> str | None:
    """Return a sentence clause by clause; None where not each clause is known by itself."""
    told = [_whole(clause, language) for clause in text.removesuffix(".").split("; ")]
    known = [one for one in told if one is not None]
    return ";".join(known) + ("。" if text.endswith(".") else "") if len(known) == len(told) else None


def _are_known(given: tuple[str, ...], values: tuple[str, ...]) -> bool:
    """Tell whether what stands in holes is a name or was translated whole."""
    return all(
        not _ENGLISH.search(value)
        and (value != before or not any(one.isspace() for one in before) or _is_amount(before))
        for before, value in zip(given, values, strict=True)
    )


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None


def _filled(translation: str, values: tuple[str, ...]) -> str:
    """Return a translation with its holes filled, in order or by number."""
    left = iter(values)
    return _HOLES.sub(lambda hole: values[int(hole[1])] if hole[1] else next(left), translation)


def _value(text: str, language: str) -> str:
    """Return what stands in a hole: a message, an amount, a date, several of these, or a name, which stays."""
    core = text.strip()
    if not any(one.isalpha() for one in core):
        return _day(core, language) if _DATE.fullmatch(core) else text
    found = _whole(core, language)
    if found is not None:
        return found
    if amount := _AMOUNT.fullmatch(core):
        return _amount(amount[1], amount[2] or "", language)
    if (step := _STEP.fullmatch(core)) and step[1] in _plain(language):
        return f"{_plain(language)[step[1]]} {_amount(step[2], step[3], language)}"
    unit = unit_said(core, language)
    return unit if unit != core else _several(text, language)


def _several(text: str, language: str) -> str:
    """Return several clauses or names, where each of them is known; else the text as it is."""
    core = text.strip()
    for mark, other in (("; ", ";"), (". ", "。"), (", ", "、"), (" and ", "和")):
        parts = [part for part in core.split(mark) if part]
        if len(parts) > 1:
            told = [_value(part, language) for part in parts]
            if _are_known(tuple(parts), tuple(told)):
                return other.join(told)
    return text


def _amount(number: str, unit: str, language: str) -> str:
    """Return a number with its unit; the digits stay as they are.

    >>> _amount("−1.23", "M USD", "zh_Hans")
    '−1.23 百万美元'
    """
    named = unit_said(unit, language)
    return f"{number} {named}" if named else number


def unit_said(unit: str, language: str) -> str:
    """Return a unit in a language; a currency by its name.

    >>> unit_said("M USD", "zh_Hans"), unit_said("weeks", "zh_Hans"), unit_said("M = Maturity", "zh_Hans")
    ('百万美元', '周', 'M = Maturity')
    """
    known = _plain(language)
    if unit in known:
        return known[unit]
    prefix, _, rest = unit.partition(" ")
    own = unit_said(rest, language) if prefix in _PREFIXES and rest else rest
    return f"{_PREFIXES[prefix]}{own}" if own != rest else _currency(unit, language)


def _currency(code: str, language: str) -> str:
    from babel import Locale

    return str(Locale.parse(language).currencies.get(code, code))


def _day(date: str, language: str) -> str:
    from datetime import date as day

    from babel.dates import format_date

    try:
        return str(format_date(day.fromisoformat(date), "long", locale=language))
    except ValueError:
        return date
