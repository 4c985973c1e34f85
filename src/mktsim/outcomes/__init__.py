"""What happened in a run, and the numbers that sum it up."""
