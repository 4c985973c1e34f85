"""What a user has in files, as checked columns: sales by period, panels, choices of households."""
