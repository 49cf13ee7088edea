"""Knows the contract of geo.api.gouv.fr: what to ask, and how an answer becomes our tables.

Read in the source of the service (datagouv/api-geo) and in its clients. `zone` stands in every call because its default differs from one
resource to the next; `centre` and `mairie` come only when asked for, and `mairie` repeats `centre` where no town hall is known.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from maillage.base.outside import Gate, Limits, NotReached, ask, gate_of_settings
from maillage.territories.files import Tables
from maillage.territories.values import Arrondissement, Commune, Former

Entry = dict[str, Any]
Answers = dict[str, list[Entry]]
LIMITS = Limits(size=64_000_000, seconds=60)  # of one answer; the communes take about 9 MB
ZONES = "metro,drom,com"
POINTS = "centre,mairie"
RESOURCES = {
    "communes": ("communes", {"fields": f"nom,code,codesPostaux,codeDepartement,codeRegion,codeEpci,population,{POINTS}"}),
    "arrondissements": ("communes", {"type": "arrondissement-municipal", "fields": f"nom,code,codesPostaux,population,{POINTS}"}),
    "former": ("communes_associees_deleguees", {"fields": "nom,code,chefLieu"}),
    "epcis": ("epcis", {"fields": "nom,code"}),
    "departements": ("departements", {"fields": "nom,code,codeRegion"}),
    "regions": ("regions", {"fields": "nom,code"}),
}
CITIES = {"75": "75056", "13": "13055", "69": "69123"}  # an arrondissement's code begins like its city's département


class ServiceFailed(Exception):
    """The service did not answer, or not what its contract says."""


def fetch(base_url: str, *, progress: Callable[[str], None] = lambda name: None) -> Answers:
    """Ask for everything. Raise ServiceFailed at the first refusal."""
    answers = {}
    try:
        gate = gate_of_settings().permitting(base_url)
    except NotReached as error:
        raise ServiceFailed(str(error)) from error
    for name, (path, parameters) in RESOURCES.items():
        progress(name)
        answers[name] = _get(f"{base_url.rstrip('/')}/{path}?{urlencode({'zone': ZONES} | parameters)}", gate)
    return answers


def to_tables(answers: Answers, known: Tables, *, today: date, keep_points: bool = True) -> Tables:
    """Tables from the answers. Town halls already known are kept unless told otherwise; former codes known before are kept and followed.

    Raise ServiceFailed when an entry lacks what the contract promises.
    """
    halls = {item.code: item for item in [*known.communes, *known.arrondissements] if keep_points and item.point_origin == "mairie"}
    try:
        communes = [
            Commune(entry["code"], entry["nom"], *_located(entry, halls), entry["codeDepartement"], entry["codeRegion"], entry.get("codeEpci", ""))
            for entry in answers["communes"]
        ]
        arrondissements = [
            Arrondissement(entry["code"], entry["nom"], *_located(entry, halls), CITIES[entry["code"][:2]]) for entry in answers["arrondissements"]
        ]
        return Tables(
            communes=communes,
            arrondissements=arrondissements,
            former=_former(answers["former"], arrondissements, {commune.code for commune in communes}, known),
            regions={entry["code"]: entry["nom"] for entry in answers["regions"]},
            departements={entry["code"]: (entry["nom"], entry["codeRegion"]) for entry in answers["departements"]},
            epcis={entry["code"]: entry["nom"] for entry in answers["epcis"]},
            origin=known.origin | {"vintage": today.isoformat(), "sources": ["geo.api.gouv.fr", *(known.origin["sources"] if halls else ())]},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ServiceFailed(_("une entrée n’a pas ce que le service promet : %(error)r") % {"error": error}) from error


def _get(address: str, gate: Gate) -> list[Entry]:
    try:
        answer = ask(address, gate=gate, headers={"Accept": "application/json"}, limits=LIMITS)
    except NotReached as error:
        raise ServiceFailed(str(error)) from error
    if answer.status != 200:
        raise ServiceFailed(_("%(address)s : réponse %(status)d") % {"address": address, "status": answer.status})
    try:
        entries = json.loads(answer.content)
    except ValueError as error:
        raise ServiceFailed(_("%(address)s : la réponse n’est pas du JSON") % {"address": address}) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ServiceFailed(_("%(address)s : la réponse n’est pas une liste") % {"address": address})
    return entries


def _located(entry: Entry, halls: dict[str, Any]) -> tuple[tuple[str, ...], int | None, float | None, float | None, str]:
    postal_codes, population = tuple(entry.get("codesPostaux") or ()), entry.get("population")
    if hall := halls.get(entry["code"]):
        return postal_codes, population, hall.latitude, hall.longitude, "mairie"
    centre, hall = _point(entry.get("centre")), _point(entry.get("mairie"))
    if hall and hall != centre:
        return postal_codes, population, *hall, "mairie"
    return (postal_codes, population, *centre, "api") if centre else (postal_codes, population, None, None, "")


def _point(geometry: Entry | None) -> tuple[float, float] | None:
    if not geometry:
        return None
    longitude, latitude = geometry["coordinates"][:2]
    return round(float(latitude), 4), round(float(longitude), 4)


def _former(entries: list[Entry], arrondissements: list[Arrondissement], current: set[str], known: Tables) -> list[Former]:
    told = {entry["code"]: Former(entry["code"], entry["nom"], entry["chefLieu"]) for entry in entries}
    told |= {item.code: Former(item.code, item.name, item.commune) for item in arrondissements}
    everything = {item.code: item for item in known.former} | told
    followed = {code: _follow(item.current, everything, current) for code, item in everything.items()}
    return [Former(code, item.name, successor) for code, item in everything.items() if (successor := followed[code])]


def _follow(code: str, former: dict[str, Former], current: set[str]) -> str:
    """Today's commune at the end of a chain of mergers, or "" when the chain is broken."""
    for _step in range(5):
        if code in current or code not in former:
            break
        code = former[code].current
    return code if code in current else ""
