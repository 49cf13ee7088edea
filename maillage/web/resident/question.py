"""Knows how a question is put to the index: what is meant, asked once or twice, and told truly when something wider is answered instead."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from django.utils.translation import gettext as _

from maillage.referentials import selectors as referentials
from maillage.search.query import SearchQuery, SearchResult, Sort
from maillage.web.parts import Link, Note
from maillage.web.resident import what
from maillage.web.resident.asked import FACETS, Asked
from maillage.web.resident.moments import Moment
from maillage.web.resident.what import Meaning
from maillage.web.resident.where import Where

PAGE_SIZE = 10


class Index(Protocol):
    """What answers: `search.engine.current()`."""

    def search(self, query: SearchQuery) -> SearchResult: ...


@dataclass(frozen=True)
class Question:
    """What was asked, understood."""

    asked: Asked
    where: Where
    meanings: list[Meaning] = field(default_factory=list)
    moment: Moment | None = None  # when it must be open

    @property
    def meaning(self) -> Meaning | None:
        """The one need that is meant, unless boxes are ticked instead."""
        return self.meanings[0] if len(self.meanings) == 1 and "service" not in self.asked.facets else None

    @property
    def text(self) -> str:
        """Words to search as they are."""
        return "" if self.meanings else self.asked.what

    @property
    def words_in_field(self) -> str:
        """What the field shows: nothing when ticked boxes say it instead."""
        if self.meanings and "service" in self.asked.facets:
            return ""
        return self.asked.what or (self.meanings[0].label if self.meanings else "")

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """Boxes ticked; the services of what was understood unless some are ticked."""
        ticked = {FACETS[name]: codes for name, codes in self.asked.facets.items()}
        meant = tuple(dict.fromkeys(code for meaning in self.meanings for code in meaning.facets["services"]))
        return {"services": meant, **ticked} if meant else ticked

    @property
    def sort(self) -> Sort:
        if self.asked.by_name or not (self.where.near or self.text):
            return "name"
        return "distance" if self.where.near else "relevance"

    def query(self, facets: dict[str, tuple[str, ...]] | None = None) -> SearchQuery:
        """As the index reads it; with other facets when told."""
        return SearchQuery(
            near=self.where.near,
            radius_km=self.asked.radius_km,
            commune=self.where.commune,
            territories=self.where.territories,
            text=self.text,
            facets=self.facets if facets is None else facets,
            open_at=self.moment.at if self.moment else None,
            sort=self.sort,
            page=self.asked.page,
            page_size=PAGE_SIZE,
        )


@dataclass(frozen=True)
class Told:
    """What was found, under the name of what was really asked of the index, and why it is not what was typed."""

    question: Question
    result: SearchResult
    note: Note | None = None


def understood(asked: Asked) -> list[Meaning]:
    """Needs that the question names, by its code or in words."""
    if asked.need:
        return [what.need(asked.need)]
    return what.understand(asked.what) if asked.what and not asked.word else []


def ask(question: Question, index: Index) -> Told:
    """Ask. A need may say more than its services do (a printer): that is asked first. A service that nobody states is asked again by its parent."""
    meaning = question.meaning
    result = index.search(question.query())
    if meaning and meaning.better and result.total:
        return ask_better(question, meaning, result, index)
    if meaning and not result.total:
        return ask_wider(question, meaning, result, index)
    return Told(question, result)


def ask_better(question: Question, meaning: Meaning, result: SearchResult, index: Index) -> Told:
    if question.facets.keys() & meaning.better.keys():  # the visitor has already said which
        return Told(question, result)
    ticked = {facet: codes for facet, codes in question.facets.items() if facet != "services"}
    better = index.search(question.query({**ticked, **meaning.better}))
    if not better.total:
        note = Note(_("Aucun lieu proche ne dit avoir l’appareil qu’il faut. Voici ceux où l’on peut utiliser un ordinateur ou Internet : demandez-leur."))
        return Told(renamed(question, meaning.facets["services"][0]), result, note)
    url = question.asked.url(what="", need="", facets={**question.asked.facets, "service": meaning.facets["services"]})
    return Told(question, better, Note(_("Ces lieux disent avoir l’appareil qu’il faut."), [Link(_("Voir aussi ceux qui ne le disent pas"), url)]))


def ask_wider(question: Question, meaning: Meaning, result: SearchResult, index: Index) -> Told:
    services = referentials.vocabulary("services")
    parent = services.get(meaning.code).parent if meaning.code in services else ""
    wider = index.search(question.query({**question.facets, "services": (parent,)})) if parent else result
    if not wider.total:
        return Told(question, result)
    text = _("Aucun lieu proche ne précise « {need} ». Voici ceux qui disent : « {wider} ».")
    return Told(renamed(question, parent), wider, Note(text.format(need=meaning.label, wider=referentials.label("services", parent))))


def renamed(question: Question, service: str) -> Question:
    """The question that is answered instead, under its own name: no place is said to offer what it does not state."""
    return replace(question, meanings=[what.service(service)])
