"""Knows the page where anyone tries a list, and where nothing is kept."""
