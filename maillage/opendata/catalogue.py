"""Knows how the data is described to those who harvest catalogues, data.gouv.fr among them: DCAT 3 in JSON-LD."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override as in_language

from maillage.opendata import dumps, formats, sources
from maillage.opendata.dumps import Dump, File

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
EU = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def address(path: str) -> str:
    """The public address of a path."""
    return f"{settings.PUBLIC_URL}/{path}"


def catalogue() -> dict[str, Any]:
    """The catalogue: the places of the whole base, in every format that the last dump holds."""
    with in_language("fr"):
        dump = dumps.latest()
        return {
            "@context": CONTEXT,
            "@id": address("donnees/catalogue.jsonld"),
            "@type": "dcat:Catalog",
            "dct:title": settings.SITE_NAME,
            "dct:description": _("Les lieux qui aident avec le numérique : où ils sont, ce qu’ils proposent, quand ils ouvrent."),
            "dct:language": uri(f"{EU}/language/FRA"),
            "dct:publisher": publisher(),
            "foaf:homepage": uri(address("donnees/")),
            "dcat:dataset": [dataset(dump)],
        }


def dataset(dump: Dump | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": address("donnees/#lieux"),
        "@type": "dcat:Dataset",
        "dct:identifier": address("donnees/#lieux"),
        "dct:title": _("Lieux de médiation numérique"),
        "dct:description": description(),
        "dcat:keyword": ["médiation numérique", "inclusion numérique", "bibliothèques", "France services", "accès aux droits"],
        "dcat:theme": uri(f"{EU}/data-theme/SOCI"),
        "dct:accrualPeriodicity": uri(f"{EU}/frequency/DAILY"),
        "dct:language": uri(f"{EU}/language/FRA"),
        "dct:license": uri(LICENCE),
        "dct:publisher": publisher(),
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": settings.SITE_NAME, "vcard:hasURL": uri(address(""))},
        "dcat:landingPage": uri(address("donnees/")),
        "dct:spatial": uri(f"{EU}/country/FRA"),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": provenance()},
        "dcat:distribution": [],
    }
    if dump is None:
        return told
    day = {"@type": "xsd:date", "@value": dump.written_at.date().isoformat()}
    told |= {
        "dct:modified": {"@type": "xsd:dateTime", "@value": dump.written_at.isoformat()},
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:endDate": day},
        "adms:versionNotes": str(dump.generation),
        "dcat:distribution": [distribution(file, told["dct:license"]) for file in dump.whole()],
    }
    return told


def distribution(file: File, licence: dict[str, str]) -> dict[str, Any]:
    form = formats.named(file.format)
    name = file.path.rpartition("/")[2]
    path = address(f"donnees/telechargements/{file.path}")
    return {
        "@id": path,
        "@type": "dcat:Distribution",
        "dct:title": _(form.title) if form else name,
        "dct:description": _(form.about) if form else "",
        "dcat:downloadURL": uri(path),
        "dcat:accessURL": uri(address("donnees/")),
        "dcat:mediaType": uri(f"https://www.iana.org/assignments/media-types/{form.media_type.partition(';')[0]}") if form else "",
        "dct:format": name.rpartition(".")[2],
        "dct:license": licence,
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "spdx:checksum": checksum(file),
    }


def checksum(file: File) -> dict[str, Any]:
    algorithm = uri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    return {"@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": file.sha256}


def description() -> str:
    return _(
        "Lieux qui aident avec l’ordinateur, le téléphone, internet et les démarches en ligne, réunis de plusieurs listes sans doublons. "
        "Chaque valeur garde son origine ; ce que personne ne dit reste vide. Sans contact de personne."
    )


def provenance() -> str:
    """Names and licences of the lists whose values are there: what their licences ask."""
    told = (f"{each.label} ({each.licence})" if each.licence else each.label for each in sources.sources() if each.leaves)
    return " ; ".join(told)


def publisher() -> dict[str, Any]:
    return {"@id": address("#editeur"), "@type": "foaf:Organization", "foaf:name": settings.SITE_NAME, "foaf:homepage": uri(address(""))}


def uri(of: str) -> dict[str, str]:
    return {"@id": of}
