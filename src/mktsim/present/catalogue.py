"""Catalogue of choices, as JSON and text: rules, duties, metrics, files, and every number with its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.present.json import View
from mktsim.present.layout import left_grid
from mktsim.quantities import declared
from mktsim.records import tag_of

if TYPE_CHECKING:
    from mktsim.quantities import Declared, Part

_POLICIES = "policies[]"
_MARKET = "scenario.market."


def listed_text(items: list[View]) -> str:
    """Return one line an item: its id, its unit if it has one, and its text."""
    if not items:
        return "nothing found"
    rows = [(str(item["id"]), str(item.get("unit", "")), str(item.get("text", ""))) for item in items]
    with_unit = any(unit for _, unit, _ in rows)
    width = max(len(row[0]) for row in rows)
    if not with_unit:
        return "\n".join(f"{name:{width}}  {text}".rstrip() for name, _, text in rows)
    wide = max(len(row[1]) for row in rows)
    return "\n".join(f"{name:{width}}  {unit:{wide}}  {text}".rstrip() for name, unit, text in rows)


def items_of(what: str) -> list[View]:
    """Return the items of one list, each with an `id` and a `text`."""
    made: dict[str, Callable[[], list[View]]] = {
        "rules": rules,
        "duties": duties,
        "mechanisms": mechanisms,
        "metrics": metrics,
        "scenarios": scenarios,
        "studies": studies,
        "organisations": organisations,
        "categories": categories,
    }
    return made[what]()


def named(items: list[View], name: str, what: str) -> list[View]:
    """Return the items whose id is a name, or ends with it after a dot. Errors: InputError with the nearest."""
    found = [item for item in items if name == item["id"] or str(item["id"]).endswith(f".{name}")]
    if not found:
        known = tuple(dict.fromkeys(one for item in items for one in (str(item["id"]), str(item["id"]).split(".")[-1])))
        message = f"nothing is called {quoted(name)}{did_you_mean(name, known, 1)}"
        raise InputError((Problem("list", 0, 0, what, message, tuple(str(item["id"]) for item in items)),))
    return found


def told_text(items: list[View]) -> str:
    """Return all that is known of items: their text, their parameters as a table, and what else there is."""
    return "\n\n".join(map(_told, items))


def _told(item: View) -> str:
    lines = [f"{item['id']}: {item.get('text', '')}"]
    if "parameters" in item:
        rows: list[tuple[str, ...]] = [
            (str(one["id"]), value_text(one), str(one["unit"]), str(one["range"]), str(one["text"]))
            for one in item["parameters"]
        ]
        table = left_grid(("parameter", "default", "unit", "range", "what it is"), rows) if rows else "no parameters"
        return "\n".join((*lines, table))
    others = {key: value for key, value in item.items() if key not in {"id", "text"} and value not in ("", [], None)}
    return "\n".join((*lines, *(f"  {key}: {_flat(value)}" for key, value in others.items())))


def _flat(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def categories() -> list[View]:
    """Return the categories that a scenario may extend."""
    from mktsim.inputs.named_files import categories as files

    first = {name: path.read_text("utf-8").splitlines()[0].lstrip("# ") for name, path in files().items()}
    return [{"id": name, "text": first[name], "file": path.as_posix()} for name, path in files().items()]


def rules() -> list[View]:
    """Return the rules of all levers."""
    from mktsim.study.question.user_rules import model_parts
    from mktsim.study.question.user_tables import LEVERS

    return [
        {"id": f"{lever}.{tag_of(rule)}", "lever": lever, "text": first_line(rule), "parameters": parameters_of(rule)}
        for lever in LEVERS
        for rule in getattr(model_parts(), lever)
    ]


def mechanisms() -> list[View]:
    """Return the mechanisms of the organisation."""
    from mktsim.study.question.user_rules import model_parts

    return [
        {"id": tag_of(mechanism), "text": first_line(mechanism), "parameters": parameters_of(mechanism)}
        for mechanism in model_parts().mechanisms
    ]


def metrics() -> list[View]:
    """Return the metrics; what the organisation keeps itself comes on top as `observed.<column>`."""
    from mktsim.outcomes.metrics.table import metrics_in_use

    return [
        {"id": metric.name, "unit": metric.unit, "better": metric.better.value, "text": metric.text}
        for metric in metrics_in_use().values()
    ]


def duties() -> list[View]:
    """Return the catalogue of duties."""
    from mktsim.study.question.library import catalogue

    return [
        {
            "id": duty.id,
            "text": duty.text,
            "owner": duty.owner,
            "role": duty.role,
            "trigger": duty.trigger.on,
            "deadline_days": duty.deadline_days,
            "effort_days": duty.effort_days,
            "needs": list(duty.needs),
            "gives": list(duty.gives),
            "approver": duty.approver,
            "mechanism": tag_of(type(duty.mechanism)),
            "seen_in": duty.seen_in.metric,
        }
        for duty in catalogue()
    ]


def scenarios() -> list[View]:
    """Return the scenarios found from here, the user's own before the shipped."""
    from mktsim.study.question.find_file import Folder, files_in
    from mktsim.study.question.library import read_scenario

    found = ((name, path, read_scenario(path)) for name, path in files_in(Folder.SCENARIOS).items())
    return [
        {
            "id": name,
            "text": scenario.title,
            "file": path.as_posix(),
            "start": scenario.start.isoformat(),
            "horizon_weeks": scenario.horizon_weeks,
            "organisation": scenario.organisation,
            "status_quo": scenario.status_quo,
            "policies": list(scenario.policies),
        }
        for name, path, scenario in found
    ]


