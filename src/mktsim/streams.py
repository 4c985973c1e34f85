"""Stateless, addressed random numbers: any number of any stream can be read alone, in any order, on any worker.

A stream is addressed by (domain, seed, luck label, replication, stream name, entity). The address is hashed
(BLAKE2b) into the 128-bit key of Philox4x64-10, a counter-based generator (Salmon et al. 2011, "Parallel random
numbers: as easy as 1, 2, 3"); the position in the stream is the counter. Neither the arm nor any policy is part
of the address, so the same customers, rivals and accidents meet every arm.

Numbers are made from the raw 64-bit words, because the methods of numpy's Generator may change between versions
(NEP 19) and use a varying count of words; see ``mktsim.inverse`` for distributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import blake2b
from operator import index

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

from mktsim.errors import did_you_mean
from mktsim.philox import blocks

FIRST_PERIOD = -4096
"""Earliest period of any stream: 4096 weeks (or days, or occasions) before the opening."""

LAST_PERIOD = 2**40
"""Latest period of any stream; far beyond any horizon, far below the end of the 256-bit counter."""

_WORDS = 4  # one Philox counter step yields four 64-bit words
_STEP = 2.0**-52
_DROPPED_BITS = np.uint64(12)
_WORD = 64

Uniforms = NDArray[np.float64]
"""Numbers strictly inside (0, 1), shape (periods, block)."""

Entity = str | int | tuple[str | int, ...]
"""What a stream belongs to: a brand, (segment, region), (duty, subject) and so on; "" for the whole world."""


class Domain(IntEnum):
    """Purposes of random numbers; each kind of use has its own address space."""

    REPLICATION = 0
    DESIGN = 1
    BOOTSTRAP = 2
    OPTIMISER = 3
    TIE_BREAK = 4
    CALIBRATION = 5


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """One named source of noise."""

    name: str
    """Dotted name; part of the address, so renaming a stream is a new luck."""
    purpose: str
    """What its numbers decide."""
    entity: str
    """What kind of thing owns a stream of this name."""
    block: str
    """What the numbers of one period mean, in order."""


STREAMS: tuple[StreamSpec, ...] = (
    # the market of the world
    StreamSpec("market.demand", "category demand, AR(1) lognormal", "region", "innovation of the week"),
    StreamSpec("market.brand_shock", "brand-week shock", "brand", "one a region"),
    StreamSpec("market.campaign", "effectiveness of a campaign", "brand", "the campaign opening that week"),
    StreamSpec("market.promotion", "effectiveness of a promotion", "brand", "the event opening that week"),
    StreamSpec("market.launch", "appeal and potential drawn once", "brand", "appeal, potential"),
    StreamSpec("market.season", "strength of a season or holiday", "season or holiday", "the year's strength"),
    StreamSpec(
        "market.brand_drift", "slow drift of a brand's appeal", "(brand, region) or brand", "innovation of the week"
    ),
    StreamSpec("market.response", "slow drift of price sensitivity", "what responds", "innovation of the week"),
    StreamSpec("market.cycle", "business cycle, yearly AR(1)", "year", "shock of the year"),
    StreamSpec("world.event", "whether and when a scenario's event happens", "place of the event", "happens, when"),
    StreamSpec("market.crisis", "accidents to a brand or category", "brand or category", "happens, size, length"),
    StreamSpec("market.types", "rotation of the nodes of consumer types", "segment", "one a dimension, period 0"),
    StreamSpec("market.adoption", "counts of adopters", "(region, segment)", "one"),
    StreamSpec("market.incidence", "counts of category purchases", "(region, segment)", "one"),
    StreamSpec("market.choice", "counts by alternative", "(region, segment)", "one a conditional binomial"),
    StreamSpec("market.substitution", "what the unserved do", "(region, segment)", "one an alternative"),
    StreamSpec("market.panel", "purchases of panel households", "household", "incidence, choice, units"),
    StreamSpec(
        "market.panel_mind", "whether a panel household has a brand in mind", "(household, brand)", "one, period 0"
    ),
    StreamSpec("market.addition", "a market mechanism of the user's own", "(mechanism, place)", "as it asks for"),
    # rivals
    StreamSpec("rival.entry", "date and strength of entry", "brand", "date, strength, period 0"),
    StreamSpec("rival.move", "whether and how a rival moves", "brand", "notice, react, kind, size"),
    StreamSpec("rival.price", "noise of a rival's price", "brand", "one a channel"),
    StreamSpec("rival.tracking", "a rival's observation error", "(brand, topic)", "error"),
    # supply and channel
    StreamSpec("supply.production", "yield and stoppages", "plant or variant", "yield, stoppage, length"),
    StreamSpec("supply.transit", "transit time of a shipment", "route", "delay of what leaves in the period"),
    StreamSpec("channel.listing", "retailers' decisions to list", "(region, channel, brand)", "one a size class"),
    StreamSpec("channel.response", "channel members' cooperation", "(region, channel)", "accept, delay, comply"),
    # the organisation at work: the period is the week in which what the work belongs to fell due, or a running number
    StreamSpec("work.duration", "duration of a task", "(duty, subject)", "duration, rework duration"),
    StreamSpec("work.rework", "whether work is sent back", "(duty, subject)", "one an attempt"),
    StreamSpec("work.approval", "errors found at approval", "(duty, subject)", "one an approver"),
    StreamSpec("work.execution", "outlets executed on the day", "(duty, subject)", "one a region"),
    StreamSpec("work.mechanism", "outcome of a mechanism", "(duty, subject)", "as the mechanism says"),
    StreamSpec("work.exception", "exceptions that need a decision", "(duty, subject)", "happens, level"),
    StreamSpec("work.opinion", "what an agent thinks beforehand", "agent", "weight of advice, stages, topics"),
    StreamSpec("message.delay", "time a message takes on an edge", "(sender, receiver, topic)", "delay"),
    StreamSpec("message.blur", "variance added by an edge", "(sender, receiver, topic)", "error"),
    StreamSpec("message.leak", "leak of a confidential plan", "(sender, receiver, topic)", "happens, delay"),
    StreamSpec(
        "outside.quality",
        "quality, delay and cost of a supplier of services",
        "party",
        "quality, delay, cost",
    ),
    StreamSpec("instrument.error", "error of an observation", "(topic, observer)", "one a value"),
    StreamSpec("instrument.delay", "delay of an observation", "(topic, observer)", "delay"),
    # studies
    StreamSpec("study.world", "draw of a calibrated world", "parameter", "the draw is the period"),
    StreamSpec("study.bootstrap", "resampling of replications", "statistic", "one a replication"),
    StreamSpec("study.design", "sampling of designs", "parameter", "the point is the period"),
    StreamSpec("study.tie", "ties between arms", "arm", "one"),
)
"""Every source of noise there is; one line each."""


@dataclass(frozen=True)
class Registry:
    """The declared streams by name.

    Errors: ValueError for a name declared twice.
    """

    specs: tuple[StreamSpec, ...]
    """The table."""
    _by_name: dict[str, StreamSpec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a table in which one name means two things."""
        names = [spec.name for spec in self.specs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"streams declared twice: {', '.join(twice)}")
        object.__setattr__(self, "_by_name", {spec.name: spec for spec in self.specs})

    def spec(self, name: str) -> StreamSpec:
        """Entry of a stream; LookupError with the nearest names when it was never declared."""
        found = self._by_name.get(name)
        if found is None:
            raise LookupError(f"no stream is called {name!r}{did_you_mean(name, self._by_name)}")
        return found


