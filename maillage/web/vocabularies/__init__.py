"""Knows how the referentials are shown to people: one page a vocabulary, readable by a partner and printable for a meeting."""
