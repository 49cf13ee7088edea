"""Knows how JSON, JSON Lines and GeoJSON become rows: numbered from 1 in the order of the list, or by line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.data_inclusion import joining
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.geojson import reader as geojson
from maillage.ingestion.formats.maillage import places as own
from maillage.ingestion.formats.objects.flattening import flat
from maillage.ingestion.formats.objects.paging import Onward
from maillage.ingestion.formats.objects.scanning import TOP, Item, everything, walk
from maillage.ingestion.formats.table import MAX_CELL, Reading, Row, Table, check_cell, check_columns, check_rows

USUAL = frozenset({"features", "records", "results", "elements", "items"})  # the list of Esri, Grist, OpenDataSoft… among those that describe it
KEPT = 50_000  # rows kept in memory; a longer list is walked again
KEPT_TEXT = 24_000_000  # characters


@dataclass
class Seen:
    """What a first walk of the document met."""

    counts: Counter[str] = field(default_factory=Counter)  # objects by path
    columns: dict[str, dict[str, None]] = field(default_factory=dict)  # of each list
    features: bool = False
    shapes: int = 0  # features that are not points
    lines: bool = False
    services: bool = False
    rows: dict[str, list[Row]] = field(default_factory=dict)  # of each list, while few
    onward: Onward = field(default_factory=Onward)


def read(decoded: Decoded, key: str = "") -> Table:
    """A table of the text. Raise UnreadableFile when it is not JSON, or holds no list of objects, or several and `key` does not choose."""
    text = decoded.text
    seen = _survey(text)
    if not key and (seen.services or seen.counts.keys() >= joining.KEYS):
        told = Onward(seen.onward.address, seen.onward.mark).lacking(sum(seen.counts.values()))  # what is counted may be either list
        return joining.read(decoded._replace(notes=(*decoded.notes, *told)), lambda: walk(text))
    path = _chosen(seen, key)
    columns = tuple(seen.columns[path])
    if not columns:
        raise UnreadableFile(_("Le JSON ne contient aucune ligne. Vérifiez que le téléchargement est complet."))
    name = "geojson" if seen.features else "jsonl" if seen.lines else "json"
    notes = (*decoded.notes, *seen.onward.lacking(seen.counts[path]))
    if seen.shapes:
        notes += (_("Formes qui ne sont pas des points, dont le milieu des sommets a été pris : %(count)s.") % {"count": seen.shapes},)
    kept = seen.rows.get(path)
    return Table(Reading(name, decoded.encoding, "", notes, key=path), columns, lambda: iter(kept) if kept else _rows(text, path))


def _survey(text: str) -> Seen:
    """Walk the whole document once: what lists it holds, with which columns."""
    seen = Seen()
    is_small = len(text) <= KEPT_TEXT
    for item in everything(text):
        if seen.onward.hear(item):
            continue
        path, place, value = item
        row = cells(value, place)
        seen.counts[path] += 1
        seen.lines = path == TOP and text.lstrip("\ufeff \t\r\n")[:1] == "{" if place == 1 else seen.lines
        seen.features = seen.features or geojson.is_feature(value)
        seen.shapes += geojson.SHAPE in row
        seen.services = seen.services or joining.is_service(value)
        known = seen.columns.setdefault(path, {})
        if not row.keys() <= known.keys():
            known |= dict.fromkeys(row)
            check_columns(len(known))
        check_rows(seen.counts[path])
        if is_small:
            seen.rows.setdefault(path, []).append((place, row))
        if seen.counts[path] == KEPT:
            is_small = False
            seen.rows.clear()
        for column, cell in row.items():
            if type(cell) is str and len(cell) > MAX_CELL:
                check_cell(place, column, cell)
    return seen


def cells(value: Any, place: int) -> dict[str, Any]:
    """Cells of an object. Raise UnreadableFile when it is something else."""
    if not isinstance(value, dict):
        raise UnreadableFile(_("Ligne %(rank)s : ce n’est pas un objet avec des noms de colonnes.") % {"rank": place})
    return flat(geojson.as_object(value) if geojson.is_feature(value) else own.as_object(value) if own.is_place(value) else value)


def _chosen(seen: Seen, key: str) -> str:
    """Path of the list to read: the one asked, else the only one."""
    if key in seen.counts:
        return key
    usual = [path for path in seen.counts if path.rpartition(".")[2] in USUAL]
    if not key and len(usual) == 1:
        return usual[0]
    names = ", ".join(f"« {path} »" for path in sorted(seen.counts)[:10] if path)
    if key:
        raise UnreadableFile(
            _("Le JSON n’a pas de liste de lieux sous la clé « %(key)s ». Listes trouvées : %(names)s.") % {"key": key, "names": names or _("aucune")}
        )
    if not seen.counts:
        raise UnreadableFile(_("Le JSON ne contient aucune ligne : il doit être une liste de lieux, ou un objet qui en contient une."))
    if len(seen.counts) > 1:
        raise UnreadableFile(
            _("Le JSON doit être une liste de lieux, ou un objet qui en contient une seule. Choisissez la clé de la vôtre : %(names)s.") % {"names": names}
        )
    return next(iter(seen.counts))


def _rows(text: str, path: str) -> Iterator[Row]:
    return numbered(item for item in walk(text) if item.path == path)


def numbered(items: Iterable[Item]) -> Iterator[Row]:
    """Rows of the objects met, with their place."""
    return ((item.place, cells(item.value, item.place)) for item in items)
