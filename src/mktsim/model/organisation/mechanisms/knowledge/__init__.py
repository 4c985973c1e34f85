"""Mechanisms of knowledge: beliefs, forecasts, observation."""
