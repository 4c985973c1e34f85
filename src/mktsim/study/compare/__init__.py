"""Comparison of arms under common random numbers: ranking, verdict, and why."""
