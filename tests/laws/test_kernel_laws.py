"""The compiled week is the plain one at any size, its cache follows its sources, and its nodes are Sobol's."""

from __future__ import annotations

import inspect
from functools import lru_cache
from pathlib import Path

import numba
import numpy as np
import pytest
from scipy.stats import qmc

from mktsim.model.market import kernel
from mktsim.model.market.sobol import BITS, sobol
from mktsim.model.market.week import week, what_if
from support.bare_market import BareMarket, values
from support.durable_world import durable_world
from support.real_world import grocery

EXACT = 0.0 if not numba.config.USING_SVML else 1e-12
"""Relative difference of the two: none, but where compiled exponentials and logarithms come from another library."""


def resized(scenario, *, types=4, regions=1, segments=1, brands=6, classes=1):
    """Return the scenario with other numbers of classes, regions, segments, brands and outlet classes."""
    market = scenario.market
    region, part = market.regions[0], market.segments[0]
    places = tuple(
        one.model_copy(update={"classes": tuple(
            place.model_copy(update={"volume_share": place.volume_share / classes, "hurdle": place.hurdle + 0.2 * i})
            for place in one.classes for i in range(classes)
        )})
        for one in scenario.channels
    )  # fmt: skip
    return scenario.model_copy(
        update={
            "market": market.model_copy(
                update={
                    "types_per_segment": types,
                    "regions": tuple(region.model_copy(update={"name": f"region {i}"}) for i in range(regions)),
                    "segments": tuple(
                        part.model_copy(
                            update={"name": f"segment {i}", "share": 1.0 / segments, "price_sensitivity": 1.0 + 0.3 * i}
                        )
                        for i in range(segments)
                    ),
                }
            ),
            "channels": places,
            "brands": scenario.brands[:brands],
        }
    )


WORLDS = {
    "groceries": grocery,
    "groceries in 3 regions": lambda: resized(grocery(), types=3, regions=3, segments=2, classes=2),
    "one class, two brands": lambda: resized(grocery(), types=1, brands=2),
    "durables": lambda: durable_world(households=20_000.0, waiting=0.4, life=2.0),
    "three generations": lambda: durable_world(households=20_000.0, types=5, generations=(3, 9), life=0.5),
}


@lru_cache(maxsize=len(WORLDS))
def opened(name):
    market = BareMarket(WORLDS[name](), counts=True)
    market.parameters.unlimited = 0.0
    market.close(6)
    return market


def shake(market, rng):
    """Set any levers and random inputs."""
    v, u, usual = market.levers, market.inputs, market.parameters.base_price[:, None]
    v.retail[:] = usual * rng.uniform(0.7, 1.3, v.retail.shape)
    v.invoice[:] = v.retail * rng.uniform(0.6, 0.9, v.invoice.shape)
    v.deal[:] = rng.uniform(0.0, 0.3, v.deal.shape) * (rng.uniform(size=v.deal.shape) < 0.5)
    v.deal_cover[:] = rng.uniform(0.3, 1.0, v.deal.shape)
    for lever in (v.feature, v.display, v.gift):
        lever[:] = rng.uniform(0.0, 1.0, lever.shape) * (rng.uniform(size=lever.shape) < 0.5)
    v.pressure[:] = rng.uniform(0.0, 2.0, v.pressure.shape)
    v.message[:] = rng.uniform(0.5, 1.5, v.message.shape)
    v.calls[:] = rng.uniform(0.0, 2.0, v.calls.shape)
    v.stock[:] = np.floor(rng.uniform(0.3, 1.2, v.stock.shape) * market.output.desired)
    for shock in (u.category, u.brand, u.slow, u.national, u.response, u.cycle):
        shock[:] = 0.3 * rng.normal(size=shock.shape)
    u.count[:] = rng.uniform(size=u.count.shape)


def assert_same(one, other):
    for mine, theirs in zip(one.records, other.records, strict=True):
        for name, found in values(mine).items():
            assert found == pytest.approx(values(theirs)[name], rel=EXACT, abs=EXACT), name


@pytest.mark.parametrize("name", WORLDS)
def test_the_compiled_week_equals_the_week_as_written(name):
    compiled, plain = opened(name).copy(), opened(name).copy()
    rng = np.random.default_rng(5)
    lost = 0.0
    for at in range(5):
        shake(compiled, rng)
        plain.levers, plain.inputs = compiled.levers.copy(), compiled.inputs.copy()
        compiled.levers.week[0] = plain.levers.week[0] = 6 + at
        compiled.kernel.week(*compiled.records)
        week(*plain.records)
        assert_same(compiled, plain)
        assert np.array_equal(compiled.output.units, plain.output.units)
        lost += compiled.output.lost.sum()
    assert lost > 0.0
    assert compiled.units().min() > 0.0


@pytest.mark.parametrize("name", WORLDS)
def test_a_question_compiled_equals_the_one_as_written(name):
    compiled, plain = opened(name).copy(), opened(name).copy()
    compiled.kernel.what_if(*compiled.records)
    what_if(*plain.records)
    assert_same(compiled, plain)
    assert compiled.output.units.sum() > 0.0


