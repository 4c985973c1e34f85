"""The directory of compiled code is loaded from only where nobody else can put anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mktsim.model.market import kernel
from mktsim.model.market.alone import ROOT, alone, cache_problem, is_taken

POSIX = pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes are those of POSIX systems")


@pytest.fixture
def place(tmp_path):
    tmp_path.chmod(0o700)
    return tmp_path / "mktsim" / "week-0"


def test_a_directory_that_is_not_there_is_made_for_its_owner_alone(place):
    assert cache_problem(place) == ""
    assert place.is_dir()
    assert os.name == "nt" or place.stat().st_mode & 0o077 == 0


@POSIX
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_directory_that_others_may_write_is_not_used(place, mode):
    place.mkdir(parents=True)
    place.chmod(mode)
    assert "may be written by others" in cache_problem(place)
    place.chmod(0o700)
    place.parent.chmod(mode)
    assert f"may be written by others ({place.parent})" in cache_problem(place)


@POSIX
def test_a_directory_of_temporary_files_may_hold_it(place):
    place.mkdir(parents=True)
    place.parent.chmod(0o1777)
    assert cache_problem(place) == ""


@POSIX
def test_a_directory_of_somebody_else_is_not_used(place, monkeypatch):
    place.mkdir(parents=True)
    stranger = place.stat().st_uid + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    assert "is in a directory of another user" in cache_problem(place) or place.parent.stat().st_uid == ROOT
    assert "of another user" in cache_problem(place)


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "cannot be written" in cache_problem(tmp_path / "file" / "week-0")


@pytest.fixture
def unsafe(tmp_path, monkeypatch):
    """Have the cache where a file is in the way, and nothing said of it yet."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("MKTSIM_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.delenv("MKTSIM_CACHE_WARNED", raising=False)
    kernel.safe_cache.cache_clear()
    yield
    kernel.safe_cache.cache_clear()


def test_one_warning_is_given_where_nothing_can_be_kept(unsafe, recwarn):
    assert kernel.safe_cache() is None
    kernel.safe_cache.cache_clear()
    assert kernel.safe_cache() is None
    assert [str(one.message)[:28] for one in recwarn.list] == ["compiled code is not kept, s"]
    assert os.environ["MKTSIM_CACHE_WARNED"] == "1"


def test_nothing_is_locked_where_nothing_is_kept():
    with alone(None):
        pass


def test_a_home_that_is_not_there_is_no_crash(monkeypatch, recwarn):
    monkeypatch.delenv("MKTSIM_CACHE_DIR", raising=False)
    monkeypatch.delenv("MKTSIM_CACHE_WARNED", raising=False)

    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    kernel.safe_cache.cache_clear()
    assert kernel.safe_cache() is None
    assert "home directory" in str(recwarn.pop(RuntimeWarning).message)
    kernel.safe_cache.cache_clear()


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_without_a_cache_the_same_is_compiled(unsafe, recwarn):
    """A small market, compiled for this process alone, gives what the kept code gives."""
    from support.bare_market import BareMarket
    from support.real_world import world

    whole, _ = world()
    market = whole.market.model_copy(update={"types_per_segment": 1})
    small = whole.model_copy(update={"market": market})
    kernel._compiled.clear()
    kernel.kernel_of.cache_clear()
    bare = BareMarket(small)
    bare.close()
    uncached = bare.output.copy()
    kernel._compiled.clear()
    kernel.kernel_of.cache_clear()
    os.environ["MKTSIM_CACHE_DIR"] = str(Path(os.environ["MKTSIM_CACHE_DIR"]).parent)
    kernel.safe_cache.cache_clear()
    again = BareMarket(small)
    again.close()
    assert uncached.floats.any()
    assert uncached.floats.tobytes() == again.output.floats.tobytes()


def test_who_would_wait_is_told_before(place, monkeypatch):
    assert cache_problem(place) == ""
    monkeypatch.setattr(kernel, "safe_cache", lambda: place)
    assert kernel.wait_before(durable=True) is kernel.Wait.COMPILING
    with alone(place):
        assert is_taken(place)
        assert kernel.wait_before(durable=True) is kernel.Wait.ANOTHER
    (place / "market_0").mkdir()
    for step in ("offer", "sell_durables", "close"):
        (place / "market_0" / f"week.{step}-12.py311.nbi").touch()
    assert kernel.wait_before(durable=True) is kernel.Wait.NONE
    assert kernel.wait_before(durable=False) is kernel.Wait.COMPILING


def test_what_is_waited_for_is_what_numba_keeps():
    """The names of kept files are numba's; after a run they are there."""
    kernel.kernel_of(durable=False)
    assert kernel.wait_before(durable=False) is kernel.Wait.NONE
