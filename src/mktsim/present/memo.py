"""The decision memo as a page of its own: two sheets of paper, and links to everything behind it."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from mktsim.present.language import said, tag
from mktsim.present.layout import stamp
from mktsim.present.numbers import MISSING, scale_for
from mktsim.study.decide.words import called
from mktsim.study.robust.words import holds, weakest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mktsim.study.decide.result import Decision
    from mktsim.study.robust.plan import BreakEven

_STYLE = """
@page { size: A4; margin: 13mm }
body { font: 10.5pt/1.42 "DejaVu Sans", Verdana, sans-serif; color: #222; max-width: 46em; margin: 1.5em auto }
body { padding: 0 1em }
h1 { font-size: 1.45em; margin: 0 0 .2em }
h2 { font-size: 1.05em; margin: 1.15em 0 .25em; border-bottom: 1px solid #ccc }
p { margin: .3em 0 } table { border-collapse: collapse; width: 100%; font-size: .9em }
caption { text-align: left; color: #666 }
th, td { text-align: left; padding: .2em .5em; border-bottom: 1px solid #e4e4e4; vertical-align: top }
.choice { background: #eef5fa; border-left: 4px solid #0072b2; padding: .5em .8em }
.small { color: #666; font-size: .82em }
svg text { font: 12px "DejaVu Sans", Verdana, sans-serif; fill: #222 } li { margin: .1em 0 }
@media print { body { margin: 0; max-width: none; font-size: 8.6pt; line-height: 1.32 } }
@media print { a { color: inherit } h2 { break-after: avoid } }
"""
_MOST_ROWS = 6
_BEHIND = {
    "selection.json": "All figures on the options as things are",
    "selection_outcomes.csv": "Every run as things are, for a spreadsheet",
    "selection.png": "Picture: the options as things are",
    "robust.json": "All figures on the options over the simulated markets",
    "robust_worlds.csv": "Every simulated market, for a spreadsheet",
    "regrets.png": "Picture: what each option loses against the best of each market",
    "failing.png": "Picture: the markets in which the choice fails",
    "information.json": "All figures on what finding out is worth",
    "information_world.png": "Picture: what knowing each assumption is worth",
    "optimise.json": "All figures on the tuned version",
    "optimise_trials.csv": "Every version tried, for a spreadsheet",
    "optimise_search.png": "Picture: how the search for a tuned version went",
    "optimise_importance.png": "Picture: which numbers of the policy matter",
    "optimise_surface.png": "Picture: what the numbers that matter most do",
    "best_policy.yaml": "The tuned version, to run or to change",
}
"""What the files behind a memo hold; a file without words is called by its name."""


def memo_html(found: Decision, files: Sequence[str]) -> str:
    """Return the page; `files` are the names of what stands behind it, beside it."""
    parts = [f"<h1>{escape(found.heading.title)}</h1>"]
    for title, sentences in found.text:
        text = "".join(f"<p>{escape(said(one))}</p>" for one in sentences if one)
        box = f'<div class="choice">{text}</div>' if title == "The choice" else text
        extra = {
            "Research first, or choose now": tree_svg(found),
            "What the choice rests on, and what would change it": _table(found),
        }
        parts.append(f"<section><h2>{escape(said(title))}</h2>{box}{extra.get(title, '')}</section>")
    links = "".join(_link(name) for name in files if not name.endswith(".svg"))
    behind, rests = (escape(said(one)) for one in ("Behind this memo", _rests_on(found)))
    parts.append(f'<section class="small"><h2>{behind}</h2><ul>{links}</ul><p>{rests}</p></section>')
    head = f'<meta charset="utf-8"><title>{escape(found.heading.title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="{tag()}"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _link(name: str) -> str:
    what = _BEHIND.get(name)
    label = name if what is None else f"{said(what)} ({name})"
    return f'<li><a href="{escape(name)}">{escape(label)}</a></li>'


def _rests_on(found: Decision) -> str:
    return (
        f"{len(found.robustness.worlds)} simulated markets x {found.replications} runs of each of "
        f"{len(found.robustness.arms)} options; {stamp(found.heading, found.digest)}. Ranges aim at "
        f"{found.heading.confidence:.0%}; rough ones rest on too little to promise it."
    )


def _table(found: Decision) -> str:
    """Return the assumptions with what they are today and where each turns the choice."""
    every = weakest(found.robustness.break_evens)
    turns = every[:_MOST_ROWS]
    if not turns:
        return ""
    rows = "".join(_row(one) for one in turns)
    head = "".join(
        f"<th>{escape(said(name))}</th>"
        for name in ("assumption", "compared with", "today", "possible", "choice changes at", "source")
    )
    more = len(every) - len(turns)
    rest = f"; {more} more in robust.json" if more else ""
    caption = said(
        f"One assumption moved at a time, {turns[0].replications} runs of each option at each value{rest}. "
        "Numbers without a unit only show how far from today a value is."
    )
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{rows}</table>"


def _row(one: BreakEven) -> str:
    stated = one.stated
    cells = (stated.name, called(one.over), stated.bare(stated.now), stated.span, _turning(one), stated.source)
    return f"<tr>{''.join(f'<td>{escape(said(cell))}</td>' for cell in cells)}</tr>"


def _turning(one: BreakEven) -> str:
    """Return where an assumption turns the choice, as far as that can be told."""
    if one.value is not None:
        return one.stated.value(one.value)
    return "not within this range" if holds(one) else "cannot be told yet"


def tree_svg(found: Decision) -> str:
    """Return the choice between choosing now and finding out first as a small tree."""
    research, unit = found.research, found.heading.unit
    regret = found.robustness.regret
    now = regret.arms[found.robustness.arms.index(found.choice)].mean.mean if found.choice else math.nan
    scale = scale_for([now, now + research.most_worth], unit)
    value = scale.text(now) if math.isfinite(now) else MISSING
    first = f"{scale.text(now + research.most_worth) if research.is_first else value} less what it costs"
    what = f"find out {research.name}" if research.is_first else "research first"
    told = f"choose {called(found.choice)} now" if found.choice else "choose now"
    label = f"Decision tree: {told}, expected {value}; or {what}, expected {first}"
    return (
        '<svg viewBox="0 0 640 120" role="img" width="100%" '
        f'aria-label="{escape(said(label))}">'
        '<rect x="8" y="48" width="24" height="24" fill="#0072b2"/>'
        '<path d="M32 60 L150 26 L420 26 M32 60 L150 94 L420 94" fill="none" stroke="#555" stroke-width="1.5"/>'
        f'<text x="156" y="20">{escape(said(told))}</text><text x="428" y="30">{escape(said(value))}</text>'
        f'<circle cx="150" cy="94" r="7" fill="#d55e00"/><text x="164" y="88">{escape(_short(said(what)))}</text>'
        f'<text x="428" y="98">{escape(said(first))}</text></svg>'
    )


def _short(text: str) -> str:
    return text if len(text) <= 42 else f"{text[:41]}…"
