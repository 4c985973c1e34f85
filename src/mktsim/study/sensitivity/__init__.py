"""Sensitivity analysis: one at a time, Morris, Sobol."""
