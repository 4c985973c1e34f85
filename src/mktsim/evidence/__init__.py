"""What is published, beside what the model makes of it."""
