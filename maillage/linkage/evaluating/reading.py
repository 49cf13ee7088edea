"""Knows how the three files of a labelled set are read, and what is said of a line that cannot be."""

import csv
import json
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.ingestion.errors import why
from maillage.linkage.clusters import Pair, pair
from maillage.linkage.records import LinkRecord

ENDS, LABEL = ("id_a", "id_b"), "label"


class Where(NamedTuple):
    """A line of a file, as it is said."""

    file: Path
    line: int

    def __str__(self) -> str:
        return _("%(file)s, ligne %(line)s") % {"file": self.file.name, "line": self.line}


class Absent(NamedTuple):
    """An id that no record has, and where it is given: its line is left out."""

    where: Where
    value: str

    def __str__(self) -> str:
        return _("%(where)s : « %(value)s »") % {"where": self.where, "value": self.value[:80]}


def text_of(file: Path) -> str:
    """The text of a file."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAllowed(_("« %(file)s » n’est pas en UTF-8. Enregistrez-le en UTF-8, puis recommencez.") % {"file": file}) from error
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise NotAllowed(_("« %(file)s » ne peut pas être lu : %(reason)s. Vérifiez le chemin du fichier.") % {"file": file, "reason": reason}) from error


def objects(file: Path) -> Iterator[tuple[Where, dict[str, Any]]]:
    """The objects of a file with one JSON object a line, and where each stands."""
    for number, line in enumerate(text_of(file).split("\n"), start=1):
        if not line.strip():
            continue
        where = Where(file, number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            given = {"where": where, "value": line.strip()[:60]}
            raise NotAllowed(_("%(where)s : « %(value)s » n’est pas un objet JSON. Écrivez une fiche par ligne, entre accolades.") % given)
        yield where, row


def unique(file: Path, records: Sequence[LinkRecord]) -> frozenset[str]:
    """The ids of these records, each its own."""
    known: set[str] = set()
    for record in records:
        if record.id in known:
            given = {"file": file.name, "value": record.id}
            raise NotAllowed(_("%(file)s : l’identifiant « %(value)s » est à deux fiches. Donnez à chacune le sien.") % given)
        known.add(record.id)
    return frozenset(known)


def labels(file: Path, known: Collection[str], allowed: Sequence[str]) -> tuple[dict[Pair, str], list[Absent]]:
    """The label of each judged pair, and the ids that no record has."""
    found: dict[Pair, str] = {}
    absent: list[Absent] = []
    for where, row in table(file):
        one, other, label = (row[name] for name in (*ENDS, LABEL))
        check(where, one, other, label, allowed)
        if strangers := [Absent(where, end) for end in (one, other) if end not in known]:
            absent += strangers
        elif found.setdefault(pair(one, other), label) != label:
            given = {"where": where, "value": f"{one}, {other}"}
            raise NotAllowed(_("%(where)s : la paire « %(value)s » a déjà reçu un autre jugement. N’en gardez qu’un.") % given)
    return found, absent


def check(where: Where, one: str, other: str, label: str, allowed: Sequence[str]) -> None:
    """Raise NotAllowed unless a line judges two records."""
    if not one or not other:
        raise NotAllowed(_("%(where)s : un identifiant manque. Donnez deux fiches.") % {"where": where})
    if label not in allowed:
        given = {"where": where, "value": label[:60], "allowed": ", ".join(allowed)}
        raise NotAllowed(_("%(where)s : le jugement « %(value)s » n’existe pas. Jugements possibles : %(allowed)s.") % given)
    if one == other:
        raise NotAllowed(_("%(where)s : « %(value)s » est comparée à elle-même. Donnez deux fiches.") % {"where": where, "value": one})


def table(file: Path) -> Iterator[tuple[Where, dict[str, str]]]:
    """The rows of a file with columns, and where each stands."""
    text = text_of(file)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ",", restval="")
    try:
        missing = [name for name in (*ENDS, LABEL) if name not in (rows.fieldnames or ())]
        if missing:
            given = {"file": file.name, "missing": ", ".join(missing)}
            raise NotAllowed(_("%(file)s : colonne absente : %(missing)s. La première ligne doit être « id_a,id_b,label,reason ».") % given)
        for row in rows:
            yield Where(file, rows.line_num), {name: row[name].strip() for name in (*ENDS, LABEL)}
    except csv.Error as error:
        where = Where(file, rows.line_num + 1)
        raise NotAllowed(_("%(where)s : cette ligne n’est pas celle d’un tableau CSV (%(reason)s).") % {"where": where, "reason": error}) from error


def ids(file: Path, known: Collection[str]) -> tuple[frozenset[str], list[Absent]]:
    """The ids of a file, one a line, and those that no record has."""
    told = [Absent(Where(file, number), line.strip()) for number, line in enumerate(text_of(file).split("\n"), start=1) if line.strip()]
    return frozenset(one.value for one in told if one.value in known), [one for one in told if one.value not in known]
