"""Knows how to read hours written in French: `read(text)`. Tokens, then phrases, then clauses, then the hours of a year; any doubt stops it."""

from maillage.directory.hours.french.reading import Read, read, read_day

__all__ = ["Read", "read", "read_day"]
