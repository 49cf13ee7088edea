"""Knows what of a place is about a person, field by field, and what is left of the field without it."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from maillage.directory import naming
from maillage.directory.people import texts
from maillage.directory.selectors import ClosureValues, OfferValues

COMMENT = re.compile(r'"([^"]*)"')  # in OSM opening hours


class Own(NamedTuple):
    """What of a place is nobody's: its names, the contacts of its service."""

    names: str = ""
    known: frozenset[str] = frozenset()


def open_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Columns of a place without what names or reaches a person; the same object when nothing does. A place named by a person alone takes its kind's name."""
    own = own_of(row)
    changed = {name: left for name, left in ((name, RULES[name](value, own)) for name, value in row.items() if value and name in RULES) if left != row[name]}
    if changed.get("name", "-") == "":
        changed["name"] = naming.display_name(row.get("commune", ""), row.get("kinds", ()), row.get("commune", "")) or texts.MARK
    return {**row, **changed} if changed else row


def open_value(name: str, value: Any, *, names: str = "") -> Any:
    """One value of a field of a place without what names or reaches a person. `names`: those of the place, that are nobody's."""
    return RULES[name](value, Own(texts.name_without_persons(names))) if value and name in RULES else value


def open_offer(offer: OfferValues) -> OfferValues:
    """An offer whose provider or variant names nobody."""
    provider, variant = texts.name_without_persons(offer.provider, of_a_provider=True), texts.name_without_persons(offer.variant)
    return offer if (provider, variant) == (offer.provider, offer.variant) else offer._replace(provider=provider, variant=variant)


def open_closure(closure: ClosureValues) -> ClosureValues:
    """Days of closure whose reason names nobody."""
    return closure._replace(reason=texts.without_persons(closure.reason)) if closure.reason else closure


def own_of(row: Mapping[str, Any]) -> Own:
    names = " / ".join(texts.name_without_persons(row[name]) for name in ("name", "parent", "street", "commune") if row.get(name))
    emails = (email["address"] for email in row.get("emails") or () if email.get("contact") != "person")
    numbers = (texts.figures(phone["number"]) for phone in row.get("phones") or () if phone.get("contact") != "person")
    return Own(names, frozenset([*emails, *numbers]))


def sentence(value: str, own: Own) -> str:
    return texts.without_persons(value, ours=own.names, known=own.known)


def name(value: str, own: Own) -> str:
    return texts.name_without_persons(value, known=own.known)


def address(value: str, _own: Own) -> str:
    return "" if texts.url_names_a_person(value) else value


def hours(value: str, own: Own) -> str:
    """Opening hours whose comments name nobody."""
    return COMMENT.sub(lambda comment: f'"{sentence(comment[1], own) or texts.MARK}"', value) if '"' in value else value


def of_the_service(contacts: Iterable[Mapping[str, str]], _own: Own) -> list[Mapping[str, str]]:
    return [contact for contact in contacts if contact.get("contact") != "person"]


def facets(value: Mapping[str, Any], own: Own) -> Mapping[str, Any]:
    labels = value.get("other_labels")
    return {**value, "other_labels": each(sentence)(labels, own)} if labels else value


def each(rule: Callable[[str, Own], str]) -> Callable[[Iterable[str], Own], list[str]]:
    """A rule for every text of a list; those of which nothing is left are no longer in it."""
    return lambda values, own: [left for value in values if (left := rule(value, own))]


RULES: dict[str, Callable[[Any, Own], Any]] = {
    "name": name,
    "parent": name,
    "street": name,
    "complement": name,
    "summary": sentence,
    "description": sentence,
    "hours_words": sentence,
    "hours": hours,
    "phones": of_the_service,
    "emails": of_the_service,
    "websites": each(address),
    "appointment_url": address,
    "access_url": address,
    "facets": facets,
    "other_labels": each(sentence),
}
