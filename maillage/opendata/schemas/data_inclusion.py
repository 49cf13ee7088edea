"""Knows data·inclusion, schema v1: a place is a structure, each of its offers a service of that structure.

Source: gip-inclusion/data-inclusion-schema, schemas/v1. What our codes are called there: `data_inclusion.toml` and the crosswalks of `referentials`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.directory.models import Offer
from maillage.directory.selectors import OfferValues
from maillage.opendata import writers
from maillage.opendata.addresses import email, page_of, web_address
from maillage.opendata.exporting import Format, Selection, accepted, refused
from maillage.opendata.rows import PlaceRow
from maillage.opendata.writers import Record
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories
from maillage.territories.enums import WHOLE_COUNTRY, AreaKind

SOURCE = "maillage"
NAME_LENGTHS = (3, 150)
TEXT_LENGTHS = (5, 10_000)
POSTAL_CODE = re.compile(r"\d{5}")
INSEE = re.compile(r"\w{5}")
SIRET = re.compile(r"\d{14}")
EVERYONE = "tout-le-monde"
STRUCTURE_NAMES = (
    "id", "source", "nom", "siret", "description", "reseaux_porteurs", "adresse", "complement_adresse", "code_postal", "code_insee", "commune",
    "latitude", "longitude", "telephone", "courriel", "site_web", "horaires_accueil", "accessibilite_lieu", "lien_source", "date_maj",
)  # fmt: skip
SERVICE_NAMES = (
    "id", "source", "structure_id", "nom", "description", "type", "thematiques", "publics", "publics_precisions", "frais", "frais_precisions",
    "conditions_acces", "modes_accueil", "modes_mobilisation", "mobilisation_precisions", "lien_mobilisation", "mobilisable_par", "zone_eligibilite", "adresse",
    "complement_adresse", "code_postal", "code_insee", "commune", "latitude", "longitude", "telephone", "courriel", "horaires_accueil", "lien_source",
    "date_maj",
)  # fmt: skip


@cache
def words() -> Mapping[str, Any]:
    """What our codes are called there, by kind of code."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def said(table: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    """Their words for our codes, in the order of the table, each once."""
    wanted = set(codes)
    return list(dict.fromkeys(word for code, word in table.items() if code in wanted))


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what we do not hold."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}


# Structures


def structure(place: PlaceRow) -> dict[str, Any]:
    """A place as a structure."""
    siret = place.identifiers.get("siret", "")
    return filled({
        "id": identifier(place.code),
        "source": SOURCE,
        "nom": name_of(place.name),
        "siret": siret if SIRET.fullmatch(siret) else None,
        "description": text_of(place.description or place.summary),
        "reseaux_porteurs": networks(place),
        **where(place),
        "telephone": next(iter(place.phones), None),
        "courriel": first(map(email, place.emails)),
        "site_web": first(map(web_address, place.websites)),
        "horaires_accueil": place.hours,
        "accessibilite_lieu": web_address(place.access_url),
        "lien_source": web_address(page_of(place)),
        "date_maj": place.changed_on.isoformat(),
    })  # fmt: skip


def where(place: PlaceRow) -> dict[str, Any]:
    """The address of a place; nothing of it when it is not published, but the commune."""
    return {
        "adresse": place.street,
        "complement_adresse": place.complement,
        "code_postal": place.postal_code if POSTAL_CODE.fullmatch(place.postal_code) else None,
        "code_insee": place.insee if INSEE.fullmatch(place.insee) else None,
        "commune": place.commune,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def networks(place: PlaceRow) -> list[str]:
    """Networks that carry the place, as its kinds, programmes and labels tell."""
    stated = {"kinds": place.kinds, "programmes": place.codes("programmes"), "labels": place.codes("labels")}
    return list(dict.fromkeys(chain.from_iterable(said(words()["networks"][name], codes) for name, codes in stated.items())))


def identifier(code: str) -> str:
    """Their form of an identifier: the producer's, then ours."""
    return f"{SOURCE}--{code}"


def name_of(text: str) -> str:
    """A name within their length, without a point at its end; cut at a word."""
    name = cut(" ".join(text.split()), NAME_LENGTHS[1]).rstrip(". ")
    return name if len(name) >= NAME_LENGTHS[0] else ""


