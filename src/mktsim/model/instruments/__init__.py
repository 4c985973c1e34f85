"""Instruments: the only door to the truth, with error, cost and bias."""
