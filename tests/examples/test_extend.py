"""What docs/extend.md shows works as it stands and where the page says: from outside, by `--rules`."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mktsim.errors import InputError
from mktsim.inputs.hashes import content_hash
from mktsim.inputs.read import read_text
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import metric_named, metric_names
from mktsim.study.question import user_rules as own_rules
from mktsim.study.question.duty_rows import duty_file
from mktsim.study.question.library import catalogue, read_policy, read_scenario
from mktsim.study.question.resolve import plain_duties, plain_policy, plain_scenario
from mktsim.study.question.user_rules import NOTHING, in_use, model_parts, source_hashes, use_rules
from mktsim.study.runs.cell import Planned, arm_hash, world_hash
from mktsim.study.runs.worker import run_cell
from support.real_world import real_cell, world

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extend.md"
SCENARIO = PAGE.parents[1] / "scenarios" / "packaged_food.yaml"
BLOCKS = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with the files of the page; what they bring in is forgotten afterwards."""
    for name, text in BLOCKS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    shutil.copy(SCENARIO, tmp_path / "scenarios")
    monkeypatch.setattr(own_rules, "_tables", {})
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    NOTHING.put_in_use()
    for name in {Path(file).stem for file in tmp_path.glob("*.py")}:
        sys.modules.pop(name, None)


def test_the_page_has_all_its_files():
    assert set(BLOCKS) == {
        "odd_cents.py", "odd.yaml", "drill.yaml", "drill.py", "calm.py", "big_survey.py", "influencers.py",
        "with_influencers.yaml",
    }  # fmt: skip


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


def test_a_rule_of_ones_own_counts_in_a_phase_too(folder):
    use_rules(folder / "odd_cents.py")
    text = BLOCKS["odd.yaml"].replace("{rule: odd_cents, markup: 0.9}", "{rule: cost_plus}")
    (folder / "later.yaml").write_text(text + "phases: [{from: 10, pricing: {rule: odd_cents}}]\n", encoding="utf-8")
    assert len(source_hashes(plain_policy(read_policy(folder / "later.yaml")))) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("x = 1 / 0\n", r"odd_cents\.py:1: does not run: ZeroDivisionError"),
        ("def broken(:\n", r"odd_cents\.py:1: does not run: SyntaxError"),
        ("", "has no table RULES"),
        ("RULES = {'price': ()}\n", r"RULES\.price: is no lever"),
        ("RULES = {'pricing': (int,)}\n", r"RULES\.pricing\.0: is no class made from PricingRule"),
        (
            "from mktsim.model.policies.pricing.competitive import HiLo\nRULES = {'pricing': (HiLo,)}\n",
            "a pricing rule is already called 'hi_lo'",
        ),
        (BLOCKS["odd_cents.py"].replace("def target", "def aim"), r"RULES\.pricing\.0: OddCents has no method target"),
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


def test_a_row_and_a_mechanism_make_a_duty_at_work(folder):
    shipped = catalogue()
    use_rules("drill.py")
    (row,) = set(plain_duties(catalogue())) - set(plain_duties(shipped))
    cell = real_cell()
    arm = replace(cell.arm, duties=(*cell.arm.duties, row))
    with_drill, without = simulate(replace(cell, arm=arm)), simulate(cell)
    done = with_drill.duties.values[with_drill.duties.rows.index("own.drill"), with_drill.duties.columns.index("done")]
    assert done >= 8.0
    level = "observed.alignment"
    assert with_drill.series.column(level)[39] > without.series.column(level)[39] + 0.02
    assert "own.drill" not in without.duties.rows
    assert arm_hash(arm) != content_hash(arm), "the source of the mechanism counts"


def test_the_row_keeps_the_laws_of_the_catalogue(folder):
    use_rules("drill.py")
    row = catalogue()[-1]
    assert row.id == "own.drill"
    assert row.seen_in.metric in metric_names()
    assert [one.of for one in row.twins if any(other.id == one.of for other in catalogue())]
    givers = [duty for duty in catalogue() if set(duty.gives) & set(row.gives)]
    ids = {duty.id for duty in givers}
    assert len([duty.id for duty in givers if not ids & {twin.of for twin in duty.twins}]) == 1


