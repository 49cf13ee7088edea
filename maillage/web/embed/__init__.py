"""Knows how the places are shown inside the pages of others: a frame that needs no script, and a component that asks the same page."""
