"""References, names, lengths, sums and order are declared with their fields, and whatever breaks them is refused."""

from __future__ import annotations

import types
import typing
import unicodedata
from typing import Annotated, get_args, get_origin

import pytest
from annotated_types import MinLen
from pydantic import ValidationError, model_validator

from mktsim.errors import InputError
from mktsim.inputs.agreement import Among, defined_in, disagreements
from mktsim.inputs.calibration import CalibratedGroup
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.parts import policy_type, scenario_type, study_type
from mktsim.inputs.read import read_text
from mktsim.quantities import Part
from mktsim.records import fields_of, is_record, split
from mktsim.relations import (
    LONGEST_NAME,
    AllOrNone,
    Counts,
    Index,
    Lengths,
    Name,
    NameRule,
    Names,
    PerEach,
    Ref,
    Rising,
    SumsTo,
    folded,
    name_problem,
    refuse,
)
from mktsim.study.question.user_rules import model_parts


class Shop(Part):
    name: Name
    share: float = 0.5
    room: float = 0.0


class Plan(Part):
    mix: Annotated[tuple[float, ...], PerEach("shop")] = ()
    first: Annotated[str, Ref("shop", optional=True)] = ""
    order: tuple[Annotated[int, Index("shop")], ...] = ()
    born: Annotated[int, Index("age")] = 0


class Town(Part):
    shops: Annotated[tuple[Shop, ...], MinLen(1), Names("shop"), SumsTo(1.0, "share"), AllOrNone("room", 0.1)]
    tastes: dict[Annotated[str, Ref("shop")], float] = {}
    plans: Annotated[dict[Name, Plan], Names("plan")] = {}
    default: Annotated[str, Ref("plan")] | None = None
    season: Annotated[tuple[float, ...], Lengths((0, 4))] = ()
    gaps: Annotated[tuple[int, ...], Rising(), Counts("age", beyond=1)] = ()
    ranges: dict[str, Annotated[tuple[float, float], Rising()]] = {}

    @model_validator(mode="after")
    def _agrees(self) -> Town:
        refuse(disagreements(self, defined_in(self)))
        return self


SHOPS = "shops: [{name: north}, {name: south}]\n"


def lines_of(text, head=SHOPS):
    with pytest.raises(InputError) as caught:
        read_text(head + text, Town, "t.yaml")
    return [str(problem) for problem in caught.value.problems]


WRONG = {
    "tastes: {nort: 1}\n": (
        "t.yaml:2:10: tastes.nort: no shop is called 'nort'; did you mean 'north'? (choices: north, south)"
    ),
    "plans: {a: {first: west}}\n": "t.yaml:2:20: plans.a.first: no shop is called 'west' (choices: north, south)",
    "plans: {a: {mix: [1]}}\n": (
        "t.yaml:2:13: plans.a.mix: expected one value for each shop, 2 in number, found 1"
    ),
    "plans: {a: {order: [0, 2]}}\n": (
        "t.yaml:2:24: plans.a.order[1]: there is no shop 2: they are counted from 0 to 1"
    ),
    "plans: {a: {born: 1}}\n": "t.yaml:2:19: plans.a.born: there is no age 1: they are counted from 0 to 0",
    "default: b\n": "t.yaml:2:10: default: no plan is called 'b'",
    "season: [1, 1, 1]\n": "t.yaml:2:1: season: expected none or 4 in number, found 3",
    "gaps: [5, 5]\n": "t.yaml:2:11: gaps[1]: must be more than the one before it (5), found 5",
    "ranges: {x: [3, 2]}\n": "t.yaml:2:17: ranges.x[1]: must be more than the one before it (3), found 2",
    "plans: {b/c: {}}\n": (
        't.yaml:2:9: plans.b/c: a name holds none of " * / : < > ? \\ |, found \'b/c\''
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_refers_to_nothing_says_where_and_what_is_near(text):
    assert lines_of(text) == [WRONG[text]]


def test_what_fits_is_read():
    town = read_text(
        SHOPS + "tastes: {south: 1}\nplans: {a: {mix: [1, 2], first: north, order: [1, 0], born: 2}}\ndefault: a\n"
        "season: [1, 1, 1, 1]\ngaps: [3, 9]\nranges: {x: [1, 2]}\n",
        Town,
    )
    assert town.plans["a"].first == "north"


def test_everything_that_disagrees_is_told_at_once():
    found = lines_of("tastes: {est: 1}\nplans: {a: {first: west, mix: [1]}}\n")
    assert [line.split(": ")[1] for line in found] == ["tastes.est", "plans.a.first", "plans.a.mix"]


def test_shares_that_do_not_add_up_are_told_at_the_list():
    assert lines_of("", "shops: [{name: a}, {name: b, share: 0.4}]\n") == [
        "t.yaml:1:1: shops: share sums to 0.9, not 1"
    ]


def test_what_all_or_none_may_give_is_asked_of_those_that_do_not():
    told = "room must be at least 0.1 unless it is 0 for all, found 0"
    assert lines_of("", "shops: [{name: a, room: 2}, {name: b}]\n") == [f"t.yaml:1:29: shops[1]: {told}"]
    assert lines_of("", "shops: [{name: a, room: 0.01}, {name: b}]\n") == [
        f"t.yaml:1:25: shops[0].room: {told}.01",
        f"t.yaml:1:32: shops[1]: {told}",
    ]
    assert read_text("shops: [{name: a, room: 2}, {name: b, room: 1}]\n", Town).shops[1].room == 1.0


def test_not_a_number_is_no_sum():
    with pytest.raises(ValidationError, match="sums to nan"):
        _Loose(values=(float("nan"), 1.0))


class _Loose(Part):
    model_config = {**Part.model_config, "allow_inf_nan": True}
    values: Annotated[tuple[float, ...], SumsTo(1.0)]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("a", "a"), "the name 'a' occurs twice"),
        (("Acme", "acme"), "'acme' and 'Acme' are one name to some file systems"),
        (("caf\u00e9", "cafe\u0301"), "are one name to some file systems"),
        (("stra\u00dfe", "STRASSE"), "are one name to some file systems"),
    ],
)
def test_names_that_some_file_systems_take_for_one_are_refused(names, words):
    rows = ", ".join(f'{{name: "{name}"}}' for name in names)
    (line,) = lines_of("", f"shops: [{rows}]\n")
    assert line.startswith("t.yaml:1:")
    assert "shops[1].name" in line
    assert words in line


