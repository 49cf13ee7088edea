"""Knows how a mapping is proposed for a list nobody has described yet: what each column probably is, how sure that is, and examples to judge it by."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.formats.table import Table
from maillage.ingestion.mapping.faults import DAYS
from maillage.ingestion.mapping.guessing import SURE, Guess, guesses, marked_codes
from maillage.ingestion.mapping.keywords import loosen, says
from maillage.ingestion.mapping.lint import code_of, quoted
from maillage.ingestion.mapping.profile import VOCABULARIES, Profile, codes_told, profiles, words_of

SINGLE = ("name", "street", "commune", "postal_code", "insee", "latitude", "longitude", "as_of", "summary", "parent", "appointment_url", "access_url")
ALONE = ("point", "street_number", "street_type", "id")  # one column each, and no line of their own
SEVERAL = ("phones", "emails", "websites", "identifiers", "complement", "description", "other_labels")
WORDS_KNOWN = 0.9  # share of words of the vocabulary from which no table is needed
LONGEST_TABLE = 80
UNIVERSAL = 32  # signs of an identifier drawn once for all
FREE_TEXT = 50  # signs of a value from which words are looked for in it
LOCAL_PART = re.compile(r"[^\s@<>;,]+@")
PHONE = re.compile(r"^(\+?[\d\s.()-]{4,}?)(?:[\s.-]?\d){4}$")
STABLE, LESS_STABLE = ("name", "street", "commune"), ("postal_code", "latitude", "point", "phones")


@dataclass
class Proposed:
    """What is proposed for one column."""

    column: Profile
    guess: Guess | None
    is_used: bool = False


@dataclass
class Suggestion:
    """A mapping in our form, and the reasons of it."""

    text: str
    columns: list[Proposed] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {"mapping": self.text, "columns": [_told(proposed) for proposed in self.columns]}


def _told(proposed: Proposed) -> dict[str, Any]:
    guess = proposed.guess
    said = {"field": guess.field, "confidence": guess.confidence, "why": guess.why} if guess else {"field": "", "confidence": 0, "why": ""}
    return {"column": proposed.column.name, **said, "used": proposed.is_used, "examples": _examples(proposed)}


def _examples(proposed: Proposed) -> list[str]:
    """Examples to judge by, without what would reach or name a person: a proposal is kept and shared."""
    if proposed.guess and proposed.guess.field == "personal":
        return []
    shown = [LOCAL_PART.sub("…@", example) for example in proposed.column.examples()]
    return [PHONE.sub(r"\1…", example) for example in shown] if proposed.guess and proposed.guess.field == "phones" else shown


def suggest(table: Table, *, name: str = "") -> Suggestion:
    """Propose a mapping for a list. It always compiles: what is in doubt stays in comments."""
    draft = Draft(profiles(table))
    return Suggestion("\n".join(draft.written(name)) + "\n", draft.columns)


class Draft:
    """The columns of a list being shared out among the fields."""

    def __init__(self, columns: list[Profile]) -> None:
        self.columns = [Proposed(column, None) for column in columns]
        self.options = {column.name: guesses(column) for column in columns}
        self.by_field: dict[str, list[Proposed]] = defaultdict(list)  # those that are used, the surest first
        for confidence, _rank, proposed, guess in self._ranked():
            if proposed.guess is None or not proposed.is_used:
                self._place(proposed, guess, confidence)
        self._need_a_name()

    def _ranked(self) -> list[tuple[float, int, Proposed, Guess]]:
        """Every guess, the surest first; at equal sureness, the fuller column, then the order of the list."""
        every = [(guess.confidence, rank, proposed, guess) for rank, proposed in enumerate(self.columns) for guess in self.options[proposed.column.name]]
        return sorted(every, key=lambda one: (-one[0], _preference(one[2].column, one[3].field), one[1]))

    def _place(self, proposed: Proposed, guess: Guess, confidence: float) -> None:
        taken = self.by_field[guess.field]
        is_free = not taken or guess.field not in (*SINGLE, *ALONE)
        if confidence >= SURE and is_free:
            proposed.guess, proposed.is_used = guess, True
            taken.append(proposed)
        elif proposed.guess is None:
            proposed.guess = guess

    def _need_a_name(self) -> None:
        """A mapping must say where the name is: for want of better, the free column whose texts differ most."""
        if self.by_field["name"]:
            return
        free = [proposed for proposed in self.columns if not proposed.is_used and proposed.column.share("number") < 0.5]
        chosen = max(free or self.columns, key=lambda proposed: (proposed.column.variety * proposed.column.filled, -proposed.column.length), default=None)
        if chosen:
            chosen.guess, chosen.is_used = Guess("name", 0.2, _("aucune colonne ne semble donner le nom : à vérifier")), True
            self.by_field["name"].append(chosen)

    def written(self, name: str) -> Iterator[str]:
        """The lines of the mapping."""
        yield _comment(_("Correspondance proposée. Chaque ligne dit sa confiance (de 0 à 1), sa raison, et des exemples. À relire avant tout import."))
        yield ""
        yield from self._list(name)
        yield ""
        yield "[fields]"
        yield from self._fields()
        yield from self._hours()
        for proposed in self.columns:
            if proposed.is_used and proposed.guess and proposed.guess.field in VOCABULARIES:
                yield from _elements(proposed, self._later(proposed))

    def _later(self, proposed: Proposed) -> bool:
        """Has an earlier column a part of the same name? Parts may be written once only."""
        first = next(one for one in self.columns if one.is_used and one.guess and proposed.guess and one.guess.field == proposed.guess.field)
        return first is not proposed

    def _list(self, name: str) -> Iterator[str]:
        yield "[list]"
        yield f"label = {quote(name)}"
        if ids := self.by_field["id"] or [proposed for proposed in self.by_field["identifiers"] if proposed.column.is_unique]:
            yield from _because(ids[0])
            yield f"id = {quote(ids[0].column.name)}"
        else:
            stable = self._stable(STABLE) if len(self._stable(STABLE)) > 1 else self._stable((*STABLE, *LESS_STABLE))
            yield _comment(_("Aucune colonne n’est un identifiant sûr : une ligne se reconnaît à ces colonnes."))
            yield f"fingerprint = {quote_all(stable)}"
        if personal := [proposed.column.name for proposed in self.by_field["personal"]]:
            yield _comment(_("Colonnes qui semblent nommer des personnes : elles ne sont pas gardées."))
            yield f"personal = {quote_all(personal)}"
        if known := [proposed.column.name for proposed in self.columns if not proposed.is_used]:
            yield _comment(_("Colonnes gardées telles quelles, dont rien n’est déduit."))
            yield f"known = {quote_all(known)}"

    def _stable(self, fields: Iterable[str]) -> list[str]:
        return [self.by_field[field_name][0].column.name for field_name in fields if self.by_field[field_name]]

    def _fields(self) -> Iterator[str]:
        for field_name in (*SINGLE, *SEVERAL):
            for proposed in self.by_field[field_name]:
                yield from _because(proposed)
            if lines := self._take(field_name):
                yield f"{field_name} = {lines}"
        for proposed in self.columns:
            if proposed.guess and not proposed.is_used and proposed.guess.field not in (*VOCABULARIES, "id", "hours", *DAYS):
                yield from _because(proposed)
                yield f"# {proposed.guess.field} = {quote(proposed.column.name)}"

    def _take(self, field_name: str) -> str:
        columns = [proposed.column.name for proposed in self.by_field[field_name]]
        if field_name == "street" and columns and (before := self._stable(("street_number", "street_type"))):
            return f"{{ join = {quote_all([*before, columns[0]])} }}"
        if field_name in ("latitude", "longitude") and (points := self.by_field["point"]):
            separator, latitude = points[0].column.pair
            part = latitude if field_name == "latitude" else 1 - latitude
            told = "" if separator == "," else f", separator = {quote(separator)}"
            pair = f"{{ split = {quote(points[0].column.name)}{told}, part = {part} }}"
            return f"{{ column = {quote(columns[0])}, otherwise = {pair} }}" if columns else pair
        if field_name == "complement" and len(columns) > 1:
            return f'{{ join = {quote_all(columns)}, separator = ", " }}'
        return quote_all(columns) if len(columns) > 1 else quote(columns[0]) if columns else ""

    def _hours(self) -> Iterator[str]:
        days = {day: self.by_field[day] for day in DAYS if self.by_field[day]}
        words = self.by_field["hours"]
        if days or words:
            yield ""
            yield "[hours]"
        for proposed in words:
            yield from _because(proposed)
        for kind, is_osm in (("osm", True), ("words", False)):
            if columns := [proposed.column.name for proposed in words if (proposed.column.share("osm") >= 0.6) is is_osm]:
                yield f"{kind} = {quote_all(columns)}"
        if days:
            yield ""
            yield "[hours.days]"
        for day, proposed_days in days.items():
            yield from _because(proposed_days[0])
            yield f"{day} = {quote_all([proposed.column.name for proposed in sorted(proposed_days, key=self.columns.index)])}"


def _preference(column: Profile, field_name: str) -> float:
    """What decides between two columns as sure: of two points the one most often given, of two identifiers the one made never to change."""
    return -column.filled if field_name == "point" else -column.length if field_name == "id" and column.length >= UNIVERSAL else 0


def _elements(proposed: Proposed, is_later: bool) -> Iterator[str]:
    """The part that says what the cells of a column mean, in the words of a vocabulary."""
    column, guess = proposed.column, proposed.guess
    if guess is None:
        return
    yield ""
    yield from _because(proposed)
    if column.marks or column.answers:
        yield from _marks(column)
        return
    separators = _best_separators(column, guess.field)
    parts = column.parts(separators)
    known = sum(count for word, count in parts.items() if code_of(guess.field, word))
    if not column.filled or (known >= WORDS_KNOWN * sum(parts.values()) and not is_later):
        yield f"[words.{guess.field}]" if not is_later else f"# [words.{guess.field}]"
        yield f"{'# ' if is_later else ''}columns = [{quote(column.name)}]"
        if separators and separators not in "|;" and not is_later:
            yield f"separators = {quote(separators)}"
        return
    lengths = [len(word) for word in parts]
    is_free = sum(lengths) > FREE_TEXT * len(lengths) or len(lengths) > LONGEST_TABLE
    yield from _terms(column, guess.field) if is_free else _table(column, guess.field, separators, parts)


def _table(column: Profile, vocab: str, separators: str, parts: Mapping[str, int]) -> Iterator[str]:
    """A table of the values, those it cannot tell left to a person."""
    yield f"[[values.{vocab}]]"
    yield f"columns = {quote(column.name)}"
    if separators:
        yield f"separators = {quote(separators)}"
    yield "[values." + vocab + ".table]"
    seen = set[str]()
    for word in parts:
        if fold(word) and fold(word) not in seen:
            seen.add(fold(word))
            codes = [code for _vocab, code in codes_told(word, vocab)]
            yield f"{quote(' '.join(word.split()))} = {quote_all(codes)}" + ("" if codes else "  " + _comment(_("à compléter")))


def _best_separators(column: Profile, vocab: str) -> str:
    """The separators under which most values are known, and come again from one cell to another."""
    options = ["", *column.separators, column.separators]
    best: str = max(options, key=lambda signs: (round(_worth(column, vocab, signs), 2), -len(signs)))
    return best


def _worth(column: Profile, vocab: str, separators: str) -> float:
    parts = column.parts(separators)
    total = sum(parts.values())
    exact = sum(count for word, count in parts.items() if code_of(vocab, word))
    told = sum(count for word, count in parts.items() if len(word) < FREE_TEXT and not code_of(vocab, word) and codes_told(word, vocab))
    fewer = max(0.0, 1 - len(parts) / len(column.cells)) if column.cells else 0.0
    return (exact + 0.8 * told) / total + 0.5 * fewer if total else 0.0


def _terms(column: Profile, vocab: str) -> Iterator[str]:
    """Words of a vocabulary that stand within the texts of a column, each with its code."""
    texts = [loosen(cell) for cell in column.sample]
    for code, words in words_of(vocab).items():
        if met := [word for word in words if any(says(text, (loosen(word),), ()) for text in texts)]:
            yield f"[[{vocab}]]"
            yield f"code = {quote(code)}"
            yield f"columns = [{quote(column.name)}]"
            yield f"terms = {quote_all(met)}"
            yield ""


def _marks(column: Profile) -> Iterator[str]:
    """A column for one thing: answered by yes or no, or filled where it is so."""
    for rank, (vocab, code) in enumerate(marked_codes(column)):
        yield from [""] if rank else []
        yield f"[[{vocab}]]"
        if code != "":
            yield f"code = {quote(code)}"
        yield f"columns = [{quote(column.name)}]"
        if column.answers:
            yield "answers = true"


def _because(proposed: Proposed) -> Iterator[str]:
    """Why a column is proposed, in a comment."""
    if proposed.guess is None:
        return
    told = _("%(column)s : %(confidence)s, %(why)s.") % {
        "column": _one_line(proposed.column.name),
        "confidence": proposed.guess.confidence,
        "why": proposed.guess.why,
    }
    if examples := _examples(proposed):
        told += " " + _("Exemples : %(examples)s.") % {"examples": quoted(map(_one_line, examples))}
    yield _comment(told)


def _comment(text: str) -> str:
    return f"# {text}"


def _one_line(text: str) -> str:
    """Text that may stand in a comment."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def quote(text: str) -> str:
    """A text as TOML writes it."""
    return str(json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def quote_all(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, texts))}]"
