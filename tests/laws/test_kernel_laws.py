"""The compiled week is the plain one, its cache follows its sources, and its nodes are Sobol's."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

from mktsim.model.market import kernel
from mktsim.model.market.contacts import media_utility
from mktsim.model.market.purchase import attractions, brand_attraction, offer
from mktsim.model.market.sobol import BITS, sobol
from mktsim.model.market.talk import opinion
from mktsim.model.market.week import week
from support.bare_market import BareMarket
from support.real_world import world


def shaken_market():
    whole, _ = world()
    market = whole.market.model_copy(update={"types_per_segment": 4})
    bare = BareMarket(whole.model_copy(update={"market": market}), counts=True)
    bare.parameters["unlimited"] = 0.0
    return bare


def shake(market, rng):
    v, u = market.levers[0], market.luck[0]
    v["price"] = rng.uniform(2.0, 4.0, v["price"].shape)
    v["deal"] = rng.uniform(0.0, 0.3, v["deal"].shape)
    v["feature"] = rng.uniform(0.0, 1.0, v["feature"].shape)
    v["pressure"] = rng.uniform(0.0, 2.0, v["pressure"].shape)
    v["stock"] = np.floor(rng.uniform(0.0, 60_000.0, v["stock"].shape))
    u["category"] = rng.normal(size=u["category"].shape)
    u["brand"] = rng.normal(size=u["brand"].shape)
    u["count"] = rng.uniform(size=u["count"].shape)


def test_the_compiled_week_equals_the_week_as_written():
    """To twelve digits: the two may take exponentials and logarithms from different libraries."""
    compiled, plain = shaken_market(), shaken_market()
    rng = np.random.default_rng(5)
    for at in range(4):
        shake(compiled, rng)
        plain.levers, plain.luck = compiled.levers.copy(), compiled.luck.copy()
        compiled.levers["week"] = plain.levers["week"] = at
        compiled.kernel(compiled.state, compiled.parameters, compiled.levers, compiled.luck, compiled.output)
        records = (plain.state, plain.parameters, plain.levers, plain.luck, plain.output)
        week(*(record.view(np.recarray) for record in records))
        for one, other in ((compiled.state, plain.state), (compiled.output, plain.output)):
            for name in one.dtype.names:
                assert one[0][name] == pytest.approx(other[0][name], rel=1e-12, abs=1e-12), name
        assert np.array_equal(compiled.output["units"], plain.output["units"])
    assert compiled.output[0]["lost"].sum() > 0.0


def by_channel(market):
    """Return every field of state and levers that a brand has by region and channel."""
    shape = market.levers[0]["feature"].shape
    records = {"state": market.state, "levers": market.levers}
    return [(which, n) for which, record in records.items() for n in record.dtype.names if record[0][n].shape == shape]


def test_channels_share_a_pull_only_where_everything_in_them_is_the_same():
    """What `attractions` copies from channel to channel is what it would work out, whatever else differs."""
    market = shaken_market()
    market.close(2)
    for which, name in by_channel(market):
        bare = market.copy()
        getattr(bare, which)[0][name][..., 1] += 0.25
        records = (bare.state, bare.parameters, bare.levers, bare.luck)
        s, p, v, u = (record.view(np.recarray)[0] for record in records)
        attractions(s, p, v, u)
        found = s.attraction.copy(), s.quantity.copy()
        for r, b, c in np.ndindex(s.paid.shape):
            common = media_utility(s, p, v, r, b) + p.goodwill * s.goodwill[r, b] + opinion(s, p, r, b)
            where = (r, b, c)
            brand_attraction(s, p, where, offer(s, p, v, where, common + p.brand_sd * u.brand[r, b]))
        assert np.array_equal(found[0], s.attraction), name
        assert np.array_equal(found[1], s.quantity), name


def reached_files():
    seen = {}
    kernel._reached(week, seen)
    return sorted({inspect.getsourcefile(function) for function in seen.values()})


def test_every_step_of_the_week_is_reached():
    names = {Path(file).stem for file in reached_files()}
    steps = {"adoption", "availability", "contacts", "draws", "prices", "purchase", "records", "states", "stockout"}
    assert steps | {"week", "inverse"} <= names


def test_editing_any_callee_changes_the_place_of_the_compiled_code(monkeypatch):
    before = kernel.sources()
    places = {kernel.cache_directory()}

    class Edited(type(Path())):
        edited = ""

        def read_bytes(self):
            return super().read_bytes() + (b"# edited" if str(self) == self.edited else b"")

    monkeypatch.setattr(kernel, "Path", Edited)
    for file in reached_files():
        Edited.edited = file
        assert kernel.sources() != before
        places.add(kernel.cache_directory())
    assert len(places) == len(reached_files()) + 1
    Edited.edited = inspect.getsourcefile(sobol)
    assert kernel.sources() == before  # not part of the week


@pytest.mark.parametrize("points", [1, 8, 100, 1024])
def test_nodes_are_sobol_points(points):
    mine = sobol(points, 16, np.zeros(16)) - 0.5 / 2**BITS
    power = int(np.ceil(np.log2(max(points, 2))))
    theirs = qmc.Sobol(16, scramble=False, bits=BITS).random_base2(power)[:points]
    assert np.array_equal(mine, theirs)


def test_a_shift_keeps_nodes_inside_and_balanced():
    shift = np.random.default_rng(2).uniform(size=16)
    nodes = sobol(256, 16, shift)
    assert nodes.min() > 0.0
    assert nodes.max() < 1.0
    for column in nodes.T:  # one point in each of 256 strips, whatever the shift
        assert np.array_equal(np.sort(np.floor(column * 256)), np.arange(256))
    with pytest.raises(ValueError, match="at most 16"):
        sobol(4, 17, np.zeros(17))


def test_code_for_another_layout_has_other_names():
    """Kept code of two layouts, made by two processes, must not share symbols, which are made from these names."""
    one, other = (kernel._compiled(layout) for layout in ("layout_one", "layout_other"))
    assert one.keys() == other.keys()
    for name in one:
        assert one[name].py_func.__qualname__ != other[name].py_func.__qualname__
        assert one[name].py_func.__name__ != other[name].py_func.__name__
