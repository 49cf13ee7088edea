"""Knows the page of those who re-use the data: what there is, how fresh, how to take it, whom to name."""
