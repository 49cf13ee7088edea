"""Knows how a record with the national standard's field names is read as linkage reads one."""

import math
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.linkage import kinds, normalise
from maillage.linkage.evaluating.reading import Where
from maillage.linkage.records import LinkRecord

OFFICIAL_LIBRARIES = "source:bibliotheques-publiques"
SAME_LIST = {"bibliotheques-mcc": "bibliotheques-publiques"}  # the same list under the name that our weights know
SEVERAL = re.compile(r"[|,/{}\"]+")
SIRET = re.compile(r"\d{14}")


def link_record(row: Mapping[str, Any], where: Where) -> LinkRecord:
    """A record of a labelled set as linkage reads it. Fields not given, null or empty are unknown."""

    def text(name: str) -> str:
        value = row.get(name)
        return "" if value is None else str(value).encode(errors="replace").decode().strip()  # half a character, which JSON can write, is none

    source, siret = text("source"), re.sub(r"\s", "", text("pivot"))
    if not text("id") or not source:
        raise NotAllowed(_("%(where)s : « id » ou « source » manque. Donnez à chaque fiche son identifiant et sa liste.") % {"where": where})
    return LinkRecord(
        id=text("id"),
        source=f"source:{SAME_LIST.get(source, source)}",
        record_id=text("source_id") or text("id").removeprefix(f"{source}-"),
        name=text("nom"),
        kinds=kind_codes(text("typologie") if not isinstance(told := row.get("typologie"), list) else "|".join(map(str, told))),
        street=text("adresse"),
        complement=text("complement_adresse"),
        postal_code=text("code_postal"),
        commune=text("commune"),
        insee=text("code_insee"),
        latitude=degrees(row, "latitude", where),
        longitude=degrees(row, "longitude", where),
        precision=text("precision"),
        phones=several(text("telephone")),
        emails=several(text("courriels")),
        websites=several(text("site_web")),
        hours=text("horaires"),
        identifiers={"siret": siret} if SIRET.fullmatch(siret) else {},
    )


def degrees(row: Mapping[str, Any], name: str, where: Where) -> float | None:
    """A coordinate, or None when it is not given."""
    told = row.get(name)
    if told is None or (isinstance(told, str) and not told.strip()):
        return None
    try:
        value = float(told.replace(",", ".") if isinstance(told, str) else told)
    except (OverflowError, TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        given = {"where": where, "name": name, "value": str(told)[:80]}
        raise NotAllowed(_("%(where)s : « %(name)s » vaut « %(value)s », qui n’est pas un nombre. Écrivez des degrés, comme 47.453, ou rien.") % given)
    return value


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell, with bars between."""
    return tuple(filter(None, map(str.strip, cell.split("|"))))


def kind_codes(typology: str) -> tuple[str, ...]:
    """Codes of a typology cell, whether it holds the standard's codes or labels in words."""
    found = []
    for part in filter(None, map(str.strip, SEVERAL.split(typology))):
        families = kinds.table().families
        named = kinds.table().named(normalise.normal_name(part))
        found += (
            [part] if any(part in family.codes for family in families) else [min(family.codes) for family in families if family.name == named and family.codes]
        )
    return tuple(dict.fromkeys(found))
