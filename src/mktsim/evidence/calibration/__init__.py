"""From published series to parameters of a scenario."""
