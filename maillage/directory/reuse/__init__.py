"""Knows what may leave of what the base holds: what goes to other software, in files, feeds, cards or answers."""

from maillage.directory.reuse.licences import closed_origins, permits
from maillage.directory.reuse.persons import open_closure, open_offer, open_row, open_value
from maillage.directory.reuse.places import OpenPlace, open_values

__all__ = ["OpenPlace", "closed_origins", "open_closure", "open_offer", "open_row", "open_value", "open_values", "permits"]
