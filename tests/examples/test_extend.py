"""What docs/extend.md shows works as it stands: a rule of one's own, a duty as a row, a mechanism as a file."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mktsim.errors import InputError
from mktsim.inputs.hashes import content_hash
from mktsim.inputs.read import read, read_text
from mktsim.model.simulate import simulate
from mktsim.study.question import user_rules as own_rules
from mktsim.study.question.library import _duty_file, read_policy
from mktsim.study.question.resolve import plain_duties, plain_policy
from mktsim.study.question.user_rules import model_parts, source_hashes, use_rules
from mktsim.study.runs.cell import arm_hash
from support.real_world import real_cell, world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extend.md"
BLOCKS = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with the files of the page; what they bring in is forgotten afterwards."""
    for name, text in BLOCKS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(own_rules, "_tables", {})
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in {Path(file).stem for file in tmp_path.glob("*.py")}:
        sys.modules.pop(name, None)


def test_the_page_has_all_its_files():
    assert set(BLOCKS) == {"odd_cents.py", "odd.yaml", "drill.yaml", "drill.py"}


def test_a_rule_of_ones_own_sets_the_price(folder):
    use_rules(folder / "odd_cents.py")
    policy = plain_policy(read_policy(folder / "odd.yaml"))
    history = simulate(replace(real_cell(policy=policy), keep_log=False))
    prices = [one.value for one in history.decisions if one.lever == "price"]
    assert prices
    assert all(abs(price % 1.0 - 0.99) < 1e-9 for price in prices)


def test_without_the_option_the_file_is_not_run_and_the_name_is_unknown(folder):
    (folder / "odd_cents.py").write_text("raise SystemExit('run without being asked')\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"odd\.yaml:2.*unknown name 'odd_cents'"):
        read_policy(folder / "odd.yaml")


def test_the_source_is_part_of_the_arm(folder):
    file = folder / "odd_cents.py"
    _, incumbent = world()
    hashes = []
    for markup in ("0.8", "0.7"):
        file.write_text(BLOCKS["odd_cents.py"].replace("= 0.8", f"= {markup}"), encoding="utf-8")
        use_rules(file)
        policy = plain_policy(read_policy(folder / "odd.yaml"))
        assert len(source_hashes(policy)) == 1
        hashes.append(arm_hash(replace(incumbent, policy=policy)))
    assert hashes[0] != hashes[1]
    assert arm_hash(incumbent) == content_hash(incumbent)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("x = 1 / 0\n", r"odd_cents\.py:1: does not run: ZeroDivisionError"),
        ("def broken(:\n", r"odd_cents\.py:1: does not run: SyntaxError"),
        ("", "has no table RULES"),
        ("RULES = {'price': ()}\n", r"RULES\.price: is no lever"),
        ("RULES = {'pricing': (int,)}\n", r"RULES\.pricing\.0: is no class made from PricingRule"),
        (
            "from mktsim.model.policies.pricing.hi_lo import HiLo\nRULES = {'pricing': (HiLo,)}\n",
            "a pricing rule is already called 'hi_lo'",
        ),
    ],
)
def test_a_wrong_file_is_refused_and_brings_nothing_in(folder, text, word):
    before = model_parts()
    (folder / "odd_cents.py").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word):
        use_rules(folder / "odd_cents.py")
    assert model_parts() == before


def test_a_file_must_be_there_and_have_a_name_of_its_own(folder):
    with pytest.raises(InputError, match=r"none\.py: no such file"):
        use_rules("none.py")
    (folder / "json.py").write_text("RULES = {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="rename the file"):
        use_rules("json.py")


def test_the_command_line_takes_the_option_before_and_after(folder):
    from typer.testing import CliRunner

    from mktsim.cli.main import app

    for words in (["--rules", "odd_cents.py", "list", "rules"], ["list", "rules", "--rules=odd_cents.py"]):
        found = CliRunner().invoke(app, words)
        assert found.exit_code == 0, found.output
        assert "pricing.odd_cents" in found.stdout
        own_rules._tables.clear()
    found = CliRunner().invoke(app, ["list", "rules", "--rules", "none.py"])
    assert found.exit_code == 2
    assert "no such file" in found.stderr


def test_an_installed_package_offers_rules_by_an_entry_point(folder, monkeypatch):
    from importlib.metadata import EntryPoint

    point = EntryPoint("odd", "odd_cents:RULES", own_rules.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] if group == own_rules.GROUP else [])
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    own_rules._installed.cache_clear()
    try:
        policy = read_policy(folder / "odd.yaml")
        assert type(policy.pricing).__name__ == "OddCents"
        assert len(source_hashes(policy)) == 1
    finally:
        own_rules._installed.cache_clear()


def _mechanism(folder):
    spec = importlib.util.spec_from_file_location("drill", folder / "drill.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["drill"] = module
    spec.loader.exec_module(module)
    return module.Drill


def test_a_row_and_a_file_make_a_duty_at_work(folder):
    parts = replace(model_parts(), mechanisms=(*model_parts().mechanisms, _mechanism(folder)))
    rows = plain_duties(read(folder / "drill.yaml", _duty_file(parts)).duties)
    cell = real_cell()
    with_drill = simulate(replace(cell, arm=replace(cell.arm, duties=(*cell.arm.duties, *rows))))
    without = simulate(cell)
    done = with_drill.duties.values[with_drill.duties.rows.index("own.drill"), with_drill.duties.columns.index("done")]
    assert done >= 8.0
    level = "observed.alignment"
    assert with_drill.series.column(level)[39] > without.series.column(level)[39] + 0.02
    assert "own.drill" not in without.duties.rows


def test_a_row_with_a_mechanism_that_is_on_no_table_is_refused(folder):
    with pytest.raises(InputError, match="unknown name 'drill'"):
        read_text(BLOCKS["drill.yaml"], _duty_file(model_parts()), "drill.yaml")
