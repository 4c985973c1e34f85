"""The page *Should I believe this?*, made from a validation's plain data; pure text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

View = Mapping[str, Any]

_HEAD = """# Should I believe this?

This page is made by `make long` from `docs/measured/validation.json`; do not edit it.

## In plain words

- **What it is good for**: comparing policies with each other, in a market whose shoppers, shops and rivals answer
  about as the published literature says that they do on average. Signs, order and rough size of effects can be
  leaned on.
- **What it is not**: a forecast of your brand. Averages of the literature hide large differences between
  categories; put your own figures in with `calibrate`, and see with `robust` and `sensitivity` whether the answer
  survives others.
- **What was hunted for**: policies that win for nothing. Retailers who earn nothing on a brand drop it,
  shoppers who are asked too much leave, gifts, displays and shops are paid for as they are delivered, and what is
  left after the horizon is valued with all its running costs. Each scenario ships with a study of policies that
  ought to lose, and the suite sees that they do.
- **What was chosen to fit**: the rows named below. They show that one set of parameters can keep all of them at
  once, not that the model foretold them.
- **Where it is weakest**: rows that are out of range are listed as such; the chain of tea shops is assumed
  throughout; rivals follow rules and do not think; variants within a brand, private labels and price points are
  missing.

## How the rows are measured

Each row is a published empirical generalisation, measured on simulated data with the estimator that the literature
uses. *Value* is the mean over independent replications with its 95% interval; a row is in range when that interval
touches the published range for every one of its figures; where a value itself lies outside, the row says that it
passes by its interval alone, which is a weak pass. Rows that fail are shown failing. *Kind* says what a pass is
worth: *emergent* rows were not put in, *mixed* rows partly, *echo* rows repeat a parameter and prove nothing but
the coding; a row is *not classified* until the parameters that drive it have been perturbed.

The parameters of the durable category were chosen by looking at rows G01 to G07, G30, G43 and G44 together; those
of groceries by looking at G09, G10, G13, G17, G20 to G26, G29, G31, G32, G35 and G54 together and at the best list
price: one set has to serve all rows of its category at once, but these rows are fitted rather than foretold.
"""


def page(view: View) -> str:
    """Return the page as Markdown."""
    parts = [_HEAD, _score(view), "## Rows\n", _table(view["items"])]
    parts += ["## Figures behind each row\n", *(_details(item) for item in view["items"])]
    return "\n".join(parts).rstrip() + "\n"


def _score(view: View) -> str:
    s = view["score"]
    weak = sum(1 for item in view["items"] if _weak(item))
    return (
        f"Model `{view['model_hash']}`. Of {s['rows']} rows {s['rows_measured']} are measured. Counted by category, "
        f"{s['in_range']} of {s['measured']} measured are in range, of the hard ones (tier A) "
        f"{s['tier_a_in_range']} of {s['tier_a']}; {weak} pass by their interval alone. "
        f"Emergent rows in range: {s['emergent_in_range']} of {s['emergent']} classified so.\n"
    )


def _table(items: Sequence[View]) -> str:
    lines = ["| Row | Category | Tier | What | Value | Range | Kind | Verdict |", "|---|---|---|---|---|---|---|---|"]
    lines += [
        f"| {i['id']} | {i['category']} | {i['tier']} | {i['text']} | {_value(i)} | {_range(i)} | {i['kind']} | "
        f"{_told(i['verdict'])}{_failing(i)}{_weak(i)} |"
        for i in items
    ]
    return "\n".join(lines) + "\n"


def _details(item: View) -> str:
    lines = [f"### {item['id']} {item['text']} ({item['category']})\n", f"Source: {item['source']}.\n"]
    if item["reason"]:
        lines.append(f"Not measured, at least in part: {item['reason']}.\n")
    lines += ["| Figure | Value | Range | Verdict | Experiment |", "|---|---|---|---|---|"]
    lines += [
        f"| {f['text']} | {_value(f)} | {_range(f)} | "
        f"{_told(f['verdict']) if f['gates'] else 'beside it: ' + f['verdict']} | "
        f"{f['experiment']}, {f['seeds']} seeds |"
        for f in item["figures"]
    ]
    return "\n".join(lines) + "\n"


def _failing(item: View) -> str:
    """Return the figures for which a row is out of range."""
    failing = [f for f in item["figures"] if f["gates"] and f["verdict"] == "out of range"]
    return "".join(f"; {f['text']}: {number(f['value'])}" for f in failing)


def _weak(item: View) -> str:
    """Say that a row is in range though the value of one of its figures is not."""
    if item["verdict"] != "in range" or not any(_outside(f) for f in item["figures"] if f["gates"]):
        return ""
    return ", by its interval alone"


def _outside(figure: View) -> bool:
    low, high = figure["range"]
    value = figure["value"]
    return value is not None and ((low is not None and value < low) or (high is not None and value > high))


def _told(verdict: str) -> str:
    return f"**{verdict}**" if verdict != "in range" else verdict


def _value(figure: View) -> str:
    if figure["value"] is None:
        return "–"
    low, high = figure["interval"]
    return f"{number(figure['value'])} [{number(low)}, {number(high)}]"


def _range(figure: View) -> str:
    low, high = figure["range"]
    if low is None or (low <= -9.0 and high is not None):
        return f"at most {number(high)}"
    if high is None or high >= 99.0:
        return f"at least {number(low)}"
    return f"{number(low)} to {number(high)}"


def number(value: float | None) -> str:
    """Return a number with three figures after the point at most, never in powers.

    >>> number(0.1), number(-2.4701), number(None)
    ('0.1', '-2.47', 'open')
    """
    if value is None:
        return "open"
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
