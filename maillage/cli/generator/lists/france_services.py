"""Knows the national list of France Services: `,`, everything between quotes, one column of hours per day, line breaks inside cells."""

from collections.abc import Sequence

from maillage.cli.generator import week
from maillage.cli.generator.damage import Listing
from maillage.cli.generator.draw import Draw
from maillage.cli.generator.lists.cells import address, spaced, write_csv

COLUMNS = (
    "id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com", "latitude", "longitude", "mail", "telephone",
    "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "commentaire", "itinerance", "format_fs", "groupe", "labellisation",
)  # fmt: skip
COMMENTS = (
    "Fermé la première semaine d’août.",
    "Rendez-vous conseillé l’après-midi.\nPermanence des impôts le premier mardi du mois.",
    "Horaires d’été :\n9h-13h du lundi au vendredi",
    "Accueil sans rendez-vous le matin.",
)


def write(listings: Sequence[Listing], *, seed: int) -> bytes:
    """The list as UTF-8."""
    rows = [_row(listing, Draw.of(seed, "france services row", listing.record_id)) for listing in listings]
    return write_csv(COLUMNS, rows, delimiter=",", all_quoted=True, end="\n").encode()


def _row(listing: Listing, draw: Draw) -> list[object]:
    site = listing.site
    street = address(listing.number, listing.street)
    complement = site.complement
    if complement and draw.chance(0.3):  # written under the street, in the same cell
        street, complement = f"{street}\n{complement}", ""
    return [
        listing.record_id,
        site.commune.departement,
        listing.name,
        street,
        complement,
        listing.insee,
        listing.postal_code,
        listing.commune,
        *(listing.point or ("", "")),
        listing.email,
        spaced(listing.phone),
        *week.in_columns(listing.hours, style="clock"),
        draw.pick(COMMENTS) if draw.chance(0.35) else "",
        "Oui" if site.is_itinerant else "Non",
        "Antenne" if site.is_itinerant else "Site principal",
        "",
        f"Espace labellisé 01/{draw.randint(1, 12):02d}/{draw.randint(2020, 2024)}",
    ]
