"""What each agent knows: estimates that age and are combined by precision."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mktsim.model.organisation.luck import rotated, standard_normal
from mktsim.model.world import WEEK_DAYS, Estimate

if TYPE_CHECKING:
    from mktsim.model.organisation.looking import Instruments


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
    """What a message has met with."""

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


class Topic(NamedTuple):
    """What is known of a topic beforehand."""

    value: float
    sd: float
    drift: float
    """Variance a week; relative to the value squared where `relative`."""
    relative: bool

    def weekly(self, value: float) -> float:
        """Return the variance that a week adds to an estimate of `value`."""
        return self.drift * value * value if self.relative else self.drift


class Knowledge:
    """Estimates by agent and topic; what nobody has told is the prior."""

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._held: dict[str, dict[str, Held | Unread]] = defaultdict(dict)
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
            return Estimate(topic.value, topic.sd, -math.inf, -math.inf)
        if isinstance(held, Unread):
            held = mine[name] = self.blurred(name, held.sent, held.way)
        value, variance, day, observed, received = held
        drift = topic.drift * value * value if topic.relative else topic.drift
        return Estimate(value, math.sqrt(variance + drift * (now - day) / WEEK_DAYS), observed, received)

    def blurred(self, name: str, sent: Held, way: Way) -> Held:
        """Return an estimate as received over a way."""
        value, variance, day, observed, _ = sent
        if way.variance > 0.0:
            topic = self._topics.get(name) or self.topic(name)
            sd = topic.sd if topic is not None and math.isfinite(topic.sd) else 0.0
            added = way.variance * sd * sd
            variance += added
            if way.luck >= 0.0:
                value += math.sqrt(added) * standard_normal(rotated(way.luck, name))
        return Held(value, variance, day, observed, way.day)

    def receive(self, agent: str, name: str, sent: Held, way: Way) -> None:
        """Combine what was sent with what `agent` has, each by its precision on the day of the news."""
        if not math.isfinite(sent.variance):
            return
        news = self.blurred(name, sent, way)
        mine = self._held[agent]
        old = mine.get(name)
        topic = self._topics.get(name) or self._known(name)
        if isinstance(old, Unread):
            old = self.blurred(name, old.sent, old.way)
        if old is None:
            if topic.sd <= 0.0 or not math.isfinite(topic.sd):
                mine[name] = news
                return
            old = Held(topic.value, topic.sd**2, news.day, news.observed, news.received)
        mine[name] = combined(old, news, topic.weekly(old.value))

    def replace(self, agent: str, name: str, sent: Held, way: Way) -> None:
        """Have `agent` hold what was sent in place of what it had, unless that describes a later day."""
        if not math.isfinite(sent.variance):
            return
        mine = self._held[agent]
        old = mine.get(name)
        if old is None or (old.sent if isinstance(old, Unread) else old).observed <= sent.observed:
            mine[name] = Unread(sent, way)

    def accuracy(self, agent: str, name: str, now: float) -> float:
        """Return 1/(1 + se²/prior variance) of what `agent` holds; one half when it holds no more than the prior."""
        topic = self._known(name)
        if topic.sd <= 0.0:
            return 1.0
        se = self.believe(agent, name, now).se
        return 1.0 / (1.0 + (se / topic.sd) ** 2)

    def all(self) -> tuple[tuple[str, str, Held], ...]:
        """Return everything that is held."""
        return tuple(
            (agent, name, self.blurred(name, held.sent, held.way) if isinstance(held, Unread) else held)
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
    return Held(
        value=old.value + weight * (news.value - old.value),
        variance=var_new * weight,
        day=day,
        observed=old.observed + weight * (news.observed - old.observed),
        received=news.received,
    )
