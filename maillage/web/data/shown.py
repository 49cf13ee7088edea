"""Knows how the page of the data shows files, sources and fields. Plain values."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from maillage.opendata import dictionary, dumps, formats
from maillage.opendata.dumps import Dump, File
from maillage.territories import selectors as territories

UNITS = ((1_000_000, gettext_noop("Mo")), (1_000, gettext_noop("ko")))  # bytes, as people count them


@dataclass(frozen=True)
class Download:
    """One file to take. `size` is "" before the first dump: the file is then written while it is taken."""

    title: str
    about: str
    path: str
    size: str


@dataclass(frozen=True)
class Departement:
    """The files of one département."""

    name: str
    code: str
    files: tuple[Download, ...]


@dataclass(frozen=True)
class Data:
    """What there is to take."""

    written_at: datetime | None
    generation: int
    downloads: tuple[Download, ...]
    departements: tuple[Departement, ...]


@dataclass(frozen=True)
class Meaning:
    """One field of the dictionary."""

    name: str
    type: str
    meaning: str
    vocabulary: str
    columns: tuple[str, ...]


def data() -> Data:
    """What the last dump holds; before the first one, what may be taken at once."""
    dump = dumps.latest()
    if dump is None:
        now = tuple(Download(_(form.title), _(form.about), f"/donnees/{form.file_name}", "") for form in formats.FORMATS)
        return Data(None, 0, now, ())
    return Data(dump.written_at, dump.generation, tuple(download(file) for file in dump.whole()), departements(dump))


def download(file: File) -> Download:
    form = formats.named(file.format)
    title, about = (_(form.title), _(form.about)) if form else (file.format, "")
    return Download(title, about, f"/donnees/telechargements/{file.path}", size_of(file.size))


def departements(dump: Dump) -> tuple[Departement, ...]:
    found = ((territories.parse_territory(key), files) for key, files in dump.of_territories().items())
    return tuple(Departement(area.name, area.code, tuple(map(download, files))) for area, files in found if area)


def size_of(count: int) -> str:
    """« 1,2 Mo », « 840 ko »."""
    for unit, name in UNITS:
        if count >= unit:
            return f"{number_format(count / unit, 1)}\N{NO-BREAK SPACE}{_(name)}"
    unit_name = _("octets")
    return f"{count}\N{NO-BREAK SPACE}{unit_name}"


def meanings(of: str) -> list[Meaning]:
    """Fields of places or of offers, in the reader's language."""
    language = get_language() or "fr"
    return [
        Meaning(field.name, kind(field.type), field.meaning(language), field.vocabulary, tuple(filter(None, (field.header, field.standard))))
        for field in dictionary.fields(of)
    ]


def kind(name: str) -> str:
    """What a type is called."""
    words = {"text": _("texte"), "list": _("liste"), "number": _("nombre"), "date": _("date"), "flag": _("vrai ou faux"), "object": _("objet")}
    return words[name]
