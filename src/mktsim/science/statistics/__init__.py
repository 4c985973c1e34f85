"""Statistics of comparing arms under common random numbers."""
