"""Give committed measurements the present model's hash where its bits are the same: `python docs/restamp.py CHECKOUT`.

The model's hash follows its code (docstrings and comments apart), so that code which is moved or put otherwise without
moving an outcome gets another. Measurements that take hours need not be made anew for that. CHECKOUT is a directory
with the commit that they were made with. Both versions pin every shipped scenario and run two replications of every arm
of every study on this machine, as far as CHECKOUT ships them; where all digests are equal the new hash takes the old
one's place in docs/measured, in the pages that name it and in the changelog. Where one differs nothing is written, and
the script says which.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "docs" / "measured" / "validation.json"
PAGES = ("docs/measured/*.json", "docs/*.md", "docs/notebooks/*.ipynb")
"""What names the model that it was made with."""
SHORT = 12
"""Digits by which prose names a model."""


@dataclass(frozen=True)
class Outcomes:
    """What one version of the product makes of the files that it ships."""

    model_hash: str
    digests: dict[str, str]
    """Of pins and comparisons, by name."""


def outcomes(checkout: Path, known: Path) -> Outcomes:
    """Return the outcomes of a checkout's own scenarios and studies, of those that `known` has too; made in a copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("scenarios", "experiments"):
            shutil.copytree(checkout / name, folder / name, ignore=shutil.ignore_patterns("pins"))
        scenarios = _shipped("scenarios", known)
        pins = _called(checkout, folder, ["pin", *scenarios])
        digests = {f"pin of {one['id']}": one["digest"] for one in pins["items"]}
        model_hash = ""
        for study in _shipped("experiments", known):
            name = Path(study).stem
            few = ["--replications", "2", "--why-seconds", "0", "--out", f"results/{name}"]
            model_hash = str(_called(checkout, folder, ["compare", study, *few])["model_hash"])
            table = (folder / "results" / name / "outcomes.csv").read_bytes()
            digests[f"study {name}"] = blake2b(table, digest_size=16).hexdigest()
        return Outcomes(model_hash, digests)


def _shipped(kind: str, checkout: Path) -> list[str]:
    return sorted(path.relative_to(checkout).as_posix() for path in checkout.glob(f"{kind}/*.yaml"))


def _called(checkout: Path, folder: Path, words: list[str]) -> dict[str, object]:
    """Return what a command of a checkout prints as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-m", "mktsim", *words, "--json"]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    return json.loads(done.stdout)


def restamped(text: str, old: str, new: str) -> str:
    """Return a text with one model's hash in place of another, in full and by its first digits."""
    return text.replace(old, new).replace(old[:SHORT], new[:SHORT])


def main(checkout: Path) -> int:
    """Write the new hash where that is proven right; return the exit code."""
    measured = json.loads(MEASURED.read_text("utf-8"))["model_hash"]
    checkout = checkout.resolve()
    before, now = outcomes(checkout, checkout), outcomes(ROOT, checkout)
    if before.model_hash != measured:
        sys.stderr.write(f"the measurements are of model {measured}, that checkout is {before.model_hash}\n")
        return 2
    differing = sorted(
        name for name in {*before.digests, *now.digests} if before.digests.get(name) != now.digests.get(name)
    )
    if differing:
        sys.stderr.write(f"outcomes differ in {', '.join(differing)}: measure anew\n")
        return 1
    sys.stdout.write(f"{len(now.digests)} digests are equal: {', '.join(sorted(now.digests))}\n")
    for path in (*(one for kind in PAGES for one in ROOT.glob(kind)), ROOT / "CHANGELOG.md"):
        text = path.read_text("utf-8")
        if restamped(text, measured, now.model_hash) != text:
            path.write_text(restamped(text, measured, now.model_hash), encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}: {measured[:SHORT]} is {now.model_hash[:SHORT]} now\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) == 2 else f"usage: {sys.argv[0]} CHECKOUT")
