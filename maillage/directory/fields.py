"""Knows what a statement may say: each field's name, shape, limit and fold group. One table, read by ingestion, fold and forms."""

from dataclasses import dataclass
from enum import StrEnum

TEXT_LIMIT = 10_000
LIST_LIMIT = 50
INFERRED = "inferred"  # of no vocabulary: its codes are those of the other lists, after their name ("kinds:BIB")


class Shape(StrEnum):
    """How a field's value is written in JSON."""

    TEXT = "text"  # "…"
    NUMBER = "number"  # 48.3917
    FLAG = "flag"  # true | false
    PHONES = "phones"  # [{"number": "+33241397543" | "3949", "contact": "service" | "person"}, …]
    EMAILS = "emails"  # [{"address": "…", "contact": "service" | "person"}, …]
    TEXTS = "texts"  # ["…", …]
    ELEMENTS = "elements"  # {code of the vocabulary: true | false, …}; absent code = unknown
    KEYED = "keyed"  # {"siret": "…", "rna": "…"}
    OFFERS = "offers"  # [{"concept", "provider", "variant", "state": true | false, "role", "facets": {…}, "area": ["dep:23", …]}, …]


@dataclass(frozen=True)
class Field:
    """One field of a statement. Fields of one group fold together: they make no sense apart."""

    name: str
    group: str
    shape: Shape
    limit: int = TEXT_LIMIT
    vocabulary: str = ""


FIELDS: dict[str, Field] = {
    field.name: field
    for field in [
        Field("name", "name", Shape.TEXT, 300),
        Field("kinds", "kinds", Shape.ELEMENTS, vocabulary="kinds"),
        Field("street", "address", Shape.TEXT, 300),
        Field("complement", "address", Shape.TEXT, 300),
        Field("postal_code", "address", Shape.TEXT, 5),
        Field("commune", "address", Shape.TEXT, 120),
        Field("insee", "address", Shape.TEXT, 5),
        Field("latitude", "address", Shape.NUMBER),
        Field("longitude", "address", Shape.NUMBER),
        Field("precision", "address", Shape.TEXT, 12),  # place | housenumber | street | commune
        Field("phones", "phones", Shape.PHONES),
        Field("emails", "emails", Shape.EMAILS),
        Field("websites", "websites", Shape.TEXTS, 500),
        Field("hours", "hours", Shape.TEXT),  # OSM opening_hours
        Field("hours_words", "hours", Shape.TEXT),
        Field("summary", "summary", Shape.TEXT, 280),
        Field("description", "description", Shape.TEXT),
        Field("appointment_url", "appointment_url", Shape.TEXT, 500),
        Field("access_url", "access_url", Shape.TEXT, 500),
        Field("identifiers", "identifiers", Shape.KEYED, 14),
        Field("parent", "parent", Shape.TEXT, 300),
        Field("receives_public", "receives_public", Shape.FLAG),
        Field("state", "state", Shape.TEXT, 10),  # open | closed | gone
        Field("address_hidden", "address_hidden", Shape.FLAG),
        Field("itinerance", "itinerance", Shape.ELEMENTS, vocabulary="itinerance"),
        Field("services", "services", Shape.ELEMENTS, vocabulary="services"),
        Field("offers", "services", Shape.OFFERS),
        Field("equipment", "equipment", Shape.ELEMENTS, vocabulary="equipment"),
        Field("audiences", "audiences", Shape.ELEMENTS, vocabulary="audiences"),
        Field("care", "care", Shape.ELEMENTS, vocabulary="care"),
        Field("costs", "costs", Shape.ELEMENTS, vocabulary="costs"),
        Field("access", "access", Shape.ELEMENTS, vocabulary="access"),
        Field("support", "support", Shape.ELEMENTS, vocabulary="support"),
        Field("who_may_come", "who_may_come", Shape.ELEMENTS, vocabulary="who_may_come"),
        Field("level", "level", Shape.ELEMENTS, vocabulary="level"),
        Field("languages", "languages", Shape.ELEMENTS, vocabulary="languages"),
        Field("programmes", "programmes", Shape.ELEMENTS, vocabulary="programmes"),
        Field("labels", "labels", Shape.ELEMENTS, vocabulary="labels"),
        Field("other_labels", "other_labels", Shape.TEXTS, 200),
        Field(INFERRED, INFERRED, Shape.ELEMENTS),  # {"services:securite": true}: deduced from texts, stated by nobody
    ]
}

GROUPS: dict[str, tuple[str, ...]] = {}
for _field in FIELDS.values():
    GROUPS[_field.group] = (*GROUPS.get(_field.group, ()), _field.name)

# What an offer takes from the statement that states it, unless its own `facets` say otherwise.
OFFER_FACETS = ("audiences", "care", "who_may_come", "costs", "access", "support", "level", "languages")
# Elements kept on the place itself (Place.facets), beside the lists that have a column.
PLACE_FACETS = ("itinerance", "equipment", *OFFER_FACETS, "programmes", "labels", "other_labels")
