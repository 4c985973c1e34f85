"""Rules of advertising, those of one shape in one file."""
