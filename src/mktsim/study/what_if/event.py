"""Events as people say them: ``leader price -10% from 2024-06-01``, as files write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mktsim.errors import did_you_mean, quoted
from mktsim.study.what_if.change import moment, number, refuse

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

_WHEN = re.compile(
    r"\s+(?:from\s+(?P<start>\S+)|until\s+(?P<until>\S+)|for\s+(?P<weeks>\d+)\s*weeks?|in\s+(?P<where>[^,]\S*(?:,\s*\S+)*)"
    r"|with\s+(?P<probability>[\d.]+%?))"
)
EXAMPLES = (
    "leader price -10% from 2024-06-01 for 13 weeks",
    "leader deal 25% from 30 for 2 weeks",
    "leader advertising +50%",
    "leader exits from 40",
    "cost +8% from 2024-09-01",
    "tax 5%",
    "demand -20% in north until 30",
    "discounters delists from 20",
    "online opens from 30",
    "online closes",
    "plant -50% from 30 for 6 weeks",
    "crisis 0.5 from 30",
    "agency lost from 20",
    "planning loses 2 from 10 with 50%",
)


_OF_ITSELF = ("cost", "tax", "demand", "plant", "crisis", "agency")
_OF_A_RIVAL = ("price", "deal", "advertising", "exits", "enters")
_OF_A_CHANNEL: dict[str, Callable[[str], dict[str, Any]]] = {
    "delists": lambda name: {"kind": "delisting", "channels": [name]},
    "opens": lambda name: {"kind": "channel_opening", "channel": name},
    "closes": lambda name: {"kind": "channel_closing", "channel": name},
}


@dataclass(frozen=True)
class _Said:
    """The words of an event without when and where."""

    words: tuple[str, ...]
    text: str
    scenario: Scenario

    @property
    def value(self) -> float:
        """The last word as a number."""
        return float(number(self.words[-1], self.text))


def event_data(text: str, scenario: Scenario) -> dict[str, Any]:
    """Return an event as a file writes it. Errors: InputError for what is not understood."""
    matches = list(_WHEN.finditer(text))
    head = text[: matches[0].start()] if matches else text
    said = _Said(tuple(head.split()), text, scenario)
    found = _what(said)
    for match in matches:
        found |= _when_or_where(match.groupdict(), scenario, text)
    return found


def _when_or_where(groups: Mapping[str, str | None], scenario: Scenario, text: str) -> dict[str, Any]:
    if groups["start"]:
        return {"from": moment(groups["start"])}
    if groups["until"]:
        return {"until": moment(groups["until"])}
    if groups["weeks"]:
        return {"for_weeks": int(groups["weeks"])}
    if groups["probability"]:
        return {"probability": float(number(groups["probability"], text))}
    wanted = [one.strip() for one in (groups["where"] or "").split(",")]
    regions = {region.name for region in scenario.market.regions}
    return {"regions": wanted} if regions & set(wanted) else {"channels": wanted}


def _what(said: _Said) -> dict[str, Any]:
    """Return what happens, from the first words."""
    words = said.words
    if not words or (len(words) == 1 and words[0] not in {"crisis", "plant"}):
        refuse("event", f"is not understood: {quoted(said.text)}; such as {'; '.join(EXAMPLES)}")
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _OF_ITSELF:
        return _of_itself(first, said)
    brands = [brand.name for brand in said.scenario.brands[1:]]
    channels = [channel.name for channel in said.scenario.channels]
    if second in _OF_A_RIVAL:
        _known("rival", first, brands)
        return _of_rival(first, second, said)
    if second in _OF_A_CHANNEL:
        _known("channel", first, channels)
        return _OF_A_CHANNEL[second](first)
    if second in {"loses", "lose"}:
        return {"kind": "people_leave", "agent": first, "fte": said.value}
    known = (*_OF_A_RIVAL, *_OF_A_CHANNEL, "loses")
    hint = did_you_mean(second, known, 1)
    return refuse("event", f"{quoted(second)} is not understood{hint}; such as {EXAMPLES[0]}", known)


def _of_itself(first: str, said: _Said) -> dict[str, Any]:
    given = len(said.words) > 1
    if first == "cost":
        return {"kind": "cost", "change": said.value}
    if first == "tax":
        return {"kind": "tax", "share": said.value}
    if first == "demand":
        return {"kind": "demand", "change": said.value}
    if first == "plant":
        return {"kind": "plant", "lost": abs(said.value) if given else 1.0}
    if first == "crisis":
        return {"kind": "crisis", "size": said.value} if given else {"kind": "crisis"}
    return {"kind": "agency_lost"}


def _of_rival(brand: str, what: str, said: _Said) -> dict[str, Any]:
    if what in {"exits", "enters"}:
        return {"kind": "rival_exit" if what == "exits" else "rival_launch", "brand": brand}
    if what == "price":
        return {"kind": "rival_price", "brand": brand, "change": said.value}
    if what == "deal":
        return {"kind": "rival_deal", "brand": brand, "depth": abs(said.value)}
    is_change = said.words[-1][:1] in {"+", "-"}
    return {"kind": "rival_advertising", "brand": brand, "scale": said.value + (1.0 if is_change else 0.0)}


def _known(kind: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        refuse("event", f"no {kind} is called {quoted(name)}{did_you_mean(name, names, 1)}", tuple(names))
