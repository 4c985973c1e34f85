"""Numbers read like numbers, and the terminal shows every arm."""

from __future__ import annotations

import dataclasses

import pytest

from mktsim.present.compare.text import answer_text, assumptions_text, why_text
from mktsim.present.layout import grid
from mktsim.present.numbers import MINUS, THIN_SPACE, amount, percent, plain, scale_for
from mktsim.present.words import joined, label, width_of


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_234_567, "USD", "1.23 M USD"),
        (-52_300, "USD", f"{MINUS}52.3 k USD"),
        (0, "USD", "0 USD"),
        (999_700, "USD", "1.00 M USD"),
        (3.2e9, "EUR", "3.20 bn EUR"),
        (7, "weeks", "7.00 weeks"),
        (0.345, "share", "34.5%"),
        (float("nan"), "USD", "n/a"),
        (float("inf"), "USD", "n/a"),
    ],
)
def test_amounts(value, unit, text):
    assert amount(value, unit) == text


def test_a_scale_shows_the_finest_difference_asked_for():
    assert scale_for([412e6], "USD").text(412.34e6) == "412 M USD"
    assert scale_for([412e6], "USD", finest=0.3e6).text(412.34e6) == "412.3 M USD"


def test_a_scale_never_writes_a_signed_zero():
    scale = scale_for([5e6], "USD")
    assert scale.bare(-1.0) == "0.00"
    assert scale.bare(1.0, signed=True) == "0.00"
    assert scale.bare(1e6, signed=True) == "+1.00"
    assert scale.span(-1e6, 2e6, signed=True) == f"{MINUS}1.00 to +2.00 M USD"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (1, "100%"), (0.0004, "<0.1%"), (0.9997, ">99.9%"), (0.996, "99.6%"), (0.5, "50%"), (-0.12, "−12%")],
)
def test_percent_never_rounds_to_certainty(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.083, "0.083"), (1250, f"1{THIN_SPACE}250"), (-2.5, f"{MINUS}2.5"), (0, "0"), (100, "100")]
)
def test_plain_numbers(value, text):
    assert plain(value) == text


def test_words():
    assert label("trade_spend") == "Trade spend"
    assert label("rnd") == "R&D"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert width_of("彩电") == 4


def test_a_grid_is_aligned():
    lines = grid(("arm", "n"), [("彩电", "1"), ("radio", "23")]).splitlines()
    assert [width_of(line) for line in lines] == [9, 9, 9, 9]


def test_the_terminal_shows_verdict_arms_and_record(comparison):
    answer = answer_text(comparison)
    assert answer.startswith(comparison.verdict.text)
    text = answer + why_text(comparison) + assumptions_text(comparison)
    for arm in comparison.arms:
        assert text.count(arm.name) >= 2
    hashed = comparison.heading.study_hash[:12]
    for piece in ("M USD", "baseline", "unexecuted", "Category demand", hashed, "seed 1963"):
        assert piece in text
    assert "\x1b" not in text


def test_the_terminal_leaves_out_what_was_not_run(comparison):
    arms = tuple(dataclasses.replace(arm, ideal=None, loss=None) for arm in comparison.arms)
    less = dataclasses.replace(comparison, arms=arms, variance_by_source=(), failed=2)
    text = answer_text(less) + why_text(less)
    assert "misinformed" not in text
    assert "(± standard error)" not in text
    assert "2 cells failed" in text
