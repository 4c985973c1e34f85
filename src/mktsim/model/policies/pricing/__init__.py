"""Rules of pricing, those of one shape in one file."""
