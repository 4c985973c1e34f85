"""Layout of plain text for the terminal: tables, paragraphs, and the line of hashes under a result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mktsim.present.language import said
from mktsim.present.words import folded, width_of

if TYPE_CHECKING:
    from mktsim.present.numbers import Scale
    from mktsim.study.runs.heading import Heading
    from mktsim.study.runs.interval import Interval

WIDTH = 100
"""Characters of a line."""
Row = tuple[str, ...]


def grid(header: Row, rows: list[Row]) -> str:
    """Return an aligned table; the first column is flush left, the others flush right."""
    table = [tuple(map(said, row)) for row in (header, *rows)]
    widths = [max(width_of(row[i]) for row in table) for i in range(len(header))]
    lines = ["  ".join(_padded(cell, widths[i], left=i == 0) for i, cell in enumerate(row)) for row in table]
    rule = "  ".join("─" * width for width in widths)
    return "\n".join(line.rstrip() for line in (lines[0], rule, *lines[1:]))


def _padded(cell: str, width: int, *, left: bool) -> str:
    blank = " " * (width - width_of(cell))
    return cell + blank if left else blank + cell


def filled(header: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """Return a table without the columns that say nothing."""
    kept = [place for place in range(len(header)) if any(row[place] for row in rows)]
    return tuple(header[place] for place in kept), [tuple(row[place] for place in kept) for row in rows]


def paragraph(text: str) -> str:
    """Return text in lines of a readable width."""
    return "\n".join(folded(said(text), WIDTH))


def paragraphs(sentences: Iterable[str]) -> str:
    """Return sentences one below the other, each in lines of a readable width."""
    return "\n".join(paragraph(sentence) for sentence in sentences)


def stamp(heading: Heading, digest: str = "") -> str:
    """Return what a result is of: seed, hashes, version, and its digest if there is one."""
    told = f", digest {digest[:12]}" if digest else ""
    return (
        f"seed {heading.seed}, study {heading.study_hash[:12]}, model {heading.model_hash[:12]}, "
        f"mktsim {heading.version}{told}"
    )


def with_ends(interval: Interval, scale: Scale, *, signed: bool = False) -> str:
    """Return a mean with the ends of its interval, and a tilde where it is rough."""
    low, high = (scale.bare(end, signed=signed) for end in (interval.low, interval.high))
    return f"{scale.bare(interval.mean, signed=signed)} ({'~' if interval.is_rough else ''}{low} … {high})"


def left_grid(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return an aligned table, every column flush left."""
    first, *rest = (tuple(map(said, row)) for row in (header, *rows))
    widths = [max(width_of(row[i]) for row in (first, *rest)) for i in range(len(header))]
    ruler = tuple("─" * width for width in widths)
    return "\n".join(
        "  ".join(_padded(cell, widths[i], left=True) for i, cell in enumerate(row)).rstrip()
        for row in (first, ruler, *rest)
    )
