"""Rules of channel, one a file."""
