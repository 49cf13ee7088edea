"""Knows how what was confirmed goes back to the lists that say otherwise: in their own columns, their own words, their own file."""
