"""How one organisation worked in one run, as text and figures."""
