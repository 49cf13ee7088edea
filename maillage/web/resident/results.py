"""Knows how a question becomes a page of answers: resolve where and what, ask the index once or twice, say what was found and what to try."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.referentials import selectors as referentials
from maillage.search.query import SearchQuery, SearchResult
from maillage.web import words
from maillage.web.context import absolute
from maillage.web.parts import Answer, Empty, Link, Note, Pages, UnknownList, Way
from maillage.web.resident import cards, panel, what, where
from maillage.web.resident.asked import FACETS, Asked
from maillage.web.resident.what import Meaning
from maillage.web.resident.where import Where

PAGE_SIZE = 10
MANY = 200
LIBRARIES = frozenset({"BIB"})


class Index(Protocol):
    """What answers: `search.engine.current()`."""

    def search(self, query: SearchQuery) -> SearchResult: ...


@dataclass(frozen=True)
class Question:
    """What was asked, understood."""

    asked: Asked
    where: Where
    meanings: list[Meaning] = field(default_factory=list)

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

    def facets(self) -> dict[str, tuple[str, ...]]:
        """Boxes ticked; the services of what was understood unless some are ticked."""
        ticked = {FACETS[name]: codes for name, codes in self.asked.facets.items()}
        understood = tuple(dict.fromkeys(code for meaning in self.meanings for code in meaning.facets["services"]))
        return {"services": understood, **ticked} if understood else ticked

    def query(self, **facets: tuple[str, ...]) -> SearchQuery:
        sort = "name" if self.asked.by_name or (not self.where.near and not self.text) else "distance" if self.where.near else "relevance"
        return SearchQuery(
            near=self.where.near,
            radius_km=self.asked.radius_km,
            territories=self.where.territories,
            text=self.text,
            facets=facets or self.facets(),
            sort=sort,  # type: ignore[arg-type]
            page=self.asked.page,
            page_size=PAGE_SIZE,
        )


def answer(asked: Asked, *, index: Index, now: datetime) -> Answer:
    """The whole page."""
    place = where.resolve(asked.where)
    question = Question(asked, place, understood(asked))
    if place.choices or place.unknown:
        return ask_again(question)
    result, notes = search(question, index)
    return page_of(question, result, notes, now)


def understood(asked: Asked) -> list[Meaning]:
    if asked.need:
        return [what.need(asked.need)]
    return what.understand(asked.what) if asked.what and not asked.word else []


def search(question: Question, index: Index) -> tuple[SearchResult, list[Note]]:
    """Ask; when what is meant says more than its services do, ask that first and say what is left aside."""
    meaning = question.meaning
    result = index.search(question.query())
    if meaning and meaning.better:
        ticked = {facet: codes for facet, codes in question.facets().items() if facet != "services"}
        better = index.search(question.query(**{**ticked, **meaning.better}))
        if better.total:
            return better, [note_of_wider(question, meaning, result.total)] if result.total > better.total else []
        return result, [note_of_no_equipment(question)] if result.total else []
    parent = referentials.vocabulary("services").get(meaning.code).parent if meaning and meaning.code in referentials.vocabulary("services") else ""
    if meaning and parent and not result.total:
        wider = index.search(question.query(**{**question.facets(), "services": (parent,)}))
        return (wider, [note_of_parent(meaning, parent)]) if wider.total else (result, [])
    return result, []


def page_of(question: Question, result: SearchResult, notes: list[Note], now: datetime) -> Answer:
    asked = question.asked
    subject, heading = headings(question)
    return Answer(
        what=question.words_in_field,
        where=question.where.label,
        heading=heading,
        title=heading if asked.page == 1 else _("{heading} – page {page}").format(heading=heading, page=result.page),
        description=description(question, subject, result),
        canonical=absolute(replace(asked, page=result.page).url(page=result.page)),
        noindex=bool(asked.facets) or asked.page > 1 or bool(question.text),
        total_sentence=total_sentence(question, result),
        crumbs=[Link(_("Lieux qui aident"))],
        tags=tags(question),
        notes=[*notes_before(question, result), *notes],
        filters=panel.filters(asked, result, near=bool(question.where.near)),
        cards=[cards.result_card(hit, now=now) for hit in result.hits],
        orders=orders(question),
        pages=pages(asked, result),
        empty=empty(question, result) if not result.total else None,
        unknown=unknown_list(question, result),
    )


# Words above the list


def headings(question: Question) -> tuple[str, str]:
    """The subject alone, and with where: "Faire une démarche en ligne, près de Guéret"."""
    subject = subject_of(question)
    phrase = question.where.phrase
    if not phrase:
        return subject, subject
    return subject, (_("{subject}, {where}") if question.where.near else _("{subject} – {where}")).format(subject=subject, where=phrase)


def subject_of(question: Question) -> str:
    ticked = question.asked.facets.get("service", ())
    if len(ticked) == 1:
        return referentials.label("services", ticked[0])
    if question.meaning:
        return question.meaning.label
    if question.asked.what:
        return _("« {words} »").format(words=question.asked.what)
    return _("Lieux qui aident avec le numérique")


def total_sentence(question: Question, result: SearchResult) -> str:
    if not result.total:
        return ""
    count, km = result.total, question.asked.radius_km
    asked = "services" in question.facets()
    if question.where.near and asked:
        text = ngettext("{places} dit le proposer, à moins de {km} km.", "{places} disent le proposer, à moins de {km} km.", count)
    elif question.where.near:
        text = ngettext("{places} dit ce qu’il propose, à moins de {km} km.", "{places} disent ce qu’ils proposent, à moins de {km} km.", count)
    elif asked:
        text = ngettext("{places} dit le proposer.", "{places} disent le proposer.", count)
    else:
        text = ngettext("{places} dit ce qu’il propose.", "{places} disent ce qu’ils proposent.", count)
    return text.format(places=words.places(count), km=km)


def description(question: Question, subject: str, result: SearchResult) -> str:
    return f"{headings(question)[1]}. {total_sentence(question, result)}".strip()


def notes_before(question: Question, result: SearchResult) -> list[Note]:
    """What we understood, and what would make the answer better."""
    asked, place = question.asked, question.where
    notes = []
    if len(question.meanings) > 1 and "service" not in asked.facets:
        links = [
            Link(meaning.label, asked.url(what="", need=meaning.code) if meaning.code in referentials.vocabulary("needs") else asked.url(what=meaning.label))
            for meaning in question.meanings
        ]
        notes.append(Note(_("« {words} » peut vouloir dire :").format(words=asked.what), links))
    elif question.meaning and asked.what and not what.is_label(asked.what, question.meaning):
        text = _("« {words} » : nous avons compris « {need} ».").format(words=asked.what, need=question.meaning.label)
        notes.append(Note(text, [Link(_("Chercher plutôt ce mot"), asked.url(word=True))]))
    if place.now_part_of:
        notes.append(Note(_("« {typed} » fait aujourd’hui partie de {commune}.").format(typed=asked.where, commune=words.typographic(place.now_part_of))))
    if place.others:
        notes.append(
            Note(_("Vous cherchiez une commune ?"), [Link(where.label_of(commune), asked.url(where=where.typed_for(commune))) for commune in place.others[:5]])
        )
    if not place.is_found and result.total > PAGE_SIZE:
        notes.append(Note(_("Écrivez votre commune pour voir d’abord les lieux les plus proches.")))
    elif result.total > MANY:
        notes.append(Note(_("C’est beaucoup : choisissez ce que vous voulez faire, ou une distance plus courte.")))
    return notes


def note_of_wider(question: Question, meaning: Meaning, total: int) -> Note:
    link = Link(
        _("Voir aussi les lieux où l’on peut utiliser un ordinateur ou Internet"),
        question.asked.url(what="", need="", facets={**question.asked.facets, "service": meaning.facets["services"]}),
    )
    return Note(_("Ces lieux disent avoir l’appareil qu’il faut."), [link])


def note_of_no_equipment(question: Question) -> Note:
    return Note(_("Aucun lieu proche ne dit avoir l’appareil qu’il faut. Voici ceux où l’on peut utiliser un ordinateur ou Internet : demandez-leur."))


def note_of_parent(meaning: Meaning, parent: str) -> Note:
    text = _("Aucun lieu ne précise « {need} ». Voici ceux qui disent : « {wider} ».")
    return Note(text.format(need=meaning.label, wider=referentials.label("services", parent)))


def tags(question: Question) -> list[Link]:
    """What can be taken off one by one."""
    asked = question.asked
    said = question.words_in_field
    first = [Link(question.meaning.label if question.meaning else _("« {words} »").format(words=said), asked.url(what="", need="", word=False))] if said else []
    boxes = [Link(referentials.label(FACETS[name], code), asked.without(name, code)) for name, codes in asked.facets.items() for code in codes]
    return [*first, *boxes]


def orders(question: Question) -> list[Link]:
    if not question.where.near:
        return []
    nearest, by_name = _("du plus proche au plus loin"), _("par nom")
    if question.asked.by_name:
        return [Link(nearest, question.asked.url(by_name=False)), Link(by_name)]
    return [Link(nearest), Link(by_name, question.asked.url(by_name=True))]


def pages(asked: Asked, result: SearchResult) -> Pages | None:
    """Pages of the answers; those of the unknown places have their own links."""
    last = -(-result.total // PAGE_SIZE)
    if last < 2 or result.page > last:
        return None
    return Pages(
        number=result.page,
        last=last,
        previous=asked.url(page=result.page - 1) if result.page > 1 else "",
        next=asked.url(page=result.page + 1) if result.page < last else "",
    )


# Nothing found, or nothing known


def empty(question: Question, result: SearchResult) -> Empty:
    asked = question.asked
    sentence = _("Nous n’avons rien trouvé à moins de {km} km.") if question.where.near else _("Nous n’avons rien trouvé.")
    ways = [Way(label, url, words.places(total)) for key, query, total in result.relaxations if (way := way_of(key, query, question)) for label, url in [way]]
    return Empty(sentence.format(km=asked.radius_km), ways or [Way(_("Recommencer la recherche"), Asked().url())])


def way_of(key: str, query: SearchQuery, question: Question) -> tuple[str, str] | None:
    """A wider question, in words and as an address."""
    asked = question.asked
    name = next((name for name, facet in FACETS.items() if key == f"facet:{facet}"), "")
    if key == "radius":
        km = int(query.radius_km)
        return _("Élargir à {km} km").format(km=km), asked.url(radius_km=km)
    if key == "facet:services":
        return _("Tous les services, au même endroit"), asked.url(what="", need="", facets=without(asked, "service"))
    if name:
        return _("Sans « {choices} »").format(choices=", ".join(cards.labels(FACETS[name], asked.facets.get(name, ())))), asked.url(facets=without(asked, name))
    simple = {
        "text": (_("Sans les mots « {words} »").format(words=asked.what), asked.url(what="")),
        "territories": (_("La même chose, partout"), asked.url(where="")),
        "anywhere": (_("La même chose, partout"), asked.url(where="")),
        "need": (_("Tous les lieux, jusqu’à 100 km"), asked.url(what="", need="", facets={}, radius_km=100)),
        "everything": (_("Tous les lieux"), Asked().url()),
    }
    return simple.get(key)


def without(asked: Asked, name: str) -> dict[str, tuple[str, ...]]:
    return {other: codes for other, codes in asked.facets.items() if other != name}


def unknown_list(question: Question, result: SearchResult) -> UnknownList | None:
    """Places of whose services nothing is stated: apart, with the telephone."""
    if not result.unknown:
        return None
    last = -(-result.unknown_total // PAGE_SIZE)
    libraries = all(LIBRARIES & set(hit.card["kinds"]) for hit in result.unknown)
    return UnknownList(
        title=unknown_title(libraries=libraries, near=bool(question.where.near)),
        sentence=_("Elles aident peut-être : un appel suffit pour le savoir.") if libraries else _("Ils aident peut-être : un appel suffit pour le savoir."),
        places=[cards.unknown_place(hit) for hit in result.unknown],
        more=Link(_("Voir les suivants"), f"{question.asked.url(page=result.page + 1)}#inconnus") if result.page < last else None,
        total=_("{shown} sur {total}").format(shown=len(result.unknown), total=result.unknown_total) if last > 1 else "",
    )


def unknown_title(*, libraries: bool, near: bool) -> str:
    if libraries:
        return (
            _("Bibliothèques proches : nous ne savons pas encore ce qu’elles proposent")
            if near
            else _("Bibliothèques : nous ne savons pas encore ce qu’elles proposent")
        )
    return _("Lieux proches : nous ne savons pas encore ce qu’ils proposent") if near else _("Lieux : nous ne savons pas encore ce qu’ils proposent")


def ask_again(question: Question) -> Answer:
    """Where is not clear: homonyms to choose from, or nothing that we know."""
    asked, place = question.asked, question.where
    communes = place.choices or place.guesses
    links = [Link(where.label_of(commune), asked.url(where=where.typed_for(commune)), where.detail_of(commune)) for commune in communes]
    if place.choices:
        heading, notes = (
            _("Quel « {typed} » ?").format(typed=asked.where),
            [Note(_("Plusieurs communes portent ce nom. Choisissez la vôtre, ou écrivez son code postal."))],
        )
    else:
        heading = _("Nous ne connaissons pas « {typed} »").format(typed=asked.where)
        notes = [Note(_("Écrivez le nom d’une commune, un code postal comme 23000, ou un département comme Creuse."))]
        notes += [Note(_("Ou choisissez une de ces communes :"))] if links else []
    return Answer(
        what=asked.what,
        where=asked.where,
        heading=heading,
        title=heading,
        description=heading,
        canonical=absolute(asked.url()),
        noindex=True,
        crumbs=[Link(_("Lieux qui aident"))],
        notes=notes,
        choices=links,
    )
