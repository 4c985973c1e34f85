"""Documents that a person opens."""
