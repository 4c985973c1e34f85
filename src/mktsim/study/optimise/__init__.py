"""Simulation optimisation of a policy's parameters under a budget."""
