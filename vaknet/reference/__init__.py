"""Occupations, organisations and places that come with Vaknet: see README.md beside this file."""
