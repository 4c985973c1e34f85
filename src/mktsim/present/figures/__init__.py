"""Figures, one a file: data from a result, drawing from the data, words for who cannot see it."""
