"""Knows what a mapping does with a file before it is imported: terms that stand nowhere, rules without effect, values it does not cover, rows it confuses."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.formats.table import Table
from maillage.ingestion.mapping.choosing import looked_up, split
from maillage.ingestion.mapping.guarding import bound_to
from maillage.ingestion.mapping.keywords import loosen
from maillage.ingestion.mapping.lint import Finding, column_findings, quoted
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import FIRST, Choice, Plan, Take, ValueTable, Words
from maillage.ingestion.mapping.recognising import fingerprint, own_id
from maillage.ingestion.mapping.telling import ColumnTold, columns_told, field_words
from maillage.ingestion.normalisers import hours
from maillage.ingestion.normalisers.text import as_text

__all__ = ["ColumnTold", "Review", "columns_told", "field_words", "review", "unknown_words"]

FEW = 5  # rows under which nothing is concluded from all of them
EXAMPLES = 5
HOURS_TRIED = 300  # different cells of hours
WORDS_TOLD = 30


@dataclass
class Review:
    """What was found; errors stop an import, warnings do not."""

    rows: int = 0
    columns: int = 0
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "columns": self.columns,
            "errors": [finding.to_json() for finding in self.errors],
            "warnings": [finding.to_json() for finding in self.warnings],
        }


def review(table: Table, text: str, *, name: str, source: str = "") -> Review:
    """Try a mapping on a file without reading it into values."""
    found = Review(columns=len(table.columns))
    try:
        written = compile_text(text, name=name, source=source)
    except WrongMapping as refusal:
        found.errors = [Finding("mapping_wrong", line) for line in str(refusal).splitlines()]
        return found
    plan = bound_to(written, table)
    cells = Cells(table, plan)
    found.rows = cells.rows
    found.errors = list(_blocking(written, plan))
    found.warnings = [
        *(Finding("mapping_doubt", warning) for warning in written.warnings),
        *column_findings(written, table.columns, plan.personal),
        *_fallbacks(plan, cells),
        *_choices(plan, cells),
        *_tables(plan, cells),
        *_words(plan, cells),
        *_hours(plan, cells),
        *_identity(plan, cells),
    ]
    return found


class Cells:
    """The different texts of each column in use, with the rows they stand in; nothing is looked at twice."""

    def __init__(self, table: Table, plan: Plan) -> None:
        self.columns: dict[str, dict[str, list[int]]] = {column: defaultdict(list) for column in plan.used()}
        self.rows = 0
        self.ids = Counter[str]()
        self.twins = Counter[str]()  # by stable fields, of the rows without identifier
        for self.rows, (_line, row) in enumerate(table.rows(), start=1):
            own = own_id(row, plan)
            self.ids[own] += 1
            if not own:
                self.twins[fingerprint(row, plan)] += 1
            for column, seen in self.columns.items():
                if text := as_text(row.get(column)).strip():
                    seen[text].append(self.rows)
        self._sought: dict[str, Sought] = {}

    def filled(self, column: str) -> set[int]:
        """Rows in which a column is filled."""
        return {row for rows in self.columns[column].values() for row in rows}

    def sought(self, column: str) -> "Sought":
        if column not in self._sought:
            self._sought[column] = Sought(self.columns[column])
        return self._sought[column]


class Sought:
    """The different texts of a column, loosened and put end to end: one pass finds a term in all of them."""

    def __init__(self, seen: Mapping[str, list[int]]) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for text, where in seen.items():
            rows[loosen(text)] += where
        self.texts, self.rows = list(rows), list(rows.values())
        self.whole = "\n".join(self.texts)
        self.starts = [0, *accumulate(len(text) + 1 for text in self.texts)]

    def holding(self, term: str) -> set[int]:
        """Ranks of the texts in which a loosened term stands."""
        found, at = set(), self.whole.find(term)
        while at >= 0:
            rank = bisect_right(self.starts, at) - 1
            found.add(rank)
            at = self.whole.find(term, self.starts[rank + 1])
        return found


def _blocking(written: Plan, plan: Plan) -> Iterator[Finding]:
    """What would set every row aside, or let no row be recognised."""
    name = plan.takes["name"]
    if not name.named() and not name.constant:
        told = _("Aucune colonne du fichier ne donne le nom : toutes les lignes seraient mises de côté.")
        yield Finding("name_absent", told, field="name")
    if not plan.record_id and not plan.fingerprint:
        told = _("Aucune colonne du fichier ne permet de reconnaître une ligne : corriger « id » ou « fingerprint ».")
        yield Finding("identity_absent", told)


def _fallbacks(plan: Plan, cells: Cells) -> Iterator[Finding]:
    for field_name, take in plan.takes.items():
        reached: set[int] = set()
        for column in _in_turn(take):
            rows = cells.filled(column)
            if not rows:
                yield Finding("column_empty", _("Colonne vide dans tout le fichier : « %(name)s ».") % {"name": column}, column=column, field=field_name)
            elif rows <= reached:
                told = _("%(field)s : « %(name)s » n’est jamais lue, les colonnes qui la précèdent sont remplies.")
                yield Finding("fallback_unreached", told % {"field": field_words(field_name), "name": column}, column=column, field=field_name)
            reached |= rows


def _in_turn(take: Take) -> Iterator[str]:
    """Columns of which the first filled is read."""
    if take.how == FIRST and not take.skip:
        yield from take.columns
        if take.otherwise:
            yield from _in_turn(take.otherwise)


def _choices(plan: Plan, cells: Cells) -> Iterator[Finding]:
    given: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    every = set(range(1, cells.rows + 1))
    for choice in plan.choices:
        rows, idle = _effect(choice, cells) if choice.columns else (every, [])
        place = _("%(field)s → %(code)s") % {"field": field_words(choice.field), "code": choice.code or choice.state}
        about = partial(Finding, field=choice.field, column=", ".join(choice.columns))
        if not rows and cells.rows:
            told = _("%(place)s : la règle ne trouve rien dans %(columns)s.") % {"place": place, "columns": quoted(choice.columns)}
            yield about("rule_idle", told, value=", ".join(choice.written))
        elif idle:
            told = _("%(place)s : termes jamais trouvés dans %(columns)s : %(terms)s.")
            told %= {"place": place, "columns": quoted(choice.columns), "terms": quoted(idle)}
            yield about("term_idle", told, value=", ".join(idle), count=len(idle))
        key = (choice.field, choice.code, choice.state, choice.needs_support, choice.detail)
        if rows and rows <= given[key]:
            told = _("%(place)s : la règle n’ajoute rien, d’autres avant elle le disent déjà des mêmes lignes.") % {"place": place}
            yield about("rule_shadowed", told, value=", ".join(choice.written), count=len(rows))
        elif choice.columns and len(rows) == cells.rows >= FEW:
            yield about("rule_always", _("%(place)s : la règle vaut pour toutes les lignes du fichier.") % {"place": place}, count=len(rows))
        given[key] |= rows


def _effect(choice: Choice, cells: Cells) -> tuple[set[int], list[str]]:
    """Rows of which a choice says something, and its terms that say nothing anywhere."""
    rows, met = set[int](), set[str]()
    terms = (*choice.terms, *choice.noes)
    for column in choice.columns:
        sought = cells.sought(column)
        ranks = range(len(sought.texts)) if not choice.terms or choice.answers else set[int]()
        for term in terms:
            where = {rank for rank in sought.holding(term) if choice.says(sought.texts[rank]) is not None}
            met |= {term} if where else set()
            ranks = {*ranks, *where}
        rows.update(row for rank in ranks if choice.says(sought.texts[rank]) is not None for row in sought.rows[rank])
    return rows, [written for term, written in zip(terms, choice.written, strict=False) if term not in met]


def _tables(plan: Plan, cells: Cells) -> Iterator[Finding]:
    for rule in plan.tables:
        unknown, met = Counter[str](), set[str]()
        for column in rule.columns:
            for text, rows in cells.columns[column].items():
                words = split(text, rule)
                met.update(map(fold, words))
                unknown.update({word: len(rows) for word in words if fold(word) not in rule.table})
        about = partial(Finding, field=rule.field, column=", ".join(rule.columns))
        for word, count in unknown.most_common(WORDS_TOLD):
            told = _("%(columns)s : la table ne dit rien de « %(word)s » (%(count)s fois).")
            yield about("value_uncovered", told % {"columns": quoted(rule.columns), "word": word, "count": count}, value=word, count=count)
        if idle := [entry for entry in rule.table if entry not in met]:
            told = _("%(columns)s : valeurs de la table jamais rencontrées : %(words)s.") % {"columns": quoted(rule.columns), "words": quoted(idle)}
            yield about("value_idle", told, value=", ".join(idle), count=len(idle))


def _words(plan: Plan, cells: Cells) -> Iterator[Finding]:
    for rule in plan.words:
        unknown = unknown_words(rule, cells.columns)
        for word, count in unknown.most_common(WORDS_TOLD):
            told = (
                _("%(columns)s : dans « %(word)s », le dictionnaire n’entend rien (%(count)s fois).")
                if rule.dictionary
                else _("%(columns)s : « %(word)s » n’est pas dans le vocabulaire (%(count)s fois).")
            )
            told %= {"columns": quoted(rule.columns), "word": word, "count": count}
            yield Finding("word_unknown", told, field=rule.field, column=", ".join(rule.columns), value=word, count=count)


def unknown_words(rule: Words | ValueTable, columns: Mapping[str, Mapping[str, list[int]]]) -> Counter[str]:
    """Words of some columns that say nothing known, by number of rows."""
    unknown = Counter[str]()
    for column in rule.columns:
        for text, rows in columns[column].items():
            unknown.update({told.unknown: len(rows) for told in looked_up(text, rule, column) if told.unknown})
    return unknown


def _hours(plan: Plan, cells: Cells) -> Iterator[Finding]:
    if plan.hours is None:
        return
    readers: list[tuple[tuple[str, ...], Callable[[str], bool]]] = [
        (plan.hours.osm, lambda cell: _stays_in_words(hours.from_osm(cell))),
        (plan.hours.words, lambda cell: _stays_in_words(hours.from_words(cell))),
        *((columns, lambda cell: _stays_in_words(hours.from_days({0: cell}))) for _day, columns in plan.hours.days),
    ]
    for columns, fails in readers:
        for column in columns:
            yield from _hours_of(column, cells.columns[column], fails)


def _stays_in_words(read: hours.Hours) -> bool:
    """Would an import keep these hours in words only?"""
    return bool(read.words) and not read.osm


def _hours_of(column: str, seen: Mapping[str, list[int]], fails: Callable[[str], bool]) -> Iterator[Finding]:
    tried = sorted(seen.items(), key=lambda item: (-len(item[1]), item[0]))[:HOURS_TRIED]
    unread = [(text, len(rows)) for text, rows in tried if fails(text)]
    total = sum(len(rows) for _text, rows in tried)
    count = sum(count for _text, count in unread)
    if count:
        told = _("« %(name)s » : %(percent)s %% des horaires ne se lisent pas et restent en mots. Par exemple : %(examples)s.")
        examples = quoted(" ".join(text.split())[:80] for text, _count in unread[:3])
        told %= {"name": column, "percent": max(1, round(100 * count / total)), "count": count, "examples": examples}
        yield Finding("hours_unread", told, field="hours", column=column, value=unread[0][0], count=count)


def _identity(plan: Plan, cells: Cells) -> Iterator[Finding]:
    empty = cells.ids[""]
    if plan.record_id and empty:
        told = _("Lignes sans identifiant dans %(columns)s, reconnues par leurs champs stables : %(count)s.")
        yield Finding("id_empty", told % {"count": empty, "columns": quoted(plan.record_id)}, column=plan.record_id[0], count=empty)
    repeated = [own for own, count in cells.ids.items() if own and count > 1]
    if repeated:
        told = _("Identifiants qui servent à plusieurs lignes : %(count)s, par exemple %(examples)s.")
        told %= {"count": len(repeated), "examples": quoted(repeated[:EXAMPLES])}
        yield Finding("id_repeated", told, column=plan.record_id[0], value=repeated[0], count=len(repeated))
    alike = sum(count for count in cells.twins.values() if count > 1)
    if alike:
        told = _("%(count)s lignes sans identifiant ont les mêmes champs stables (%(columns)s) : rien ne les distingue.")
        yield Finding("fingerprint_repeated", told % {"count": alike, "columns": quoted(plan.fingerprint)}, count=alike)
