"""Names of files: the user's own before the shipped, folders tell studies from scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktsim.errors import InputError
from mktsim.study.question.find_file import Folder, files_in, find, path_of


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    for path in (here / "scenarios/own.yaml", there / "scenarios/own.yaml", there / "scenarios/tea.yaml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    (there / "experiments").mkdir()
    (there / "experiments/tea.yaml").write_text("", encoding="utf-8")
    monkeypatch.chdir(here)
    monkeypatch.setattr("mktsim.study.question.find_file._roots", lambda: (Path(), there))
    return there


def test_own_files_come_before_shipped_ones(shipped):
    assert list(files_in(Folder.SCENARIOS)) == ["own", "tea"]
    assert find("own", Folder.SCENARIOS) == Path("scenarios/own.yaml")
    assert find("tea", Folder.SCENARIOS) == shipped / "scenarios/tea.yaml"


@pytest.mark.parametrize("name", ["scenarios/tea.yaml", "scenarios/tea"])
def test_a_folder_finds_what_is_shipped(shipped, name):
    assert path_of(name) == find(name, Folder.STUDIES) == shipped / "scenarios/tea.yaml"


def test_a_bare_name_is_a_study_before_a_scenario(shipped):
    assert path_of("tea") == shipped / "experiments/tea.yaml"
    assert path_of("own") == Path("scenarios/own.yaml")


def test_what_is_nowhere_is_told(shipped):
    assert find("scenarios/missing.yaml", Folder.SCENARIOS) == Path("scenarios/missing.yaml")
    with pytest.raises(InputError, match="did you mean 'tea"):
        find("teh", Folder.SCENARIOS)


def test_the_checkout_and_the_installed_library_are_looked_in():
    assert "us_color_tv_1963" in files_in(Folder.SCENARIOS)
    assert "us_color_tv_1963" in files_in(Folder.STUDIES)
