from __future__ import annotations

import pickle

import pytest
import simpy

from mktsim.errors import CellFailed, ExitCode, InputError, Interrupted, MktsimError, Problem, StoreError

PROBLEM = Problem("tea.yaml", 3, 7, "brands[0].price", "must be more than 0, found -1")
ERRORS = (
    InputError((PROBLEM, Problem("tea.yaml", 9, 1, "", "unknown key", ("a", "b")))),
    CellFailed("skim/tea/7", "ZeroDivisionError"),
    StoreError("out/store.sqlite", "is from another version"),
    Interrupted(40, 100),
)


def test_a_problem_says_where_what_and_the_choices():
    assert str(PROBLEM) == "tea.yaml:3:7: brands[0].price: must be more than 0, found -1"
    listed = Problem("tea.yaml", 9, 1, "rule", "unknown name", ("skimming", "penetration"))
    assert str(listed) == "tea.yaml:9:1: rule: unknown name (choices: skimming, penetration)"


def test_a_problem_with_the_whole_file_has_no_line():
    assert str(Problem("tea.yaml", 0, 0, "", "no such file")) == "tea.yaml: no such file"


def test_one_line_a_problem():
    assert len(str(ERRORS[0]).splitlines()) == 2


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error):
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - what a worker sends back
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_survive_the_reraise_of_simpy(error):
    def process(environment):
        yield environment.timeout(1)
        raise error

    environment = simpy.Environment()
    environment.process(process(environment))
    with pytest.raises(type(error)) as caught:
        environment.run()
    assert str(caught.value) == str(error)


def test_exit_codes_are_those_promised():
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "DIFFERENCES": 1,
        "WRONG_INPUT": 2,
        "CELLS_FAILED": 3,
        "INTERRUPTED": 130,
        "CLOSED_PIPE": 141,
    }
    assert [error.exit_code for error in ERRORS] == [2, 3, 2, 130]
    assert all(isinstance(error, MktsimError) for error in ERRORS)
