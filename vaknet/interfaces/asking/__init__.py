"""Asking other networks: below the doors, because more than one of them has to."""
