"""What somebody works towards, and what hangs from it. Private unless she shows it."""
