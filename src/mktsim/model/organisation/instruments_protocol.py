"""Interface of instruments, as an organisation asks them: topic in, observation and standard error out."""

from __future__ import annotations

from typing import Protocol


class Instruments(Protocol):
    """The only door to the truth."""

    def truth_of(self, topic: str) -> float:
        """Return the true counterpart of `topic` now; NaN when there is none. LookupError for no topic."""

    def prior(self, topic: str) -> tuple[float, float]:
        """Return value and standard deviation of what is believed before anything is known."""

    def drift(self, topic: str, value: float | None = None) -> float:
        """Return the variance that a week adds to an estimate of `value` (the prior's where none is given)."""

    def rival_deals(self, weeks: int) -> tuple[tuple[float, ...], ...]:
        """Return the true depth of rivals' deals over all outlets in up to `weeks` weeks, the last one last."""

    def observe(self, instrument: str, topic: str, u: float, accuracy: float) -> tuple[float, float]:
        """Return value and standard error of an observation with random number `u`; value NaN when there is nothing."""
