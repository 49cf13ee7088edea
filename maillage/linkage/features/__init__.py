"""Knows how alike two records are: one array per feature, one row per pair. Nothing here says what a likeness is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.linkage.candidates import Pairs
from maillage.linkage.features.addresses import of_addresses
from maillage.linkage.features.columns import Codes, Columns, Flags, Floats
from maillage.linkage.features.contacts import of_contacts, of_lists
from maillage.linkage.features.names import of_names
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.normalise import Normal


@dataclass(frozen=True, slots=True)
class Features:
    """Likenesses of each pair. Ratios from 0 to 1 (nan = unknown); shared contacts from 0 (none) to 1 (theirs alone); metres (nan = unknown)."""

    core: Floats
    covered: Floats
    acronym: Flags
    itinerant: Flags
    core_equal: Flags
    core_none: Flags
    kind: Codes
    bears_both: Flags
    name: Floats
    name_sorted: Floats
    words_equal: Flags
    street: Floats
    number_equal: Flags
    number_near: Flags
    number_conflict: Flags
    metres: Floats
    other_part: Flags
    unsaid_part: Flags
    phone: Floats
    phone_differs: Flags
    email: Floats
    domain: Floats
    site: Floats
    hours: Floats
    siret: Floats
    siret_differs: Flags
    elsewhere: Flags
    same_commune: Flags
    same_source: Flags
    alone: Flags
    namesake: Flags


def features(records: Sequence[Normal], pairs: Pairs, frequencies: Frequencies) -> Features:
    """Compare each pair of records. `pairs`: sorted, each once; `frequencies`: counted over all records, of which these may be some."""
    columns = Columns(records, pairs, frequencies)
    return Features(**of_names(columns), **of_addresses(columns), **of_contacts(columns), **of_lists(columns))


__all__ = ["Codes", "Features", "Flags", "Floats", "features"]
