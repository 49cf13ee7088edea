"""Knows the five forms in which the invented lists are written to disk, each with its mapping."""

from maillage.cli.generator.lists.writing import Written, write_lists, write_long_list

__all__ = ["Written", "write_lists", "write_long_list"]
