"""Knows two other ways to say which records are one place, to be measured beside ours on the same data.

The national tool's, written here from its published formula; and a rule of a dozen values set by hand once, without labels, applied to records
normalised as ours. Neither asks a person anything: each pair above its cut is merged.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from math import hypot, isnan, trunc

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from maillage.linkage import kinds
from maillage.linkage.clusters import Pair, pair
from maillage.linkage.evaluating.comparing import Compared
from maillage.linkage.normalise import Normal
from maillage.linkage.records import LinkRecord

ACROSS, INSIDE = 83, 90  # the national tool's cuts: two lists, one list
HERE, DEGREE = 0.0004, 1000  # its distance: below the first, in degrees, two points are one


# The national tool


def national_tool(records: Sequence[LinkRecord]) -> set[Pair]:
    """Pairs that the published formula merges: same INSEE code, kinds that do not exclude each other, mean of three likenesses above the cut."""
    found = set()
    for one, other in same_insee(records):
        if compatible(one, other) and national_score(one, other) > (INSIDE if one.source == other.source else ACROSS):
            found.add(pair(one.id, other.id))
    return found


def compatible(one: LinkRecord, other: LinkRecord) -> bool:
    """Is no kind stated of one of the two, or a same one of both? Codes of one family are one: lists write labels in words, which name a family."""
    left, right = (set(kinds.table().declared(record.kinds)) for record in (one, other))
    return not left or not right or bool(left & right)


def same_insee(records: Sequence[LinkRecord]) -> Iterator[tuple[LinkRecord, LinkRecord]]:
    """Each two records with one INSEE code."""
    ordered = sorted((record for record in records if record.insee), key=lambda record: (record.insee, record.id))
    for _code, here in groupby(ordered, key=lambda record: record.insee):
        yield from combinations(here, 2)


def national_score(one: LinkRecord, other: LinkRecord) -> int:
    """From 0 to 100."""
    alike = (round(fuzz.ratio(a, b, processor=default_process)) for a, b in ((one.street, other.street), (one.name, other.name)))
    return trunc((sum(alike) + nearness(one, other)) / 3)


def nearness(one: LinkRecord, other: LinkRecord) -> float:
    """From 0 to 100, in degrees whatever the latitude; 100 when a point is missing."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return 100.0
    degrees = hypot(one.latitude - other.latitude, one.longitude - other.longitude)
    return 100.0 if degrees < HERE else 100 / (DEGREE * degrees + 1)


# The rule set by hand


def hand_rule(compared: Compared) -> set[Pair]:
    """Pairs worth comparing whose contributions add up to 0 or more."""
    distances = compared.found.metres.tolist()
    couples = ((compared.rows[one], compared.rows[other]) for one, other in compared.pairs.tolist())
    return {pair(one.id, other.id) for (one, other), apart in zip(couples, distances, strict=True) if hand_score(one, other, apart) >= 0}


def hand_score(one: Normal, other: Normal, apart: float) -> float:
    """Sum of the contributions of a pair; `apart` in metres, nan when unknown."""
    same_kind = bool(one.family) and one.family == other.family
    here = bool(one.insee and one.insee == other.insee) or bool(one.commune and one.commune == other.commune)
    elsewhere = not here and one.postal_code != other.postal_code
    return (
        -3.2
        + core(one, other)
        + (0.8 if same_kind else -3.0 if one.family and other.family else 0.0)
        + 1.6 * (fuzz.token_set_ratio(one.name, other.name) / 100 - 0.5)
        + (0.9 if same_kind and here and not one.core and not other.core else 0.0)
        + address(one, other)
        + distance(apart)
        + contacts(one, other)
        - (0.5 if one.source == other.source else 0.0)
        - (2.0 if elsewhere else 0.0)
    )


def core(one: Normal, other: Normal) -> float:
    """What the words of their own say."""
    if not one.core or not other.core:
        return 0.0
    if one.core == other.core:
        return 3.0
    alike = fuzz.token_set_ratio(" ".join(one.core), " ".join(other.core)) / 100
    return 2.2 * (alike - 0.6) / 0.4 if alike > 0.6 else -1.8


def address(one: Normal, other: Normal) -> float:
    """What streets and numbers say."""
    same_street = bool(one.street and other.street) and fuzz.token_sort_ratio(one.street, other.street) > 90
    if one.numbers and other.numbers:
        return (2.2 if same_street else 0.0) if one.numbers & other.numbers else -0.6
    return 0.8 if same_street else 0.0


def distance(apart: float) -> float:
    """What metres say; nothing when they are unknown."""
    steps = ((50, 1.3), (180, 0.7), (1000, 0.0), (8000, -1.2))
    return 0.0 if isnan(apart) else next((worth for below, worth in steps if apart < below), -2.2)


def contacts(one: Normal, other: Normal) -> float:
    """What telephones, e-mail, sites and SIRET say."""
    phones = 1.6 if one.phones & other.phones else -0.3 if one.phones and other.phones else 0.0
    emails = 1.6 if one.emails & other.emails else 0.5 if one.domains & other.domains else 0.0
    return phones + emails + (0.8 if one.sites & other.sites else 0.0) + (0.4 if one.siret and one.siret == other.siret else 0.0)
