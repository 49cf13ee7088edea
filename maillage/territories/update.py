"""Knows when newer communes may replace the present ones, and how: written beside, then swapped."""

import shutil
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.territories import files
from maillage.territories.files import Tables

TOLERANCE = 0.01  # communes merge by a few dozen a year: one in a hundred is already a lot
FILLED = ("points", "postal_codes", "in_epci")
LARGEST_LOSS = 0.02


def refusals(new: Tables, known: Tables) -> list[str]:
    """Why the new tables may not replace the known ones: one sentence each, none when they may."""
    before, after = _counts(known), _counts(new)
    wrong = [name for name in ("arrondissements", "departements", "regions") if after[name] < before[name]]
    wrong += [name for name in ("communes", "epcis") if abs(after[name] - before[name]) > TOLERANCE * before[name]]
    wrong += [name for name in FILLED if after[name] < (1 - LARGEST_LOSS) * before[name]]
    told = [_("%(what)s : %(new)d au lieu de %(known)d") % {"what": _label(name), "new": after[name], "known": before[name]} for name in wrong]
    empty = sorted({commune.departement for commune in known.communes} - {commune.departement for commune in new.communes})
    if empty:
        told.append(_("plus aucune commune dans : %(codes)s") % {"codes": ", ".join(empty)})
    return told


def lost_codes(new: Tables, known: Tables) -> list[str]:
    """Codes known until now, that the new tables neither have nor tell the successor of."""
    told = {commune.code for commune in new.communes} | {item.code for item in new.former}
    return sorted(({commune.code for commune in known.communes} | {item.code for item in known.former}) - told)


def swap(folder: Path, tables: Tables) -> None:
    """Write the tables beside a folder, then put them in its place; the former content stays in `<folder>.previous`."""
    fresh, previous = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.previous")
    shutil.rmtree(fresh, ignore_errors=True)
    files.write_tables(fresh, tables)
    files.read_tables(fresh)  # what cannot be read back is not put in place
    if folder.exists():
        shutil.rmtree(previous, ignore_errors=True)
        folder.rename(previous)
    fresh.rename(folder)


def _counts(tables: Tables) -> dict[str, int]:
    return {
        "communes": len(tables.communes),
        "arrondissements": len(tables.arrondissements),
        "epcis": len(tables.epcis),
        "departements": len(tables.departements),
        "regions": len(tables.regions),
        "points": sum(commune.point is not None for commune in tables.communes),
        "postal_codes": sum(bool(commune.postal_codes) for commune in tables.communes),
        "in_epci": sum(bool(commune.epci) for commune in tables.communes),
    }


def _label(name: str) -> str:
    return {
        "communes": _("communes"),
        "arrondissements": _("arrondissements"),
        "epcis": _("intercommunalités"),
        "departements": _("départements"),
        "regions": _("régions"),
        "points": _("communes avec un point"),
        "postal_codes": _("communes avec un code postal"),
        "in_epci": _("communes dans une intercommunalité"),
    }[name]
