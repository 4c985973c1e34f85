"""Frozen inputs: scenarios, policies, studies, organisations, duties."""
