"""Mechanisms of planning: targets, budget, approval, regions."""
