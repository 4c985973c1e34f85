"""What a person opens: plots, the report and text for the terminal."""
