from __future__ import annotations

import pytest
from browser_form import largest_form

from mktsim.study.question.library import resolved_study
from mktsim.study.runs.cell import arm_hash


def form_of(browser, path):
    return largest_form(browser.get(path).text)


def test_what_is_saved_untouched_is_the_same_study(browser, folder):
    before = resolved_study("toy_study")
    browser.post("/study/toy_study", {**form_of(browser, "/study/toy_study").to_dict(flat=False), "save": "yes"})
    after = resolved_study("toy_study")
    assert after.study == before.study
    assert after.study_hash == before.study_hash


@pytest.mark.parametrize("study", ["packaged_hi_lo", "tea_channels", "us_color_tv_1963", "packaged_organisations"])
def test_a_shipped_study_goes_through_the_form_unharmed(browser, monkeypatch, study):
    monkeypatch.undo()
    from mktsim.studio.drafts import from_form
    from mktsim.studio.pages.policies import _stored

    with browser.client.application.test_request_context():
        from flask import render_template

        from mktsim.outcomes.metrics.table import METRICS

        draft = _stored(study)
        page = render_template(
            "policies.html.j2",
            draft=draft,
            name=study,
            saved=False,
            most=6,
            metrics=tuple(METRICS.values()),
            organisations={},
        )
    again = from_form(largest_form(page), draft)
    assert again.tree["arms"] == {name: {**arm} for name, arm in draft.tree["arms"].items()}
    assert again.columns == draft.columns


def test_a_change_makes_a_policy_of_the_study_s_own(browser):
    form = form_of(browser, "/study/toy_study")
    form["arms.1.pricing.start_multiple"] = "1.2"
    browser.post("/study/toy_study", {**form.to_dict(flat=False), "save": "yes"})
    study = resolved_study("toy_study")
    assert study.study.arms["high"].policy == "high_changed"
    assert study.arms[1].arm.policy.pricing.start_multiple == 1.2
    assert arm_hash(study.arms[0].arm) == arm_hash(study.incumbent)
    page = browser.get("/study/toy_study").text
    assert "differs" in page


WRONG = [
    ("arms.1.pricing.start_multiple", "-3", "must be at least 0.01"),
    ("arms.1.pricing.start_multiple", "a lot", "a lot"),
    ("arms.1.pricing.review_weeks", "1.5", "whole number"),
    ("arms.1.pricing.channel_factors", "1, 2, 3", "channel_factors"),
    ("arms.1.pricing.channel_factors", "[[", "[["),
    ("arms.1.budget.advertising_share", "1.5", "at most 1"),
    ("arms.1.budget.per_year_money", "", "per_year_money"),
    ("arms.1.organisation", "nobody", "nobody"),
    ("arms.1.name", "../x", "name"),
    ("arms.1.name", "", "name"),
    ("arms.1.name", "low", "two arms"),
    ("name", "a/b", "name"),
    ("metric", "luckiness", "luckiness"),
    ("baseline", "nobody", "nobody"),
    ("replications", "1", "at least 2"),
    ("replications", "many", "many"),
    ("seed", "-1", "-1"),
]


@pytest.mark.slow
def test_a_wrong_entry_is_told_where_it_stands(browser, folder):
    path = folder / "experiments/toy_study.yaml"
    before, form = path.read_bytes(), form_of(browser, "/study/toy_study").to_dict(flat=False)
    for field, value, said in WRONG:
        assert field in form
        page = browser.post("/study/toy_study", {**form, field: value, "save": "yes"}, 422).text
        assert said in page, (field, value)
        assert 'role="alert"' in page
        assert largest_form(page)[field] == value or field in {"metric", "baseline"}
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["toy_study.yaml"]


def test_a_new_study_of_a_world_begins_with_its_status_quo(browser, folder):
    form = form_of(browser, "/study/new/toy")
    browser.post("/study/new/toy", {**form.to_dict(flat=False), "save": "yes"})
    study = resolved_study(form["name"])
    assert study.study.baseline == "low"
    assert [arm.name for arm in study.arms] == ["low", "high"]


def test_policies_are_added_and_left_out(browser):
    form = form_of(browser, "/study/toy_study").to_dict(flat=False)
    more = largest_form(browser.post("/study/toy_study", {**form, "add": "yes"}, 200).text)
    assert more["arms.3.name"] == "organised_2"
    fewer = largest_form(browser.post("/study/toy_study", {**more.to_dict(flat=False), "remove": "1"}, 200).text)
    assert [fewer[f"arms.{place}.name"] for place in range(3)] == ["low", "organised", "organised_2"]


def test_another_rule_brings_its_own_parameters(browser):
    form = form_of(browser, "/study/toy_study")
    form["arms.1.pricing.rule"] = "cost_plus"
    found = largest_form(browser.post("/study/toy_study", {**form.to_dict(flat=False), "refresh": "yes"}, 200).text)
    assert found["arms.1.pricing.markup"] == "0.6"
    assert "arms.1.pricing.start_multiple" not in found


def test_a_file_that_somebody_else_changed_is_not_written_over(browser, folder):
    path = folder / "experiments/toy_study.yaml"
    form = form_of(browser, "/study/toy_study")
    path.write_text(path.read_text("utf-8").replace("Low or high", "Changed meanwhile"), "utf-8")
    answer = browser.post("/study/toy_study", {**form.to_dict(flat=False), "save": "yes"}, 422)
    assert "changed meanwhile" in answer.text
    assert "Changed meanwhile" in path.read_text("utf-8")


NAMES = ["<script>alert(1)</script>", "x" * 300, "\u202eمنتج", "a & b", "{{ 7 * 7 }}"]


def test_titles_are_shown_and_never_obeyed(browser):
    for title in NAMES:
        form = form_of(browser, "/study/toy_study")
        form["title"] = form["arms.1.title"] = form["question"] = title
        browser.post("/study/toy_study", {**form.to_dict(flat=False), "save": "yes"})
        page = browser.get("/study/toy_study").text + browser.get("/").text
        assert "<script>alert" not in page
        assert "{{ 7 * 7 }}" in page or "{{" not in title


def test_fifty_policies_are_listed_and_can_be_run(browser, folder):
    path = folder / "experiments/toy_study.yaml"
    arms = "".join(f"  arm_{number}: {{policy: low}}\n" for number in range(50))
    path.write_text(path.read_text("utf-8").replace("arms:\n", f"arms:\n{arms}"), "utf-8")
    page = browser.get("/study/toy_study").text
    assert "arm_49" in page
    assert "Run it" in page


def test_phases_stay_with_their_policy(browser, folder):
    form = form_of(browser, "/study/toy_study")
    form["arms.1.phases"] = '[{"from": 20, "pricing": {"change": -0.05}}]'
    browser.post("/study/toy_study", {**form.to_dict(flat=False), "save": "yes"})
    before = resolved_study("toy_study")
    assert before.arms[1].arm.policy.phases[0].pricing.change == -0.05
    browser.post("/study/toy_study", {**form_of(browser, "/study/toy_study").to_dict(flat=False), "save": "yes"})
    assert resolved_study("toy_study").study_hash == before.study_hash
    form["arms.1.phases"] = "[[["
    browser.post("/study/toy_study", {**form.to_dict(flat=False), "save": "yes"}, 422)
