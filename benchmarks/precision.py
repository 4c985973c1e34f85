"""Replications that a choice needs: common luck and screening against luck of its own and equal allocation.

    python benchmarks/precision.py [DIRECTORY] [STUDY ...]

Runs every arm of each shipped study in 20 replications (stored in DIRECTORY, so a second call is quick), takes means
and covariances of the arms from them, and plays the procedures on normal outcomes like these, each with the guarantee
that no arm is better by delta with 95% probability; delta is half a percent of the baseline's mean.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from mktsim.science.statistics import crn, rinott
from mktsim.science.statistics.kim_nelson import KimNelson, screen
from mktsim.study.question.find_file import Folder, files_in
from mktsim.study.question.library import resolved_study
from mktsim.study.runs.driver import drive
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

REPLICATIONS, PLAYS, SHARE = 20, 60, 0.005


def outcomes(name: str, directory: Path) -> tuple[np.ndarray, float]:
    """Outcomes of all arms, larger is better, shape (replications, arms), and delta."""
    resolved = resolved_study(name)
    directory.mkdir(parents=True, exist_ok=True)
    with open_results(directory) as store:
        planned = Planner(resolved, resolved.study.seed).base(REPLICATIONS)
        drive(planned, store, RunOptions(jobs=1))
        values = store.outcomes([one.key for one in planned], [resolved.metric.name])
    good = values.reshape(REPLICATIONS, len(resolved.worlds), len(resolved.arms)).mean(axis=1)
    return resolved.metric.better.sign * good, SHARE * abs(float(good[:, resolved.baseline].mean()))


def played(good: np.ndarray, delta: float, *, shared: bool, settings: dict[str, int]) -> tuple[float, float]:
    """Mean cells with arms dropped as they fall, and with all arms run to the end."""
    random = np.random.Generator(np.random.Philox(1))
    covariance = np.cov(good.T)
    root = np.linalg.cholesky(covariance + 1e-12 * np.trace(covariance) * np.eye(len(covariance)))
    root = root if shared else np.diag(np.sqrt(np.diag(covariance)))
    asked = KimNelson(delta=delta, alpha=0.05, **settings)
    sequential, equal = [], []
    for _ in range(PLAYS):
        table = good.mean(axis=0) + random.normal(size=(asked.first_stage, len(root))) @ root.T
        while (found := screen(table, asked)).selected is None:
            more = max(asked.batch, len(table))
            table = np.vstack([table, good.mean(axis=0) + random.normal(size=(more, len(root))) @ root.T])
        sequential.append(sum(fell or found.replications for fell in found.fell_at))
        equal.append(found.replications * len(root))
    return float(np.mean(sequential)), float(np.mean(equal))


def two_stage(good: np.ndarray, delta: float) -> float:
    """Cells of Rinott's two stages with luck of its own and all arms given what the noisiest needs."""
    arms = good.shape[1]
    h = rinott.constant(arms, 0.95, REPLICATIONS)
    return float(arms * rinott.replications(good.std(axis=0, ddof=1), delta, h, REPLICATIONS).max())


def main() -> None:
    """Print one line a study, then what drives the first."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "results/precision")
    names = sys.argv[2:] or list(files_in(Folder.STUDIES))
    usual = {"first_stage": 20, "batch": 8}
    print(f"model {model_hash()[:12]}; cells until no arm can be better by delta")
    heads = ("delta", "lead", "VRF", "common", "equal", "own", "own equal", "Rinott", "times")
    print(f"{'study':24}{''.join(f'{head:>11}' for head in heads)}")
    for name in names:
        good, delta = outcomes(name, directory / name)
        order = np.argsort(-good.mean(axis=0))
        lead = float(np.diff(good.mean(axis=0)[order[:2]])[0] * -1.0)
        factor = crn.variance_reduction(good)[order[0], order[1]]
        common, equal = played(good, delta, shared=True, settings=usual)
        own, own_equal = played(good, delta, shared=False, settings=usual)
        rinotts = two_stage(good, delta)
        cells = (common, equal, own, own_equal, rinotts)
        shown = f"{delta:11,.0f}{lead:11,.0f}{factor:11.1f}{''.join(f'{one:11,.0f}' for one in cells)}"
        print(f"{name:24}{shown}{rinotts / common:11.1f}", flush=True)
        for first in (10, 20, 40):
            looked = [played(good, delta, shared=True, settings={"first_stage": first, "batch": m})[0] for m in (1, 8)]
            print(f"    first stage {first}: looks every 1 {looked[0]:,.0f}, every 8 {looked[1]:,.0f} cells")


if __name__ == "__main__":
    main()
