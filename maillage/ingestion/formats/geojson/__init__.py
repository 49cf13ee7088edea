"""Knows GeoJSON: the properties of a feature are its columns, its geometry a point."""
