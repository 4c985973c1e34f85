"""A change as somebody asks for it, and the phase, staff and neglect of an arm that it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.inputs.notation import PREFIX, tag_of_plain
from mktsim.inputs.phases import LEVERS, OPERATIONS, SAME

ASKED = "what if"
"""What stands for a file in problems."""
STAGES = ("introduction", "growth", "maturity", "decline")
_RULED = ("pricing", "promotion", "advertising", "channel")
_SCOPES = {
    "regions": ("pricing", "promotion", "advertising"),
    "channels": ("pricing", "promotion", "channel"),
    "media": ("advertising",),
}
"""Levers that a change may be narrowed for, by what it is narrowed to."""
_SPAN = re.compile(r"^(?P<first>\d+)\s*(?:-|\N{EN DASH})\s*(?P<last>\d+)$")
_BELIEF = re.compile(
    r"^(?P<name>\w+)\s*(?P<side><|>|\bbelow\b|\babove\b)\s*(?P<value>[-+0-9.eE]+%?)(?:\s*for\s*(?P<weeks>\d+)(?:\s*weeks?)?)?$"
)
Value = float | int | bool | str


@dataclass(frozen=True)
class Change:
    """One change of the status quo; what is set together holds together.

    >>> Change({"advertising.scale": 0.8}, since="2024-06-01").title
    'advertising.scale=0.8 from 2024-06-01'
    """

    set: Mapping[str, Value] = field(default_factory=dict)
    """Dotted name to value: ``advertising.scale``, ``pricing.change`` ("+5%"), ``promotion.rule`` or a parameter of the
    lever's rule, such as ``promotion.depth``; ``budget.per_year_money`` and the like change the budget itself."""
    since: str | int = ""
    """First day (2024-06-01), week of the run, or a stage as it is believed; empty for the opening."""
    until: str | int = ""
    """Day or week from which it no longer holds; empty for the end of the run."""
    weeks: str = ""
    """First and last week of the run, such as 30-34, in place of since and until."""
    when: tuple[str, ...] = ()
    """What must be believed for it to begin, such as ``market_share below 0.18 for 8 weeks``."""
    for_weeks: int | None = None
    """Weeks for which it holds."""
    regions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    """Where it holds; empty for everywhere."""
    end: bool = False
    """Whether the product is given up then."""
    staff: Mapping[str, float] = field(default_factory=dict)
    """Full-time staff added, by ``agent`` or ``agent:role``."""
    neglect: tuple[str, ...] = ()
    """Duties neglected, each by its id."""
    organisation: str = ""
    """Another organisation, by name or file."""
    policy: str = ""
    """Another policy of the scenario, by name."""
    events: tuple[str | Mapping[str, Any], ...] = ()
    """What happens in its world beside, such as ``leader price -10% from 2024-06-01``, or as files write events."""
    phases: tuple[Mapping[str, Any], ...] = ()
    """Phases as files write them, beside what is set."""
    name: str = ""
    """What to call it; empty for the words of what it changes."""

    @property
    def title(self) -> str:
        """The change in words."""
        return self.name or ", ".join(_words(self)) or "nothing changed"

    @property
    def levers(self) -> tuple[str, ...]:
        """Levers that it changes."""
        named = {key.partition(".")[0] for key in self.set} | {key for phase in self.phases for key in phase}
        return tuple(lever for lever in LEVERS if lever in named)


def _words(change: Change) -> list[str]:
    told = [f"{key}={value}" for key, value in change.set.items()]
    if told:
        told[-1] += "".join(_when_and_where(change))
    told += ["end" + "".join(_when_and_where(change))] if change.end and not change.set else []
    told += [f"{pool} {fte:+g} staff" for pool, fte in change.staff.items()]
    told += [f"without {duty}" for duty in change.neglect]
    told += [f"{len(change.phases)} phases"] if change.phases else []
    told += [one if isinstance(one, str) else str(one.get("kind", "event")) for one in change.events]
    others = (("organisation", change.organisation), ("policy", change.policy))
    return told + [f"{word} {name}" for word, name in others if name]


def _when_and_where(change: Change) -> list[str]:
    where = [*change.regions, *change.channels, *change.media]
    return [
        f" in {', '.join(where)}" if where else "",
        f" in week{'' if change.weeks.strip().isdigit() else 's'} {change.weeks}" if change.weeks else "",
        f" from {change.since}" if change.since != "" else "",
        f" until {change.until}" if change.until != "" else "",
        f" when {' and '.join(change.when)}" if change.when else "",
        f" for {change.for_weeks} weeks" if change.for_weeks else "",
    ]


