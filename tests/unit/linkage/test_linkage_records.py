"""What linkage reads of a statement."""

from maillage.linkage.records import from_statement

GUESS = {"services:securite": True, "kinds:CCAS": True}


def test_a_kind_told_by_the_name_serves_where_the_list_states_none() -> None:
    assert from_statement("p", "source:a", "1", {"inferred": GUESS}).kinds == ("CCAS",)
    assert from_statement("p", "source:a", "1", {"inferred": GUESS, "kinds": {"MUNI": True, "CCAS": False}}).kinds == ("MUNI",)
    assert from_statement("p", "source:a", "1", {"kinds": None}).kinds == ()
