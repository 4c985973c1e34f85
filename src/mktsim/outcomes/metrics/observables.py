"""Answers: what does the organisation have to show for a piece of work."""

from __future__ import annotations

from mktsim.outcomes.metrics.kpis import PREFIX, MeanOf
from mktsim.outcomes.metrics.metric import Better, Metric

OBSERVABLES = frozenset({
    "advertising_planned", "advertising_response_se", "advertising_run", "agency", "alignment", "archive_lag_weeks",
    "attributed_share", "awareness_error", "belief_checks", "brief_fit", "budget_money", "budget_off_policy",
    "campaign_weeks", "campaigns", "channel_drive", "channel_skill", "clashes_settled", "confidentiality",
    "creative_strength", "crises_answered", "crisis_depth", "deviations_found", "disagreement_checks",
    "elasticity_disagreement", "event_contacts", "feature_fit", "forecast_disagreement", "forecast_units",
    "information", "insertions_booked", "insertions_missed", "insertions_run", "insight_error", "launch_forecast",
    "launched", "leakage_share", "message_fit", "outlets_open", "outlook_error", "over_committed_money",
    "overbilled_money", "overspend_money", "planned_units", "policy_started", "pressure", "price_checks", "price_gap",
    "production_demand", "promotion_execution", "promotion_items", "promotion_response_error",
    "promotion_response_se", "promotions_planned", "promotions_run", "promotions_started", "region_checks",
    "region_lag_days", "region_shortfall", "regional_promotions", "released_money", "rival_checks",
    "rival_price_disagreement", "rival_price_error", "rival_price_se", "rival_spending_error", "shelf_conflicts",
    "staff_moved", "stage_disagreement", "stock_record_error", "target_plans", "target_swing", "target_units",
    "training_aimed", "trainings", "transit_days", "unspent_money", "value_lag", "version_age_weeks", "versions",
    "willingness_error",
})  # fmt: skip
"""What the organisation of the model notes, without the prefix; no run has all of them."""


def observed(name: str) -> Metric:
    """Metric of one of the organisation's own observables, NaN where the organisation does not keep it."""
    bare = name.removeprefix(PREFIX)
    text = f"Mean of {PREFIX}{bare} over the weeks that count; NaN where the organisation does not keep it."
    return Metric(PREFIX + bare, "as kept", Better.NEITHER, text, MeanOf(bare))
