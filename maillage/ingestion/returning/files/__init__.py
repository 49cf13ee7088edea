"""Knows how corrections are written into the file of a list, in its own format: every other sign of it stays as received."""
