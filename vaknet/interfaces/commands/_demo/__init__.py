"""Making networks to look at and to measure: a small one by hand, large ones by chance."""
