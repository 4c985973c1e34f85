"""Fields that older files give and the product no longer has get one message that says what replaces them."""

from __future__ import annotations

from typing import ClassVar

import pytest

import mktsim.inputs.organisation
import mktsim.inputs.scenario
import mktsim.inputs.study  # noqa: F401 - the classes of all files
from mktsim.errors import InputError
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.read import read_text
from mktsim.inputs.trade import Channel
from mktsim.quantities import Part


class Shop(Part):
    retired: ClassVar[dict[str, str]] = {"speed": "haste says it, as a share; one is the old default"}
    name: str
    haste: float = 1.0


class Town(Part):
    shops: tuple[Shop, ...]


def test_a_retired_field_says_where_it_stands_and_what_replaces_it():
    with pytest.raises(InputError) as caught:
        read_text("shops:\n  - {name: a}\n  - name: b\n    speed: 3\n", Town, "old.yaml")
    assert str(caught.value) == (
        "old.yaml:4:5: shops[1].speed: no longer exists: haste says it, as a share; one is the old default"
    )


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
