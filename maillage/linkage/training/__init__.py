"""Knows how the weights of linkage are learned from pairs that persons judged, and how what persons decided becomes such pairs."""
