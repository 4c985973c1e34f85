"""Robustness: regret over worlds, scenario discovery, break-even values."""
