"""Fields that older files give and the product no longer has get one message that says what replaces them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

import pytest

import mktsim.inputs.organisation
import mktsim.inputs.scenario
import mktsim.inputs.study  # noqa: F401 - the classes of all files
from mktsim.errors import InputError
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.read import read_text
from mktsim.inputs.trade import Channel
from mktsim.quantities import Part
from mktsim.study.question.check_file import checked

SCENARIOS = Path(__file__).parents[3] / "scenarios"


class Shop(Part):
    retired: ClassVar[dict[str, str]] = {"speed": "haste says it, as a share; one is the old default"}
    name: str
    haste: float = 1.0


class Town(Part):
    schema_version: Literal[1] = 1
    shops: tuple[Shop, ...]


def test_a_retired_field_says_where_it_stands_and_what_replaces_it():
    with pytest.raises(InputError) as caught:
        read_text("shops:\n  - {name: a}\n  - name: b\n    speed: 3\n", Town, "old.yaml")
    assert str(caught.value) == (
        "old.yaml:4:5: shops[1].speed: no longer exists: haste says it, as a share; one is the old default"
    )


def test_a_file_of_another_schema_is_refused_with_what_to_do():
    with pytest.raises(InputError) as caught:
        read_text("schema_version: 2\nshops:\n  - {name: a}\n", Town, "new.yaml")
    assert str(caught.value).startswith("new.yaml:1:17: schema_version: files of schema 1 are read here, found 2: ")
    assert "CHANGELOG.md" in str(caught.value)


def test_a_scenario_of_the_former_market_is_told_what_means_something_else(tmp_path):
    """Price acted on its logarithm, and a coefficient of 2.1 was usual."""
    text = (
        (SCENARIOS / "packaged_food.yaml")
        .read_text("utf-8")
        .replace("price_coefficient: 3.2 ", "price_coefficient: 2.1 ")
    )
    file = tmp_path / "former.yaml"
    file.write_text(text, "utf-8")
    told = [one for one in checked(str(file)).warnings if one.field == "market.choice.price_coefficient"]
    assert [text.splitlines()[one.line - 1].strip()[:22] for one in told] == ["price_coefficient: 2.1"]
    assert "written for the former market, where price acted as a logarithm, has to be raised" in told[0].message


def test_an_unknown_field_beside_it_is_still_unknown():
    with pytest.raises(InputError) as caught:
        read_text("shops:\n  - {name: a, speed: 3, hast: 2}\n", Town, "old.yaml")
    retired, unknown = str(caught.value).splitlines()
    assert "no longer exists" in retired
    assert "unknown key; did you mean 'haste'?" in unknown


@pytest.mark.parametrize("reach", [get_path, lambda part, path: set_path(part, path, 2.0)], ids=["get", "set"])
def test_a_path_to_a_retired_field_says_the_same(reach):
    town = Town(shops=(Shop(name="a"),))
    with pytest.raises(InputError, match=r"shops\.a\.speed: 'speed' no longer exists: haste says it"):
        reach(town, "shops.a.speed")


def parts(root=Part):
    for cls in root.__subclasses__():
        if cls.__module__.startswith("mktsim."):
            yield cls
        yield from parts(cls)


def test_no_field_is_both_retired_and_there():
    assert "margin_response" in Channel.retired
    for cls in parts():
        assert not cls.retired.keys() & cls.model_fields.keys(), cls
        assert all(text.strip() for text in cls.retired.values()), cls
