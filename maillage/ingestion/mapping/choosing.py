"""Knows what the cells of a row make a plan choose. What a cell says depends on that cell alone: it is worked out once for each different one."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from maillage.base.text import fold
from maillage.ingestion.dictionary.finding import mentions, stated
from maillage.ingestion.mapping.keywords import SAYS_NOTHING, answer, loosen
from maillage.ingestion.mapping.lint import code_of
from maillage.ingestion.mapping.plan import Cells, Choice, Detail, Plan, ValueTable, Words, is_like
from maillage.ingestion.normalisers.text import as_text, is_placeholder

REMEMBERED = 4_096  # different cells of one column; beyond, they are free text that seldom comes twice

Asked = tuple[int, Choice, tuple[str, ...]]  # rank of a choice, the choice, and the words of which one at least must stand in the cell


class Told(NamedTuple):
    """What one word of a cell says: a code, or nothing known (then the word itself is told)."""

    field: str
    code: str
    state: bool
    unknown: str = ""
    column: str = ""


class Chooser:
    """Chooses codes for the rows of one list, by its plan bound to the columns of the file."""

    def __init__(self, plan: Plan) -> None:
        self.choices = plan.choices
        self.always = {rank: choice.state for rank, choice in enumerate(plan.choices) if not choice.columns}
        asked: dict[str, list[Asked]] = {}
        for rank, choice in enumerate(plan.choices):
            needed = (*choice.terms, *choice.noes) if choice.terms else ()
            for column in choice.columns:
                asked.setdefault(column, []).append((rank, choice, needed))
        self.asked = [(column, rules, dict[str, tuple[tuple[int, bool], ...]]()) for column, rules in asked.items()]
        answered = {column: choice for choice in plan.choices if choice.answers for column in choice.columns}
        rules: tuple[Words | ValueTable, ...] = (*plan.words, *plan.tables)
        worded: list[tuple[str, Words | ValueTable | Choice]] = [*answered.items(), *((column, rule) for rule in rules for column in rule.columns)]
        self.worded = [(column, rule, dict[str, tuple[Told, ...]]()) for column, rule in worded]

    def chosen(self, cells: Cells) -> list[tuple[Choice, bool]]:
        """The choices that speak of a row, in the order of the mapping, and whether they say yes."""
        states = dict(self.always)
        for column, rules, known in self.asked:
            cell = as_text(cells.get(column))
            if not cell:
                continue
            said = known.get(cell)
            if said is None:
                said = tuple(_said(rules, loosen(cell)))
                if len(known) < REMEMBERED:
                    known[cell] = said
            for rank, state in said:
                states[rank] = states.get(rank, False) or state
        return [(self.choices[rank], states[rank]) for rank in sorted(states)]

    def words(self, cells: Cells) -> Iterator[Told]:
        """What the words of the vocabulary and the tables of values say of a row."""
        for column, rule, known in self.worded:
            cell = as_text(cells.get(column))
            if not cell:
                continue
            told = known.get(cell)
            if told is None:
                told = tuple(looked_up(cell, rule, column))
                if len(known) < REMEMBERED:
                    known[cell] = told
            yield from told


def _said(rules: Iterable[Asked], loosened: str) -> Iterator[tuple[int, bool]]:
    for rank, choice, needed in rules:
        for term in needed:
            if term in loosened:
                break
        else:
            if needed:  # nothing of it stands here: most rules stop at once
                continue
        if (state := choice.says(loosened)) is not None:
            yield rank, state


def looked_up(cell: str, rule: Words | ValueTable | Choice, column: str) -> Iterator[Told]:
    """What a cell says by its words: those of the vocabulary, of the dictionary, or of a table. Of an answer, only that it is none."""
    if isinstance(rule, Choice):
        loosened = loosen(cell)
        if answer(loosened) is None and loosened.strip() not in SAYS_NOTHING:
            yield Told(rule.field, "", True, cell.strip(), column)
        return
    if isinstance(rule, Words) and rule.dictionary:
        yield from _heard(cell, rule, column)
        return
    for word in split(cell, rule):
        if isinstance(rule, Words):
            code = code_of(rule.field, word)
            yield Told(rule.field, code or "", True, "" if code else word, column)
        elif (means := rule.table.get(fold(word))) is None:
            yield Told(rule.field, "", True, word, column)
        else:
            yield from (Told(rule.field, code, state, "", column) for code, state in means)


def _heard(cell: str, rule: Words, column: str) -> Iterator[Told]:
    """What the dictionary hears in free text about one field; nothing is said of the words around what is heard."""
    parts = split(cell, rule)
    codes = dict.fromkeys(code for part in parts for code in (code_of(rule.field, part), *stated(part, rule.field)) if code)
    yield from (Told(rule.field, code, True, "", column) for code in codes)
    if parts and not codes and not any(mentions(part, rule.field) for part in parts):
        yield Told(rule.field, "", True, " ; ".join(parts), column)


def split(cell: str, rule: Words | ValueTable) -> list[str]:
    """The words of a cell, without those that say nothing."""
    parts = [cell]
    for separator in rule.separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    words = [word for part in parts if (word := part.strip())]
    if isinstance(rule, ValueTable):
        return [word for word in words if fold(word) in rule.table or not is_placeholder(word)]
    return [word for word in words if not is_placeholder(word) and not (rule.skip and is_like(word, rule.skip))]


def with_offer(offers: list[dict[str, Any]], service: str, state: bool, detail: Detail, area: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Offers with one more. The same service of the same provider is one offer: yes is stronger than no, what is said of it adds up."""
    key = (service, detail.provider, detail.variant)
    same = next((told for told in offers if (told["concept"], told.get("provider", ""), told.get("variant", "")) == key), None)
    told: dict[str, Any] = same or {"concept": service, "state": False} | {
        name: text for name, text in (("provider", detail.provider), ("variant", detail.variant)) if text
    }
    told["state"] = told["state"] or state
    if detail.role and state:
        told.setdefault("role", detail.role)
    for facet, codes in detail.facets if state else ():
        told.setdefault("facets", {}).setdefault(facet, {}).update(dict.fromkeys(codes, True))
    if state and (covered := dict.fromkeys((*told.get("area", ()), *area))):
        told["area"] = list(covered)
    return offers if same else [*offers, told]
