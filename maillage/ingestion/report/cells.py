"""Knows how a kept value is written in a cell that a person reads, and that reads again as the same value."""

from collections.abc import Mapping
from typing import Any

import phonenumbers

from maillage.directory.fields import FIELDS, Shape
from maillage.directory.hours import say
from maillage.referentials.selectors import label

POINT = ("latitude", "longitude")


def cell(name: str, value: Any) -> str:
    """Text of a field's value: « 02 41 39 75 43 », « accueil@exemple.fr », « Apprendre les bases ; … ». "" for nothing."""
    if value is None or name not in FIELDS:
        return ""
    match FIELDS[name].shape:
        case Shape.PHONES:
            return " / ".join(phone(each["number"]) for each in value)
        case Shape.EMAILS:
            return " ; ".join(each["address"] for each in value)
        case Shape.TEXTS:
            return " ; ".join(value)
        case Shape.ELEMENTS:
            return " | ".join(_opinion(FIELDS[name].vocabulary, code, state) for code, state in value.items())
        case Shape.KEYED:
            return " / ".join(value.values())
        case Shape.FLAG:
            return "oui" if value else "non"
        case _:
            return str(value)


def kept(name: str, values: Mapping[str, Any]) -> str:
    """What was kept of a field in a row. A point tells both its coordinates; opening hours are said in French, with their words."""
    if name in POINT:
        return ", ".join(str(values[each]) for each in POINT) if all(each in values for each in POINT) else ""
    if name == "hours":
        said = values.get("hours") and (say.french(values["hours"]) or values["hours"])
        return " ; ".join(filter(None, (said, values.get("hours_words"))))
    return cell(name, values.get(name))


def phone(number: str) -> str:
    """A stored number as it is written in France; short and foreign ones as they are."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    if parsed.country_code == 33:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _opinion(vocabulary: str, code: str, state: bool) -> str:
    said = label(vocabulary, code) if vocabulary else code
    return said if state else f"non : {said}"
