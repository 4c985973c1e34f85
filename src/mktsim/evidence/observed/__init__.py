"""What a firm would have in its files of a simulated market, and the true effects of its levers beside it."""
