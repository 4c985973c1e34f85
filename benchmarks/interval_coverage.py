"""How often the printed intervals hold the truth: Monte Carlo on made studies whose truth is known.

python benchmarks/interval_coverage.py [PLAYS]      writes docs/coverage.md; 2000 plays a row by default, some minutes

A made study has worlds that are drawn, replications that every world shares, and arms. `lead` is the mean difference of
two arms; `regret` and `rare regret` what an arm loses against the best of each world (the worth of knowing the world),
where another arm is often, and seldom, better; `break-even` the value of a parameter at which a lead is gone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from mktsim.inverse import normal
from mktsim.science.statistics import exact_share, skew_corrected, two_level, zero_crossing
from mktsim.science.statistics.two_level import Sampling
from mktsim.streams import Address, Domain, uniforms
from mktsim.study.compare import risks
from mktsim.study.information import evppi
from mktsim.study.optimise import frontier
from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.sensitivity import morris, sobol

Floats = NDArray[np.float64]
Counted = Callable[[int, int, int], tuple[float, bool]]
REPLICATIONS = (4, 10, 20, 50)
WORLDS = (8, 16, 32)
LEVEL = 0.95
PLAYS = 2000
PAGE = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
_TRUTH_WORLDS = 400_000
GAPS = {"regret": np.array([0.0, -0.3, -0.6]), "rare regret": np.array([0.0, -0.9, -1.8])}
"""How far the arms are behind the first on average."""
KNOWN_LEAD, KNOWN_SLOPE = 0.2, 1.5
"""Lead of the second arm where a parameter between -1 and 1 is 0, and what a unit of it adds."""
NAMES = ("a", "b", "c")
SOBOL_WEIGHTS, SOBOL_PRODUCT = np.array([3.0, 2.0, 1.0]), 3.0
"""Answer to three factors that are uniform on an interval of length one around 0: weights, and of a times b."""
TOLD = {"share": "exact bounds", "Sobol": "at least the level", "distances": "at least the level"}
"""How an interval that is not rough is told, by the first word of the quantity; *an interval* for all others."""


def drawn(purpose: str, play: int, *shape: int) -> Floats:
    """Return standard normal numbers of one play."""
    address = Address(play, "", 0, Domain.BOOTSTRAP)
    flat = uniforms(address, "study.bootstrap", f"coverage {purpose}", 0, 1, int(np.prod(shape)))
    return np.asarray(normal(flat)).reshape(shape)


def lead_table(play: int, rows: int, worlds: int) -> Floats:
    """Return a lead of mean zero, shape (replications, worlds): parts of the world, of luck and of both."""
    by_world, by_row = drawn("worlds", play, 1, worlds), drawn("luck", play, rows, 1)
    return by_world + by_row + 2.0 * drawn("both", play, rows, worlds)


def arms_table(kind: str, play: int, rows: int, worlds: int) -> Floats:
    """Return outcomes of three arms, shape (replications, worlds, arms)."""
    tastes = GAPS[kind] + drawn("worlds", play, worlds, 3)
    return tastes + 0.5 * drawn("luck", play, rows, 1, 3) + drawn("both", play, rows, worlds, 3)


def true_regret(kind: str) -> float:
    """Return what the first arm loses on average against the best of each world."""
    tastes = GAPS[kind] + drawn("truth", 7, _TRUTH_WORLDS, 3)
    return float((tastes.max(axis=1) - tastes[:, 0]).mean())


def held_leads(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the interval of a lead holds zero, and whether it is called rough."""
    every = [two_level.interval(lead_table(play, rows, worlds), _even(worlds)) for play in range(plays)]
    return _held(every, 0.0)


def _held(every: Sequence[two_level.TwoLevel | Interval], truth: float) -> tuple[float, bool]:
    """Return how often the truth is held, among those not called rough where these are most."""
    known = [one for one in every if not one.is_rough]
    is_rough = len(known) < 0.5 * len(every)
    return _share(one.low <= truth <= one.high for one in (every if is_rough else known)), is_rough


