"""Ranking and selection: run until the best arm is known."""
