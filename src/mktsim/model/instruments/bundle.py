"""The bundle: everything that an organisation may ask about the truth, by name."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.inputs.scenario import Scenario
from mktsim.model.instruments.instrument import Instrument
from mktsim.model.instruments.registry import instruments_in_use
from mktsim.model.instruments.topics import Scale, split_topic
from mktsim.model.instruments.true_values import TRUTHS, WEEKLY, Level, Scene
from mktsim.model.world import SupplyDesk, Truth


class Instruments:
    """Instruments, priors and drifts of one run."""

    def __init__(self, truth: Truth, desk: SupplyDesk, scenario: Scenario, level: Level) -> None:
        """Look at `truth` and `desk`, and ask `level` for the organisation's own levels."""
        self._scene = Scene(truth, desk, scenario, level)
        self._priors: dict[str, tuple[float, float]] = {}
        self._table: Mapping[str, Instrument] = instruments_in_use()
        self._week: int | None = None
        self._weekly: dict[str, float] = {}

    def truth_of(self, topic: str) -> float:
        """Return the true counterpart of a topic, in its unit; NaN where there is nothing (no rival, say)."""
        week = self._scene.truth.last_week()
        if week != self._week:
            self._week = week
            self._weekly.clear()
        if topic in self._weekly:
            return self._weekly[topic]
        subject, index = split_topic(topic)
        true = TRUTHS[subject.name](self._scene, index)
        if subject.name in WEEKLY:
            self._weekly[topic] = true
        return true

    def prior(self, topic: str) -> tuple[float, float]:
        """Return value and standard deviation of what is believed before any observation."""
        if topic not in self._priors:
            subject, index = split_topic(topic)
            self._priors[topic] = subject.prior(self._scene.scenario, index)
        return self._priors[topic]

    def drift(self, topic: str, value: float | None = None) -> float:
        """Return the variance that a week of age adds to an estimate, in the topic's unit squared.

        Relative drifts are taken of `value`, the estimate held; of the prior's value where none is given.
        """
        subject, _ = split_topic(topic)
        if subject.scale is Scale.ABSOLUTE:
            return subject.drift**2
        return (subject.drift * (self.prior(topic)[0] if value is None else value)) ** 2

    def rival_deals(self, weeks: int) -> tuple[tuple[float, ...], ...]:
        """Return the true depth of rivals' deals over all outlets in up to `weeks` weeks, the last one last."""
        return self._scene.truth.rival_deals(weeks)

    def observe(self, instrument: str, topic: str, u: float, accuracy: float = 1.0) -> tuple[float, float]:
        """Return an observation and its standard error; `u` in (0, 1), see `Instrument.observe`."""
        if instrument not in self._table:
            raise KeyError(f"unknown instrument {instrument!r}; choices: {', '.join(self._table)}")
        return self._table[instrument].observe(self._scene, topic, u, accuracy)
