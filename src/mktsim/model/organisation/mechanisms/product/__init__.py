"""Mechanisms of the product and its versions."""
