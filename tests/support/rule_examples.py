"""Parameter sets of every policy rule, as a file would give them."""

from __future__ import annotations

# One or more parameter sets for every rule, as a file would give them.
EXAMPLES: dict[str, dict[str, list[dict[str, object]]]] = {
    "pricing": {
        "skimming": [{}, {"start_multiple": 1.3, "fall_per_year": 0.3, "channel_factors": [1.0, 0.9]}],
        "penetration": [{}, {"least_markup": -0.3}],
        "cost_plus": [{}, {"markup": 2, "review_weeks": 4}],
        "value_based": [{}, {"speed": 1.0}],
        "competitive_index": [{}, {"index": 0.9, "quality_premium": 0.5}],
        "hi_lo": [{}],
        "everyday_low": [{}],
        "hold": [{}, {"price_money": 3.0}],
        "stage_based": [{}, {"multiples": [1.1, 0.9, 0.7, 0.4]}],
        "markdown": [{}],
        "historical": [{"points": [[0, 500.0], [104, 450], [208, 380.0]], "source": "published list prices"}],
        "optimal_logit": [{}, {"price_coefficient": 3.0}],
    },
    "promotion": {
        "none": [{}],
        "holiday_calendar": [{}, {"holidays": ["new_year"], "mechanics": ["price_off", "display"]}],
        "monthly": [{}, {"mechanics": ["gift"]}],
        "quarterly": [{}, {"stage_depth": [0.5, 1, 1.2, 0]}],
        "pulsed": [{}, {"every_weeks": 1, "days": 14}],
        "stock_clearing": [{}],
        "region_targeted": [{}, {"most_regions": 1}],
    },
    "advertising": {
        "percent_of_sales": [{}, {"share": 0.3, "season_exponent": 1.0}],
        "fixed": [{"per_week_money": 100.0, "mix": [0.25, 0.75]}],
        "objective_and_task": [{"point_money": 50}],
        "share_of_voice": [{}, {"target_share": 0.3}],
        "stage_weighted": [{}],
        "even": [{}, {"messages": ["inform", "inform", "remind", "remind"]}],
        "pulsed": [{}, {"on_weeks": 1, "off_weeks": 7, "season_exponent": 2.0}],
        "historical": [{"per_year_money": [1000, 2000.0, 1500.0]}],
    },
    "channel": {
        "exclusive": [{}, {"kinds": ["own_team"]}],
        "selective": [{}, {"channels": 1}],
        "intensive": [{}, {"margin_bonus": 0.5}],
        "stage_coverage": [{}],
        "phased_roll_out": [{}, {"order": [2, 0], "phase_regions": 2}],
        "franchise_roll_out": [{}, {"first_regions": 1, "openings_per_year": 1000.0}],
        "emphasis": [
            {"kinds": [{"kind": "online", "target": 0.9}, {"kind": "franchise", "target": 0.2, "openings_per_year": 5}]}
        ],
    },
}
