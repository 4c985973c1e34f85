"""Production, stock and shipments."""
