"""Measuring: each module is a command, its last results are in results/."""
