"""Knows how received lists become clean records, with nothing lost in silence. Never which place a record is."""
