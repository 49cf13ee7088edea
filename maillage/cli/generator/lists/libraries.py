"""Knows the national list of libraries: `;`, one row per building, neither contact nor service, and the offices that receive nobody."""

from collections.abc import Sequence

from maillage.cli.generator import week
from maillage.cli.generator.damage import Listing
from maillage.cli.generator.draw import Draw
from maillage.cli.generator.lists.cells import address, write_csv

COLUMNS = (
    "Libelle1", "Libelle2", "Localisation", "voie", "CP", "CEDEXB", "Ville", "DEPT", "INSEE", "coordonnees_ban", "coordonnees_insee",
    "coordonnees_finales", "code_bib", "code_ua", "Code region", "Statut", "surface", "type_adresse", "amplitude_horaire", "pop_com",
)  # fmt: skip


def write(listings: Sequence[Listing], *, seed: int) -> bytes:
    """The list as UTF-8."""
    return write_csv(COLUMNS, [_row(listing, Draw.of(seed, "libraries row", listing.record_id)) for listing in listings], delimiter=";").encode()


def _row(listing: Listing, draw: Draw) -> list[object]:
    site, commune = listing.site, listing.site.commune
    centre = f"{commune.latitude},{commune.longitude}"
    point = f"{listing.point[0]},{listing.point[1]}" if listing.point else centre
    found = point.replace(",", ", ") if point != centre else ""
    status = "Bibliothèque municipale" if draw.chance(0.95) else "Bibliothèque municipale classée"
    open_hours = week.hours_a_week(site.hours)
    return [
        listing.name,
        site.complement if draw.chance(0.3) else "",
        "Mairie" if draw.chance(0.08) else "",
        address(listing.number, listing.street),
        listing.postal_code,
        "",
        listing.commune,
        commune.departement,
        listing.insee,
        found,
        centre,
        point,
        listing.record_id,
        listing.record_id,
        commune.region,
        status,
        "" if draw.chance(0.2) else draw.randint(20, 600),
        "Adresse administrative" if site.is_administrative else "Bibliothèque ouverte au public",
        open_hours or "",
        commune.population,
    ]
