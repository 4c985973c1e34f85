"""Mechanisms of advertising and public relations."""
