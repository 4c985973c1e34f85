"""Rules of advertising, one a file."""
