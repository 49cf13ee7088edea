"""Knows how the shipped files are derived from two published packages. Needs the `geography` extra; never used at run time."""
