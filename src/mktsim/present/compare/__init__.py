"""Comparison of arms: terminal text, JSON, and the documents in its directory."""
