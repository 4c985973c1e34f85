from __future__ import annotations

import re
from pathlib import Path

import mktsim.studio
from mktsim.present.language import LANGUAGES, catalogue
from mktsim.present.what_if import STOPS
from mktsim.studio.jobs import State
from mktsim.studio.pages.runs import STAGES

FOLDER = Path(mktsim.studio.__file__).parent
SAID = re.compile(r"\b_\(\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')\s*\)")


def messages():
    """Every text that a template says in the language of the page, and the words that come from code."""
    found = {one or other for path in FOLDER.rglob("*.j2") for one, other in SAID.findall(path.read_text("utf-8"))}
    words = {one.value for one in State} | set(STAGES.values()) | {one.partition(";")[0] for one in STOPS.values()}
    return found | words


def test_every_message_is_said_in_every_language():
    assert len(messages()) > 140
    for language in LANGUAGES.keys() - {"en"}:
        known = catalogue(language)
        assert not sorted(messages() - known.keys())
        assert all(known[one] != one for one in messages())


def test_pages_follow_the_browser_and_then_the_choice(browser):
    assert 'lang="en"' in browser.get("/").text
    chinese = browser.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).text
    assert 'lang="zh-Hans"' in chinese
    assert "选择一个市场" in chinese
    browser.post("/language", {"language": "zh_Hans"})
    assert 'lang="zh-Hans"' in browser.get("/runs/").text
    browser.post("/language", {"language": "klingon"}, 400)
