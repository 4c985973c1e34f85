"""Let an adversary search for a policy that wins by a hole in the market, and keep what it found.

    python docs/adversary.py packaged_exploits tea_exploits --trials 100

For the status quo of each study every number of the policy is free over its whole declared range, under the same
budget; the best of the trials is confirmed on fresh replications. What it did is measured on some of these, so that a
winner that only looks like nonsense can be told from one that is. Writes docs/measured/adversary.json study by study,
and keeps rows of the same model, so that it can be made in parts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mktsim.inputs.cell import Cell, ResolvedArm
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.reading import booked, counted
from mktsim.study.optimise.plan import FRESH, OptimiseOptions
from mktsim.study.optimise.run import optimise
from mktsim.study.optimise.variables import declared_variables, values_of
from mktsim.study.question.library import resolved_study
from mktsim.study.runs.identity import model_hash

if TYPE_CHECKING:
    from mktsim.outcomes.history import History
    from mktsim.study.optimise.result import Optimisation
    from mktsim.study.question.resolve import ResolvedStudy

HERE = Path(__file__).parent
FILE = HERE / "measured" / "adversary.json"
STUDIES = ("packaged_exploits", "tea_exploits", "us_color_tv_exploits", "portable_player_exploits")
LOOKS = 2
"""Fresh replications on which what a policy did is measured."""


@dataclass(frozen=True)
class Size:
    """How hard an adversary tries."""

    trials: int = 200
    replications: int = 2
    confirm: int = 10


def searched(name: str, size: Size) -> dict[str, Any]:
    """Return what the adversary found in one study."""
    resolved = resolved_study(str(HERE.parent / "experiments" / f"{name}.yaml"))
    arm = next(one for one in resolved.arms if one.name == resolved.study.baseline).arm
    free = tuple((variable.path, None, None) for variable in declared_variables(arm.policy))
    asked = OptimiseOptions(
        vary=free, trials=size.trials, replications=size.replications, confirm=size.confirm, most=2 * size.confirm
    )
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as out:
        found = optimise(resolved, Path(out), asked)
    best = replace(arm, policy=found.searches[0].policy)
    return {
        "study": name,
        "seed": resolved.study.seed,
        **told(found),
        "did": {"status_quo": did(resolved, arm), "best": did(resolved, best)},
        "processor_seconds": round(time.process_time() - begun),
    }


def told(found: Optimisation) -> dict[str, Any]:
    """Return sizes, gain and policy of a search."""
    given = float(found.outcomes[:, 0].mean())
    gain = found.confirmed.gain
    best = found.searches[0].policy
    return {
        "trials": len(found.searches[0].trials),
        "replications": found.replications,
        "confirmed_on": int(found.outcomes.shape[0]),
        "status_quo": given,
        "gain": gain.mean / given,
        "gain_low": gain.low / given,
        "gain_high": gain.high / given,
        "policy": {
            variable.path: {"status_quo": before, "best": after}
            for variable, before, after in zip(
                found.variables, found.given, values_of(best, found.variables), strict=True
            )
        },
    }


def did(resolved: ResolvedStudy, arm: ResolvedArm) -> dict[str, float]:
    """Return what a policy did over the weeks that count, mean of some replications."""
    cells = (
        Cell(resolved.scenario, resolved.incumbent, arm, resolved.study.seed, FRESH + number, resolved.label)
        for number in range(LOOKS)
    )
    looks = [looked(simulate(cell)) for cell in cells]
    return {key: float(np.mean([look[key] for look in looks])) for key in looks[0]}


def looked(history: History) -> dict[str, float]:
    """Return mean invoice price, margin of the members, deals, advertising and distribution of a history."""
    invoice, shelf = counted(history, "list_price"), counted(history, "shelf_price")
    revenue = booked(history.money, ("revenue",), history.horizon)
    advertising = -booked(history.money, ("advertising", "agency_fee"), history.horizon)
    return {
        "invoice_money": float(invoice.mean()),
        "member_margin_share": float((1.0 - invoice / shelf).mean()),
        "deal_share": float(counted(history, "deal").mean()),
        "advertising_share_of_revenue": advertising / revenue,
        "distribution": float(counted(history, "distribution").mean()),
    }


def main(names: list[str], size: Size) -> None:
    """Search in the studies named, in all if none is; rows of others are kept if they are of the same model."""
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {"rows": []}
    rows = {row["study"]: row for row in kept["rows"]} if kept.get("model_hash") == model_hash() else {}
    for name in names or STUDIES:
        rows[name] = searched(name, size)
        print(name, f"{rows[name]['gain']:+.1%}", rows[name]["did"]["best"], flush=True)  # noqa: T201 - a script speaks
        content = {"kind": "adversary", "schema_version": 1, "model_hash": model_hash(), "rows": list(rows.values())}
        FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _asked(words: list[str]) -> tuple[list[str], Size]:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("studies", nargs="*", metavar="STUDY", help=f"Of {', '.join(STUDIES)}; all without one.")
    for name, value in vars(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args(words)
    return given.studies, Size(given.trials, given.replications, given.confirm)


if __name__ == "__main__":
    main(*_asked(sys.argv[1:]))
