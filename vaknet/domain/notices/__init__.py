"""What is there for somebody today. Reads the rooms below; keeps nothing of its own."""
