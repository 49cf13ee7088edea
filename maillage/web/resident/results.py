"""Knows how a question becomes a page of answers: what was found, how we understood it, and what to try instead."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.referentials import selectors as referentials
from maillage.search.query import SearchResult
from maillage.web import words
from maillage.web.context import absolute
from maillage.web.parts import Answer, Empty, Link, Note, Pages, UnknownList, Way
from maillage.web.resident import boxes, cards, panel, ways, what, where
from maillage.web.resident.asked import FACETS, Asked
from maillage.web.resident.moments import moment
from maillage.web.resident.question import PAGE_SIZE, Index, Question, Told, ask, understood
from maillage.web.resident.what import Meaning

MANY = 200
MAX_OTHERS = 5
LIBRARIES = frozenset({"BIB"})


def answer(asked: Asked, *, index: Index, now: datetime) -> Answer:
    """The whole page."""
    question = Question(asked, where.resolve(asked.where), understood(asked), moment(asked.when, now))
    if question.where.choices or question.where.unknown:
        return ask_again(question)
    return page_of(ask(question, index), now)


def page_of(told: Told, now: datetime) -> Answer:
    question, result, asked = told.question, told.result, told.question.asked
    heading = heading_of(question)
    return Answer(
        what=question.words_in_field,
        where=question.where.label,
        heading=heading,
        title=heading if asked.page == 1 else _("{heading} – page {page}").format(heading=heading, page=result.page),
        description=f"{heading}. {total_sentence(question, result)}".strip(),
        canonical=absolute(replace(asked, page=result.page).url(page=result.page)),
        noindex=bool(asked.facets or asked.when) or asked.page > 1 or bool(question.text),
        ask=asked == Asked(),
        total_sentence=total_sentence(question, result),
        crumbs=[Link(_("Lieux qui aident"))],
        tags=tags(question),
        notes=notes(told),
        filters=panel.filters(asked, result, near=bool(question.where.near), now=now),
        cards=[cards.result_card(hit, now=now) for hit in result.hits],
        orders=orders(question),
        pages=pages(asked, result),
        empty=empty(question, result) if not result.total else None,
        unknown=unknown_list(question, result),
    )


# Words above the list


def heading_of(question: Question) -> str:
    """What and where: "Faire une démarche en ligne, près de Guéret"."""
    subject = subject_of(question)
    phrase = question.where.phrase
    if not phrase:
        return subject
    return (_("{subject}, {where}") if question.where.near else _("{subject} – {where}")).format(subject=subject, where=phrase)


def subject_of(question: Question) -> str:
    ticked = question.asked.facets.get("service", ())
    if len(ticked) == 1:
        return referentials.label("services", ticked[0])
    if question.meaning:
        return question.meaning.label
    if question.asked.what:
        return _("« {words} »").format(words=question.asked.what)
    return _("Lieux qui aident avec le numérique")


def total_sentence(question: Question, result: SearchResult) -> str:
    stated = result.total - result.inferred_total
    sentences = [stated_sentence(question, result, stated)] if stated else []
    if result.inferred_total:
        more = _("{places} de plus") if stated else "{places}"
        text = ngettext("{more}, d’après sa description, à confirmer.", "{more}, d’après leur description, à confirmer.", result.inferred_total)
        sentences.append(text.format(more=more.format(places=words.places(result.inferred_total))))
    return " ".join(sentences)


def stated_sentence(question: Question, result: SearchResult, count: int) -> str:
    km = question.asked.radius_km
    asked = "services" in question.facets
    if question.where.near and asked:
        text = ngettext("{places} dit le proposer, à moins de {km} km.", "{places} disent le proposer, à moins de {km} km.", count)
    elif question.where.near:
        text = ngettext("{places} dit ce qu’il propose, à moins de {km} km.", "{places} disent ce qu’ils proposent, à moins de {km} km.", count)
    elif asked:
        text = ngettext("{places} dit le proposer.", "{places} disent le proposer.", count)
    else:
        text = ngettext("{places} dit ce qu’il propose.", "{places} disent ce qu’ils proposent.", count)
    return text.format(places=words.places(count), km=km)


def notes(told: Told) -> list[Note]:
    """What we understood, and what would make the answer better."""
    return [*notes_of_what(told), *notes_of_where(told.question), *notes_of_number(told)]


def notes_of_what(told: Told) -> list[Note]:
    question, asked = told.question, told.question.asked
    if told.note:
        return [told.note]
    if len(question.meanings) > 1 and "service" not in asked.facets:
        links = [Link(meaning.label, only(asked, meaning)) for meaning in question.meanings]
        return [Note(_("« {words} » peut vouloir dire :").format(words=asked.what), links)]
    if question.meaning and asked.what and not what.is_label(asked.what, question.meaning):
        text = _("« {words} » : nous avons compris « {need} ».").format(words=asked.what, need=question.meaning.label)
        return [Note(text, [Link(_("Chercher plutôt ce mot"), asked.url(word=True))])]
    if told.result.corrected:
        text = _("Aucun lieu ne porte « {typed} ». Voici ceux qui portent « {read} ».")
        return [Note(text.format(typed=question.text, read=told.result.corrected))]
    return []


def only(asked: Asked, meaning: Meaning) -> str:
    """The address of the same question with one meaning only."""
    return asked.url(what="", need=meaning.code) if meaning.code in referentials.vocabulary("needs") else asked.url(what=meaning.label)


def notes_of_where(question: Question) -> list[Note]:
    asked, place = question.asked, question.where
    told = []
    if place.now_part_of:
        text = _("« {typed} » fait aujourd’hui partie de {commune}.")
        told.append(Note(text.format(typed=asked.where, commune=words.typographic(place.now_part_of))))
    if place.others:
        links = [Link(where.label_of(commune), asked.url(where=where.typed_for(commune))) for commune in place.others[:MAX_OTHERS]]
        told.append(Note(_("Vous cherchiez une commune ?"), links))
    return told


def notes_of_number(told: Told) -> list[Note]:
    if not told.question.where.is_found and told.result.total > PAGE_SIZE:
        return [Note(_("Écrivez votre commune pour voir d’abord les lieux les plus proches."))]
    if told.result.total > MANY:
        return [Note(_("C’est beaucoup : choisissez ce que vous voulez faire, ou une distance plus courte."))]
    return []


def tags(question: Question) -> list[Link]:
    """What can be taken off one by one."""
    asked = question.asked
    said = question.words_in_field
    first = [Link(question.meaning.label if question.meaning else _("« {words} »").format(words=said), asked.url(what="", need="", word=False))] if said else []
    ticked = [Link(boxes.label(FACETS[name], code), asked.without(name, code)) for name, codes in asked.facets.items() for code in codes]
    when = [Link(question.moment.label, asked.url(when=""))] if question.moment else []
    return [*first, *ticked, *when]


def orders(question: Question) -> list[Link]:
    if not question.where.near:
        return []
    nearest, by_name = _("plus proche d’abord"), _("par nom")
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
    sentence = _("Nous n’avons rien trouvé à moins de {km} km.") if question.where.near else _("Nous n’avons rien trouvé.")
    wider = ((ways.way_of(found.key, found.query, asked), found.total) for found in result.relaxations)
    found = [Way(*way, words.places(total)) for way, total in wider if way]
    return Empty(sentence.format(km=asked.radius_km), found or [Way(_("Recommencer la recherche"), asked.blank().url())])


def unknown_list(question: Question, result: SearchResult) -> UnknownList | None:
    """Places of whose services nothing is stated: apart, with the telephone."""
    if not result.unknown:
        return None
    last = -(-result.unknown_total // PAGE_SIZE)
    libraries = all(LIBRARIES & set(hit.card["kinds"]) for hit in result.unknown)
    places = [cards.unknown_place(hit) for hit in result.unknown]
    has_phones = any(place.phone for place in places)
    return UnknownList(
        title=unknown_title(libraries=libraries, near=bool(question.where.near)),
        sentence=unknown_sentence(libraries=libraries, has_phones=has_phones),
        places=places,
        tells_no_phone=has_phones,
        more=Link(_("Voir les suivants"), f"{question.asked.url(page=result.page + 1)}#inconnus") if result.page < last else None,
        total=_("{shown} sur {total}").format(shown=len(places), total=result.unknown_total) if last > 1 else "",
    )


def unknown_sentence(*, libraries: bool, has_phones: bool) -> str:
    if libraries:
        return _("Elles aident peut-être : un appel suffit pour le savoir.") if has_phones else _("Elles aident peut-être : demandez-leur en passant.")
    return _("Ils aident peut-être : un appel suffit pour le savoir.") if has_phones else _("Ils aident peut-être : demandez-leur en passant.")


def unknown_title(*, libraries: bool, near: bool) -> str:
    if libraries:
        return (
            _("Bibliothèques proches : nous ne savons pas encore ce qu’elles proposent")
            if near
            else _("Bibliothèques : nous ne savons pas encore ce qu’elles proposent")
        )
    return _("Lieux proches : nous ne savons pas encore ce qu’ils proposent") if near else _("Lieux : nous ne savons pas encore ce qu’ils proposent")


def ask_again(question: Question) -> Answer:
    """Where is not clear: homonyms to choose from, or nothing that we know."""
    asked, place = question.asked, question.where
    communes = place.choices or place.guesses
    links = [Link(where.label_of(commune), asked.url(where=where.typed_for(commune)), where.detail_of(commune)) for commune in communes]
    if place.choices:
        heading = _("Quel « {typed} » ?").format(typed=asked.where)
        sentences = [_("Plusieurs communes portent ce nom. Choisissez la vôtre, ou écrivez son code postal.")]
    else:
        heading = _("Nous ne connaissons pas « {typed} »").format(typed=asked.where)
        sentences = [_("Écrivez le nom d’une commune, un code postal comme 23000, ou un département comme Creuse.")]
        sentences += [_("Ou choisissez une de ces communes :")] if links else []
    return Answer(
        what=asked.what,
        where=asked.where,
        heading=heading,
        title=heading,
        description=heading,
        canonical=absolute(asked.url()),
        noindex=True,
        ask=True,
        crumbs=[Link(_("Lieux qui aident"))],
        notes=[Note(sentence) for sentence in sentences],
        choices=links,
    )
