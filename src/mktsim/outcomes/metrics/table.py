"""All metrics by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mktsim.errors import did_you_mean
from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.agreement import AGREEMENT
from mktsim.outcomes.metrics.availability import AVAILABILITY
from mktsim.outcomes.metrics.cash import CASH
from mktsim.outcomes.metrics.forecasting import FORECASTING
from mktsim.outcomes.metrics.kpis import NOTED, PREFIX
from mktsim.outcomes.metrics.lifecycle import LIFECYCLE
from mktsim.outcomes.metrics.metric import Metric
from mktsim.outcomes.metrics.minds import MINDS
from mktsim.outcomes.metrics.observables import OBSERVABLES, observed
from mktsim.outcomes.metrics.planned import PLANNED
from mktsim.outcomes.metrics.price import PRICE
from mktsim.outcomes.metrics.spending import SPENDING
from mktsim.outcomes.metrics.value import VALUE
from mktsim.outcomes.metrics.volume import VOLUME
from mktsim.outcomes.metrics.work import WORK

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.name: metric
        for family in (
            VALUE,
            CASH,
            VOLUME,
            AVAILABILITY,
            PRICE,
            MINDS,
            SPENDING,
            WORK,
            LIFECYCLE,
            FORECASTING,
            NOTED,
            PLANNED,
            AGREEMENT,
        )
        for metric in family
    }
)
"""The table; `observed.<name>` comes on top, from what the organisation keeps."""


_own: dict[str, Metric] = {}


def use_metrics(metrics: Iterable[Metric]) -> None:
    """Measure with these of the user's own, beside the table, in this process from now on, and with no others."""
    _own.clear()
    _own.update({metric.name: metric for metric in metrics})


def metrics_in_use() -> Mapping[str, Metric]:
    """Return the table with the user's own, by name."""
    return {**METRICS, **_own}


def shipped_names() -> tuple[str, ...]:
    """Return the names of the product's metrics: those of the table, and the observables under their prefix."""
    return (*METRICS, *sorted(PREFIX + name for name in OBSERVABLES))


def metric_names() -> tuple[str, ...]:
    """Return the names of all metrics, the user's own too."""
    return (*METRICS, *_own, *shipped_names()[len(METRICS) :])


def metric_named(name: str) -> Metric:
    """Return a metric in use or of an observable; LookupError with the nearest names for any other."""
    known = metrics_in_use()
    if name in known:
        return known[name]
    if name.startswith(PREFIX):
        return observed(name)
    raise LookupError(f"no metric is called {name!r}{did_you_mean(name, known)}")


def measure_all(history: History) -> dict[str, float]:
    """Measure every metric in use and every observable of a history, by name."""
    own = [observed(column) for column in history.series.columns if column.startswith(PREFIX)]
    return {metric.name: metric.measure(history) for metric in (*METRICS.values(), *_own.values(), *own)}
