"""A decision joins the procedures on shared cells, and its memo says no more than they do; on a stand-in market."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import fake_market as fake
import pytest

from mktsim.errors import InputError
from mktsim.model.policies.channel.coverage import Emphasis
from mktsim.model.policies.registry import RULES
from mktsim.present.decide import decision_json, decision_text, write_decision
from mktsim.present.language import speaking
from mktsim.study.decide.commitments import commitments
from mktsim.study.decide.plan import DecideOptions, robustness_of, scaled
from mktsim.study.decide.result import Research
from mktsim.study.decide.rules_in_words import DONE, described
from mktsim.study.decide.run import decide
from mktsim.study.decide.words import decision_words
from mktsim.study.information.plan import InformationOptions
from mktsim.study.information.run import information
from mktsim.study.question.resolve import resolve
from mktsim.study.robust.run import robust
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.size import SHARES

LOOK = RunOptions(simulate=fake.simulate)
ARMS = {"low": {"policy": "low"}, "high": {"policy": "high"}, "twin": {"policy": "twin"}}
ASKED = DecideOptions(draws=16, replications=4, turning_replications=4, as_is=10, most=20)


def _resolved(**changes):
    return resolve(fake.study(**{"arms": ARMS, **changes}), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("decide")


@pytest.fixture(scope="module")
def found(place):
    return decide(_resolved(), place, ASKED, LOOK)


def test_the_memo_names_a_choice_how_sure_it_is_and_what_turns_it(found):
    titles = [title for title, _ in found.text]
    assert titles == [
        "The question",
        "The choice",
        "How sure it is",
        "What the choice rests on, and what would change it",
        "What to find out first",
        "Research first, or choose now",
        "What to commit now, and what later",
    ]
    text = decision_text(found)
    assert found.choice == "high"
    assert "“high” (price 11)" in text
    assert "Choose “high”" in text
    assert re.search(r"unit cost is [\d.]+ USD/unit \([\d.]+% (above|below) today\)", " ".join(text.split()))
    for code in ("supply.unit_cost_money", "P(minimax)", "npv"):
        assert code not in text


def test_procedures_share_their_cells(place, found):
    def never(cell):
        raise AssertionError(cell)

    look = replace(LOOK, simulate=never)
    again = robust(_resolved(), place, robustness_of(_resolved(), ASKED), look)
    known = information(_resolved(), place, InformationOptions(draws=16, world_replications=4, work=False), look)
    assert again.digest == found.robustness.digest
    assert known.world == again.regret.information == found.information.world, "one number for one thing"


def test_a_second_call_says_the_same(place, found):
    again = decide(_resolved(), place, ASKED, LOOK)
    assert (again.text, again.digest) == (found.text, found.digest)


def test_the_memo_is_two_pages_with_everything_else_behind_it(tmp_path, found):
    files = write_decision(found, tmp_path)
    names = {path.name for path in files}
    assert {"memo.html", "memo.txt", "decision.json", "robust.json", "selection.json", "information.json"} <= names
    page = (tmp_path / "memo.html").read_text("utf-8")
    for link in re.findall(r'href="([^"]+)"', page):
        assert (tmp_path / link).exists()
        assert f">{link}<" not in page, "a file is called by what it holds"
    assert page.count("<svg") == page.count("</svg>") == 1
    assert "http" not in page
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split()
    assert len(words) < 1100, "two sheets of paper"
    json.dumps(decision_json(found))


def test_the_memo_says_every_sentence_and_in_chinese_leaves_none_in_english(tmp_path, found):
    write_decision(found, tmp_path / "en")
    with speaking("zh_Hans"):
        write_decision(found, tmp_path / "zh")
    english, chinese = (_shown(tmp_path / one / "memo.html") for one in ("en", "zh"))
    for _, sentences in found.text:
        assert all(one in english for one in sentences)
    titles = " ".join((found.heading.title, *(text for _, sentences in found.text[:1] for text in sentences)))
    left = {one for one in re.findall(r"[A-Z][a-z]+(?: [a-z]+){3,}", chinese) if one not in titles}
    assert not left
    assert sorted(re.findall(r"\d+\.\d+", chinese)) == sorted(re.findall(r"\d+\.\d+", english))


def _shown(page):
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "\n", page.read_text("utf-8"), flags=re.DOTALL))


def test_titles_of_files_cannot_put_anything_into_the_page(tmp_path):
    shown = decide(_resolved(title="<script>alert(1)</script>"), tmp_path, scaled(ASKED, 0.3), LOOK)
    write_decision(shown, tmp_path)
    assert "<script>" not in (tmp_path / "memo.html").read_text("utf-8")


def test_what_arms_have_in_common_is_committed_now():
    arms = _resolved().arms
    both = commitments(arms[:2])
    assert {one.lever for one in both.later} == {"pricing"}
    assert {one.lever for one in both.now} == {"promotion", "advertising", "channel", "budget", "organisation"}
    assert commitments(arms[:1]).later == ()


def test_research_first_only_where_it_is_shown_to_pay(found):
    told = dict(decision_words(replace(found, research=Research(None, "", 0.0, 0.0))))
    assert told["Research first, or choose now"][0].startswith("Choose now")
    known = Research(found.information.parameters[0], "unit cost", 1000.0, 100.0)
    said = dict(decision_words(replace(found, research=known)))["Research first, or choose now"][0]
    assert "costs less than 1.00 k USD" in said
    assert "longer than 10.0 weeks cannot pay" in said
    assert Research(None, "", 0.0, 0.0).weeks == float("inf")
    assert not Research(found.information.parameters[0], "unit cost", 0.0, 0.0).is_first, "worth nothing is not first"


def test_rules_with_parts_are_told_in_words():
    parts = [{"kind": "own_team", "target": 0.8}, {"kind": "online", "target": 0.7}]
    rule = Emphasis.model_validate({"rule": "emphasis", "kinds": parts})
    assert described("channel", rule) == "a share of outlets to reach in each kind of place (own team 80%, online 70%)"


def test_every_rule_has_words_a_manager_reads():
    tables = {lever: set(rules) for lever, rules in DONE.items()}
    assert tables == {lever: {one.model_fields["rule"].default for one in rules} for lever, rules in RULES.items()}


def test_a_limit_that_breaks_an_arm_takes_it_out_of_the_choice(tmp_path):
    limit = {"metric": "npv", "below": 1e12, "at_most": 0.01}
    none = decide(_resolved(require=[limit]), tmp_path, scaled(ASKED, 0.3), LOOK)
    assert none.choice == ""
    assert "No option keeps the limits" in decision_text(none)


def test_one_arm_leaves_nothing_to_decide(tmp_path):
    with pytest.raises(InputError, match="a decision needs at least two"):
        decide(_resolved(arms={"low": {"policy": "low"}}), tmp_path / "x", ASKED, LOOK)
    assert not (tmp_path / "x").exists()


def test_a_smaller_decision_keeps_enough_worlds_first():
    half = scaled(DecideOptions(), 0.5)
    assert (half.draws, half.replications, half.turning_replications, half.as_is) == (19, 4, 6, 14)
    least = scaled(DecideOptions(), SHARES[-1])
    assert least.replications == 3, "of two nothing could be said"
    assert (least.draws, least.turning_most, least.as_is) == (4, 0, 6)


def test_a_short_decision_tries_what_the_worlds_point_to_and_says_what_it_left_out(tmp_path):
    short = replace(ASKED, turning_most=1)
    told = decision_text(decide(_resolved(), tmp_path, short, LOOK))
    assert "only the one most tied to the lead" in " ".join(told.split())
    none = decision_text(decide(_resolved(), tmp_path, replace(ASKED, turning_most=0), LOOK))
    assert "What would turn the choice was not looked for" in none
