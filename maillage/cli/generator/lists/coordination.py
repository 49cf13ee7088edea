"""Knows the national standard 1.0.2: 32 columns in order, several values parted by `|`, hours in OSM syntax."""

from collections.abc import Iterable, Sequence

from maillage.cli.generator.damage import Listing
from maillage.cli.generator.draw import Draw
from maillage.cli.generator.lists.cells import address, write_csv
from maillage.cli.generator.sites import Site
from maillage.referentials.selectors import standard_value

COLUMNS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "latitude", "longitude", "typologie", "telephone",
    "courriels", "site_web", "horaires", "presentation_resume", "presentation_detail", "source", "itinerance", "structure_parente", "date_maj", "services",
    "publics_specifiquement_adresses", "prise_en_charge_specifique", "frais_a_charge", "dispositif_programmes_nationaux", "formations_labels",
    "autres_formations_labels", "modalites_acces", "modalites_accompagnement", "fiche_acces_libre", "prise_rdv",
)  # fmt: skip


def write(listings: Sequence[Listing], *, seed: int) -> bytes:
    """The list as UTF-8."""
    return write_csv(COLUMNS, [_row(listing, Draw.of(seed, "coordination row", listing.record_id)) for listing in listings], delimiter=",", end="\n").encode()


def joined(vocabulary: str, codes: Iterable[str]) -> str:
    """Values of the standard, parted by `|`."""
    return "|".join(dict.fromkeys(value for code in codes if (value := standard_value(vocabulary, code))))


def _row(listing: Listing, draw: Draw) -> list[object]:
    site = listing.site
    pivot = site.siret if draw.chance(0.5) else "00000000000000"  # what the national tool writes when there is none
    return [
        listing.record_id,
        pivot,
        listing.name,
        listing.commune,
        listing.postal_code,
        listing.insee,
        address(listing.number, listing.street),
        site.complement,
        *(listing.point or ("", "")),
        site.kind,
        f"+33{listing.phone[1:]}" if listing.phone else "",
        listing.email,
        site.website,
        listing.hours,
        site.summary,
        "",
        "Coordination départementale",
        "Itinérant" if site.is_itinerant else "Fixe" if draw.chance(0.5) else "",
        "",
        listing.as_of or "",
        *_offer(site),
        "",
        joined("access", site.access),
        joined("support", site.support),
        "",
        f"https://rdv.example/{site.key}" if "prendre-rdv-en-ligne" in site.access else "",
    ]


def _offer(site: Site) -> list[str]:
    return [
        joined("services", site.services),
        joined("audiences", site.audiences),
        joined("care", site.care),
        joined("costs", [site.cost]),
        joined("programmes", site.programmes),
        joined("labels", site.labels),
    ]