def test_rows_alone_are_data_and_their_ids_are_their_own(folder):
    rows = BLOCKS["drill.yaml"].replace("{kind: drill, gain: 0.3}", "{kind: examine_plans}")
    (folder / "rows.yaml").write_text(rows, encoding="utf-8")
    use_rules("rows.yaml")
    assert catalogue()[-1].id == "own.drill"
    (folder / "more.yaml").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=r"more\.yaml.*already called 'own\.drill', in rows\.yaml"):
        use_rules("more.yaml")
    assert [duty.id for duty in catalogue()].count("own.drill") == 1


def test_a_row_with_a_mechanism_that_is_on_no_table_is_refused(folder):
    with pytest.raises(InputError, match="unknown name 'drill'"):
        read_text(BLOCKS["drill.yaml"], duty_file(model_parts()), "drill.yaml")
    with pytest.raises(InputError, match=r"drill\.yaml.*unknown name 'drill'"):
        use_rules("drill.yaml")
    assert "own.drill" not in {duty.id for duty in catalogue()}


def planned(cell):
    return Planned(key=(world_hash(cell), arm_hash(cell.arm), 1, 0), cell=cell, named=("arm", "world"), own=in_use())


def test_a_metric_is_measured_in_every_cell_and_found_by_name(folder):
    cell = real_cell()
    before = planned(cell)
    use_rules("calm.py")
    after = planned(cell)
    assert before.key != after.key, "cells without the metric are not taken for cells with it"
    found = run_cell(after).metrics
    assert 0.0 <= found["price_changes"] <= 1.0
    assert metric_named("price_changes").unit == "share of weeks"
    assert "price_changes" not in run_cell(before).metrics


def test_a_figure_stands_after_those_of_its_kind(folder):
    from mktsim.present.figures.registry import COMPARISON, figures_of

    assert figures_of("compare") == COMPARISON
    use_rules("calm.py")
    *shipped, own = figures_of("compare")
    assert tuple(shipped) == COMPARISON
    assert own.name == "money_used"
    assert own.alt({"mine": 0.5}) == "mine spent 50%"
    assert len(figures_of("select")) == 1


def test_an_instrument_takes_the_place_of_its_name(folder):
    from mktsim.model.instruments.registry import INSTRUMENTS, instruments_in_use

    cell = real_cell()
    usual = simulate(cell)
    use_rules("big_survey.py")
    tool = instruments_in_use()["survey"]
    topic = "market.awareness"
    assert tool.standard_errors[topic] == INSTRUMENTS["survey"].standard_errors[topic] / 2.0
    surer = run_cell(planned(cell)).metrics
    NOTHING.put_in_use()
    assert instruments_in_use() is INSTRUMENTS
    assert surer != run_cell(Planned(("w", "a", 1, 0), cell, ("arm", "world"))).metrics
    assert usual.series.values.tobytes() == simulate(cell).series.values.tobytes()


@pytest.fixture
def influenced(folder):
    """Return the scenario of the page as a short launch, and without its line."""
    use_rules("influencers.py")
    whole = plain_scenario(read_scenario(folder / "with_influencers.yaml"))
    short, _ = world()
    return short.model_copy(update={"market_mechanisms": whole.market_mechanisms}), short


def test_a_market_mechanism_moves_minds_and_costs_what_it_says(influenced):
    scenario, bare = influenced
    with_posts, without = (simulate(replace(real_cell(scenario=one), keep_log=True)) for one in (scenario, bare))
    weeks = slice(0, scenario.horizon_weeks)
    aware, plain = (one.series.column("awareness")[weeks] for one in (with_posts, without))
    assert (aware >= plain - 1e-9).mean() > 0.9
    assert aware.mean() > plain.mean() + 0.01
    spent = [line.amount for line in with_posts.ledger if line.amount == -10000.0]
    assert len(spent) == scenario.horizon_weeks + scenario.run_out_weeks


def test_a_scenario_without_the_line_is_the_same_to_the_bit_and_counts_the_same(influenced, folder):
    scenario, bare = influenced
    cell = real_cell(scenario=bare)
    before = world_hash(cell), content_hash(bare), simulate(cell).series.values.tobytes()
    other = real_cell(scenario=scenario)
    assert (world_hash(other), content_hash(scenario)) != before[:2]
    own_rules._tables.clear()
    assert (world_hash(cell), content_hash(bare), simulate(cell).series.values.tobytes()) == before
    with pytest.raises(InputError, match=r"no market mechanism is called 'influencers'"):
        read_scenario(folder / "with_influencers.yaml")


