"""Knows how to invent a believable département: places with known truth, and the damaged, overlapping lists that speak of them.

Same seed, same bytes. Communes are real; names, phones (ranges reserved for fiction) and addresses of the web (`.example`) are not.
"""

from maillage.cli.generator.lists import Written, write_lists, write_long_list
from maillage.cli.generator.records import Record, SearchPlace, each_linkage_record, fold_records, linkage_records, search_places

__all__ = ["Record", "SearchPlace", "Written", "each_linkage_record", "fold_records", "linkage_records", "search_places", "write_lists", "write_long_list"]
