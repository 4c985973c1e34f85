"""One figure a file: pure data, dumb drawing, alternative text."""
