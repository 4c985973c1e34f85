"""What studio, report, memo and terminal say is said in every language, with the same figures in its holes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mktsim
from mktsim.inputs.phases import CHANGES, BudgetChange
from mktsim.inputs.policy import Budget
from mktsim.outcomes.metrics.table import METRICS
from mktsim.present.catalogue import first_line
from mktsim.present.compare.text import answer_text, why_text
from mktsim.present.figures.registry import COMPARISON
from mktsim.present.language import HOLE, LANGUAGES, catalogue, speaking, translated
from mktsim.present.report.build import render
from mktsim.present.words import label
from mktsim.records import tag_of
from mktsim.studio.forms import fields_for
from mktsim.study.question.library import archetypes, resolved_subject
from mktsim.study.question.stated_assumption import _PLAIN, _PLAIN_ROWS, name_of
from mktsim.study.question.user_rules import model_parts
from mktsim.study.question.user_tables import LEVERS
from support.messages import messages_of

ROOT = Path(mktsim.__file__).parent
OTHERS = sorted(LANGUAGES.keys() - {"en"})
SAYING = (
    *("present/compare/text.py", "present/compare/published_series.py", "present/report/first_page.py"),
    *("present/report/bottleneck.py", "present/report/pages.py", "present/memo.py", "present/decide.py"),
    *("present/what_if.py", "study/compare/words.py", "study/compare/worlds.py", "study/compare/spending.py"),
    *("study/compare/parting.py", "study/decide/words.py", "study/what_if/words.py", "study/what_if/headlines.py"),
    *sorted({f"present/figures/{one.draw.__module__.rpartition('.')[2]}.py" for one in COMPARISON}),
)
"""Modules whose sentences are shown."""
MARK = re.compile(r"[<@]|points$|fraction$|^lower ")
"""Of code."""


def said_by(path):
    """Sentences of a module: what has words with a space between them, and is no mark of code."""
    found = messages_of(ROOT / path)
    return {one for one in found if " " in one.replace(HOLE, "").strip() and not MARK.search(one)}


def changes():
    """Help and units of the changes of levers, as the form of a question shows them."""
    fields = [one for cls in (*CHANGES.values(), BudgetChange) for one in fields_for(cls, {}, "")]
    return {text for one in fields for text in (one.text, one.unit)}


def assumptions():
    """Names of the assumptions of shipped scenarios; those of a row without the row's own name."""
    paths = {path for name in ("packaged_food", "tea_chain", "us_color_tv_1963", "software_subscription")
             for path in resolved_subject(name, None).scenario.assumptions}  # fmt: skip
    own = {name_of(path) for path in paths if path.rpartition(".")[2] not in _PLAIN_ROWS}
    return own | set(_PLAIN_ROWS.values()) | set(_PLAIN.values())


def declared():
    """What declarations say in forms and tables: names, units and help of rules, parameters and metrics."""
    levers = [cls for lever in LEVERS for cls in getattr(model_parts(), lever)]
    fields = [one for cls in (*levers, Budget) for one in fields_for(cls, {}, "")]
    texts = {text for one in fields for text in (one.text, one.unit)}
    texts |= {first_line(cls) for cls in (*levers, Budget)} | {label(tag_of(cls)) for cls in levers}
    texts |= {text for one in METRICS.values() for text in (label(one.name), one.unit)}
    texts |= {label(one.name) for one in fields} | {label(one) for one in archetypes()}
    texts |= {one.title for one in archetypes().values()} | changes() | assumptions()
    return {one for one in texts if one} | {one.title for one in COMPARISON} | {one.note for one in COMPARISON}


