"""Knows which formats can be read, and how to tell them apart. One slice a format: csv, json."""
