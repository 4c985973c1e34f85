"""The claim on the focus of stages: worlds as blocks, stages that are not reached counted."""

from __future__ import annotations

import math

import fake_office as fake
import numpy as np

from mktsim.inputs.study import NeglectMode
from mktsim.study.question.library import catalogue
from mktsim.study.runs.options import RunOptions
from mktsim.study.value.options import ValueOptions
from mktsim.study.value.result import Block, Claim, Window
from mktsim.study.value.stages import CLAIMS, judged, value_stages
from mktsim.study.value.words import claim_words, holds

DUTIES = tuple(f"d{place}" for place in range(20))
CLAIM = Claim("stage.growth", "growth", ("d0", "d1", "d2"))


def block(losses, stage="growth", world="w"):
    window = Window(stage, {0: (0, 10)} if losses is not None else {}, 4, 1.0)
    return Block("study", world, window, losses, "USD")


def test_a_claim_that_is_true_is_confirmed_and_a_false_one_is_not():
    falling = np.arange(20.0)[::-1]
    (true,) = judged(DUTIES, [block(falling), block(falling)], [CLAIM])
    assert holds(true, 0.95)
    assert true.ranked[0] == ("d0", 1.0)
    (false,) = judged(DUTIES, [block(-falling)], [CLAIM])
    assert false.test.p_value == 1.0
    assert "so they rank lower" in claim_words(false)


def test_worlds_that_do_not_reach_the_stage_are_counted_and_not_imputed():
    falling = np.arange(20.0)[::-1]
    (with_more,) = judged(DUTIES, [block(falling), block(None, world="far")], [CLAIM])
    (alone,) = judged(DUTIES, [block(falling)], [CLAIM])
    assert with_more.test == alone.test
    assert "1 of 2 worlds reach it often enough; not counted: study, far" in claim_words(with_more)
    (none,) = judged(DUTIES, [block(None)], [CLAIM])
    assert none.test is None
    assert math.isnan(none.p_holm)


def test_several_claims_are_adjusted_for_each_other():
    falling = np.arange(20.0)[::-1]
    other = Claim("stage.maturity", "maturity", ("d9",))
    found = judged(DUTIES, [block(falling), block(falling, "maturity")], [CLAIM, other])
    assert found[0].p_holm == 2.0 * found[0].test.p_value
    assert found[1].p_holm == found[1].test.p_value


def test_losses_of_a_study_end_up_in_the_ranks_of_their_stage(tmp_path):
    resolved = fake.resolved()
    look = RunOptions(simulate=fake.simulate)
    found = value_stages([(resolved, tmp_path)], ValueOptions(worth=300.0, most=4, first=2), NeglectMode.BURNT, look)
    by_stage = {one.claim.stage: one for one in found.claims}
    assert by_stage["introduction"].ranked[0][0] == "marketing.03"
    assert by_stage["growth"].ranked[0][0] == "marketing.01"
    assert by_stage["maturity"].test is None
    assert found.cells.full == 4 + 2 * 12 * 4


def test_claims_are_on_duties_of_the_list_and_on_stages():
    from mktsim.outcomes.stages import Dated

    known = {duty.id for duty in catalogue()}
    for claim in CLAIMS:
        assert set(claim.duties) <= known
        assert claim.id == f"stage.{claim.stage}"
        assert claim.stage.upper() in Dated.__members__