VARIANTS = {
    "{} and {} cannot be told apart with {} replications: {}.{}{}": (
        "{} and {} cannot be told apart with {} replications: {}.",
        " If the lead is real, about {} would show it.",
    ),
    "So far: {} It goes on, up to {} replications.": ("So far: {}", "It goes on, up to {} replications."),
    " {} {} surely worse.": (" {} is surely worse.", " {} are surely worse."),
    "{} {} {} by {} ({}, {}){}": ("{} raises {} by {} ({}, {}){}", "{} lowers {} by {} ({}, {}){}"),
}
"""Shapes with a word in a hole, whose variants a catalogue has by themselves."""


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_that_is_shown_lacks_a_translation(language):
    known = catalogue(language)
    wanted = {one for path in SAYING for whole in said_by(path) for one in VARIANTS.get(whole, (whole,))}
    assert len(wanted) > 250
    assert not sorted(one for one in wanted if one not in known and one.strip() not in known)


@pytest.mark.parametrize("language", OTHERS)
def test_no_declaration_that_is_shown_lacks_a_translation(language):
    wanted = declared()
    assert len(wanted) > 450
    assert not sorted(wanted - catalogue(language).keys())


@pytest.mark.parametrize("language", OTHERS)
def test_holes_agree(language):
    for text, other in catalogue(language).items():
        holes = re.findall(r"\{(\d*)\}", other)
        count = text.count(HOLE)
        assert sorted(holes) in ([""] * count, sorted(map(str, range(count)))), text


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("hi_lo is worth 2.50 M USD on average (95% interval 618 to 9.86 M USD), over 8 replications.", "平均价值"),
        ("From 2024-01-26 on", "From 2024-01-26 on"),
        (
            "Until 2024-01-26 a and b do the same in one run of both: so long nothing is decided between them.",
            "2024年1月26日",
        ),
        ("A title that nobody translated. Nothing missed its deadline.", "A title that nobody translated."),
    ],
)
def test_sentences_are_said_with_their_figures(text, chinese):
    told = translated(text, "zh_Hans")
    assert chinese in told
    assert sorted(re.findall(r"\d+\.\d+", told)) == sorted(re.findall(r"\d+\.\d+", text))


VERDICTS = (
    "a is best: {its} {lead}) over 30 replications.",
    "a is best: {its} {lead}, valid at every look) over 9 runs; it is the best arm with probability 99%.",
    "a and b {tied} a {lead}, valid at every look). b and c are surely worse.",
    "a and b differ by less than is worth acting on (9.00 M USD), as 9 runs show: {its} {lead}). Any of them will do.",
    "Of the lead of historical over skimming, 59% comes after the horizon (terminal value).",
    "So far: a and b {tied} a {lead}). It goes on, up to 30 replications.",
)
PARTS = {
    "its": "its net present value",
    "lead": "is 5.98 M USD better than that of b (95% interval -2.44 M USD to 12.0 M USD",
    "tied": "cannot be told apart with 8 replications: the net present value of",
}


@pytest.mark.parametrize("text", VERDICTS)
def test_a_verdict_is_said_whole(text):
    text = text.format(**PARTS)
    told = translated(text, "zh_Hans")
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", told)
    assert sorted(re.findall(r"\d+\.\d+", told)) == sorted(re.findall(r"\d+\.\d+", text))


def test_an_answer_in_another_language_has_the_same_figures(comparison):
    english = answer_text(comparison) + why_text(comparison)
    with speaking("zh_Hans"):
        chinese = answer_text(comparison) + why_text(comparison)
    for number in set(re.findall(r"\d+\.\d+", english)):
        assert chinese.count(number) == english.count(number), number
    assert "净现值" in chinese


def test_the_report_in_another_language_leaves_no_sentence_in_english(comparison, context):
    with speaking("zh_Hans"):
        page = render(comparison, context, ())
    text = re.sub(r"<style>.*?</style>|<code>.*?</code>|<[^>]*>", "\n", page, flags=re.DOTALL)
    sentences = set(re.findall(r"[A-Z][a-z]+(?: [a-z]+){3,}", text))
    own = f"{comparison.heading.title} {comparison.question} {' '.join(one.text for one in context.assumption_sources)}"
    assert 'lang="zh-Hans"' in page
    assert not {one for one in sentences if one not in own}
