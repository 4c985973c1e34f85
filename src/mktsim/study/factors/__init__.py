"""Things that may be otherwise: parameters of the market, duties left undone, slow links, better knowledge."""
