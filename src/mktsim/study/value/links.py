"""What coordination is worth: every link slowed, blurred, leaking or cut, approvals dropped, relays bypassed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter

from mktsim.errors import InputError, Problem
from mktsim.inputs.organisation import Organisation
from mktsim.study.compare.run import STORE_NAME, Looking
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.stamp import platform_stamp
from mktsim.study.runs.store import open_store
from mktsim.study.value.change import Change
from mktsim.study.value.experiment import Bench
from mktsim.study.value.options import Cells, Effort, Stamp, prepared, questions
from mktsim.study.value.plan import Group
from mktsim.study.value.reshape import Reshape, reshaped
from mktsim.study.value.run import Finding, Trial, investigate
from mktsim.study.value.ways import changes


@dataclass(frozen=True)
class LinkValue:
    """What a change of the coordination costs; below zero where it is a gain."""

    change: Reshape
    finding: Finding


@dataclass(frozen=True)
class LinkValues:
    """All that is said about coordination."""

    stamp: Stamp
    links: tuple[LinkValue, ...]
    cells: Cells
    failed: int
    digest: str
    seconds: float


def value_links(resolved: ResolvedStudy, out: Path, effort: Effort, looking: Looking | None = None) -> LinkValues:
    """Change every link, approval and relay, with its store in directory `out`; a second call continues.

    Errors: InputError, also for an instant organisation; StoreError; Interrupted, resumable; CellFailed when more
    than one in twenty cells fail.
    """
    look = looking or Looking()
    begun = perf_counter()
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        bench = Bench(resolved, effort.place, store, look)
        working(bench)
        found, roots = changes(bench.arm.arm.organisation, bench.arm.arm.duties)
        stamp = prepared(bench, effort)
        trial = trial_of(bench.arm.arm.organisation, found, effort.most)
        findings = investigate(bench, trial, roots, questions(stamp, effort, len(found)))
        return LinkValues(
            stamp=stamp,
            links=tuple(LinkValue(one, finding) for one, finding in zip(found, findings, strict=True)),
            cells=Cells(len(bench.keys), effort.most * (1 + len(found))),
            failed=bench.failed,
            digest=digest(store, bench.keys),
            seconds=perf_counter() - begun,
        )


def working(bench: Bench) -> None:
    """Refuse an organisation in which nothing takes time. Errors: InputError."""
    if bench.arm.arm.organisation.instant:
        message = "has an instant organisation, which has no links and no staff; name another arm with --arm"
        raise InputError((Problem(bench.resolved.file, 0, 0, f"arms.{bench.arm.name}", message),))


def trial_of(organisation: Organisation, found: tuple[Reshape, ...], replications: int, sign: float = -1.0) -> Trial:
    """Return the family of changes of an organisation."""

    @cache
    def made(group: Group) -> Change:
        chosen = tuple(found[place] for place in group)
        return Change("; ".join(one.title for one in chosen), organisation=reshaped(organisation, chosen))

    def change(group: Group, replication: int) -> Change:
        del replication
        return made(tuple(sorted(group)))

    return Trial(len(found), tuple(range(replications)), change, sign)
