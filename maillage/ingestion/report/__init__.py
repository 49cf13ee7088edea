"""Knows how a reading is told to the owner of a list, and to programmes."""
