"""Rules of promotion, those of one shape in one file."""
