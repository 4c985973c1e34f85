"""Compare marketing policies on a simulated market, carried out by a simulated organisation."""
