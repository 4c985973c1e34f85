"""Presentation: figures, the report, JSON, exports and text for the terminal."""
