"""Sensitivity analysis: terminal text, JSON, and the documents in its directory."""
