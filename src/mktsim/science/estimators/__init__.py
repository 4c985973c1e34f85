"""Estimators: arrays in, estimates with standard errors out."""
