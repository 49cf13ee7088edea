"""Knows how a mapping is proposed for a list nobody has described yet: what each column probably is, how sure that is, and examples to judge it by."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.directory.people.names import holds_a_name
from maillage.ingestion.formats.table import Table
from maillage.ingestion.mapping.faults import DAYS
from maillage.ingestion.mapping.guessing import SURE, Guess, guesses
from maillage.ingestion.mapping.lint import quoted
from maillage.ingestion.mapping.persons import ENOUGH as ENOUGH_PERSONS
from maillage.ingestion.mapping.profile import VOCABULARIES, Profile, profiles
from maillage.ingestion.mapping.telling import field_words
from maillage.ingestion.mapping.wording import elements, quote, quote_all

SINGLE = ("name", "street", "commune", "postal_code", "insee", "latitude", "longitude", "as_of", "summary", "parent", "appointment_url", "access_url")
ALONE = ("point", "street_number", "street_type", "id")  # one column each, and no line of their own
SEVERAL = ("phones", "emails", "websites", "identifiers", "complement", "description", "other_labels")
UNIVERSAL = 32  # signs of an identifier drawn once for all
PLAIN = 0.75  # from here a column is said to be sure; below, to be read again
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
    shown = [LOCAL_PART.sub("…@", example) for example in proposed.column.examples() if not holds_a_name(example)]
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
        self._keep_no_person()

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

    def _keep_no_person(self) -> None:
        """Columns that are not used and hold persons are dropped; so is a column of contacts beside names, when another has none."""
        for field_name in ("phones", "emails"):
            taken = self.by_field[field_name]
            if named := [proposed for proposed in taken if proposed.column.names >= ENOUGH_PERSONS]:
                for proposed in named if len(named) < len(taken) else []:
                    taken.remove(proposed)
                    proposed.is_used = False
        for proposed in self.columns:
            if not proposed.is_used and proposed.column.persons >= ENOUGH_PERSONS:
                proposed.guess, proposed.is_used = Guess("personal", 0.9, _("des cases nomment des personnes")), True
                self.by_field["personal"].append(proposed)

    def written(self, name: str) -> Iterator[str]:
        """The lines of the mapping."""
        yield from map(_comment, _head())
        yield ""
        yield from self._list(name)
        yield ""
        yield "[fields]"
        yield from self._fields()
        yield from self._hours()
        for proposed in self.columns:
            if proposed.is_used and proposed.guess and proposed.guess.field in VOCABULARIES:
                yield ""
                yield from _because(proposed)
                yield from elements(proposed.column, proposed.guess.field)

    def _list(self, name: str) -> Iterator[str]:
        yield "[list]"
        yield f"label = {quote(name)}"
        if ids := self.by_field["id"] or [proposed for proposed in self.by_field["identifiers"] if proposed.column.is_unique]:
            yield from _because(ids[0])
            yield f"id = {quote(ids[0].column.name)}"
        else:
            stable = self._stable(STABLE) if len(self._stable(STABLE)) > 1 else self._stable((*STABLE, *LESS_STABLE))
            yield _comment(_("À relire : aucune colonne n’est un identifiant sûr. Une ligne se reconnaît à ces colonnes."))
            yield f"fingerprint = {quote_all(stable)}"
        if personal := [proposed.column.name for proposed in self.by_field["personal"]]:
            yield _comment(_("Colonnes qui nomment des personnes, ou semblent le faire : elles sont effacées avant tout enregistrement."))
            yield f"personal = {quote_all(personal)}"
        if known := [proposed.column.name for proposed in self.columns if not proposed.is_used]:
            yield _comment(_("Colonnes gardées telles quelles. Si l’une nomme des personnes, l’écrire plutôt dans « personal »."))
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
                yield f"# {_key(proposed.guess.field)} = {quote(proposed.column.name)}"

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
        if field_name in ("phones", "emails") and any(proposed.column.names >= ENOUGH_PERSONS for proposed in self.by_field[field_name]):
            return f'{{ columns = {quote_all(columns)}, contact = "person" }}'
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


def _head() -> Iterator[str]:
    """What to do with the file, for who opens it for the first time."""
    yield _("Correspondance proposée d’après le fichier : elle dit ce que veut dire chaque colonne de la liste.")
    yield _("À faire avant tout import : relire les lignes marquées « À relire » et « En doute », et corriger ce qui est faux.")
    yield _("Un # en tête met une ligne de côté ; enlevez-le pour vous en servir. Le nom de la colonne s’écrit entre guillemets, comme dans le fichier.")
    yield _("Pour vérifier : maillage mapping check FICHIER --mapping CE_FICHIER. Rien n’est enregistré.")
    yield _("Codes des services, des tarifs, du matériel : docs/reference/vocabularies.md. Toutes les règles : docs/reference/mapping.md.")
    yield _("Le guide, pas à pas : docs/guides/importer-une-liste.md.")


def _because(proposed: Proposed) -> Iterator[str]:
    """What a column was understood as, how surely, and examples to judge by, in a comment."""
    guess = proposed.guess
    if guess is None:
        return
    parts = {"column": _one_line(proposed.column.name), "field": field_words(guess.field), "why": guess.why}
    if not proposed.is_used:
        told = _("En doute, mis de côté : « %(column)s » donne peut-être %(field)s. Pour s’en servir, enlever le # de la ligne suivante.") % parts
    elif guess.confidence >= PLAIN:
        told = _("Sûr : « %(column)s » donne %(field)s.") % parts
    else:
        told = _("À relire : « %(column)s » semble donner %(field)s (%(why)s).") % parts
    if examples := _examples(proposed):
        told += " " + _("Exemples : %(examples)s.") % {"examples": quoted(map(_one_line, examples))}
    yield _comment(told)
    if proposed.column.names >= ENOUGH_PERSONS and guess.field in ("phones", "emails"):
        yield _comment(_("Des noms de personnes y sont mêlés : ces contacts ne seront pas publiés. Mieux vaut les retirer du fichier."))


def _key(field_name: str) -> str:
    """The key under which a field is written in [fields]."""
    return {"point": "latitude", "street_number": "street", "street_type": "street"}.get(field_name, field_name)


def _comment(text: str) -> str:
    return f"# {text}"


def _one_line(text: str) -> str:
    """Text that may stand in a comment."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))