REGISTRY = Registry(STREAMS)
"""The table in force."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the luck of one cell comes from; the arm is not part of it.

    Errors: TypeError for a seed or replication that is not a whole number; ValueError for a negative replication.

    >>> Address(seed=1, label="tea_chain/0", replication=3).domain.name
    'REPLICATION'
    """

    seed: int
    """Root seed of the study; any whole number."""
    label: str
    """Luck label of the world: its scenario's id (its name without one) and draw number, never its content."""
    replication: int
    """Number of the replication, from 0."""
    domain: Domain = Domain.REPLICATION
    """What the luck is for."""

    def __post_init__(self) -> None:
        """Refuse what would silently share or lose an address."""
        for part in (self.seed, self.replication):
            if isinstance(part, bool):
                raise TypeError("seed and replication are whole numbers, not true or false")
            index(part)
        if not isinstance(self.label, str):
            raise TypeError(f"a luck label is text, not {type(self.label).__name__}")
        if self.replication < 0:
            raise ValueError(f"replication {self.replication} is negative")


def uniforms(  # noqa: PLR0913, PLR0917 - an address in four parts and a window in two: one call, hot
    address: Address,
    name: str,
    entity: Entity,
    first_period: int,
    periods: int,
    block: int,
) -> Uniforms:
    """Uniforms of one stream for a window of periods, shape (periods, block), strictly inside (0, 1).

    Period w yields the same row whatever window is asked for. ``block`` is how many numbers a period owns, used
    or not; it is part of the meaning of a stream (another block is another layout: all its numbers change).
    The values are the multiples (k + 1/2)/2^52, symmetric around one half; 2^53 would round its largest to 1.
    Errors: LookupError for a stream not in the table; ValueError for a window or block out of bounds.

    >>> luck = Address(seed=1, label="demo/0", replication=0)
    >>> a = uniforms(luck, "market.brand_shock", "B", first_period=0, periods=3, block=2)
    >>> b = uniforms(luck, "market.brand_shock", "B", first_period=2, periods=1, block=2)
    >>> bool((a[2] == b[0]).all())
    True
    """
    REGISTRY.spec(name)
    words = raw_words(address, name, entity, (first_period, periods), block)
    kept: Uniforms = (words >> _DROPPED_BITS).astype(np.float64)
    return (kept + 0.5) * _STEP


