"""Forecasts of a life cycle from a sales series, with honest intervals, and the simple forecasts they must beat."""
