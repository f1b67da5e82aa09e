"""Going and looking at other networks, for each door that needs it."""
