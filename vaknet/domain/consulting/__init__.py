"""Consultation hours: somebody who knows sits at a desk, and whoever has a question comes by."""
