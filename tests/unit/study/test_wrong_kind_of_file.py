"""A file of another kind than a command asks for is answered with what it is and who uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktsim.errors import InputError
from mktsim.study.question.library import read_policy, read_scenario, read_study

ROOT = Path(__file__).parents[3]
WRONG = (
    (read_scenario, "experiments/tea_exploits.yaml", "is a study, where a scenario is asked for; `mktsim compare`"),
    (read_study, "scenarios/tea_chain.yaml", "is a scenario, where a study is asked for; `mktsim run`"),
    (read_policy, "scenarios/tea_chain.yaml", "is a scenario, where a policy is asked for; `mktsim run`"),
)


@pytest.mark.parametrize(("read", "path", "words"), WRONG)
def test_a_file_of_another_kind_is_named(read, path, words):
    with pytest.raises(InputError) as caught:
        read(ROOT / path)
    (problem,) = caught.value.problems
    assert problem.message.startswith(words)


def test_a_file_of_no_kind_keeps_its_own_problems(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text("colour: blue\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert any(problem.field == "colour" for problem in caught.value.problems)
