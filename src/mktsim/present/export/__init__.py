"""Results taken elsewhere: tidy tables with a data dictionary, as CSV, Parquet or Excel."""
