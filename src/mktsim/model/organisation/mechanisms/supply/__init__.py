"""Mechanisms of production and logistics."""
