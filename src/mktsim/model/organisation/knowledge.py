"""Knowledge of agents: estimates that age and are combined by precision (inverse variance).

Each agent begins with a prior of its own. Evidence from others is combined as independent, its precision discounted to
the weight that the agent gives to advice. Opinions rest on what everybody has seen, so that they are pooled by
covariance intersection (Julier & Uhlmann 1997, Proc. American Control Conference): values by precision and weight,
without any gain in precision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from math import inf, isfinite, sqrt
from typing import TYPE_CHECKING, NamedTuple

from mktsim.model.organisation.opinions import OWN_WORK
from mktsim.model.organisation.work_streams import rotated, standard_normal
from mktsim.model.world import WEEK_DAYS, Estimate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mktsim.model.organisation.instruments_protocol import Instruments
    from mktsim.model.organisation.opinions import Opinions


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
    weight: float
    """Weight of what was sent against what the receiver holds, both equally precise; one half where it is its own."""


class Unread(NamedTuple):
    """An estimate as it was sent, blurred only when somebody looks at it: most are replaced unseen."""

    sent: Held
    way: Way
    opinion: bool
    """Whether it is an opinion, else evidence."""


Pile = list[Held | Unread | None]
"""What an agent had (None for nothing), then news not weighed against it yet: most is never looked at."""

made_held: Callable[[tuple[float, float, float, float, float]], Held] = partial(tuple.__new__, Held)
"""`Held` of a tuple of its fields; half the time of naming them, for what is made by the thousand."""
_made_unread: Callable[[tuple[Held, Way, bool]], Unread] = partial(tuple.__new__, Unread)
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
    """Estimates by agent and topic; what nobody has told is the agent's own prior."""

    def __init__(self, instruments: Instruments, opinions: Opinions) -> None:
        self._instruments, self._opinions = instruments, opinions
        self._priors: dict[tuple[str, str], Estimate] = {}
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
        """Return what `agent` holds on day `now`, aged; its prior when nothing. LookupError for no topic."""
        topic = self._topics.get(name) or self._known(name)
        mine = self._held[agent]
        held = mine.get(name)
        if held is None:
            return self._priors.get((agent, name)) or self._prior(agent, name)
        if type(held) is not Held:
            held = mine[name] = self._read(agent, name, held)
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

    def view(self, agent: str, name: str, now: float) -> Held | None:
        """Return what `agent` has come to think of a topic by day `now`, as it would tell it; None for nothing."""
        if name not in self._held[agent]:
            return None
        value, se, observed, received = self.believe(agent, name, now)
        return made_held((value, se**2, now, observed, received))

    def agree(self, agents: Iterable[str], name: str, now: float) -> None:
        """Have agents who talk to each other pool what they think of a topic, all with the same weight."""
        views = {agent: view for agent in agents if (view := self.view(agent, name, now)) is not None}
        if len(views) < 2 or not all(view.variance > 0.0 for view in views.values()):
            return
        precisions = [1.0 / view.variance for view in views.values()]
        total = sum(precisions)
        value = sum(p * view.value for p, view in zip(precisions, views.values(), strict=True)) / total
        observed = sum(p * view.observed for p, view in zip(precisions, views.values(), strict=True)) / total
        agreed = made_held((value, len(views) / total, now, observed, now))
        for agent in views:
            self._held[agent][name] = agreed

    def receive(self, agent: str, name: str, sent: Held, way: Way, *, opinion: bool = False) -> None:
        """Have news weighed against what `agent` has, on the day of the news, when it looks."""
        if not isfinite(sent[1]):
            return
        if self._topics.get(name) is None:
            self._known(name)
        mine = self._held[agent]
        old = mine.get(name)
        news = _made_unread((sent, way, opinion))
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
            old = self._read(agent, name, old)
        if old is None or (old.sent if isinstance(old, Unread) else old).observed <= sent.observed:
            mine[name] = _made_unread((sent, way, False))

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
            (agent, name, held if isinstance(held, Held) else self._read(agent, name, held))
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

    def _prior(self, agent: str, name: str) -> Estimate:
        """Return what an agent thinks of a topic before it has heard anything."""
        value, sd = self._known(name)[:2]
        if sd > 0.0 and isfinite(sd):
            value += self._opinions.lean(agent, name) * sd
        prior = self._priors[agent, name] = Estimate(value, sd, -inf, -inf)
        return prior

    def _read(self, agent: str, name: str, held: Held | Unread | Pile) -> Held:
        """Return what has come of all that was sent."""
        if isinstance(held, Held):
            return held
        if isinstance(held, Unread):
            return self._with_noise(name, held.sent, held.way)
        first, *rest = held
        found = None if first is None else self._read(agent, name, first)
        for unread in rest:
            if isinstance(unread, Unread):
                found = self._weighed(agent, name, found, unread)
        if found is None:
            raise LookupError(f"nothing is held of {name!r}")
        return found

    def _weighed(self, agent: str, name: str, old: Held | None, unread: Unread) -> Held:
        """Return news weighed against what was held, or against the agent's prior where that says anything."""
        topic = self._topics.get(name) or self._known(name)
        news, weight = self._with_noise(name, unread.sent, unread.way), unread.way.weight
        if old is None:
            prior = self._priors.get((agent, name)) or self._prior(agent, name)
            if prior.se <= 0.0 or not isfinite(prior.se):
                return news
            old = made_held((prior.value, prior.se**2, news.day, news.observed, news.received))
        if unread.opinion:
            return pooled(old, news, topic.weekly(old.value), weight)
        if weight != OWN_WORK:
            news = news._replace(variance=news.variance * (1.0 - weight) / weight)
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


def pooled(old: Held, news: Held, drift: float, weight: float) -> Held:
    """Return the opinion that comes of two which may rest on the same evidence: `weight` is that of the news.

    The mean of the precisions takes the place of their sum, so that an opinion heard twice is no surer.
    """
    day = max(old.day, news.day)
    var_old = old.variance + drift * (day - old.day) / WEEK_DAYS
    var_new = news.variance + drift * (day - news.day) / WEEK_DAYS
    if var_old <= 0.0 or var_new <= 0.0:
        return news if var_new <= var_old else old
    kept, heard = (1.0 - weight) / var_old, weight / var_new
    share = heard / (kept + heard)
    value = old.value + share * (news.value - old.value)
    observed = old.observed + share * (news.observed - old.observed)
    return made_held((value, 1.0 / (kept + heard), day, observed, news.received))
