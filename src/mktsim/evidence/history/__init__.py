"""A user's history, read as checked columns: sales by period, panels, choices of households."""
