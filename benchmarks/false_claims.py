"""How often each claim is made where chance alone made the data: Monte Carlo under the null, by family.

python benchmarks/false_claims.py [PLAYS]      writes docs/claims.md; 500 plays a row by default, some minutes

A play is one made study in which nothing is true that a claim could say: equal arms, failures shuffled among worlds,
factors, improvements and parameters without effect. A family is all that one call looks at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from mktsim.study.information.evppi import EvppiOptions, parameter_values
from mktsim.study.question.placebo import floor_of
from mktsim.study.question.stated_assumption import StatedAssumption
from mktsim.study.robust.plan import answer
from mktsim.study.robust.prim import found_box
from mktsim.study.robust.regret import RegretOptions, regret_table
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import mean_interval

PLAYS = 500
LEVEL = 0.95
PAGE = Path(__file__).resolve().parents[1] / "docs" / "claims.md"
STATED = StatedAssumption("p", "p", "", "", 2.0, 0.0, 10.0, "assumption")
_FACTORS, _PARAMETERS = 24, 12


def luck(play: int, row: str) -> np.random.Generator:
    """Return the luck of one play of one row."""
    return np.random.Generator(np.random.Philox(key=play, counter=sum(row.encode())))


def equal_arms(claim: Claim, rows: int, worlds: int) -> Callable[[int], bool]:
    """One of four equal arms is said to earn most, or to be the safest."""

    def made(play: int) -> bool:
        random = luck(play, f"arms {rows} {worlds}")
        good = random.normal(size=(1, worlds, 4)) + random.normal(size=(rows, 1, 4))
        good = good + random.normal(size=(rows, worlds, 4))
        table = regret_table(good, np.full(worlds, 1.0 / worlds), RegretOptions(0.0, LEVEL, play))
        if claim is Claim.LEADS:
            return may(claim, Grounds(tuple(arm.behind for arm in table.arms if arm.behind is not None)))
        return may(claim, Grounds(probability=max(arm.p_minimax for arm in table.arms)))

    return made


def random_failures(worlds: int, failing: int) -> Callable[[int], bool]:
    """A rule is told for failures at random among twelve parameters."""

    def made(play: int) -> bool:
        random = luck(play, f"failures {worlds}")
        fails = np.zeros(worlds, dtype=bool)
        fails[random.permutation(worlds)[:failing]] = True
        box = found_box(random.random((worlds, _PARAMETERS)), fails, tuple("abcdefghijkl"), play)
        return box is not None and may(Claim.FAILS_WHERE, Grounds(p=box.p))

    return made


def idle_factors(claim: Claim, rows: int) -> Callable[[int], bool]:
    """One of 24 factors without effect is said to move the answer, or to be worth money."""

    def made(play: int) -> bool:
        random = luck(play, f"factors {rows}")
        floor = floor_of(random.normal(size=(rows, 2))).of_mean(rows)
        apart = random.normal(size=(rows, _FACTORS))
        level = 1.0 - (1.0 - LEVEL) / _FACTORS
        return any(may(claim, Grounds((mean_interval(column, level),), floor)) for column in apart.T)

    return made


def idle_parameters(rows: int, worlds: int) -> Callable[[int], bool]:
    """Knowing one of twelve parameters without effect is said to be worth money."""

    def made(play: int) -> bool:
        random = luck(play, f"parameters {rows} {worlds}")
        lead = (
            random.normal(size=(1, worlds)) + 0.5 * random.normal(size=(rows, 1)) + random.normal(size=(rows, worlds))
        )
        good = np.stack([np.zeros((rows, worlds)), lead], axis=-1)
        values = random.random((worlds, _PARAMETERS))
        found = parameter_values(tuple("abcdefghijkl"), values, good, EvppiOptions(0.5, LEVEL, play))
        return any(may(Claim.KNOWING, Grounds((one.together,), p=one.p_value)) for one in found)

    return made


def flat_lead(claim: Claim, rows: int) -> Callable[[int], bool]:
    """A parameter that leaves the lead at nothing is said to turn it, or never to turn it."""

    def made(play: int) -> bool:
        random = luck(play, f"flat {rows}")
        shared = random.normal(size=rows)
        found = answer(STATED, "other", {at: shared + random.normal(size=rows) for at in (0.0, 2.0, 6.0, 10.0)}, LEVEL)
        if claim is Claim.TURNS:
            return found.value is not None and may(claim, Grounds(ends=(found.low, found.high)))
        return may(claim, Grounds((found.lead_low, found.lead_high)))

    return made


def no_gain(rows: int) -> Callable[[int], bool]:
    """What was found is said to earn more than what was given, though it earns the same."""
    return lambda play: may(
        Claim.EARNS_MORE, Grounds((mean_interval(luck(play, f"gain {rows}").normal(size=rows), LEVEL),))
    )


ROWS: Mapping[tuple[str, str], Callable[[int], bool]] = {
    **{
        (claim.value, f"four equal arms, {rows} replications in each of {worlds} worlds"): equal_arms(
            claim, rows, worlds
        )
        for claim in (Claim.LEADS, Claim.SAFEST)
        for rows, worlds in ((3, 8), (4, 8), (4, 32), (20, 16))
    },
    (Claim.FAILS_WHERE.value, "4 of 12 worlds at random, 12 parameters"): random_failures(12, 4),
    (Claim.FAILS_WHERE.value, "8 of 32 worlds at random, 12 parameters"): random_failures(32, 8),
    **{
        (claim.value, f"24 without effect, {rows} replications"): idle_factors(claim, rows)
        for claim in (Claim.MOVES, Claim.WORTH)
        for rows in (4, 8, 20)
    },
    **{
        (Claim.KNOWING.value, f"12 parameters without effect, 4 replications, {worlds} worlds"): idle_parameters(
            4, worlds
        )
        for worlds in (16, 32)
    },
    **{
        (claim.value, f"a lead of nothing throughout, {rows} replications"): flat_lead(claim, rows)
        for claim in (Claim.TURNS, Claim.HOLDS)
        for rows in (4, 8, 20)
    },
    (Claim.EARNS_MORE.value, "no gain, 20 replications"): no_gain(20),
}
"""By claim and study."""


MORE = 8
"""Times as many plays for a row that shows too many claims, so that chance is told from a claim that goes too far."""


def share(made: Callable[[int], bool], plays: int) -> float:
    """Return in what share of plays a claim is made."""
    return sum(made(play) for play in range(plays)) / plays


def settled_share(made: Callable[[int], bool], plays: int) -> tuple[float, int]:
    """Return in what share of plays a claim is made, and of how many plays."""
    found = share(made, plays)
    return (found, plays) if found <= 1.0 - LEVEL else (share(made, MORE * plays), MORE * plays)


def row_words(claim: str, study: str, made: Callable[[int], bool], plays: int) -> str:
    """Return a row of the page."""
    found, played = settled_share(made, plays)
    return f"| {claim} | {study} | {played:,} | {found:.1%} |"


def page(plays: int) -> str:
    """Return the page of false claims."""
    error = 100.0 * np.sqrt(0.05 * 0.95 / plays)
    again = f"{MORE * plays:,} where these show more than 5% ({error / MORE**0.5:.1f} points)"
    lines = [
        "# How often a claim is made where there is nothing to claim",
        "",
        f"{plays} made studies a row (standard error {error:.1f} points at 5%); {again}.",
        "A row is a family: all that one call looks at, and whether any of it is claimed.",
        f"`python benchmarks/false_claims.py {plays}` makes this page.",
        "When each claim may be made: [decisions](decisions.md).",
        "",
        "| claim | made studies | plays | made falsely |",
        "|---|---|---|---|",
    ]
    lines += [row_words(claim, study, made, plays) for (claim, study), made in ROWS.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(int(sys.argv[1]) if len(sys.argv) > 1 else PLAYS), encoding="utf-8")
    print(PAGE.read_text("utf-8"))
