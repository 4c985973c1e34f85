"""One row of the evidence a file: its estimator and its published range."""
