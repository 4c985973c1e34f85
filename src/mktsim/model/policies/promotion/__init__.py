"""Rules of promotion, one a file."""
