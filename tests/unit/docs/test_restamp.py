"""A measurement is renamed only where every digest is equal and the checkout is that which it was made with."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "docs" / "restamp.py"
OLD, NEW = "a1" * 16, "b2" * 16


@pytest.fixture
def script(tmp_path):
    """The script's `main`, at work on files of its own."""
    found = runpy.run_path(str(SCRIPT))["main"]
    measured = tmp_path / "docs" / "measured"
    measured.mkdir(parents=True)
    (measured / "validation.json").write_text(json.dumps({"model_hash": OLD}), "utf-8")
    (tmp_path / "docs" / "page.md").write_text(f"Model `{OLD}`; short `{OLD[:12]}`; another `cc`.", "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"measured with model `{OLD[:12]}`", "utf-8")
    found.__globals__.update(ROOT=tmp_path, MEASURED=measured / "validation.json")
    return found


def called(script, before, now):
    made = script.__globals__["Outcomes"]
    by_checkout = {Path("/old"): made(*before), script.__globals__["ROOT"]: made(*now)}
    script.__globals__["outcomes"] = lambda checkout, _known: by_checkout[checkout]
    return script(Path("/old"))


def written(script):
    root = script.__globals__["ROOT"]
    return [
        (root / name).read_text("utf-8") for name in ("docs/measured/validation.json", "docs/page.md", "CHANGELOG.md")
    ]


def test_equal_digests_rename_in_full_and_by_the_first_digits(script):
    assert called(script, (OLD, {"pin": "1", "study": "2"}), (NEW, {"pin": "1", "study": "2"})) == 0
    measured, page, changes = written(script)
    assert json.loads(measured) == {"model_hash": NEW}
    assert page == f"Model `{NEW}`; short `{NEW[:12]}`; another `cc`."
    assert changes == f"measured with model `{NEW[:12]}`"


@pytest.mark.parametrize("now", [{"pin": "1", "study": "3"}, {"pin": "1"}, {"pin": "1", "study": "2", "new": "4"}])
def test_one_digest_that_differs_or_is_missing_leaves_all_as_it_was(script, now, capsys):
    before = written(script)
    assert called(script, (OLD, {"pin": "1", "study": "2"}), (NEW, now)) == 1
    assert written(script) == before
    assert "measure anew" in capsys.readouterr().err


def test_a_checkout_of_another_model_proves_nothing(script):
    before = written(script)
    assert called(script, ("cc" * 16, {"pin": "1"}), (NEW, {"pin": "1"})) == 2
    assert written(script) == before