def text_of(text: str) -> str:
    """A text within their length."""
    stripped = cut(text.strip(), TEXT_LENGTHS[1])
    return stripped if len(stripped) >= TEXT_LENGTHS[0] else ""


def cut(text: str, limit: int) -> str:
    """A text, cut at a word when it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(None, 1)[0] + "…"


def first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


# Services


def service(place: PlaceRow, offer: OfferValues) -> dict[str, Any]:
    """An offer of a place as a service of its structure."""
    term = referentials.vocabulary("services").get(offer.concept)
    facets = {name: set(offer.facets.get(name, ())) for name in ("audiences", "costs", "support", "access", "who_may_come")}
    link = web_address(place.appointment_url)
    return filled({
        "id": f"{identifier(place.code)}-{key_of(offer)}",
        "source": SOURCE,
        "structure_id": identifier(place.code),
        "nom": name_of(term.label),
        "description": text_of(described(offer)),
        "type": only(said(words()["types"], facets["support"])),
        "thematiques": themes(offer.concept),
        "publics": publics(facets["audiences"], facets["who_may_come"]),
        "frais": only(said(words()["fees"], facets["costs"])),
        "frais_precisions": labels("costs", facets["costs"]) if facets["costs"] - words()["fees"].keys() or len(facets["costs"]) > 1 else None,
        "conditions_acces": labels("who_may_come", facets["who_may_come"] - {EVERYONE}),
        "modes_accueil": said(words()["reception"], facets["support"]),
        "modes_mobilisation": mobilisation(facets["access"], link),
        "mobilisation_precisions": labels("access", facets["access"] - words()["mobilisation"].keys()),
        "lien_mobilisation": link,
        "mobilisable_par": said(words()["mobilised_by"], facets["who_may_come"]),
        "zone_eligibilite": zones(offer.area),
        **where(place),
        "telephone": next(iter(place.phones), None),
        "courriel": first(map(email, place.emails)),
        "horaires_accueil": place.hours,
        "lien_source": web_address(page_of(place)),
        "date_maj": place.changed_on.isoformat(),
    })  # fmt: skip


def zones(area: Iterable[str]) -> list[str]:
    """Their codes of the territories where an offer is given at a distance: communes, EPCI, départements (those of a région one by one), the country."""
    found: list[str] = []
    for key in area:
        kind, _colon, code = key.partition(":")
        if kind == WHOLE_COUNTRY:
            found.append("france")
        elif kind == AreaKind.REGION:
            found += sorted({commune.departement for commune in territories.communes() if commune.region == code})
        else:
            found.append(code)
    return list(dict.fromkeys(found))


def key_of(offer: OfferValues) -> str:
    """What tells an offer from the others of its place, always the same: its service; with a provider or a variant, a mark of them."""
    if not offer.provider and not offer.variant:
        return offer.concept
    return f"{offer.concept}-{blake2b(f'{offer.provider}|{offer.variant}'.encode(), digest_size=4).hexdigest()}"


def described(offer: OfferValues) -> str:
    """What the service is, in our public words, and who gives it."""
    told = referentials.label("services", offer.concept, language="fr")
    if not offer.provider:
        return told
    return f"{told} ({Offer.Role(offer.role).label} : {offer.provider})"


def themes(concept: str) -> list[str]:
    """Their themes for one of our services, or for the one above it."""
    terms = referentials.vocabulary("services")
    found = terms.get(concept).crosswalk.get("data_inclusion_themes") or terms.root(concept).crosswalk.get("data_inclusion_themes", ())
    return list(found)


def publics(audiences: set[str], who_may_come: set[str]) -> list[str]:
    """Their audiences. Everyone, alone, when it is stated that everyone may come and for nobody in particular."""
    terms = referentials.vocabulary("audiences")
    found = [public for term in terms if term.code in audiences for public in term.crosswalk.get("data_inclusion_publics", ())]
    return list(dict.fromkeys(found)) or (["tous-publics"] if EVERYONE in who_may_come and not audiences else [])


def mobilisation(access: set[str], link: str | None) -> list[str]:
    """How one gets in. A link to use needs a link."""
    return [mode for mode in said(words()["mobilisation"], access) if link or mode != "utiliser-lien-mobilisation"]


def labels(vocabulary: str, codes: set[str]) -> str:
    """Labels of our codes, in the order of the vocabulary."""
    return ", ".join(term.label for term in referentials.vocabulary(vocabulary) if term.code in codes)


def only(values: list[str]) -> str | None:
    """The value, when there is one and no other."""
    return values[0] if len(values) == 1 else None


# Formats


def lacking(record: Record) -> str:
    """Why data·inclusion refuses a record; "" when it takes it."""
    required = ("nom", "description") if "structure_id" in record else ("nom",)
    absent = [name for name in required if name not in record]
    return _("data·inclusion exige : %(fields)s") % {"fields": ", ".join(absent)} if absent else ""


def structures(selection: Selection) -> Iterator[tuple[Record, str]]:
    """Each place as a structure, and why it is refused."""
    for place in selection.places():
        record = structure(place)
        yield record, lacking(record)


def services(selection: Selection) -> Iterator[tuple[Record, str]]:
    """Each offer as a service, and why it is refused. Those of a refused structure are refused with it."""
    for place in selection.places():
        reason = lacking(structure(place))
        for offer in place.offers:
            record = service(place, offer)
            yield record, reason or lacking(record)


def both(selection: Selection) -> Iterator[tuple[str, Record]]:
    """All structures, then all services."""
    yield from (("structures", record) for record in accepted(structures)(selection))
    yield from (("services", record) for record in accepted(services)(selection))


def companion(selection: Selection) -> Iterator[tuple[str, Record]]:
    """What is refused, each with its reason."""
    yield from (("structures", record) for record in refused(structures)(selection))
    yield from (("services", record) for record in refused(services)(selection))


LISTS = ("structures", "services")
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
COMPANION = "data-inclusion-companion"
FORMATS = (
    Format(
        name="data-inclusion",
        title=gettext_noop("data·inclusion v1 (JSON)"),
        about=gettext_noop("Les lieux en structures, ce qu’ils proposent en services : tout dans un seul fichier."),
        media_type=JSON,
        file_name="data-inclusion.json",
        records=both,
        container=partial(writers.json_lists, LISTS, {}),
        companion=COMPANION,
    ),
    Format(
        name="data-inclusion-structures-json",
        title=gettext_noop("data·inclusion v1 : structures (JSON)"),
        about=gettext_noop("Les lieux, un par structure."),
        media_type=JSON,
        file_name="data-inclusion-structures.json",
        records=accepted(structures),
        container=writers.json,
        companion=COMPANION,
    ),
    Format(
        name="data-inclusion-structures-csv",
        title=gettext_noop("data·inclusion v1 : structures (CSV)"),
        about=gettext_noop("Les lieux, un par ligne."),
        media_type=CSV,
        file_name="data-inclusion-structures.csv",
        records=accepted(structures),
        container=partial(writers.csv, STRUCTURE_NAMES),
        companion=COMPANION,
    ),
    Format(
        name="data-inclusion-services-json",
        title=gettext_noop("data·inclusion v1 : services (JSON)"),
        about=gettext_noop("Ce que les lieux proposent, service par service."),
        media_type=JSON,
        file_name="data-inclusion-services.json",
        records=accepted(services),
        container=writers.json,
        companion=COMPANION,
    ),
    Format(
        name="data-inclusion-services-csv",
        title=gettext_noop("data·inclusion v1 : services (CSV)"),
        about=gettext_noop("Ce que les lieux proposent, un service par ligne."),
        media_type=CSV,
        file_name="data-inclusion-services.csv",
        records=accepted(services),
        container=partial(writers.csv, SERVICE_NAMES),
        companion=COMPANION,
    ),
    Format(
        name=COMPANION,
        title=gettext_noop("data·inclusion v1 : ce qui reste à compléter (JSON)"),
        about=gettext_noop("Les structures et les services que data·inclusion refuse, avec la raison."),
        media_type=JSON,
        file_name="data-inclusion-a-completer.json",
        records=companion,
        container=partial(writers.json_lists, LISTS, {}),
    ),
)
