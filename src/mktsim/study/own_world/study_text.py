"""A study of some twenty lines with the status quo and two alternatives of the category."""

from __future__ import annotations

from mktsim.study.own_world.answers import Answers, Category
from mktsim.study.own_world.scenario_text import plain_title, quoted

Alternative = tuple[str, str, str]
"""Name, title and what differs, as it stands in a file."""
_GROCERIES: tuple[Alternative, ...] = (
    ("dearer", "Five percent dearer, all else as today", "pricing: {rule: hi_lo, premium: 0.05}"),
    ("fewer_deals", "Half as many deals, all else as today", "promotion: {every_weeks: 12}"),
)
ALTERNATIVES: dict[Category, tuple[Alternative, ...]] = {
    Category.STORABLE: _GROCERIES,
    Category.PERISHABLE: _GROCERIES,
    Category.DRINK_SHOP: (
        ("cheaper", "Open a tenth cheaper, all else the same", "pricing: {rule: everyday_low, cut: 0.10}"),
        (
            "counters_first",
            "Counters and delivery in all regions at once, no shops of our own",
            "channel: {rule: emphasis, kinds: [{kind: agent, target: 0.8}, {kind: online, target: 0.9}]}",
        ),
    ),
    Category.SUBSCRIPTION: (
        ("dearer", "Five percent dearer, all else as today", "pricing: {rule: hi_lo, premium: 0.05}"),
        ("no_trials", "No offers for new subscribers, all else as today", "promotion: {rule: none}"),
    ),
    Category.DURABLE: (
        (
            "skimming",
            "Open 15% dearer and come down slowly",
            "pricing: {rule: skimming, start_multiple: 1.15, fall_per_year: 0.06, end_multiple: 0.80}",
        ),
        (
            "penetration",
            "Open 10% cheaper to win users early",
            "pricing: {rule: penetration, start_multiple: 0.90, fall_per_year: 0.03, end_multiple: 0.75}",
        ),
    ),
}
"""Two questions that such a firm asks first."""
REPLICATIONS = 12


def study_text(a: Answers, scenario: str = "") -> str:
    """Return the text of the study of a `scenario`, by name or path; by default the scenario's file beside it."""
    rows = ALTERNATIVES[a.category]
    names = ", ".join(f"{name}: {{policy: {name}}}" for name, _, _ in rows)
    lines = [
        f"# First questions about {a.name}. A policy names only what differs from the one that it extends.",
        f"name: {quoted(f'{a.name}_study')}",
        f"title: {quoted(f'{plain_title(a)}: first questions')}",
        f"question: {quoted(_question(rows))}",
        f"scenario: {quoted(scenario or f'{a.name}.yaml')}",
        "metric: npv   # `mktsim list metrics` shows all",
        "baseline: status_quo",
        f"arms: {{status_quo: {{policy: status_quo}}, {names}}}",
        "policies:",
    ]
    for name, title, change in rows:
        lines += [f"  {name}:", "    extends: status_quo", f"    title: {quoted(title)}", f"    {change}"]
    lines += [
        "equal_budget: true   # every arm is approved the same money",
        f"replications: {REPLICATIONS}   # years lived again under other luck; `--replications` asks for more",
        "seed: 1",
    ]
    return "\n".join(lines) + "\n"


def _question(rows: tuple[Alternative, ...]) -> str:
    """Ask which of the alternatives earns most, each by the first clause of its title."""
    each = [title[:1].lower() + title[1:].partition(",")[0] for _, title, _ in rows]
    return f"Which earns most: the plan as it is, {' or '.join(each)}?"
