"""Mechanisms of pricing."""
