"""Knows how a row without a point is given one by the geocoder that the operator chose, if any."""

from maillage.ingestion.geocoding.actions import Located, locate_pending

__all__ = ["Located", "locate_pending"]
