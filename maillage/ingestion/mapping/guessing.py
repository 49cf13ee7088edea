"""Knows which field a column probably is, by its name and by its cells, and how sure that is."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.dictionary import finding
from maillage.ingestion.mapping.keywords import NO, YES
from maillage.ingestion.mapping.persons import ENOUGH as ENOUGH_PERSONS
from maillage.ingestion.mapping.persons import names_person
from maillage.ingestion.mapping.profile import VOCABULARIES, Profile, codes_exact, codes_told

SURE = 0.5  # from here a column is used; below, it is only proposed in a comment
ENOUGH = 0.2  # below, it is not even proposed
BY_CELLS = {"phones": 0.6, "emails": 0.7, "websites": 0.6, "identifiers": 0.6, "pair": 0.6, "commune": 0.55, "hours": 0.55}  # without any name that helps
UNMARKED = ("languages", "level", "kinds")  # vocabularies that a column of marks seldom tells
FREE_TEXTS = ("summary", "description", "complement", "other_labels", "parent")  # where the names of persons would be published as they are
CHECKED = ("phones", "emails", "websites", "identifiers", "postal_code", "insee", "commune")  # fields whose cells show what they are


QUESTIONS = {"gratui": ("gratuit", "payant"), "payant": ("payant", "gratuit")}
ON_CONDITION = "gratuit-sous-condition"


@dataclass(frozen=True)
class Guess:
    """What a column may be: a field, `point`, `street_number`, `id`, `hours`, a day, or a vocabulary."""

    field: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Headers:
    """The usual names of columns, as data."""

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    unless: Mapping[str, tuple[str, ...]]
    noise: frozenset[str]
    days: Mapping[str, frozenset[str]]
    elements: frozenset[str]
    answers: Mapping[str, tuple[str, str]]


@cache
def headers() -> Headers:
    written = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
    named = {**written["fields"], **written["elements"]}
    return Headers(
        phrases={name: tuple(tuple(phrase.split()) for phrase in phrases) for name, phrases in named.items()},
        unless={name: tuple(words) for name, words in written["unless"].items()},
        noise=frozenset(written["noise"]),
        days={day: frozenset(words) for day, words in written["days"].items()},
        elements=frozenset(written["elements"]),
        answers={word: (vocab, code) for word, (vocab, code) in written["answers"].items()},
    )


def header_score(words: Sequence[str], name: str) -> float:
    """How well the name of a column says a field: 1 when it is one of its usual names."""
    known = headers()
    if not words or any(fnmatchcase(word, veto) for word in words for veto in known.unless.get(name, ())):
        return 0.0
    bare = _bare(words)
    return max(_phrase_score(words, bare, phrase) for phrase in known.phrases[name])


def _phrase_score(words: Sequence[str], bare: Sequence[str], phrase: tuple[str, ...]) -> float:
    if _alike(words, phrase):
        return 1.0
    essential = _bare(phrase)
    if essential and _alike(bare, essential):
        return 0.95
    if not essential or len("".join(phrase)) < 3:
        return 0.0  # "x", "id" and "structure" must be the whole name
    if _holds(words, phrase) or _holds(bare, essential):
        return min(0.85, 0.5 + 0.12 * len(phrase) + 0.2 * len(phrase) / len(words))
    return 0.0


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(_alike(words[at : at + len(phrase)], phrase) for at in range(len(words) - len(phrase) + 1))


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in headers().noise)


def _alike(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(word == asked or ("*" in asked and fnmatchcase(word, asked)) for word, asked in zip(words, phrase, strict=True))


def guesses(column: Profile) -> list[Guess]:
    """Everything a column may be, the surest first."""
    reaches = column.words[:1] == ("contact",) and column.share("emails") + column.share("phones") >= 0.5
    if names_person(column.name) and not column.answers and not (reaches and column.names < ENOUGH_PERSONS):
        return [Guess("personal", 1.0, _("l’en-tête nomme une personne"))]
    found = [*_day(column), *_fields(column), *_coordinates(column), *_elements(column)]
    if column.persons >= ENOUGH_PERSONS:
        found = [guess for guess in found if guess.field not in FREE_TEXTS]
    return sorted((guess for guess in found if guess.confidence >= ENOUGH), key=lambda guess: -guess.confidence)


def _why(header: float, cells: float | None, what: str) -> str:
    told = [_("l’en-tête le dit")] if header >= 0.95 else [_("l’en-tête y ressemble")] if header else []
    if cells is not None and cells >= 0.5:
        told.append(_("%(percent)s %% des cases remplies conviennent") % {"percent": round(100 * cells)})
    elif cells is not None:
        told.append(_("mais %(percent)s %% seulement des cases remplies conviennent") % {"percent": round(100 * cells)})
    return ", ".join(told) or what


def _fields(column: Profile) -> Iterator[Guess]:
    for name in headers().phrases:
        if name in headers().elements or name in {"latitude", "longitude", "point"}:
            continue
        header = header_score(column.words, name)
        cells = _cells(column, name)
        if header:
            confidence = _by_name(header) if not column.filled else 0.9 * header if cells is None else _mixed(header, cells)
            yield Guess(name, round(confidence, 2), _why(header, cells if column.filled else None, name))
        elif name in BY_CELLS and cells is not None and cells >= 0.8 and column.filled >= 3:
            yield Guess(name, round(BY_CELLS[name] * cells, 2), _why(0, cells, name))


def _by_name(header: float) -> float:
    """A column that is empty in this file is used only under a name that leaves no doubt."""
    return 0.75 if header == 1 else 0.45 * header


def _mixed(header: float, cells: float) -> float:
    """Name and cells together; cells that plainly say something else forbid it."""
    return 0.25 * header if cells < 0.2 else 0.6 * header + 0.4 * cells


def _cells(column: Profile, name: str) -> float | None:
    """How far the cells are what the field holds; None when nothing can tell."""
    if name in CHECKED:
        return column.share(name)
    check = CELL_CHECKS.get(name)
    return check(column) if check else None


def _is_text(column: Profile) -> float:
    return 0.0 if any(column.share(kind) > 0.5 for kind in ("number", "date", "websites", "emails", "phones")) else 1.0


CELL_CHECKS: dict[str, Callable[[Profile], float]] = {
    "name": lambda column: _is_text(column) * (1.0 if column.variety > 0.4 and 2 < column.length < 120 else 0.5 if column.variety > 0.1 else 0.1),
    "street": lambda column: _is_text(column) * (0.1 if column.variety < 0.1 and column.filled > 30 else max(0.4, column.share("street"))),
    "street_number": lambda column: 1.0 if column.length < 6 and column.share("number") > 0.5 else 0.0,
    "street_type": lambda column: 1.0 if column.length < 12 and _is_text(column) else 0.0,
    "complement": lambda column: _is_text(column) * 0.8,
    "as_of": lambda column: column.share("date"),
    "hours": lambda column: max(column.share("hours"), column.share("days")),
    "id": lambda column: 1.0 if column.is_unique and column.length < 60 else 0.0,
    "description": lambda column: _is_text(column) * (1.0 if column.length > 25 else 0.5),
    "summary": lambda column: _is_text(column),
    "parent": lambda column: _is_text(column) * 0.9,
    "appointment_url": lambda column: column.share("websites"),
    "access_url": lambda column: column.share("websites"),
    "other_labels": lambda column: _is_text(column) * 0.7,
}


def _day(column: Profile) -> Iterator[Guess]:
    for day, names in headers().days.items():
        if names & set(column.words) and len(column.words) <= 5:
            times = column.share("hours")
            yield Guess(day, round(0.75 if not column.filled else 0.5 + 0.45 * times, 2), _("l’en-tête nomme le jour"))


OPPOSITE = {"latitude": "longitude", "longitude": "latitude"}


def _coordinates(column: Profile) -> Iterator[Guess]:
    """Coordinates: the name says that it is one, the cells say which."""
    north, east = max(column.share("latitude"), column.share("north")), max(column.share("longitude"), column.share("east"))
    header = {name: header_score(column.words, name) for name in ("latitude", "longitude", "point")}
    if column.share("pair") >= 0.5 and (header["point"] or column.share("pair") >= 0.9):
        score = 0.55 + 0.4 * header["point"] if header["point"] else 0.3
        yield Guess("point", round(score, 2), _("des couples de coordonnées"))
        return
    named = max(header["latitude"], header["longitude"])
    for name, share, other in (("latitude", north, east), ("longitude", east, north)):
        own = header[name]
        if not column.filled:
            yield Guess(name, _by_name(own), _why(own, None, name))
        elif own < 0.95 and header[OPPOSITE[name]] >= 0.95:
            continue  # overseas, a latitude has the figures of a longitude of the mainland: the name is right
        elif own >= 0.95 and column.share("number") > 0.5:
            yield Guess(name, round(max(0.7, 0.75 + 0.25 * share), 2), _why(own, share if share > other else None, name))
        elif named and share >= 0.5 and share > other:
            yield Guess(name, round(0.5 * named + 0.25 * own + 0.25 * share, 2), _why(own, share, name))
        elif own and max(share, other) < 0.5 and column.share("number") > 0.5:  # overseas, or another system
            yield Guess(name, round(0.7 * own, 2), _why(own, None, name))


def _elements(column: Profile) -> Iterator[Guess]:
    """Vocabularies: by the name, and by the words of the cells."""
    scores = {name: header_score(column.words, name) for name in VOCABULARIES if name in headers().elements}
    if scores["costs"] >= SURE and (asked := question(column)):
        clear = sum(count for cell, count in column.cells.items() if asked_cost(cell, asked)) / column.filled
        yield Guess("costs", round(0.5 + 0.5 * clear, 2), _why(scores["costs"], clear, "costs"))
        return
    if column.marks or column.answers or column.counts:
        yield from _marked(column)
        return
    parts = column.parts(column.separators)
    total = sum(parts.values())
    told, exact = Counter[str](), Counter[str]()
    for word, count in parts.items():
        exact.update({vocab: count for vocab, _code in codes_exact(word)})
        told.update({vocab: count for vocab in scores if scores[vocab] and codes_told(word, vocab)})
    for vocab in VOCABULARIES:
        header = scores.get(vocab, 0.0)
        known = (told if header else exact)[vocab] / max(total, 1)
        known = max(known, column.heard(vocab)) if header else known
        if not column.filled:
            confidence = _by_name(header)
        elif header:
            confidence = 0.5 * header + 0.5 * known if known >= 0.15 else 0.4 * header
        else:
            confidence = 0.6 * known if known >= 0.7 and len(parts) >= 2 and column.variety < 0.8 else 0.0
        if confidence:
            yield Guess(vocab, round(confidence, 2), _why(header, known if column.filled else None, vocab))


def _marked(column: Profile) -> Iterator[Guess]:
    """A column that answers one question: its name tells which, or the one value that it holds."""
    for vocab, _code in marked_codes(column):
        yield Guess(vocab, 0.7, _("une colonne pour une seule chose, remplie ou non"))


def marked_codes(column: Profile) -> list[tuple[str, str]]:
    """Codes that a column of marks states where it is filled, or answers yes."""
    name = column.name.replace("_", " ")
    texts = [name] if column.answers or column.counts else [next(iter(column.cells)), name]
    for text in texts:
        if found := [told for told in codes_told(text) if told[0] not in UNMARKED] or _asked(column.words):
            first = found[0][0]
            return [(vocab, code) for vocab, code in found if vocab == first or {vocab, first} <= {"services", "equipment"}]
    return []


def _asked(words: Sequence[str]) -> list[tuple[str, str]]:
    """Codes of a question by the words of its name."""
    for word in words:
        for pattern, (vocab, code) in headers().answers.items():
            if fnmatchcase(word, pattern):
                return [(vocab, code)]
    return []


def question(column: Profile) -> tuple[str, str] | None:
    """What yes and no mean in a column that asks whether it is free, or whether one pays; None when it asks neither, or is not answered so."""
    meant = next((meant for word, meant in QUESTIONS.items() if any(name.startswith(word) for name in column.words)), None)
    answered = sum(count for cell, count in column.cells.items() if fold(cell).partition(" ")[0] in YES | NO)
    return meant if 2 * answered >= column.filled > 0 else None


def asked_cost(cell: str, asked: tuple[str, str]) -> str:
    """The code that an answer to such a question says; "" when it is unclear."""
    first, _space, rest = fold(cell).partition(" ")
    if first in YES and not rest:
        return asked[0]
    if told := finding.stated(cell, "costs"):
        return told[0]
    if first in YES | NO:
        code = asked[0] if first in YES else asked[1]
        return ON_CONDITION if code == "gratuit" and rest else code
    return ""