@pytest.mark.parametrize("durable", [False, True])
def test_one_compiled_week_serves_markets_of_all_sizes(durable, monkeypatch):
    """Sizes are data: a further size compiles nothing, and markets closed in turn do not touch each other."""
    markets = [opened(name).copy() for name in WORLDS if bool(opened(name).parameters.durable) is durable]
    assert len({market.sizes for market in markets}) == len(markets) > 1
    monkeypatch.setattr(kernel, "compiled", lambda name: pytest.fail(f"{name} is compiled again"))
    assert {id(market.kernel) for market in markets} == {id(kernel.kernel_of(durable))}
    alone = [market.copy() for market in markets]
    for market in alone:
        market.close(3)
    for _ in range(3):
        for market in markets:
            market.close()
    for one, other in zip(markets, alone, strict=True):
        for mine, theirs in zip(one.records, other.records, strict=True):
            assert all(np.array_equal(found, values(theirs)[name]) for name, found in values(mine).items())


def by_class(market, r, c):
    """Return what each class would have wanted of each brand, each working it out by itself, up to a class's total."""
    s, p, v = market.state, market.parameters, market.levers
    k = slice(p.first_class[r], p.first_class[r + 1])
    found = []
    for b in range(market.sizes.brands):
        seen = (s.store[:, k] * s.value_paid[r, b, :, None]).sum(axis=0) - s.paid_reference[b, k]
        felt = seen * (0.5 * (p.loss + 1.0) + 0.5 * (p.loss - 1.0) * seen / np.sqrt(seen**2 + 0.03**2))
        known = 0.25 + 0.75 * np.minimum(1.0, 3.0 * s.loyal[b, k])
        u = p.taste[b, k] + s.common[r, b] + p.loyalty * (s.loyal[b, k] - s.loyal_base[b, k])
        u -= p.sensitivity[k] * p.reference * (1.0 + p.deal_wear * s.deal_expected[b, k]) * known * felt
        share = np.minimum(1.0, s.tried[b, k] / s.aware[b, k])
        untried = share + (1.0 - share) * s.doubt[r, b]
        regular, cut, on = (x[r, b, c] for x in (s.value_paid + s.cut_share * s.value_cut, s.value_cut, s.cut_share))
        outlets = slice(p.first_outlet[c], p.first_outlet[c + 1])
        shown = p.push * v.push[r, b, c] + p.presence * s.presence[r, b, c]
        shown += p.shelf_space * np.log(max((p.volume[outlets] * s.velocity[r, b, outlets]).sum(), 1e-3))
        minds = p.price * np.exp(s.response[0])
        everyday = np.exp(shown - p.sensitivity[k] * (minds * regular - p.price * p.base_value[b]))
        support = s.featured[r, b, c], s.displayed[r, b, c], v.gift[r, b, c]
        running = max(*support, on)
        lift = np.exp(np.dot((p.feature, p.display, p.gift), support) / running) if running > 0.0 else 1.0
        deal = np.exp(p.sensitivity[k] * minds * cut + p.deal * np.maximum(0.0, cut - s.deal_expected[b, k]))
        found.append(np.exp(u) * untried * everyday * (1.0 - running + (running - on) * lift + on * lift * deal))
    return np.array(found)


def people_choosing(attraction, aware):
    """Return shares of purchases: each brand among those who have it in mind, the others as often as these are."""
    mean = (aware * attraction).sum(axis=0)
    share = aware * attraction / (mean + (1.0 - aware) * attraction)
    return share * (1.0 - np.prod(1.0 - aware, axis=0)) / share.sum(axis=0)


@pytest.mark.parametrize("name", [name for name in WORLDS if "durables" not in name and "generations" not in name])
def test_classes_share_tables_of_price_but_choose_as_if_each_worked_it_out(name):
    """Attraction by level of price sensitivity, worth by brand and people's minds, written once more with arrays."""
    market = opened(name).copy()
    rng = np.random.default_rng(11)
    for _ in range(2):
        shake(market, rng)
        market.kernel._offer(*market.records)
        s, p = market.state, market.parameters
        assert np.array_equal(p.sensitivity, p.level[p.level_of])
        for r, c in np.ndindex(market.sizes.regions, market.sizes.channels):
            k = slice(p.first_class[r], p.first_class[r + 1])
            pull = by_class(market, r, c)
            assert s.wanted[c][:, k] == pytest.approx(people_choosing(pull, s.aware[:, k]), rel=1e-10)
            assert s.offer[c, k] == pytest.approx(np.log((s.aware[:, k] * pull).sum(axis=0)), rel=1e-9, abs=1e-12)
        market.close()


def reached_files():
    found = kernel._functions(kernel.STEPS)
    return sorted({inspect.getsourcefile(function) for function in found.values()})


def test_every_step_of_the_week_is_reached():
    names = {Path(file).stem for file in reached_files()}
    steps = {"adoption", "choice", "contacts", "draws", "durables", "listings", "purchase", "report", "states",
             "stockout", "stores", "talk", "trade"}  # fmt: skip
    assert steps | {"week", "inverse"} <= names


def test_editing_any_callee_changes_the_place_of_the_compiled_code(monkeypatch):
    before = kernel.sources()
    places = {kernel.cache_directory()}
    files = {*reached_files(), *(str(Path(kernel.__file__).with_name(name)) for name in kernel.LAYOUT)}

    class Edited(type(Path())):
        edited = ""

        def read_bytes(self):
            return super().read_bytes() + (b"# edited" if str(self) == self.edited else b"")

    monkeypatch.setattr(kernel, "Path", Edited)
    for file in files:
        Edited.edited = file
        kernel.sources.cache_clear()  # as in another process
        assert kernel.sources() != before
        places.add(kernel.cache_directory())
    assert len(places) == len(files) + 1
    Edited.edited = inspect.getsourcefile(sobol)
    kernel.sources.cache_clear()
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
