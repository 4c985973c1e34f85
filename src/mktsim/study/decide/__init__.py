"""Decision: selection, robustness, break-evens, information and, where asked, optimisation in one summary."""
