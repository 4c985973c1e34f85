"""How often a comparison in looks is wrong, when it stops, and what it costs in power: Monte Carlo on made-up studies.

    python benchmarks/looks.py [STUDIES]

Arms share luck of standard deviation 1 and have luck of their own, 0.5 for the first arm to 1.5 for the last; the first
arm is better by a gap. Every study of 100 replications is ended three ways: in looks, as `mktsim compare` does; once,
after all replications, with Holm's correction, as `--all` does; and by reading Holm's fixed intervals at every look, as
one may not. Written to benchmarks/measured/looks.json and printed as a table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mktsim.science.statistics.looks import Decision
from mktsim.study.compare.ranking import _leads, order_of
from mktsim.study.compare.stopping import Look, is_sure, leads_at, looks_at

REPLICATIONS, CONFIDENCE, WORTH = 100, 0.95, 0.5
OUT = Path(__file__).parent / "measured" / "looks.json"
Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]
LUCK: dict[str, Draw] = {
    "normal": lambda random, shape: random.normal(size=shape),
    "skewed (exponential)": lambda random, shape: random.exponential(size=shape) - 1.0,
    "heavy tails (Student's t, 4)": lambda random, shape: random.standard_t(4, size=shape) / np.sqrt(2.0),
}
GAPS = (0.0, 0.25, 0.5, 1.0, 3.0)


def tables(draw: Draw, arms: int, gap: float, studies: int) -> np.ndarray:
    """Outcomes of studies, shape (studies, replications, arms); the first arm is better by the gap."""
    random = np.random.Generator(np.random.Philox(20))
    shape = (studies, REPLICATIONS)
    own = draw(random, (*shape, arms)) * np.linspace(0.5, 1.5, arms)
    return draw(random, (*shape, 1)) + own + gap * (np.arange(arms) == 0)


def in_looks(table: np.ndarray) -> tuple[int, list[Decision], int]:
    """Leader, decisions on its leads and replications at which a study stops."""
    looks = looks_at(table.shape[1], len(table), CONFIDENCE)
    assert looks is not None
    for number, size in enumerate(looks.sizes):
        order = order_of(table[:size].mean(axis=0))
        leads = leads_at(table[:size], order, Look(looks, number, WORTH))
        if is_sure(leads):
            break
    return order[0], [lead.decision or Decision.OPEN for lead in leads], size


def called_best(table: np.ndarray) -> bool:
    """Whether the leader is told from every other arm by one look with Holm's correction."""
    return all(lead.p <= 1.0 - CONFIDENCE for lead in _leads(table, order_of(table.mean(axis=0)), CONFIDENCE))


def row(luck: str, arms: int, gap: float, studies: int) -> dict[str, object]:
    """What becomes of studies of one kind."""
    made = tables(LUCK[luck], arms, gap, studies)
    sizes = looks_at(arms, REPLICATIONS, CONFIDENCE).sizes  # type: ignore[union-attr]
    ended = [in_looks(table) for table in made]
    best = [all(one is Decision.BETTER for one in decisions) for _, decisions, _ in ended]
    alike = [Decision.NEGLIGIBLE in decisions and Decision.OPEN not in decisions for _, decisions, _ in ended]
    wrong = [
        (gap == 0.0 and Decision.BETTER in decisions)
        or (gap > 0.0 and leader != 0 and Decision.BETTER in decisions[:1])
        or (gap >= WORTH and leader == 0 and Decision.NEGLIGIBLE in decisions)
        for leader, decisions, _ in ended
    ]
    return {
        "luck": luck,
        "arms": arms,
        "gap": gap,
        "wrong": float(np.mean(wrong)),
        "best": float(np.mean(best)),
        "alike": float(np.mean(alike)),
        "replications": float(np.mean([size for *_, size in ended])),
        "best_once_at_the_end": float(np.mean([called_best(table) for table in made])),
        "best_by_fixed_intervals_at_every_look": float(
            np.mean([any(called_best(table[:size]) for size in sizes) for table in made])
        ),
    }


def main(studies: int) -> None:
    """Play all kinds of studies, write and print."""
    rows = [row(luck, arms, gap, studies) for luck in LUCK for arms in (2, 4) for gap in GAPS]
    told = {"studies": studies, "replications": REPLICATIONS, "confidence": CONFIDENCE, "worth": WORTH, "rows": rows}
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print("| luck | arms | gap | wrong | best | alike | stops at | best, once at the end | best, fixed at every look |")
    print("|---|---|---|---|---|---|---|---|---|")
    for one in rows:
        shares = [f"{100.0 * float(str(one[key])):.1f}%" for key in ("wrong", "best", "alike")]
        ends = [f"{100.0 * float(str(one[key])):.1f}%" for key in list(one)[-2:]]
        cells = [one["luck"], one["arms"], one["gap"], *shares, f"{float(str(one['replications'])):.0f}", *ends]
        print("| " + " | ".join(str(cell) for cell in cells) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
