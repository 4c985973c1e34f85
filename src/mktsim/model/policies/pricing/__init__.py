"""Rules of pricing, one a file."""
