"""Being told on a device of one's own that an answer came."""
