"""Knows what commands say about linkage."""
