"""Let an adversary search for a policy that wins by a hole in the market, and keep what it found.

    python docs/adversary.py packaged_exploits tea_exploits

For the status quo of each study every number of the policy is free over its whole declared range, under the same
budget; the best of the trials is confirmed on fresh replications. Writes docs/measured/adversary.json.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from mktsim.study.optimise.plan import OptimiseOptions
from mktsim.study.optimise.result import Optimisation
from mktsim.study.optimise.run import optimise
from mktsim.study.optimise.variables import declared_variables, values_of
from mktsim.study.question.library import resolved_study
from mktsim.study.runs.identity import model_hash

HERE = Path(__file__).parent
FILE = HERE / "measured" / "adversary.json"
STUDIES = ("packaged_exploits", "tea_exploits", "us_color_tv_exploits", "portable_player_exploits")
TRIALS = 200
REPLICATIONS = 2
CONFIRM = 10


def searched(name: str) -> dict[str, Any]:
    """Return what the adversary found in one study."""
    resolved = resolved_study(str(HERE.parent / "experiments" / f"{name}.yaml"))
    arm = next(one for one in resolved.arms if one.name == resolved.study.baseline)
    free = tuple((variable.path, None, None) for variable in declared_variables(arm.arm.policy))
    asked = OptimiseOptions(vary=free, trials=TRIALS, replications=REPLICATIONS, confirm=CONFIRM, most=20)
    with tempfile.TemporaryDirectory() as out:
        return told(name, optimise(resolved, Path(out), asked))


def told(name: str, found: Optimisation) -> dict[str, Any]:
    """Return the row of one study."""
    given = float(found.outcomes[:, 0].mean())
    gain = found.confirmed.gain
    best = found.searches[0].policy
    return {
        "study": name,
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


def main(names: list[str]) -> None:
    """Search in the studies named, in all if none is; rows of others are kept if they are of the same model."""
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {"rows": []}
    rows = {row["study"]: row for row in kept["rows"]} if kept.get("model_hash") == model_hash() else {}
    for name in names or STUDIES:
        rows[name] = searched(name)
        print(name, f"{rows[name]['gain']:+.1%}")  # noqa: T201 - a script speaks
        content = {"kind": "adversary", "schema_version": 1, "model_hash": model_hash(), "rows": list(rows.values())}
        FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
