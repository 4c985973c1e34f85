"""The world at work."""
