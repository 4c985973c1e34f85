"""An own product by form: the files of the command, sums before anything is kept, problems where they are."""

from __future__ import annotations

import pytest
from browser_form import largest_form

from mktsim.studio.pages.own_product import FIRST, _fields
from mktsim.study.own_world.files import answered, own_world
from mktsim.study.question.library import resolved_study

YOGHURT = {
    "name": "yoghurt",
    "category": "perishable",
    "regions": "north=400000, south=300000",
    "purchases_per_year": "30",
    "price_money": "0.9",
    "unit_cost_money": "0.3",
    "share": "30%",
    "budget_money": "1200000",
    "rivals": "leader=0.95:0.4, house=0.70:0.3",
}


def form_of(browser):
    return largest_form(browser.get("/new/").text)


def sent(browser, code=303, **changes):
    filled = {**form_of(browser).to_dict(), **YOGHURT, **changes}
    return browser.post("/new/", {name: text for name, text in filled.items() if text is not None}, code)


def test_every_answer_is_asked_for_once(browser):
    names = [one.path for one in _fields({})]
    assert set(FIRST) < set(names)
    form = form_of(browser)
    assert all(form.getlist(name) for name in names)
    assert len(set(names)) == len(names)


def test_sums_come_before_anything_is_kept(browser, folder):
    page = sent(browser, 200, sums="yes").text
    assert "gross margin" in page
    assert not (folder / "scenarios" / "yoghurt.yaml").exists()


def test_what_is_kept_is_what_the_command_writes(browser, folder):
    answer = sent(browser, keep="yes")
    assert answer.headers["Location"].endswith("/study/yoghurt_study")
    values = {
        **YOGHURT,
        "regions": {"north": 400000.0, "south": 300000.0},
        "rivals": [
            {"name": "leader", "price_money": 0.95, "share": 0.4},
            {"name": "house", "price_money": 0.7, "share": 0.3},
        ],
        "share": 0.3,
    }
    made = own_world(answered(values))
    assert (folder / "scenarios" / "yoghurt.yaml").read_text("utf-8") == made.scenario
    study = resolved_study("yoghurt_study")
    assert study.scenario.name == "yoghurt"
    assert [arm.name for arm in study.arms] == ["status_quo", "dearer", "fewer_deals"]
    assert "yoghurt" in browser.get("/study/yoghurt_study").text


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("share", "130%", "less than 1"),
        ("regions", "north", "NAME=HOUSEHOLDS"),
        ("rivals", "leader=0.95", "NAME=PRICE:SHARE"),
        ("price_money", "dear", "number"),
        ("name", "../etc", "name"),
        ("season", "1, x", "numbers"),
        ("start", "tomorrow", "date"),
    ],
)
def test_what_is_wrong_is_marked_at_its_field_and_nothing_is_kept(browser, folder, field, text, message):
    before = sorted(folder.rglob("*.yaml"))
    page = sent(browser, 422, keep="yes", **{field: text}).text
    wrong = page.partition(f'name="{field}"')[2].partition('class="hint"')[0]
    assert 'class="problem"' in wrong
    assert message in wrong
    assert sorted(folder.rglob("*.yaml")) == before


def test_what_is_missing_is_asked_for(browser):
    page = sent(browser, 422, sums="yes", price_money=None).text
    assert "is required, but missing" in page.partition('name="price_money"')[2].partition('class="hint"')[0]


def test_a_name_that_is_taken_is_refused(browser, folder):
    sent(browser, keep="yes")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert "already" in sent(browser, 422, keep="yes", price_money="1.1").text
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
