"""Learning from use: which of two orders people choose from, and weights learned from that."""
