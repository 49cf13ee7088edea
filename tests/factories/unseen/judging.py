"""Knows how what was read of a made-up list is judged against what is true: lost in silence, wrong, invented."""

from collections.abc import Iterator
from typing import Any

from maillage.ingestion.checking import Checked
from maillage.ingestion.reading import CheckedRow
from tests.factories.unseen.lists import Made
from tests.factories.unseen.truth import Truth, e164

NEAR = 0.0005  # degrees


def expected(made: Made, place: Truth) -> dict[str, Any]:
    """The values that a row of this place must give, among the fields that the list states; an empty one must be absent."""
    numbers = {e164(place.phone)} if made.one_phone else place.numbers
    told = {
        "name": place.name,
        "street": place.street,
        "commune": place.commune,
        "postal_code": place.postal_code,
        "insee": place.insee,
        "point": (place.latitude, place.longitude),
        "phones": numbers,
        "emails": {place.email},
        "websites": {place.site},
        "hours": place.hours,
        "day": place.day,
        "services": set(place.services),
    }
    return {name: value for name, value in told.items() if name in made.stated}


def found(row: CheckedRow) -> dict[str, Any]:
    """The same, as read."""
    values = row.draft.values
    return {
        "name": values.get("name", "").replace(" | ", " "),
        "street": values.get("street", ""),
        "commune": values.get("commune", ""),
        "postal_code": values.get("postal_code", ""),
        "insee": values.get("insee", ""),
        "point": (values.get("latitude"), values.get("longitude")),
        "phones": {phone["number"] for phone in values.get("phones", ())},
        "emails": {email["address"] for email in values.get("emails", ())},
        "websites": set(values.get("websites", ())),
        "hours": values.get("hours", ""),
        "day": row.draft.as_of,
        "services": {code for code, state in values.get("services", {}).items() if state},
    }


def faults(made: Made, checked: Checked) -> Iterator[str]:
    """Every field of every row that is not what is true."""
    rows = [row for row in checked.rows if row.draft.names_a_place]
    if len(rows) < len(made.truths):
        yield f"{made.name}: {len(rows)} rows kept of {len(made.truths)}"
    for place, row in zip(made.truths, rows, strict=False):
        read = found(row)
        for name, value in expected(made, place).items():
            if not same(name, read[name], value):
                told = [f"{remark.rule}({remark.raw})" for remark in row.draft.remarks]
                yield f"{made.name} row {row.line} {name}: {read[name]!r} instead of {value!r} {told}"


def same(name: str, read: Any, true: Any) -> bool:
    """Is what was read what is true? Cases of towns, schemes of sites and some metres apart."""
    match name:
        case "point":
            return read[0] is not None and all(abs(one - other) < NEAR for one, other in zip(read, true, strict=True))
        case "commune":
            return str(read).casefold() == str(true).casefold()
        case "websites":
            return [*map(bare, sorted(read))] == [*map(bare, sorted(true))]
        case "hours":
            return bool(read == true)
    return bool(read == true)


def bare(site: str) -> str:
    """An address without its scheme."""
    return site.partition("://")[2]