def test_a_market_mechanism_goes_on_from_burn_in_with_what_it_carries(influenced):
    from mktsim.model.market_additions import MarketAdditions
    from mktsim.model.snapshot import restore, snapshot_of
    from mktsim.model.world_inputs import world_inputs
    from mktsim.model.world_run import WorldRun

    cell = real_cell(scenario=influenced[0])
    run, other = (WorldRun(world_inputs(cell), cell.arm, (0, 4), keep_log=False) for _ in range(2))
    run.additions.before_close(0, run.market, lambda _money: None)
    restore({"additions": other.additions}, snapshot_of({"additions": run.additions}))
    assert [memory.tolist() for memory in other.additions.snapshot()] == [[2.0]]
    run.additions.before_close(1, run.market, lambda _money: None)
    assert [memory.tolist() for memory in other.additions.snapshot()] == [[2.0]]
    assert isinstance(run.stateful()["additions"], MarketAdditions)


def test_true_effects_cannot_be_asked_of_a_scenario_that_no_replay_knows(folder):
    from typer.testing import CliRunner

    from mktsim.cli.main import app

    words = ["run", "with_influencers.yaml", "--rules", "influencers.py", "--observed"]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 2
    assert "know no market mechanisms of your own" in found.stderr


def test_an_export_says_of_a_metric_that_is_not_in_use_where_its_words_are(folder):
    from mktsim.present.export.tables import _metric_words

    assert "--rules" in _metric_words("price_changes")[2]
    use_rules("calm.py")
    assert _metric_words("price_changes") == (
        "share of weeks",
        "lower",
        "How often does the recommended price change?",
    )


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('week.minds["aware"][:] = 1.5', "left aware outside 0 to 1"),
        ('week.minds["goodwill"][:] = float("nan")', "left goodwill outside"),
        ('week.state["shelf"][:] = 1.0', "read-only"),
        ('week.levers["deal"][:] = 1.0', "read-only"),
        ("week.spend(-1.0)", "cannot spend -1.0"),
    ],
)
def test_a_market_mechanism_that_oversteps_fails_its_cell(folder, line, word):
    text = BLOCKS["influencers.py"].replace("week.memory[0] = self", f"{line}\n        week.memory[0] = self")
    (folder / "influencers.py").write_text(text, encoding="utf-8")
    use_rules("influencers.py")
    scenario = plain_scenario(read_scenario(folder / "with_influencers.yaml"))
    short = world()[0].model_copy(update={"market_mechanisms": scenario.market_mechanisms})
    assert word in run_cell(planned(real_cell(scenario=short))).error


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("MECHANISMS = (int,)\n", r"MECHANISMS\.0: is no class made from Mechanism"),
        ("MARKET = (int,)\n", r"MARKET\.0: is no class made from MarketMechanism"),
        ("DUTIES = 3\n", r"DUTIES\.0: is no path"),
        ("DUTIES = 'none.yaml'\n", r"none\.yaml"),
        ("METRICS = (1,)\n", r"METRICS\.0: is no Metric"),
        (BLOCKS["calm.py"].replace('"price_changes", "share', '"npv", "share'), "a metric is already called 'npv'"),
        (BLOCKS["calm.py"].replace('"price_changes", "share', '"a-b", "share'), "cannot be called 'a-b'"),
        (
            BLOCKS["calm.py"].replace('?", price_changes', '?", lambda _history: 0.0'),
            "measured by a function of the file",
        ),
        ("FIGURES = {'comparison': ()}\n", r"FIGURES\.comparison: is no kind of result"),
        ("FIGURES = {'compare': (1,)}\n", r"FIGURES\.compare\.0: is no FigureSpec"),
        ("FIGURES = 1\n", "FIGURES: is no table by kind"),
        ("INSTRUMENTS = 1\n", "INSTRUMENTS: is no table by name"),
        ("INSTRUMENTS = {'survey': 1}\n", r"INSTRUMENTS\.survey: is no object"),
        ("RULES = 1\n", "RULES: is no table by lever"),
    ],
)
def test_wrong_tables_are_refused_and_bring_nothing_in(folder, text, word):
    before = model_parts(), metric_names(), catalogue()
    (folder / "wrong.py").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word):
        use_rules("wrong.py")
    assert (model_parts(), metric_names(), catalogue()) == before
