"""Figures of sensitivity, optimisation and information: everything said is drawn, and in the words for the blind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mktsim.present.context import Context
from mktsim.present.figures.registry import INFORMATION, OPTIMISATION, SENSITIVITY
from mktsim.present.figures.save import drawings_of
from mktsim.present.information import information_text
from mktsim.present.sensitivity import sensitivity_text
from mktsim.study.information.evppi import ParameterValue
from mktsim.study.information.improvements import Improvement
from mktsim.study.information.plan import InformationOptions
from mktsim.study.information.result import Information
from mktsim.study.question.factor import FactorKind
from mktsim.study.runs.interval import Interval
from mktsim.study.sensitivity.morris import Screened
from mktsim.study.sensitivity.one_at_a_time import Swing
from mktsim.study.sensitivity.plan import SensitivityOptions
from mktsim.study.sensitivity.result import Sensitivity
from mktsim.study.sensitivity.sobol import Share
from support.headings import heading

STAMP = {"heading": heading(), "cells": 99, "failed": 0, "digest": "ef" * 16, "seconds": 1.0}


def around(mean, half=1e5):
    return Interval(mean, mean - half, mean + half)


def sensitivity_result():
    swings = tuple(
        Swing(name, kind, low, high, base, around(down), around(up), turns=turns)
        for name, kind, low, high, base, down, up, turns in (
            ("supply.unit_cost_money", FactorKind.ASSUMPTION, 1.0, 7.0, 4.0, 3e6, -4e6, True),
            ("without marketing.08", FactorKind.DUTY, 0.0, 1.0, 0.0, 0.0, -1e6, False),
            ("market.choice.loyalty", FactorKind.ASSUMPTION, 0.1, 0.5, 0.3, 2e5, 3e5, False),
        )
    )
    screened = tuple(Screened(one.name, -1e6, around(2e6, 3e5), 2.5e6) for one in swings)
    shares = tuple(Share(one.name, around(0.4, 0.1), around(0.5, 0.2)) for one in swings[:2])
    return Sensitivity(
        **STAMP, asked=SensitivityOptions(trajectories=5, base_points=16), arms=("low", "high"), base=around(1e6),
        swings=swings, screened=screened, shares=shares, text=("The cost moves it.",),
        names={"supply.unit_cost_money": "unit cost"},
    )  # fmt: skip


def information_result():
    rows = tuple(
        Improvement(name, (around(gain), around(0.0)), around(gain), turns=turns)
        for name, gain, turns in (("survey: half", 2e5, False), ("approval fast", -5e5, True))
    )
    ends = (Improvement("all knowledge perfect", (around(1e6), around(1e6)), around(1e6), turns=False),)
    known = (ParameterValue("supply.unit_cost_money", Interval(3e5, 1e5, 5e5), Interval(3e5, 5e4, 6e5), 2e5, 0.005),)
    return Information(
        **STAMP, replications=4, asked=InformationOptions(), arms=("low", "high"), improvements=rows, ceilings=ends,
        world=around(4e5), parameters=known, text=("Worth it.",), names={"supply.unit_cost_money": "unit cost"},
    )  # fmt: skip


def drawn(result, table):
    return {one.spec.name: one for one in drawings_of(result, Context(), table)}


def labels(drawing):
    return " ".join(text.get_text().replace("\n", " ") for text in drawing.figure.axes[0].get_yticklabels())


def test_every_factor_is_in_the_figures_of_sensitivity():
    found = drawn(sensitivity_result(), SENSITIVITY)
    assert set(found) == {spec.name for spec in SENSITIVITY}
    for name in ("unit cost", "without marketing", "loyalty"):
        assert name in labels(found["sensitivity_swings"])
        assert name in labels(found["sensitivity_screening"])
    assert "unit cost" in found["sensitivity_swings"].alt
    assert "The sign turns with unit cost." in found["sensitivity_swings"].alt
    assert "50%" in found["sensitivity_shares"].alt
    assert "low less that of high" in found["sensitivity_screening"].figure.axes[0].get_xlabel()


def test_a_bar_reaches_from_end_to_end_and_an_end_as_it_is_has_no_mark():
    axes = drawn(sensitivity_result(), SENSITIVITY)["sensitivity_swings"].figure.axes[0]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert np.allclose(bars, [(-3e6, 4e6), (0.0, 1e6), (1e6, 1.3e6)])
    assert [text.get_text() for text in axes.texts if text.get_text()].count("0") == 0


def test_without_morris_and_sobol_only_one_at_a_time_is_shown():
    plain = replace(sensitivity_result(), screened=(), shares=(), arms=("low",))
    assert set(drawn(plain, SENSITIVITY)) == {"sensitivity_swings"}
    text = sensitivity_text(plain)
    assert "Net present value of low" in text
    assert "Morris" not in text
    assert "(as is)" in text


def test_every_improvement_and_parameter_is_in_the_figures_of_information():
    found = drawn(information_result(), INFORMATION)
    for name in ("survey: half", "approval fast", "all knowledge perfect"):
        assert name in labels(found["information_work"])
        assert name in found["information_work"].alt
        assert name in information_text(information_result())
    assert "unit cost" in labels(found["information_world"])
    assert "all parameters 400 k USD" in found["information_world"].alt
    alone = replace(information_result(), world=None, parameters=())
    assert set(drawn(alone, INFORMATION)) == {"information_work"}
    assert "Before choosing" not in information_text(alone)


def test_the_figures_of_an_optimisation_show_trials_and_budgets(tmp_path, monkeypatch):
    import sys
    from pathlib import Path

    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "support"))
    fake = __import__("fake_market")
    assert "fake_market" in sys.modules
    from mktsim.study.optimise.plan import OptimiseOptions
    from mktsim.study.optimise.run import optimise
    from mktsim.study.question.resolve import resolve
    from mktsim.study.runs.options import RunOptions

    resolved = resolve(fake.study(arms={"low": {"policy": "low"}, "high": {"policy": "high"}}), fake.library(), "t")
    tuning = OptimiseOptions(
        "low", (("pricing.value", 6.0, 30.0),), None, (0.5,), 1.0, trials=8, replications=2, confirm=4
    )
    result = optimise(resolved, tmp_path, tuning, RunOptions(simulate=fake.simulate))
    found = drawn(result, OPTIMISATION)
    assert {"optimise_search", "optimise_frontier"} <= set(found)
    marks = found["optimise_search"].figure.axes[0].lines[0]
    assert len(marks.get_xdata()) == 8
    assert "8 trials for low" in found["optimise_search"].alt
    assert "low as given earns" in found["optimise_frontier"].alt
    alone = replace(result, frontier=None)
    assert set(drawn(alone, OPTIMISATION)) == set(found) - {"optimise_frontier"}
