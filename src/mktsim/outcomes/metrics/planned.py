"""Answers: how well are product, advertising, promotions and channels planned; from what the organisation notes."""

from __future__ import annotations

from mktsim.outcomes.metrics.kpis import MeanOf, PerCase, SumOf
from mktsim.outcomes.metrics.metric import Better, Metric

PLANNED = (
    Metric(
        "rival_price_se",
        "share",
        Better.LOWER,
        "Standard error of the believed rival price, over that price.",
        PerCase("rival_price_se", "rival_checks"),
    ),
    Metric(
        "advertising_response_se",
        "elasticity",
        Better.LOWER,
        "Standard error of the believed response to advertising.",
        PerCase("advertising_response_se", "rival_checks"),
    ),
    Metric(
        "training_aimed",
        "share",
        Better.HIGHER,
        "Training that met channel members who needed it.",
        PerCase("training_aimed", "trainings"),
    ),
    Metric(
        "stock_record_error",
        "share",
        Better.LOWER,
        "Finished goods on the books that cannot be delivered.",
        MeanOf("stock_record_error"),
    ),
    Metric("version_count", "versions", Better.NEITHER, "New versions on the shelf.", SumOf("versions")),
    Metric(
        "version_age_weeks",
        "weeks",
        Better.LOWER,
        "Age of the version on the shelf, averaged over weeks.",
        MeanOf("version_age_weeks"),
    ),
    Metric(
        "feature_fit",
        "share",
        Better.HIGHER,
        "Features of new versions that consumers want; NaN without a version.",
        PerCase("feature_fit", "versions"),
    ),
    Metric(
        "value_lag",
        "utility",
        Better.LOWER,
        "Features on the shelf that consumers do not know of yet.",
        MeanOf("value_lag"),
    ),
    Metric(
        "brief_fit",
        "share",
        Better.HIGHER,
        "Contacts with those whom the product is for.",
        PerCase("brief_fit", "campaigns"),
    ),
    Metric(
        "message_fit",
        "share",
        Better.HIGHER,
        "Contacts to whom the message says something.",
        PerCase("message_fit", "campaign_weeks"),
    ),
    Metric(
        "creative_strength",
        "multiple",
        Better.HIGHER,
        "Contacts for the money of the creative work in use, relative to the usual.",
        PerCase("creative_strength", "campaigns"),
    ),
    Metric(
        "insertions_missed",
        "share",
        Better.LOWER,
        "Insertions that went wrong and were not run again.",
        PerCase("insertions_missed", "campaigns"),
    ),
    Metric("agency_level", "level", Better.HIGHER, "Quality of the agency at work.", MeanOf("agency")),
    Metric(
        "event_contacts",
        "weeks",
        Better.HIGHER,
        "Contacts of events, in weeks of normal media pressure.",
        SumOf("event_contacts"),
    ),
    Metric(
        "regional_promotions",
        "promotions",
        Better.NEITHER,
        "Promotions prepared for a region that is behind.",
        SumOf("regional_promotions"),
    ),
)
"""Metrics of planning; NaN or zero where nothing is noted, as each says."""
