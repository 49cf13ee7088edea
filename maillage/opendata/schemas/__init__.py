"""Knows the foreign formats, each in its own words; one mapping table each."""
