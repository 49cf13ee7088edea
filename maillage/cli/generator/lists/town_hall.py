"""Knows an old survey of a town: long labels, one column per service, metres with a decimal comma, days first, a referent's name."""

import json
from collections.abc import Sequence

from maillage.base.text import slug
from maillage.cli.generator import week
from maillage.cli.generator.damage import Listing
from maillage.cli.generator.draw import Draw, data
from maillage.cli.generator.lists.cells import address, lambert_93, phone

KINDS = {
    "BIB": "Bibliothèque / médiathèque",
    "RFS": "France Services",
    "MUNI": "Collectivité",
    "CCAS": "CCAS",
    "CS": "Centre social",
    "EVS": "Espace de vie sociale",
    "ASSO": "Association",
    "ML": "Mission locale",
    "LA_POSTE": "La Poste",
    "MDS": "Maison départementale des solidarités",
    "EPN": "Espace public numérique",
    "TIERS_LIEUX": "Tiers-lieu",
}
SERVICES = {
    "Aide aux démarches en ligne": "demarches-administratives",
    "Apprendre à se servir d’un ordinateur ou d’un téléphone": "outils-du-quotidien",
    "Recherche d’emploi": "insertion-professionnelle",
    "Arnaques et sécurité": "securite",
    "Parents et enfants face aux écrans": "parentalite-education",
    "Création, jeux, fablab": "loisirs-creation",
    "Comprendre Internet": "culture-numerique",
    "Accès à un ordinateur ou à Internet": "acces-internet-materiel",
    "Matériel à petit prix": "materiel-solidaire",
}
EQUIPMENT = {"Wifi": "wifi", "Imprimante": "imprimante", "Scanner": "scanner"}
AUDIENCES = {"jeunes": "Jeunes", "seniors": "Seniors (+ 60 ans)", "familles-enfants": "Familles", "femmes": "Femmes", "etudiants": "Étudiants"}
COSTS = {"gratuit": "Gratuit", "gratuit-sous-condition": "Gratuit pour les adhérents", "payant": "Payant"}


def write(listings: Sequence[Listing], *, seed: int) -> bytes:
    """The list as JSON, one object a place."""
    rows = [_row(listing, number, Draw.of(seed, "town hall row", listing.record_id)) for number, listing in enumerate(listings, start=1)]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _row(listing: Listing, number: int, draw: Draw) -> dict[str, object]:
    site, words = listing.site, data("words")
    north, east = _metres(listing.point)
    answers = {question: _answer(code in site.services, draw) for question, code in SERVICES.items()}
    answers |= {question: _answer(code in site.equipment, draw) for question, code in EQUIPMENT.items()}
    return {
        "N° de réponse": number,
        "Identifiant": listing.record_id,
        "Nom de la structure": listing.name,
        "Type de structure": KINDS[site.kind],
        "Adresse de la structure": address(listing.number, listing.street),
        "CP": int(listing.postal_code),  # a number: the spreadsheet ate the zero of the first nine départements
        "Commune": listing.commune,
        "X (Lambert 93)": east,
        "Y (Lambert 93)": north,
        "Tél.": phone(listing.phone, draw),
        "Mél.": listing.email,
        "Site Internet": site.website.removeprefix("https://") if draw.chance(0.7) else "",
        "Nom et prénom du référent": f"{draw.pick(words['last_names']).upper()} {draw.pick(words['first_names'])}",
        "Horaires d’ouverture": week.in_words(listing.hours),
        **answers,
        "Public accueilli": ", ".join(AUDIENCES[code] for code in site.audiences) or "Tout public",
        "Tarif": COSTS[site.cost],
        "Accompagnement": ", ".join(_support(code) for code in site.support),
        "Remarques": draw.pick(["", "", "", "RAS", "Se garer derrière l’église", f"Voir aussi {slug(site.commune.name)}.example"]),
        "Date de mise à jour": f"{listing.as_of:%d/%m/%Y}" if listing.as_of and not draw.chance(0.04) else "printemps dernier",
    }


def _metres(point: tuple[float, float] | None) -> tuple[str, str]:
    """North and east in Lambert-93, or in degrees where it does not reach."""
    if point is None:
        return "", ""
    if not 41 < point[0] < 52:
        return f"{point[0]}".replace(".", ","), f"{point[1]}".replace(".", ",")
    east, north = lambert_93(*point)
    return f"{north:.3f}".replace(".", ","), f"{east:.3f}".replace(".", ",")


def _answer(is_true: bool, draw: Draw) -> str:
    """Surveys say yes, sometimes no, and mostly nothing when it is no."""
    if is_true:
        return draw.pick(["Oui", "Oui", "oui", "OUI"])
    return draw.pick(["", "", "", "Non"])


def _support(code: str) -> str:
    return {"accompagnement-individuel": "Individuel", "atelier-collectif": "Atelier collectif", "en-autonomie": "Libre accès", "a-distance": "À distance"}[
        code
    ]