def test_folding_is_that_of_composed_letters_without_case():
    for name in ("CAFE\u0301", "caf\u00c9", "Caf\u00e9"):
        assert folded(name) == "caf\u00e9"
        assert unicodedata.is_normalized("NFC", folded(name))


GOOD = ("hi_lo", "us_color_tv_1963", "Bär & Söhne", "茶飲料", "10% off", "brand 2.0", "a" * LONGEST_NAME)
BAD = (
    "", " ", " a", "a ", "a.", ".", "..", "../a", "/etc/x", "a/b", "a\\b", "C:x", "a\0b", "a\nb", "a\x1b[31mb",
    "a\u202eb", "a\u200bb", "\ufeffa", "-rf", "~", "=1+1", "+1", "@x", "CON", "nul.txt", "com1", "a*", "a?", "a|b",
    '"a"', "<a>", "a" * (LONGEST_NAME + 1), "é" * (LONGEST_NAME // 2 + 1),
)  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_names_of_every_script_are_names(name):
    assert name_problem(name) == ""


@pytest.mark.parametrize("name", BAD)
def test_what_may_be_a_place_a_pattern_or_invisible_is_no_name(name, tmp_path):
    assert name_problem(name)
    with pytest.raises(ValidationError):
        Shop(name=name)


@pytest.mark.parametrize("name", GOOD)
def test_three_names_fit_into_the_name_of_a_file_in_its_folder(name, tmp_path):
    made = tmp_path / f"{name}-{name}-seed4294967295-changed-r100000.json"
    made.write_text("x", encoding="utf-8")
    assert [path.parent for path in tmp_path.iterdir()] == [tmp_path]


def test_a_vocabulary_says_its_kind():
    assert Among("medium", ("press",)).wrong("pres").message == "no medium is called 'pres'; did you mean 'press'?"
    assert Among("medium", ("press",)).wrong("press") is None


FILES = {
    "scenario": scenario_type(model_parts()),
    "study": study_type(model_parts()),
    "policy": policy_type(model_parts()),
    "organisation": Organisation,
}
FREE_TEXTS = {
    "title", "description", "currency", "unit", "source", "question", "scenario", "history",
}  # fmt: skip
"""Fields of text that people read, and of paths."""
KNOWN_LATER = {"organisation", "duty", "metric", "parameter", "agent", "pool", "belief"}
"""Kinds that no file of its own defines: archetypes, the catalogue, metrics, topics and an arm's organisation do."""


def texts_in(annotation, metadata, name, seen):
    """Yield (field, metadata) of every text that files of a class hold."""
    inner, more = split(annotation)
    data = (*metadata, *more)
    if inner is str:
        yield name, data
    elif is_record(inner):
        if inner not in seen:
            seen.add(inner)
            for field in fields_of(inner):
                yield from texts_in(field.annotation, field.metadata, field.name, seen)
    elif get_origin(inner) is not typing.Literal:
        for argument in get_args(inner):
            if argument is not Ellipsis:
                yield from texts_in(argument, (), name, seen)


@pytest.mark.parametrize("kind", FILES)
def test_every_text_of_a_file_is_a_name_a_reference_or_meant_for_people(kind):
    undeclared = [
        name
        for name, data in texts_in(FILES[kind], (), kind, set())
        if name not in FREE_TEXTS and not any(isinstance(one, NameRule | Ref) for one in data)
    ]
    assert undeclared == ["set"] * (kind == "study"), "declare Name or Ref, or add it to the texts for people"


def kinds_in(cls, seen, declared):
    """Yield the kinds of the declarations of a class and of those within it."""
    for field in fields_of(cls):
        for annotation, metadata in _all(field.annotation, field.metadata):
            yield from (one.kind for one in metadata if isinstance(one, declared))
            if is_record(annotation) and annotation not in seen:
                seen.add(annotation)
                yield from kinds_in(annotation, seen, declared)


def _all(annotation, metadata=()):
    inner, more = split(annotation)
    yield inner, (*metadata, *more)
    if get_origin(inner) is not typing.Literal:
        for argument in get_args(inner):
            if argument is not Ellipsis and (argument is not type(None) or isinstance(inner, types.UnionType)):
                yield from _all(argument)


@pytest.mark.parametrize("kind", ["scenario", "study", "organisation"])
def test_every_kind_that_is_referred_to_is_defined_somewhere(kind):
    asked = set(kinds_in(FILES[kind], set(), Ref | Index | PerEach))
    defined = set(kinds_in(FILES[kind], set(), Names | Counts))
    if kind == "study":
        defined |= set(kinds_in(FILES["scenario"], set(), Names | Counts))
    assert asked - defined <= KNOWN_LATER
    assert asked


def test_calibrated_parameters_refer_to_parameters():
    assert set(kinds_in(CalibratedGroup, set(), Ref)) == {"parameter"}
