"""Files laid on others: nothing removes, rows merge by name, policies extend policies, names find what is shipped."""

from __future__ import annotations

import pytest

from mktsim.errors import InputError
from mktsim.inputs.extends import load
from mktsim.inputs.named_files import categories, file_named
from mktsim.inputs.tree import plain

SCENARIO = """\
name: s
policies:
  quo: {pricing: {rule: hi_lo, premium: 0.1}, budget: {per_year_money: 5, channel_share: 0.2}}
  dear: {extends: quo, pricing: {premium: 0.2}}
  dearest: {extends: dear, title: "up", budget: {channel_share: null}}
"""


@pytest.fixture
def loaded(tmp_path):
    def loader(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        tree, problems = load(tmp_path / f"{list(files)[-1]}.yaml")
        return (None if tree is None else plain(tree)), [str(one) for one in problems]

    return loader


def test_nothing_removes_what_it_is_laid_on(loaded):
    found, problems = loaded(base="a: {b: 1, c: 2}\nd: 3\n", top="extends: base.yaml\na: {b: null}\nd: null\n")
    assert (found, problems) == ({"a": {"c": 2}}, [])


def test_a_mapping_laid_on_named_rows_merges_by_name_in_their_order(loaded):
    base = "brands:\n  - {name: us, price: 1}\n  - {name: them, price: 2}\n  - {name: others, price: 3}\n"
    found, problems = loaded(base=base, top="extends: base\nbrands: {them: null, us: {price: 5}, new: {price: 4}}\n")
    rows = [{"name": "us", "price": 5}, {"name": "others", "price": 3}, {"name": "new", "price": 4}]
    assert (found, problems) == ({"brands": rows}, [])


def test_a_policy_names_only_what_differs(loaded):
    found, problems = loaded(s=SCENARIO)
    assert problems == []
    assert found["policies"]["dearest"] == {
        "pricing": {"rule": "hi_lo", "premium": 0.2},
        "budget": {"per_year_money": 5},
        "title": "up",
    }


def test_a_policy_of_a_study_extends_one_of_its_scenario(loaded):
    study = "scenario: s.yaml\npolicies:\n  quo: {extends: quo, pricing: {premium: 0.3}}\n  x: {extends: dear}\n"
    found, problems = loaded(s=SCENARIO, study=study)
    assert problems == []
    assert found["policies"]["quo"]["pricing"]["premium"] == 0.3
    assert found["policies"]["x"]["pricing"]["premium"] == 0.2


def test_a_policy_file_extends_a_policy_of_a_file(loaded):
    found, problems = loaded(s=SCENARIO, mine="extends: s.yaml#dear\npricing: {premium: 0.4}\n")
    assert (found["pricing"]["premium"], found["budget"]["per_year_money"], problems) == (0.4, 5, [])


def test_a_policy_that_extends_nothing_known_is_told_with_its_place_and_the_nearest(loaded):
    _, problems = loaded(s=SCENARIO.replace("extends: dear,", "extends: dera,"))
    assert len(problems) == 1
    assert "s.yaml:5:22: policies.dearest.extends: no policy is called 'dera'; did you mean 'dear'?" in problems[0]


def test_a_circle_of_policies_is_refused(loaded):
    _, problems = loaded(s=SCENARIO.replace("quo: {pricing", "quo: {extends: dearest, pricing"))
    assert any("extends itself in a circle" in one for one in problems)


@pytest.mark.parametrize("name", [*categories(), "planning_hub", "packaged_food", "tea_channels"])
def test_what_is_shipped_is_found_by_name(name, tmp_path):
    assert file_named(name, tmp_path).is_file()
    own = tmp_path / f"{name}.yaml"
    own.write_text("a: 1\n")
    assert file_named(name, tmp_path) == own


def test_an_unknown_name_is_told_with_the_nearest(loaded):
    _, problems = loaded(top="extends: perishble\n")
    assert "did you mean 'perishable'?" in problems[0]


def test_what_removes_nothing_is_refused_by_the_reader(tmp_path):
    from mktsim.study.question.library import read_scenario

    path = tmp_path / "s.yaml"
    path.write_text("extends: packaged_food\nmarket: {repeat: {rate_shapes: null}}\n")
    with pytest.raises(InputError, match="rate_shapes: unknown key; did you mean 'rate_shape'"):
        read_scenario(path)