def studies() -> list[View]:
    """Return the studies found from here, the user's own before the shipped."""
    from mktsim.study.question.find_file import Folder, files_in
    from mktsim.study.question.library import read_study

    found = ((name, path, read_study(path)) for name, path in files_in(Folder.STUDIES).items())
    return [
        {
            "id": name,
            "text": study.title,
            "file": path.as_posix(),
            "question": study.question,
            "scenario": study.scenario,
            "metric": study.metric,
            "equal_budget": study.equal_budget,
            "arms": list(study.arms),
            "replications": study.replications,
        }
        for name, path, study in found
    ]


def organisations() -> list[View]:
    """Return the archetypes that are shipped."""
    from mktsim.study.question.library import archetypes

    return [
        {
            "id": name,
            "text": organisation.title,
            "instant": organisation.instant,
            "agents": list(organisation.agents),
            "staff_fte": sum(
                role.staff_fte
                for agent in organisation.agents.values()
                if not agent.outside
                for role in agent.roles.values()
            ),
        }
        for name, organisation in archetypes().items()
    ]


_SIZE_ASSUMED = re.compile(r"\bassumption\b")
"""An effect may have a source while its size has none; such a number counts as assumed."""


def parameters_of(cls: type[Part]) -> list[View]:
    """Return the numbers that a class declares."""
    return [parameter(one, one.path) for one in declared(cls)]


def parameter(one: Declared, name: str) -> View:
    """Return one declared number under a name."""
    return {
        "id": name,
        "value": plain(one.default),
        "required": one.required,
        "unit": one.unit,
        "range": one.range,
        "source": one.source,
        "assumption": one.is_assumption or bool(_SIZE_ASSUMED.search(one.source)),
        "text": one.text,
    }


def plain(value: object) -> object:
    """Return a default as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def first_line(cls: type) -> str:
    """Return the first sentence of a class's documentation."""
    return (cls.__doc__ or "").strip().partition("\n")[0]


def all_parameters() -> list[View]:
    """Return every declared number, its `id` beginning with the group it belongs to."""
    found: dict[str, View] = {}
    for group, prefix, cls in _declaring():
        for one in declared(cls):
            if one.path.startswith(_POLICIES):
                continue  # a policy's own numbers are told once, under `policy`
            if not (one.unit or one.source):
                continue  # a year, or values for other parameters
            found.setdefault(f"{prefix}.{one.path}", {"group": group, **parameter(one, f"{prefix}.{one.path}")})
    return list(found.values())


def _declaring() -> list[tuple[str, str, type]]:
    """Return (group, prefix, class) of everything that declares numbers."""
    from mktsim.inputs.duty import Duty
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.policy import Policy
    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Study
    from mktsim.model.instruments.registry import instruments_in_use
    from mktsim.study.question.user_rules import model_parts
    from mktsim.study.question.user_tables import LEVERS

    inputs = (Scenario, Policy, Organisation, Duty, Study)
    return [
        *(("inputs", cls.__name__.lower(), cls) for cls in inputs),
        *(("rules", f"{lever}.{tag_of(rule)}", rule) for lever in LEVERS for rule in getattr(model_parts(), lever)),
        *(("mechanisms", f"mechanism.{tag_of(cls)}", cls) for cls in model_parts().mechanisms),
        *(("instruments", f"instrument.{name}", type(tool)) for name, tool in instruments_in_use().items()),
        *(("market", f"market.{tag_of(cls)}", cls) for cls in model_parts().market),
    ]


def counted(items: list[View]) -> View:
    """Return how many numbers there are, by group, and how many of them are assumptions."""
    every = Counter(str(item["group"]) for item in items)
    assumed = Counter(str(item["group"]) for item in items if item["assumption"])
    total = sum(assumed.values())
    market = [item for item in items if str(item["id"]).startswith(_MARKET)]
    return {
        "count": len(items),
        "assumptions": total,
        "assumption_share": total / len(items) if items else 0.0,
        "groups": {name: {"count": count, "assumptions": assumed[name]} for name, count in every.items()},
        "market": {"count": len(market), "assumptions": sum(bool(item["assumption"]) for item in market)},
    }


def parameters_text(items: list[View]) -> str:
    """Return the table of all numbers, grouped."""
    parts = []
    for group in dict.fromkeys(str(item["group"]) for item in items):
        rows: list[tuple[str, ...]] = [
            (str(item["id"]), value_text(item), str(item["unit"]), str(item["range"]), str(item["source"]))
            for item in items
            if item["group"] == group
        ]
        parts.append(f"{group}\n{left_grid(('parameter', 'value', 'unit', 'range', 'source'), rows)}")
    return "\n\n".join(parts) + "\n\n"


def value_text(item: View) -> str:
    """Return a default as it is written in a file; the word `required` where there is none."""
    if item["required"]:
        return "required"
    value = item["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "none" if value in (None, "", [], {}) else str(value)
    return f"{value:g}"


def summary_text(counts: View) -> str:
    """Return count and share of assumptions, in all, by group, and of the market, which is among the inputs."""
    named = {**counts["groups"], "of the inputs, the market": counts["market"]}
    rows = [
        (name, str(group["count"]), str(group["assumptions"]), f"{group['assumptions'] / max(group['count'], 1):.0%}")
        for name, group in named.items()
    ]
    total = ("all", str(counts["count"]), str(counts["assumptions"]), f"{counts['assumption_share']:.0%}")
    return left_grid(("group", "numbers", "assumptions", "share"), [*rows, total])
