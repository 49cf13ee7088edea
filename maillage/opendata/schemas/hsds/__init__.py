"""Knows HSDS 3 (Human Services Data Specification): a place is a location, each of its offers a service given there, our vocabularies its taxonomies.

Source: openreferral/specification, schema of version 3. What HSDS has no word for: `differences.toml`.
"""

from maillage.opendata.schemas.hsds.formats import FORMATS

__all__ = ["FORMATS"]
