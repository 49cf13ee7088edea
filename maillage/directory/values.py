"""Knows what may be written in a statement. Refuses the rest with the field's name and the value: PostgreSQL never meets what SQLite lets pass."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import isfinite
from typing import Any

from maillage.directory.fields import FIELDS, INFERRED, LIST_LIMIT, OFFER_FACETS, Field, Shape
from maillage.referentials.selectors import vocabulary

RECORD_ID_LIMIT = 120
NAME_LIMIT = 200
CODE_LIMIT = 60
RAW_LIMIT = 1_000
CLOSED = {
    "state": frozenset({"open", "closed", "gone"}),
    "precision": frozenset({"place", "housenumber", "street", "commune"}),
}
RANGES = {"latitude": 90, "longitude": 180}
ROLES = frozenset({"own", "partnership", "paid", "hosted"})
CONTACTS = frozenset({"service", "person"})
OFFER_KEYS = frozenset({"concept", "provider", "variant", "state", "role", "facets", "area"})
AREA = re.compile(r"fr|reg:\d{2}|dep:(?:\d{2,3}|2[AB])|epci:\d{9}|com:\d[\dAB]\d{3}")


class WrongValue(ValueError):
    """A value that a statement may not hold. The message names the field and the value."""


@dataclass(frozen=True)
class RecordIn:
    """One record of an origin, ready to be stated.

    `values`: see fields.py; a key absent = no opinion, None = explicitly none. `as_of`: the date carried by the row itself.
    `unreadable`: field -> text received that could not be read. `founded_on`: the day the place is counted from, today unless told.
    """

    record_id: str
    values: Mapping[str, Any]
    as_of: date | None = None
    unreadable: Mapping[str, str] = field(default_factory=dict)
    founded_on: date | None = None


def check_record(record: RecordIn, *, today: date) -> None:
    """Refuse a record that cannot be stated; raise WrongValue."""
    check_text("record_id", record.record_id, RECORD_ID_LIMIT)
    check_values(record.values)
    if record.as_of is not None and record.as_of > today:
        raise WrongValue(f"as_of: {record.as_of} is after {today}.")
    for name, raw in record.unreadable.items():
        check_text("unreadable", name, CODE_LIMIT)
        check_text(f"unreadable {name}", raw, RAW_LIMIT)


def check_values(values: Mapping[str, Any]) -> None:
    """Refuse unknown fields and wrong values; raise WrongValue."""
    for name, value in values.items():
        known = FIELDS.get(name)
        if known is None:
            raise WrongValue(f"{name}: no such field.")
        if value is not None:
            CHECKS[known.shape](known, value)
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        raise WrongValue(f"latitude: {values.get('latitude')!r} without longitude {values.get('longitude')!r}.")


def check_text(name: str, value: Any, limit: int) -> None:
    """Refuse what is not a text of 1 to `limit` characters that both databases can hold."""
    if type(value) is not str:
        refuse(name, value, "is not a text")
    if not value:
        raise WrongValue(f"{name}: empty. Leave it out when nothing is said, write None for an explicit none.")
    if len(value) > limit:
        refuse(name, value, f"is longer than {limit} characters")
    if "\0" in value or (not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)):
        refuse(name, value, "holds a character that cannot be stored")


def refuse(name: str, value: Any, why: str) -> None:
    shown = repr(value)
    raise WrongValue(f"{name}: {shown if len(shown) <= 80 else shown[:79] + '…'} {why}.")


def check_field_text(known: Field, value: Any) -> None:
    check_text(known.name, value, known.limit)
    if known.name in CLOSED and value not in CLOSED[known.name]:
        refuse(known.name, value, f"is not one of {', '.join(sorted(CLOSED[known.name]))}")


def check_number(known: Field, value: Any) -> None:
    if type(value) not in (int, float) or not isfinite(value) or abs(value) > RANGES[known.name]:
        refuse(known.name, value, f"is not between -{RANGES[known.name]} and {RANGES[known.name]}")


def check_flag(known: Field, value: Any) -> None:
    if type(value) is not bool:
        refuse(known.name, value, "is neither true nor false")


def check_list(name: str, value: Any) -> None:
    if type(value) is not list or not 0 < len(value) <= LIST_LIMIT:
        refuse(name, value, f"is not a list of 1 to {LIST_LIMIT}")


def check_texts(known: Field, value: Any) -> None:
    check_list(known.name, value)
    for text in value:
        check_text(known.name, text, known.limit)


def check_contacts(key: str, limit: int) -> Callable[[Field, Any], None]:
    def check(known: Field, value: Any) -> None:
        check_list(known.name, value)
        for contact in value:
            if type(contact) is not dict or contact.keys() != {key, "contact"} or contact["contact"] not in CONTACTS:
                refuse(known.name, contact, f"is not {{{key!r}: …, 'contact': 'service' or 'person'}}")
            check_text(known.name, contact[key], limit)

    return check


def check_elements(known: Field, value: Any) -> None:
    check_codes(known.name, value, codes_of(known.vocabulary) if known.vocabulary else inferable_codes())
    if known.name == INFERRED and not all(value.values()):
        refuse(known.name, value, "holds a no: a no is stated in its own list")


def check_codes(name: str, value: Any, codes: frozenset[str]) -> None:
    if type(value) is not dict:
        refuse(name, value, "is not {code: true or false}")
    for code, opinion in value.items():
        if code not in codes:
            refuse(name, code, "is not a code of its vocabulary")
        if type(opinion) is not bool:
            refuse(name, {code: opinion}, "is neither true nor false")


@cache
def codes_of(name: str) -> frozenset[str]:
    return frozenset(vocabulary(name).by_code)


@cache
def inferable_codes() -> frozenset[str]:
    """Codes of all lists, each after the name of its list."""
    return frozenset(f"{known.name}:{code}" for known in FIELDS.values() if known.vocabulary for code in codes_of(known.vocabulary))


def check_keyed(known: Field, value: Any) -> None:
    if type(value) is not dict or not 0 < len(value) <= LIST_LIMIT:
        refuse(known.name, value, "is not {kind: identifier}")
    for kind, identifier in value.items():
        check_text(known.name, kind, CODE_LIMIT)
        check_text(known.name, identifier, known.limit)


def check_offers(known: Field, value: Any) -> None:
    check_list(known.name, value)
    for told in value:
        check_offer(known.name, told)
    keys = [(told["concept"], told.get("provider", ""), told.get("variant", "")) for told in value]
    if len(set(keys)) < len(keys):
        refuse(known.name, keys, "names an offer twice")


def check_offer(name: str, told: Any) -> None:
    if type(told) is not dict or not {"concept", "state"} <= told.keys() <= OFFER_KEYS or type(told["state"]) is not bool:
        refuse(name, told, "is not {'concept', 'state', 'provider', 'variant', 'role', 'facets', 'area'}")
    check_text(f"{name} concept", told["concept"], CODE_LIMIT)
    check_codes(name, {told["concept"]: told["state"]}, codes_of("services"))
    for key, limit in (("provider", NAME_LIMIT), ("variant", CODE_LIMIT)):
        if told.get(key):
            check_text(f"{name} {key}", told[key], limit)
    if told.get("role", "own") not in ROLES or (told.get("provider") and told["state"] and "role" not in told):
        refuse(name, told, f"needs a role among {', '.join(sorted(ROLES))}")
    check_facets(name, told.get("facets", {}))
    if "area" in told:
        check_area(name, told["area"])


def check_facets(name: str, facets: Any) -> None:
    if type(facets) is not dict or not facets.keys() <= set(OFFER_FACETS):
        refuse(name, facets, f"is not made of {', '.join(OFFER_FACETS)}")
    for facet, stated in facets.items():
        if stated is not None:
            check_codes(f"{name} {facet}", stated, codes_of(facet))


def check_area(name: str, area: Any) -> None:
    """Refuse what is not a list of keys of territories, or "fr" for the whole country."""
    check_list(f"{name} area", area)
    for key in area:
        if type(key) is not str or not AREA.fullmatch(key):
            refuse(f"{name} area", key, "is not the key of a territory: com:…, epci:…, dep:…, reg:…, or fr")


CHECKS: dict[Shape, Callable[[Field, Any], None]] = {
    Shape.TEXT: check_field_text,
    Shape.NUMBER: check_number,
    Shape.FLAG: check_flag,
    Shape.PHONES: check_contacts("number", 20),
    Shape.EMAILS: check_contacts("address", 254),
    Shape.TEXTS: check_texts,
    Shape.ELEMENTS: check_elements,
    Shape.KEYED: check_keyed,
    Shape.OFFERS: check_offers,
}
