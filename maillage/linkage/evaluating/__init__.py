"""Knows how good linkage is, counted on pairs that persons judged."""
