"""Studies: from a question to cells, from cells to an answer."""
