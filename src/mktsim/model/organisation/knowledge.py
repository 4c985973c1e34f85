"""Knowledge of agents: estimates that age and are combined by precision (inverse variance)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from math import inf, isfinite, sqrt
from typing import TYPE_CHECKING, NamedTuple

from mktsim.model.organisation.work_streams import rotated, standard_normal
from mktsim.model.world import WEEK_DAYS, Estimate

if TYPE_CHECKING:
    from mktsim.model.organisation.instruments_protocol import Instruments


class Held(NamedTuple):
    """An estimate as an agent keeps it."""

    value: float
    variance: float
    """As of `day`."""
    day: float
    """Day that the variance holds for."""
    observed: float
    """Day that the number describes, weighted by precision."""
    received: float


class Way(NamedTuple):
    """Distortions that a message has met with on its way."""

    variance: float
    """Added variance, relative to prior variance."""
    luck: float
    """Uniform of its blur; negative for none."""
    day: float
    """Day on which it was received."""


class Unread(NamedTuple):
    """An estimate as it was sent, blurred only when somebody looks at it: most are replaced unseen."""

    sent: Held
    way: Way


Pile = list[Held | Unread | None]
"""What an agent had (None for nothing), then news not weighed against it yet: most is never looked at."""

made_held: Callable[[tuple[float, float, float, float, float]], Held] = partial(tuple.__new__, Held)
"""`Held` of a tuple of its fields; half the time of naming them, for what is made by the thousand."""
_made_unread: Callable[[tuple[Held, Way]], Unread] = partial(tuple.__new__, Unread)
_made_estimate: Callable[[tuple[float, float, float, float]], Estimate] = partial(tuple.__new__, Estimate)


class Topic(NamedTuple):
    """Prior and drift of a topic."""

    value: float
    sd: float
    drift: float
    """Variance a week; relative to the value squared where `relative`."""
    relative: bool

    def weekly(self, value: float) -> float:
        """Return the variance that a week adds to an estimate of `value`."""
        return self.drift * value * value if self.relative else self.drift


def held_of(estimate: Estimate, now: float) -> Held:
    """Return an estimate that somebody has worked out on day `now`, as it is sent and kept."""
    value, se, observed, _ = estimate
    day = min(observed, now) if isfinite(observed) else now
    return made_held((value, se**2, day, day, now))


class Knowledge:
    """Estimates by agent and topic; what nobody has told is the prior."""

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._held: dict[str, dict[str, Held | Unread | Pile]] = defaultdict(dict)
        self._topics: dict[str, Topic | None] = {}

    def topic(self, name: str) -> Topic | None:
        """Return what is known of topic `name` beforehand; None when it is no topic but a plan."""
        if name not in self._topics:
            try:
                self._topics[name] = self._asked(name)
            except LookupError:
                self._topics[name] = None
        return self._topics[name]

    def believe(self, agent: str, name: str, now: float) -> Estimate:
        """Return what `agent` holds on day `now`, aged; the prior when nothing. LookupError for no topic."""
        topic = self._topics.get(name) or self._known(name)
        mine = self._held[agent]
        held = mine.get(name)
        if held is None:
            return Estimate(topic.value, topic.sd, -inf, -inf)
        if type(held) is not Held:
            held = mine[name] = self._read(name, held)
        value, variance, day, observed, received = held
        drift = topic.drift * value * value if topic.relative else topic.drift
        return _made_estimate((value, sqrt(variance + drift * (now - day) / WEEK_DAYS), observed, received))

    def _with_noise(self, name: str, sent: Held, way: Way) -> Held:
        """Return an estimate as received over a way."""
        value, variance, day, observed, _ = sent
        if way[0] > 0.0:
            topic = self._topics.get(name) or self.topic(name)
            sd = topic.sd if topic is not None and isfinite(topic.sd) else 0.0
            added = way[0] * sd * sd
            variance += added
            if way[1] >= 0.0:
                value += sqrt(added) * standard_normal(rotated(way[1], name))
        return made_held((value, variance, day, observed, way[2]))

    def receive(self, agent: str, name: str, sent: Held, way: Way) -> None:
        """Have news combined with what `agent` has, each by its precision on the day of the news, when it looks."""
        if not isfinite(sent[1]):
            return
        if self._topics.get(name) is None:
            self._known(name)
        mine = self._held[agent]
        old = mine.get(name)
        news = _made_unread((sent, way))
        if isinstance(old, list):
            old.append(news)
        else:
            mine[name] = [old, news]

    def replace(self, agent: str, name: str, sent: Held, way: Way) -> None:
        """Have `agent` hold what was sent in place of what it had, unless that describes a later day."""
        if not isfinite(sent[1]):
            return
        mine = self._held[agent]
        old = mine.get(name)
        if isinstance(old, list):
            old = self._read(name, old)
        if old is None or (old.sent if isinstance(old, Unread) else old).observed <= sent.observed:
            mine[name] = _made_unread((sent, way))

    def accuracy(self, agent: str, name: str, now: float) -> float:
        """Return 1/(1 + se²/prior variance) of what `agent` holds; one half when it holds no more than the prior."""
        topic = self._topics.get(name) or self._known(name)
        if topic.sd <= 0.0:
            return 1.0
        se = self.believe(agent, name, now)[1]
        if not isfinite(topic.sd):  # nothing is known beforehand because, as without rivals, nothing is there
            return 1.0
        return 1.0 / (1.0 + (se / topic.sd) ** 2)

    def snapshot(self) -> tuple[tuple[str, str, Held], ...]:
        """Return everything that is held: (agent, topic, what)."""
        return tuple(
            (agent, name, held if isinstance(held, Held) else self._read(name, held))
            for agent, mine in self._held.items()
            for name, held in mine.items()
        )

    def restore(self, everything: tuple[tuple[str, str, Held], ...]) -> None:
        """Take over what was handed on."""
        self._held.clear()
        for agent, name, held in everything:
            self._held[agent][name] = held

    def _asked(self, name: str) -> Topic:
        value, sd = self._instruments.prior(name)
        one, two = self._instruments.drift(name, 1.0), self._instruments.drift(name, 2.0)
        return Topic(value, sd, one, relative=one != two)

    def _read(self, name: str, held: Held | Unread | Pile) -> Held:
        """Return what has come of all that was sent."""
        if isinstance(held, Held):
            return held
        if isinstance(held, Unread):
            return self._with_noise(name, held.sent, held.way)
        first, *rest = held
        found = None if first is None else self._read(name, first)
        for unread in rest:
            if unread is not None:
                found = self._weighed(name, found, self._read(name, unread))
        if found is None:
            raise LookupError(f"nothing is held of {name!r}")
        return found

    def _weighed(self, name: str, old: Held | None, news: Held) -> Held:
        """Return news combined with what was held, or with the prior where that says anything."""
        topic = self._topics.get(name) or self._known(name)
        if old is None:
            if topic.sd <= 0.0 or not isfinite(topic.sd):
                return news
            old = made_held((topic.value, topic.sd**2, news.day, news.observed, news.received))
        return combined(old, news, topic.weekly(old.value))

    def _known(self, name: str) -> Topic:
        topic = self.topic(name)
        if topic is None:
            raise LookupError(f"{name!r} is no topic")
        return topic


def combined(old: Held, news: Held, drift: float) -> Held:
    """Return the estimate of two by precision; the older one ages to the day of the newer."""
    day = max(old.day, news.day)
    var_old = old.variance + drift * (day - old.day) / WEEK_DAYS
    var_new = news.variance + drift * (day - news.day) / WEEK_DAYS
    total = var_old + var_new
    if total <= 0.0:
        return news
    weight = var_old / total
    value = old.value + weight * (news.value - old.value)
    observed = old.observed + weight * (news.observed - old.observed)
    return made_held((value, var_new * weight, day, observed, news.received))
