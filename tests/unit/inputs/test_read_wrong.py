"""Every kind of wrong input gives clear problems with file, line, column and field, never another error."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from annotated_types import Ge, Gt, Le, MinLen
from pydantic import Field, model_validator

from mktsim.errors import InputError
from mktsim.inputs.read import check, read, read_text
from mktsim.inputs.text import MOST_BYTES
from mktsim.quantities import Part, Unit


class Skimming(Part):
    rule: Literal["skimming"]
    start_money: Annotated[float, Gt(0), Le(1000), Unit("money")]


class Everyday(Part):
    rule: Literal["everyday"]
    margin_share: Annotated[float, Ge(0), Le(0.9), Unit("share")] = 0.3


class Brand(Part):
    name: str
    mode: Literal["own", "rival"] = "own"


class World(Part):
    start: date = date(1963, 1, 1)
    weeks: Annotated[int, Gt(0), Le(520), Unit("weeks")] = 52
    pricing: Annotated[Skimming | Everyday, Field(discriminator="rule")] = Everyday(rule="everyday")
    brands: Annotated[tuple[Brand, ...], MinLen(1)] = (Brand(name="a"),)
    shares: dict[str, Annotated[float, Ge(0), Le(1)]] = {}
    flag: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> World:
        known = {brand.name for brand in self.brands}
        wrong = [f"shares.{name}: no such brand" for name in self.shares if name not in known]
        if self.flag and self.weeks < 2:
            wrong.append("flag needs two weeks")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self


def lines_of(text):
    with pytest.raises(InputError) as caught:
        read_text(text, World, "w.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("weks: 3\n", ("w.yaml:1:1: weks: unknown key; did you mean 'weeks'? (choices: "
                      "start, weeks, pricing, brands, shares, flag)")),
        ("weeks: many\n", "w.yaml:1:8: weeks: expected a whole number, found the text 'many'"),
        ("weeks: '3'\n", "w.yaml:1:8: weeks: expected a whole number, found the text '3'"),
        ("weeks: 2.5\n", "w.yaml:1:8: weeks: expected a whole number, found 2.5"),
        ("weeks: true\n", "w.yaml:1:8: weeks: expected a whole number, found true"),
        ("weeks:\n", "w.yaml:1:7: weeks: expected a whole number, found nothing"),
        ("weeks: 0\n", "w.yaml:1:8: weeks: must be more than 0, found 0"),
        ("weeks: [1]\n", "w.yaml:1:1: weeks: expected a whole number, found a list"),
        ("flag: yes\n", "w.yaml:1:7: flag: expected true or false, found the text 'yes'"),
        ("start: 1963-02-30\n", "w.yaml:1:8: start: expected a date such as 1963-01-31, found the text '1963-02-30'"),
        ("start: 1963\n", "w.yaml:1:8: start: expected a date such as 1963-01-31, found 1963"),
        ("brands: []\n", "w.yaml:1:1: brands: expected at least 1 in number, found 0"),
        ("brands: [3]\n", "w.yaml:1:10: brands[0]: expected a mapping of keys to values, found 3"),
        ("brands:\n- mode: own\n", "w.yaml:2:3: brands[0].name: is required, but missing"),
        ("brands:\n- {name: a, mode: rivl}\n", ("w.yaml:2:19: brands[0].mode: expected one of the choices, found the "
                                              "text 'rivl'; did you mean 'rival'? (choices: own, rival)")),
        ("pricing: {rule: skiming}\n", ("w.yaml:1:17: pricing.rule: unknown name 'skiming'; did you mean 'skimming'? "
                                       "(choices: skimming, everyday)")),
        ("pricing: {start_money: 3}\n", ("w.yaml:1:1: pricing.rule: is required, but missing "
                                        "(choices: skimming, everyday)")),
        ("pricing: {rule: everyday, margn_share: 0.2}\n",
         "w.yaml:1:27: pricing.margn_share: unknown key; did you mean 'margin_share'? (choices: rule, margin_share)"),
        ("pricing:\n  rule: skimming\n", "w.yaml:1:1: pricing.start_money: is required, but missing"),
        ("pricing: {rule: everyday, margin_share: .nan}\n",
         "w.yaml:1:41: pricing.margin_share: expected a finite number, found .nan"),
        ("shares: {a: -.inf}\n", "w.yaml:1:13: shares.a: expected a finite number, found -.inf"),
        ("shares: {a: 1e999}\n", "w.yaml:1:13: shares.a: expected a finite number, found 1e999"),
        ("shares: {a: 0.5, b: 0.5}\n", "w.yaml:1:21: shares.b: no such brand"),
        ("weeks: 1\nflag: true\n", "w.yaml:1:1: flag needs two weeks"),
        ("weeks: 3\nflag: true\nweeks: 4\n", "w.yaml:3:1: weeks: is given twice, first in line 1"),
        ("", "w.yaml:1:1: is empty"),
        ("# a remark\n", "w.yaml:1:1: is empty"),
        ("- 1\n", "w.yaml:1:1: expected a mapping of keys to values, found a list"),
        ("weeks\n", "w.yaml:1:1: expected a mapping of keys to values, found a single value"),
        ("weeks: !!python/object:os.system 3\n",
         "w.yaml:1:8: weeks: the tag !!python/object:os.system is not allowed"),
        ("? [1]\n: 3\n", "w.yaml:1:3: a key must be text, not a list"),
        ("shares: &a {a: 0.1, b: *a}\n", "w.yaml:1:9: shares.b: an anchor contains itself"),
    ],
)  # fmt: skip
def test_each_wrong_input_has_its_one_line(text, line):
    assert lines_of(text) == [line]


@pytest.mark.parametrize(
    "text", ["weeks: [1\n", "a: b: c\n", "weeks: 3\n\tflag: true\n", "weeks: \x07\n", "%\n", "*a\n"]
)
def test_what_is_no_yaml_says_where(text):
    (line,) = lines_of(text)
    assert line.startswith("w.yaml:")
    assert "not valid YAML" in line


def test_all_problems_come_at_once_in_order_of_the_file():
    found = lines_of("weeks: -1\nflagg: true\npricing: {rule: skimming, start_money: x}\nbrands:\n- {mode: own}\n")
    assert [line.split(":")[1] for line in found] == ["1", "2", "3", "5"]


def test_a_duplicate_does_not_hide_what_else_is_wrong():
    found = lines_of("flag: false\nflag: true\nweeks: no\n")
    assert [line.split(": ")[1] for line in found] == ["flag", "weeks"]


def test_aliases_beyond_the_bound_are_refused():
    levels = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (line,) = lines_of("\n".join(levels))
    assert "aliases repeat more than" in line


def test_a_few_aliases_are_fine():
    world = read_text("brands: [&b {name: a}, *b]\n", World)
    assert [brand.name for brand in world.brands] == ["a", "a"]


@pytest.mark.parametrize("depth", [100, 5000])
def test_deep_nesting_is_refused(depth):
    (line,) = lines_of(f"shares: {'[' * depth}{']' * depth}\n")
    assert "deeper" in line or "not valid YAML" in line


def test_many_problems_are_cut_short():
    found = lines_of("\n".join(f"key{n}: 1" for n in range(500)))
    assert len(found) == 101
    assert found[-1] == "w.yaml: and 400 more problems"


def test_a_missing_file_names_its_neighbours(tmp_path):
    (tmp_path / "tea_chain.yaml").write_text("weeks: 3\n", encoding="utf-8")
    (problem,) = check(tmp_path / "tea_chian.yaml", World)
    assert problem.message == "no such file"
    assert problem.choices == (str(tmp_path / "tea_chain.yaml"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"weeks: 3\nflag: \xe9\n", "is not UTF-8 text (byte 0xe9); save the file as UTF-8"),
        ("weeks: 3".encode("utf-16"), "is not UTF-8 text (byte 0xff); save the file as UTF-8"),
        (b"#" * (MOST_BYTES + 1), "is larger than 5 MB"),
    ],
)
def test_unusable_bytes_are_refused(tmp_path, content, message):
    path = tmp_path / "w.yaml"
    path.write_bytes(content)
    (problem,) = check(path, World)
    assert problem.message == message


def test_bad_encoding_says_where(tmp_path):
    path = tmp_path / "w.yaml"
    path.write_bytes(b"weeks: 3\nflag: \xe9\n")
    (problem,) = check(path, World)
    assert (problem.line, problem.column) == (2, 7)


def test_a_directory_is_refused(tmp_path):
    assert [problem.message for problem in check(tmp_path, World)] == ["is a directory, not a file"]


def test_what_is_no_regular_file_is_refused():
    assert [problem.message for problem in check(os.devnull, World)] == ["is not a regular file"]


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000])
def test_impossible_names_are_refused(name):
    (problem,) = check(name, World)
    assert problem.message.startswith("cannot be read")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "w.yaml"
    path.write_text("weeks: 3\n", encoding="utf-8")

    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert [problem.message for problem in check(path, World)] == ["may not be read: permission denied"]


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "w.yaml"
    path.write_bytes(b"\xef\xbb\xbfweeks: 3\n")
    assert read(path, World).weeks == 3
    assert check(path, World) == ()
