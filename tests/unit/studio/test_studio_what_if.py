from __future__ import annotations

import pytest
from browser_form import largest_form

from mktsim.study.question.library import resolved_study


@pytest.fixture
def questions(app):
    return app.extensions["mktsim.questions"]


def over(questions, number):
    """Wait for a question to be answered."""
    version = -1
    for _ in range(200):
        found = questions.get(number)
        if found.is_over:
            assert not found.error, found.error
            return found
        version = questions.wait(version, 5.0)
    pytest.fail(f"{questions.get(number)} is never over")


def ask(browser, questions, **entered):
    form = largest_form(browser.get("/what-if/toy").text)
    answer = browser.post("/what-if/toy", {**form.to_dict(flat=False), **entered})
    place = answer.headers["Location"]
    return place, over(questions, int(place.rpartition("/")[2]))


def test_a_question_has_the_numbers_of_the_library(browser, questions):
    import mktsim
    from mktsim.study.what_if.change import Change

    place, found = ask(browser, questions, **{"pricing.change": "-10%"}, since="20", seconds="2")
    told = found.answer.changes[0].effects
    assert found.answer.replications >= 3
    again = mktsim.what_if(
        "toy", Change({"pricing.change": "-10%"}, since=20), replications=found.answer.replications, seconds=0.0
    )
    assert [one.before for one in again.changes[0].effects] == [one.before for one in told]
    assert [one.difference.mean for one in again.changes[0].effects] == [one.difference.mean for one in told]
    page = browser.get(place).text
    assert "-10% from 20" in page
    assert largest_form(page)["pricing.change"] == "-10%"
    assert browser.get(f"{place}/looks.json").json["data"][0]["x"] == [one.replications for one in found.looks]


def test_an_answer_is_kept_as_a_study(browser, questions):
    place, _ = ask(browser, questions, **{"pricing.change": "-20%"}, seconds="1")
    kept = browser.post(f"{place}/keep").headers["Location"]
    study = resolved_study(kept.removeprefix("/study/").partition("?")[0])
    assert [arm.name for arm in study.arms] == ["status_quo", "change"]
    assert study.arms[1].arm.policy.phases[0].pricing.change == -0.2
    assert "-0.2" in browser.get(kept).text


def test_the_stream_tells_the_looks(browser, questions):
    place, _ = ask(browser, questions, **{"pricing.change": "5%"}, seconds="1")
    answer = browser.client.get(f"{place}/events", base_url="http://127.0.0.1:8477", buffered=False)
    assert "status quo" in next(iter(answer.response)).decode()
    answer.close()


WRONG = [
    ("pricing.change", "-200%", "at least -0.95"),
    ("pricing.change", "cheaper", "cheaper"),
    ("budget.scale", "3", "at most 1"),
    ("since", "yesterday", "yesterday"),
    ("until", "never", "never"),
    ("staff", "many", "many"),
    ("more", "promotion.dept=1", "dept"),
    ("more", "nonsense", "lever.what=value"),
    ("worth", "-1", "at least 0"),
    ("seconds", "1e9", "1 to 600"),
    ("organisation", "nobody", "nobody"),
    ("regions", "moon", "moon"),
]


def test_what_cannot_be_asked_is_told(browser):
    form = largest_form(browser.get("/what-if/toy").text).to_dict(flat=False)
    form["advertising.change"] = "-20%"
    for field, value, said in WRONG:
        page = browser.post("/what-if/toy", {**form, field: value}, 422).text
        assert 'role="alert"' in page, field
        assert said in page.replace("&#39;", "'"), (field, value)
    assert "nothing is changed" in browser.post("/what-if/toy", {**form, "advertising.change": ""}, 422).text


def test_two_browsers_do_not_mix(app, browser, questions):
    place, _ = ask(browser, questions, **{"pricing.change": "5%"}, seconds="1")
    other, _ = ask(browser, questions, **{"pricing.change": "-5%"}, seconds="1")
    assert "5%" in browser.get(place).text
    assert largest_form(browser.get(place).text)["pricing.change"] == "5%"
    assert largest_form(browser.get(other).text)["pricing.change"] == "-5%"
