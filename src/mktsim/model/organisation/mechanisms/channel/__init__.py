"""Mechanisms of channels."""
