"""An own world from the numbers that a manager knows."""