def held_regrets(kind: str, truth: float) -> Counted:
    """Return a count of how often the interval of a regret holds the truth, among those not called rough."""

    def counted(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
        every = [two_level.shortfall(arms_table(kind, play, rows, worlds), 0, _even(worlds)) for play in range(plays)]
        return _held(every, truth)

    return counted


def held_break_evens(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the set of break-evens holds the truth; worlds play no part."""
    del worlds
    places = np.array([0.0, 4.0, 5.0, 6.0, 10.0])
    hits = []
    for play in range(plays):
        table = 5.0 - places + 0.7 * drawn("luck", play, rows, 1) + 0.7 * drawn("both", play, rows, places.size)
        found = zero_crossing.crossing(places.tolist(), table, 4.0, LEVEL)
        hits.append(found.low <= 5.0 <= found.high)
    return _share(hits), False


def held_knowing(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the interval of the worth of knowing one parameter holds it, among those not called rough."""
    every = []
    for play in range(plays):
        parameter = 2.0 * ndtr(drawn("parameter", play, worlds)) - 1.0
        lead = KNOWN_LEAD + KNOWN_SLOPE * parameter + drawn("worlds", play, worlds)
        luck = 0.5 * drawn("luck", play, rows, 1) + drawn("both", play, rows, worlds)
        table = np.stack([np.zeros((rows, worlds)), lead + luck], axis=-1)
        basis = evppi.polynomials(parameter, evppi.degree_for(worlds))
        every.append(evppi.perfect(basis, table, LEVEL))
    return _held(every, (KNOWN_LEAD + KNOWN_SLOPE) ** 2 / (4.0 * KNOWN_SLOPE) - KNOWN_LEAD)


def smooth(places: Floats) -> Floats:
    """Return an answer that is linear but for one product, by row; factors lie between 0 and 1."""
    around = places - 0.5
    return np.asarray(around @ SOBOL_WEIGHTS + SOBOL_PRODUCT * around[:, 0] * around[:, 1])


def jumping(places: Floats) -> Floats:
    """Return an answer that jumps where one factor, or two together, pass a limit, by row."""
    return (places[:, 0] > 0.7) * 1.0 + 2.0 * (places[:, 1] > 0.5) * (places[:, 2] > 0.8)


def true_shares(answer: Callable[[Floats], Floats], kind: str) -> Floats:
    """Return the shares of the three factors, `first` or `total`, by plain Monte Carlo."""
    one, other = (ndtr(drawn(f"sobol {side}", 7, _TRUTH_WORLDS, 3)) for side in "AB")
    base, end = answer(one), answer(other)
    found = []
    for column in range(3):
        page = one.copy()
        page[:, column] = other[:, column]
        mixed = answer(page)
        found.append((end * (mixed - base)).mean() if kind == "first" else 0.5 * ((base - mixed) ** 2).mean())
    return np.array(found) / np.concatenate([base, end]).var()


def held_sobol(answer: Callable[[Floats], Floats], kind: str) -> Counted:
    """Return a count of how often intervals of Sobol shares, `first` or `total`, hold them; worlds are base points."""
    truth = true_shares(answer, kind)

    def counted(plays: int, rows: int, points: int) -> tuple[float, bool]:
        del rows
        hits, is_rough = [], False
        for play in range(plays):
            values = answer(sobol.design(NAMES, points, play))
            found = [getattr(one, kind) for one in sobol.shares(NAMES, values, LEVEL, play)]
            is_rough = found[0].is_rough
            hits += [one.low <= true <= one.high for one, true in zip(found, truth, strict=True)]
        return _share(hits), is_rough

    return counted


def held_reaching(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the budgets that are not excluded hold the one that reaches a paired target."""
    del worlds
    budgets = np.array([1.0, 2.0, 4.0, 8.0])
    worth = np.array([0.0, 4.0, 8.0, 10.0])
    hits = []
    for play in range(plays):
        luck = drawn("luck", play, rows, 1)
        good = worth + 2.0 * luck + 2.0 * drawn("both", play, rows, budgets.size)
        target = 6.0 + 2.0 * luck[:, 0] + 2.0 * drawn("given", play, rows)
        found = frontier.reaching(budgets.tolist(), good, target, LEVEL)
        hits.append(found.low <= 3.0 <= found.high)
    return _share(hits), False


def held_best(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often distances of four arms to the best of the others all hold theirs."""
    del worlds
    levels = np.array([0.0, 0.0, -0.5, -1.0])
    truth = np.array([0.0, 0.0, -0.5, -1.0])
    hits = []
    for play in range(plays):
        found = risks.distances_to_best(
            levels + drawn("luck", play, rows, 1) + drawn("both", play, rows, 4), LEVEL, None
        )
        hits.append(bool(np.all((found.lower <= truth) & (truth <= found.upper))))
    return _share(hits), False


def held_screening(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the strengths of three factors in an answer with interaction are all held; `worlds` are ways."""
    del rows
    # Effects of a and b are weight + product times the other, which lies on four even levels: its mean is the weight.
    truth, hits, is_rough = SOBOL_WEIGHTS, [], False
    for play in range(plays):
        points = morris.trajectories(NAMES, worlds, play)
        found = morris.screened(NAMES, points, smooth(points), LEVEL)
        is_rough = found[0].strength.is_rough
        ends = [(one.strength.low - 1e-9, one.strength.high + 1e-9) for one in found]
        hits.append(all(low <= true <= high for (low, high), true in zip(ends, truth, strict=True)))
    return _share(hits), is_rough


def held_skewed(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
    """Return how often the corrected interval of a skewed difference, an exponential one, holds its mean."""
    del worlds
    samples = (-np.log1p(-ndtr(drawn("skewed", play, rows))) for play in range(plays))
    ends = [skew_corrected.interval(sample, LEVEL) for sample in samples]
    return _share(low <= 1.0 <= high for low, high in ends), rows < risks.ENOUGH


def held_shares(truth: float) -> Counted:
    """Return a count of how often exact bounds of a share hold it; replications play no part."""

    def counted(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
        del rows
        edge = float(normal(np.array([truth]))[0])
        counts = [int((drawn("share", play, worlds) < edge).sum()) for play in range(plays)]
        ends = [exact_share.bounds(count, worlds, LEVEL) for count in counts]
        return _share(low <= truth <= high for low, high in ends), False

    return counted


def held_means(family: int) -> Counted:
    """Return a count of how often intervals of paired differences, a family that holds together, all hold zero."""

    def counted(plays: int, rows: int, worlds: int) -> tuple[float, bool]:
        del worlds
        level = 1.0 - (1.0 - LEVEL) / family
        tables = (drawn(f"family of {family}", play, rows, family) for play in range(plays))
        found = ([mean_interval(column, level) for column in table.T] for table in tables)
        return _share(all(one.low <= 0.0 <= one.high for one in every) for every in found), False

    return counted


def _even(worlds: int) -> Sampling:
    return Sampling(np.full(worlds, 1.0 / worlds), are_sampled=True, level=LEVEL)


def _share(hits: object) -> float:
    return float(np.mean(list(hits)))  # type: ignore[call-overload]


def _told(name: str, *, is_rough: bool) -> str:
    return "rough" if is_rough else TOLD.get(name.split(maxsplit=1)[0], "an interval")


def quantities() -> Iterator[tuple[str, Counted, Sequence[int], Sequence[int]]]:
    """Yield every quantity with what counts it, and the replications and worlds that it is counted for."""
    alone, three = (1,), REPLICATIONS[1:]
    yield "lead over worlds", held_leads, REPLICATIONS, WORLDS
    for kind in GAPS:
        yield f"{kind} over worlds", held_regrets(kind, true_regret(kind)), REPLICATIONS, WORLDS
    yield "break-even", held_break_evens, REPLICATIONS, alone
    yield "budget that reaches a target", held_reaching, REPLICATIONS, alone
    yield "distances of four arms to the best", held_best, three, alone
    yield "a skewed difference, corrected", held_skewed, three, alone
    yield "a paired difference", held_means(1), REPLICATIONS, alone
    yield "24 paired differences together", held_means(24), REPLICATIONS, alone
    for share in (0.9, 0.5):
        yield f"share of worlds, {share:.0%}", held_shares(share), alone, WORLDS
    yield "worth of knowing a parameter", held_knowing, REPLICATIONS, (16, 32, 64)
    yield "strengths of Morris together", held_screening, alone, (4, 8, 16, 32)
    for answer in (smooth, jumping):
        for kind, name in (("first", "alone"), ("total", "with others")):
            yield f"Sobol share {name}, {answer.__name__}", held_sobol(answer, kind), alone, (16, 32, 64)


def rows_of(plays: int) -> Iterator[tuple[str, int, int, float, bool]]:
    """Yield quantity, replications, worlds, coverage and whether the interval is called rough."""
    for name, counted, replications, worlds in quantities():
        for rows in replications:
            for count in worlds:
                yield (name, rows, count, *counted(plays, rows, count))


def page(plays: int) -> str:
    """Return the page of coverage."""
    error = 100 * np.sqrt(0.95 * 0.05 / plays)
    lines = [
        "# How often the printed intervals hold the truth",
        "",
        f"Level 95%, {plays} made studies a row (standard error {error:.1f} points).",
        "`python benchmarks/interval_coverage.py` makes this page.",
        "*rough*: the result says so, and the level is not promised.",
        "Bounds of shares are exact: never less than the level, more where worlds are few.",
        "Intervals of Sobol shares (worlds are rows of the design there) are told as of *at least* the level:",
        "resampling counts nothing of how evenly the rows are spread; so are distances to the best, which hold for",
        "any arms. Worlds are trajectories for Morris.",
        "",
        "| quantity | replications | worlds | holds the truth | told as |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {rows} | {worlds} | {held:.1%} | {_told(name, is_rough=is_rough)} |"
        for name, rows, worlds, held, is_rough in rows_of(plays)
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(int(sys.argv[1]) if len(sys.argv) > 1 else PLAYS), encoding="utf-8")
    print(PAGE.read_text("utf-8"))
