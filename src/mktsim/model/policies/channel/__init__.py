"""Rules of channel, those of one shape in one file."""
