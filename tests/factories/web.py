"""Knows how to fill a base that pages can be looked at with: a small département, good days and bad days, nothing drawn at random."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid5

from maillage.base.identifiers import NAMESPACE, public_codes
from maillage.base.text import fold
from maillage.directory.models import Generation, Offer, Origin, Place
from maillage.territories import selectors as territories

TODAY = date(2026, 11, 23)  # a Monday
ALL_WEEK = "Mo-Fr 09:30-12:00,14:00-18:00; Sa 10:00-12:00"
SERVICES = ("demarches-administratives", "outils-du-quotidien", "acces-internet-materiel", "insertion-professionnelle", "securite", "materiel-solidaire")
NAMES = {
    "BIB": "Bibliothèque municipale",
    "RFS": "France Services",
    "MUNI": "Mairie",
    "ASSO": "Maison des associations",
    "CCAS": "Centre communal d'action sociale",
}


def origin(key: str = "source:creuse", label: str = "Liste du Département", **fields: Any) -> Origin:
    """A list, unless told otherwise."""
    return Origin.objects.get_or_create(key=key, defaults={"kind": "source", "label": label, **fields})[0]


def place(record: str, *, offers: Any = (), commune: str = "23096", source: Origin | None = None, **fields: Any) -> Place:
    """A published place of a commune, with its offers: codes, or (code, facets)."""
    source = source or origin()
    town = territories.commune(commune)
    assert town
    identity = uuid5(NAMESPACE, f"{source.key}/{record}")
    name = fields.pop("name", "Bibliothèque municipale")
    values: dict[str, Any] = {
        "id": identity,
        "code": public_codes(identity)[0],
        "founding_origin": source,
        "founding_record": record,
        "founded_on": TODAY,
        "changed_on": TODAY,
        "name": name,
        "sort_name": fold(name),
        "kinds": ["BIB"],
        "street": "2 rue du Vieux Château",
        "postal_code": town.postal_codes[0],
        "commune": town.name,
        "insee": town.code,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "precision": "housenumber",
        "checked_on": TODAY - timedelta(days=30),
        "checked_by": source,
        "hours_checked_on": fields.get("checked_on", TODAY - timedelta(days=30)),
        "phones": [{"number": "+33555640012", "contact": "service"}],
        "hours": ALL_WEEK,
        "published_generation": 1,
    }
    made = Place.objects.create(**{**values, **fields})
    pairs = [(offer, {}) if isinstance(offer, str) else offer for offer in offers]
    Offer.objects.bulk_create(Offer(place=made, concept=concept, facets=facets, first_stated_on=TODAY) for concept, facets in pairs)
    return made


def departement(size: int = 60, *, departement: str = "23") -> list[Place]:
    """As many places as asked: two in five say what they offer, hours and checks of all ages."""
    communes = sorted(territories.communes_of(territories.departement(departement)))  # type: ignore[arg-type]
    origin("source:bibliotheques", "Annuaire des bibliothèques", licence="Licence Ouverte 2.0")
    places = [one_of_many(rank, communes[(rank * 7) % len(communes)]) for rank in range(size)]
    publish()
    return places


def one_of_many(rank: int, commune: str) -> Place:
    kind = list(NAMES)[rank % len(NAMES)]
    town = territories.commune(commune)
    assert town and town.latitude and town.longitude
    stated = rank % 5 < 2
    facets = {
        "costs": [["gratuit"], ["gratuit-sous-condition"], []][rank % 3],
        "who_may_come": ["tout-le-monde"] if rank % 4 else [],
        "access": ["se-presenter"],
    }
    return place(
        f"place-{rank}",
        commune=commune,
        name=f"{NAMES[kind]} de {town.name}",
        kinds=[kind],
        street=f"{rank % 30 + 1} place de la Mairie" if rank % 6 else "",
        latitude=town.latitude + (rank % 9 - 4) / 900,
        longitude=town.longitude + (rank % 7 - 3) / 900,
        offers=[(SERVICES[(rank + step) % len(SERVICES)], facets) for step in range(rank % 4 + 1)] if stated else (),
        checked_on=[TODAY - timedelta(days=20), TODAY - timedelta(days=250), TODAY - timedelta(days=420), TODAY - timedelta(days=1900), None][rank % 5],
        hours=["", ALL_WEEK, "Tu,Th 14:00-18:00; We 10:00-18:00", "Mo-Fr 09:00-12:00"][rank % 4],
        phones=[{"number": f"+335556400{rank % 90 + 10}", "contact": "service"}] if rank % 3 else [],
    )


def publish(number: int = 1) -> None:
    Generation.objects.update_or_create(id=1, defaults={"number": number, "published_at": datetime(2026, 11, 22, 18, 0, tzinfo=UTC)})