def changed_policy(policy: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return a policy, as files write it, with a change made. Errors: InputError for what cannot be set."""
    found = {**policy, "phases": [*policy.get("phases", ()), *change.phases]}
    found["budget"] = {**policy["budget"], **_of_budget(change)}
    phase = _phase(policy, change)
    if phase:
        found["phases"].append(phase)
    return found


def _of_budget(change: Change) -> dict[str, Any]:
    """Return fields of the budget itself that are set; they hold for the whole run."""
    named = {key.partition(".")[2]: value for key, value in change.set.items() if key.startswith("budget.")}
    own = {key: number(value, f"budget.{key}") for key, value in named.items() if key != "scale"}
    if own and (change.since != "" or change.weeks or change.when):
        refuse(f"budget.{next(iter(own))}", "holds for the whole run; budget.scale holds money back for a time")
    return own


def _phase(policy: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return the phase that what is set stands for; empty where it needs none."""
    levers: dict[str, dict[str, Any]] = {}
    for key, value in change.set.items():
        lever, _, name = key.partition(".")
        if lever not in LEVERS:
            refuse(key, f"no lever is called {quoted(lever)}{did_you_mean(lever, LEVERS, 1)}", LEVERS)
        if not name:
            refuse(key, f"needs what of it is set, such as {lever}.scale", (*OPERATIONS, "rule"))
        if lever == "budget" and name != "scale":
            continue
        levers[lever] = _lever(levers.get(lever), policy, key, value)
    phase: dict[str, Any] = {lever: _narrowed(lever, fields, change) for lever, fields in levers.items()}
    if change.end:
        phase["end"] = True
    if not phase:
        _refuse_idle(change)
        return {}
    return {**_span(change), **phase}


def _lever(before: dict[str, Any] | None, policy: Mapping[str, Any], key: str, value: Value) -> dict[str, Any]:
    """Return a lever of the phase with one more thing set."""
    lever, _, name = key.partition(".")
    if name in OPERATIONS or lever == "budget":
        return {**(before or {}), name: number(value, key)}
    if name == "rule":
        return {**(before or {}), name: value}
    rule = before or {name: given for name, given in policy[lever].items() if given is not None}
    if name not in rule and name not in policy[lever]:
        known = (*OPERATIONS, *policy[lever])
        refuse(key, f"{lever} has no {quoted(name)}{did_you_mean(name, known, 1)}", known)
    return {**rule, name: scalar(value)}


def _narrowed(lever: str, fields: dict[str, Any], change: Change) -> dict[str, Any]:
    """Return a lever's change for some regions, channels or media only."""
    for scope, levers in _SCOPES.items():
        named = list(getattr(change, scope))
        if named and lever in levers and fields.get("rule", SAME) == SAME:
            fields = {**fields, scope: named}
        elif named and not any(key.partition(".")[0] in levers for key in change.set):
            refuse(scope, f"{lever} cannot be changed by {scope}; {', '.join(levers)} can")
    return fields


def _span(change: Change) -> dict[str, Any]:
    """Return from when to when the phase holds, as files write it."""
    found: dict[str, Any] = {}
    if change.weeks:
        span = _SPAN.match(change.weeks.strip())
        single = change.weeks.strip()
        if span is None and not single.isdigit():
            refuse("weeks", f"expected weeks of the run such as 30-34, found {quoted(change.weeks)}")
        found["weeks"] = [int(span["first"]), int(span["last"])] if span else [int(single), int(single)]
    if change.since != "":
        since = str(change.since)
        found["from"] = {"stage": since} if since in STAGES else moment(since)
    if change.until != "":
        found["until"] = moment(str(change.until))
    if change.when:
        found["when"] = dict(map(_believed, change.when))
    if change.for_weeks is not None:
        found["for_weeks"] = change.for_weeks
    return found


def _believed(text: str) -> tuple[str, dict[str, Any]]:
    found = _BELIEF.match(text.strip())
    if found is None:
        refuse("when", f"expected such as 'market_share below 0.18 for 8 weeks', found {quoted(text)}")
    side = "below" if found["side"] in {"<", "below"} else "above"
    weeks = {"for_weeks": int(found["weeks"])} if found["weeks"] else {}
    return found["name"], {side: number(found["value"], "when"), **weeks}


def _refuse_idle(change: Change) -> None:
    """Refuse a time or a place of nothing. Errors: InputError."""
    for name in ("since", "until", "weeks", "when", "for_weeks", "regions", "channels", "media"):
        if getattr(change, name) not in ("", (), None):
            refuse(name, "says when or where, but nothing is set that holds then; give --set LEVER.WHAT=VALUE")


def moment(text: str) -> str | int:
    """Return a week of the run, or a date, as a file writes it."""
    return int(text) if text.isdigit() else text


def number(value: Value, key: str) -> float | int:
    """Return a number, of a share in percent too.

    >>> number("+5%", "pricing.change")
    0.05
    """
    found = scalar(value)
    if isinstance(found, bool) or not isinstance(found, int | float):
        refuse(key, f"expected a number or a percentage such as -20%, found {quoted(str(value))}")
    return found


def scalar(value: Value) -> Value:
    """Return what a text stands for in a file: a number, a percentage, true or false, else the text."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.endswith("%"):
        inner = scalar(text[:-1])
        return round(inner / 100.0, 12) if isinstance(inner, int | float) else text
    kind = tag_of_plain(text).removeprefix(PREFIX)
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    return text.lower() == "true" if kind == "bool" else text


def refuse(field_name: str, message: str, choices: tuple[str, ...] = ()) -> NoReturn:
    """Refuse what was asked. Errors: InputError, always."""
    raise InputError((Problem(ASKED, 0, 0, field_name, message, choices),))


def named(changes: tuple[Change, ...]) -> dict[str, Change]:
    """Return changes by the name of their arm."""
    many = len(changes) > 1
    return {f"change_{place}" if many else "change": one for place, one in enumerate(changes, start=1)}
