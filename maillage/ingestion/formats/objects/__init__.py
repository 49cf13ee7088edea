"""Knows nested objects: walked one at a time in a document, made into the cells of a row. What JSON, GeoJSON and data·inclusion share."""
