"""What people call from Python: questions in, answers that show themselves out."""
