"""Mechanisms of promotion."""