def uniforms_of(
    address: Address, name: str, entities: Sequence[Entity], window: tuple[int, int], block: int
) -> NDArray[np.float64]:
    """Uniforms of many entities' streams, shape (entities, periods, block): row by row what `uniforms` gives.

    `window` is (first period, count of periods). Worth it from some hundred entities on.
    Errors: as for `uniforms`.
    """
    REGISTRY.spec(name)
    first, periods, steps = _steps(window, block)
    keys = _keys(address, name, entities)
    words = blocks(keys, first, periods * steps).reshape(len(keys), periods, steps * _WORDS)[:, :, :block]
    kept: NDArray[np.float64] = (words >> _DROPPED_BITS).astype(np.float64)
    return (kept + 0.5) * _STEP


def raw_words(address: Address, name: str, entity: Entity, window: tuple[int, int], block: int) -> NDArray[np.uint64]:
    """Raw 64-bit words of one stream, shape (periods, block), for a window (first period, count of periods).

    Errors: ValueError for a window or block out of bounds.
    """
    first, periods, steps = _steps(window, block)
    key = stream_key(address, name, entity)
    counter = np.array([first, 0, 0, 0], dtype=np.uint64)
    words = Philox(key=key, counter=counter).random_raw(periods * steps * _WORDS)
    return words.reshape(periods, steps * _WORDS)[:, :block]


def _steps(window: tuple[int, int], block: int) -> tuple[int, int, int]:
    """Return the counter before the window, its periods, and the counter steps of a period. Errors: ValueError."""
    first, periods = window
    if not (first >= FIRST_PERIOD and first + periods <= LAST_PERIOD):
        raise ValueError(f"periods {first} to {first + periods} leave [{FIRST_PERIOD}, {LAST_PERIOD})")
    if not (periods >= 0 and 0 < block <= 2**_WORD // LAST_PERIOD):
        raise ValueError(f"{periods} periods of {block} numbers: counts must be positive, a block at most 2^24")
    steps = -(-block // _WORDS)
    return (first - FIRST_PERIOD) * steps, periods, steps


def stream_key(address: Address, name: str, entity: Entity) -> NDArray[np.uint64]:
    """128-bit Philox key of a stream, as two 64-bit words; it is the same on every platform.

    Every part enters with its type and length, so no two addresses share a text: 2^32 and (0, 1), "a", "b" and
    "a,b" stay apart.
    """
    key: NDArray[np.uint64] = _keys(address, name, (entity,))[0]
    return key


def _keys(address: Address, name: str, entities: Iterable[Entity]) -> NDArray[np.uint64]:
    """Keys of many streams, shape (entities, 2); what they share is hashed once."""
    parts: tuple[str | int, ...] = (int(address.domain), address.seed, address.label, address.replication, name)
    shared = blake2b("".join(map(_coded, parts)).encode(), digest_size=16, person=b"mktsim.streams.1")
    digests = []
    for entity in entities:
        one = shared.copy()
        one.update(_coded_entity(entity).encode())
        digests.append(one.digest())
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64).reshape(-1, 2)


def _coded_entity(entity: Entity) -> str:
    """Unambiguous text of an entity; a tuple of one is not the same entity as what it holds."""
    if isinstance(entity, tuple):
        return f"t{len(entity)}:" + "".join(map(_coded, entity))
    return _coded(entity)


def _coded(part: str | int) -> str:
    """Unambiguous text of one part: type, length and content."""
    if isinstance(part, str):
        return f"s{len(part)}:{part}"
    if isinstance(part, bool):
        raise TypeError("an address is made of text and whole numbers, not true or false")
    return f"i{index(part)};"


class Luck:
    """Reader of one cell's streams, row by row: a stream is drawn once for the whole window, then looked up.

    For the work of the organisation, where numbers are needed one at a time (a cached read costs under 1 µs).
    Periods outside the window are drawn alone, so the window changes speed and never values.

    >>> luck = Luck(Address(seed=1, label="demo/0", replication=0), first_period=0, periods=156)
    >>> len(luck.row("work.duration", ("marketing.01", "brand"), 12, 2))
    2
    """

    __slots__ = ("_drawn", "address", "first_period", "periods")

    def __init__(self, address: Address, first_period: int, periods: int) -> None:
        self.address = address
        self.first_period = first_period
        self.periods = periods
        self._drawn: dict[tuple[str, Entity, int], list[list[float]]] = {}

    def row(self, name: str, entity: Entity, period: int, block: int) -> list[float]:
        """Return the ``block`` uniforms of one period; the caller must not change the list."""
        position = period - self.first_period
        if not 0 <= position < self.periods:
            alone: list[float] = uniforms(self.address, name, entity, period, 1, block)[0].tolist()
            return alone
        rows = self._drawn.get((name, entity, block))
        if rows is None:
            rows = uniforms(self.address, name, entity, self.first_period, self.periods, block).tolist()
            self._drawn[name, entity, block] = rows
        return rows[position]
