"""Knows the map: asked for, never imposed, and never more than the list says."""
