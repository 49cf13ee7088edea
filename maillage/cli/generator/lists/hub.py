"""Knows the list of a regional hub: Windows-1252, `;`, capitals everywhere, labels of the standard's older version, a few empty rows."""

from collections.abc import Sequence

from maillage.cli.generator import week
from maillage.cli.generator.damage import Listing, plain
from maillage.cli.generator.draw import Draw
from maillage.cli.generator.lists.cells import address, phone, write_csv
from maillage.cli.generator.lists.town_hall import KINDS
from maillage.referentials.selectors import standard_value

COLUMNS = (
    "REF", "STRUCTURE", "TYPE", "ADRESSE", "COMPLEMENT", "CP", "VILLE", "INSEE", "LAT", "LON", "TELEPHONE", "MAIL", "SITE",
    "LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "SERVICES", "PUBLICS", "TARIF", "ACCUEIL", "MAJ",
)  # fmt: skip
OLDER = {
    "outils-du-quotidien": "Prendre en main un ordinateur",
    "insertion-professionnelle": "Favoriser mon insertion professionnelle",
    "loisirs-creation": "Créer avec le numérique",
    "culture-numerique": "Approfondir ma culture numérique",
    "materiel-solidaire": "S'équiper en matériel informatique",
    "parentalite-education": "Soutenir la parentalité et l'éducation avec le numérique",
}
EMPTY_EVERY = 60  # rows; what a spreadsheet leaves behind


def write(listings: Sequence[Listing], *, seed: int) -> bytes:
    """The list as Windows-1252; a letter it lacks loses its accent."""
    rows: list[list[object]] = []
    for number, listing in enumerate(listings, start=1):
        rows.append(_row(listing, Draw.of(seed, "hub row", listing.record_id)))
        if number % EMPTY_EVERY == 0:
            rows.append([f"HUB-VIDE-{number}", *[""] * (len(COLUMNS) - 1)])
    text = write_csv(COLUMNS, rows, delimiter=";")
    return "".join(letter if _fits(letter) else plain(letter) for letter in text).encode("cp1252", errors="replace")


def _row(listing: Listing, draw: Draw) -> list[object]:
    site = listing.site
    services = [OLDER.get(code) or standard_value("services", code) or "" for code in site.services]
    latitude, longitude = (f"{value}".replace(".", ",") for value in listing.point) if listing.point else ("", "")
    return [
        listing.record_id,
        listing.name,
        KINDS[site.kind].upper(),
        address(listing.number, listing.street).upper(),
        site.complement.upper(),
        listing.postal_code,
        listing.commune,
        listing.insee,
        latitude,
        longitude,
        phone(listing.phone, draw),
        listing.email.upper() if draw.chance(0.2) else listing.email,
        site.website if draw.chance(0.6) else "",
        *week.in_columns(listing.hours, style="h"),
        ", ".join(services).upper(),
        ", ".join(standard_value("audiences", code) or "" for code in site.audiences).upper(),
        (standard_value("costs", site.cost) or "").upper(),
        ", ".join(standard_value("access", code) or "" for code in site.access).upper(),
        f"{listing.as_of:%d/%m/%Y}" if listing.as_of else "",
    ]


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
