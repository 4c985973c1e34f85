"""Bits do not depend on which kernels the linear-algebra library picks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHORT = """
import hashlib
import numpy as np
from mktsim.model.simulate import simulate
from mktsim.study.question.library import Overrides, resolved_study
from mktsim.study.runs.planner import REAL, Planner
resolved = resolved_study("packaged_hi_lo", Overrides(replications=2))
planner = Planner(resolved, 1)
cell = planner.cell(resolved.arms[0], 0, 0, REAL).cell
from dataclasses import replace
cell = replace(cell, scenario=cell.scenario.model_copy(update={"horizon_weeks": 26, "run_out_weeks": 4}))
history = simulate(cell)
whole = np.nan_to_num(np.concatenate((history.series.values.ravel(), history.money.values.ravel())), nan=-1.0)
print(hashlib.sha256(whole.tobytes()).hexdigest())
"""


def digest(core):
    environment = {**os.environ, "OPENBLAS_CORETYPE": core, "OPENBLAS_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", SHORT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_the_same_cell_gives_the_same_bits_under_other_kernels():
    assert digest("Haswell") == digest("Prescott") != ""
