"""Ranking and selection: terminal text, JSON, and the documents in its directory."""
