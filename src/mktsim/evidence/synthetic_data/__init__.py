"""Synthetic data: the files that a firm would have of a simulated market, and the true effects of its levers."""
