"""Knows how pairs are told in one line: those that wait, those that were decided, the last answer of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.accounts.models import User
from maillage.directory.models import Place, Question
from maillage.linkage import reviewing, wording
from maillage.linkage.enums import By, Choice, Decision, Link
from maillage.linkage.models import Opinion, Verdict
from maillage.web import words
from maillage.web.duplicates.forms import SAID
from maillage.web.resident import cards
from maillage.web.resident.subject import display_name

# Views of the page of decisions: address -> words, state and author of `reviewing.decisions`.
VIEWS: dict[str, tuple[Promise, str, str]] = {
    "": (gettext_lazy("Tout"), "", ""),
    "regles": (gettext_lazy("Réunis par les règles"), "united", By.MACHINE),
    "personnes": (gettext_lazy("Dits par des personnes"), "", By.PERSON),
    "separes": (gettext_lazy("Séparés"), "apart", ""),
    "lies": (gettext_lazy("Liés"), "linked", ""),
    "desaccords": (gettext_lazy("En désaccord"), "disputed", ""),
    "moi": (gettext_lazy("Mes réponses"), "", "me"),
}


@dataclass(frozen=True)
class Named:
    """A place in one line."""

    code: str
    name: str
    where: str


@dataclass(frozen=True)
class Waiting:
    """A pair that waits for somebody."""

    one: Named
    other: Named
    why: str
    note: str


@dataclass(frozen=True)
class Decided:
    """A pair that was decided, by whom and why."""

    verdict: Verdict
    one: Named
    other: Named
    state: str
    said: str
    by: str
    why: str
    is_mine: bool
    is_united: bool
    together: int  # pairs of records of which the same answer speaks


@dataclass(frozen=True)
class Last:
    """The last answer of a person, and what stands now."""

    one: Named
    other: Named
    said: str
    follows: str


def named(place: Place, shown: Place | None = None) -> Named:
    """A founding place, by the name of the place that it is now (`shown`)."""
    shown = shown or place
    return Named(place.code, words.typographic(display_name(shown)) or _("sans nom"), cards.town_of(shown.postal_code, shown.commune, shown.insee))


def both(one: Place, other: Place) -> tuple[Named, Named]:
    """Two founding places as the page of the pair shows them: two places by what they are now, one place as each record tells it."""
    first, second = one.merged_into or one, other.merged_into or other
    if first == second:
        return named(one), named(other)
    return named(one, first), named(other, second)


def waiting(questions: Iterable[Question], answered: set[tuple[UUID, UUID]]) -> list[Waiting]:
    """Pairs that wait. `answered`: those on which the reader already said something."""
    return [
        Waiting(
            *both(question.place, question.other),
            wording.say(question.details.get("contributions", ())),
            note(question, (question.place_id, question.other.pk) in answered),
        )
        for question in questions
        if question.other
    ]


def note(question: Question, is_answered: bool) -> str:
    """What is particular to this pair."""
    disputed, unsure = getattr(question, "disputed", False), getattr(question, "unsure", 0)
    told = [
        _("deux réponses contraires : une troisième décidera") if disputed else "",
        ngettext("{count} personne n’a pas pu dire", "{count} personnes n’ont pas pu dire", unsure).format(count=unsure) if unsure else "",
        _("vous avez répondu") if is_answered else "",
    ]
    return " · ".join(filter(None, told))


def decided(verdicts: Sequence[Verdict], user: User) -> list[Decided]:
    """Pairs that were decided."""
    opinions = reviewing.opinions_of_pairs(verdicts)
    together = reviewing.told_together(said[0] for said in opinions.values())
    found = []
    for verdict in verdicts:
        said = opinions.get((verdict.place_a_id, verdict.place_b_id), [])
        found.append(_decided(verdict, said, user, together.get((said[0].by_id, said[0].said_at), 1) if said else 1))
    return found


def _decided(verdict: Verdict, opinions: Sequence[Opinion], user: User, together: int) -> Decided:
    one, other = both(verdict.place_a, verdict.place_b)
    return Decided(
        verdict=verdict,
        one=one,
        other=other,
        state={"merge": "open", "question": "verify"}.get(verdict.decision, "closed"),
        said=said_of(verdict),
        by=by_whom(verdict, opinions, user),
        why=wording.say(verdict.contributions),
        is_mine=any(opinion.by_id == user.pk for opinion in opinions),
        is_united=verdict.decision == Decision.MERGE,
        together=together,
    )


def said_of(verdict: Verdict) -> str:
    """What stands, from the first place to the second."""
    if verdict.decision == Decision.MERGE:
        return _("Réunis : même lieu")
    if verdict.decision == Decision.QUESTION and verdict.decided_by == By.MACHINE:
        return _("Pas décidé : la paire attend une autre personne")
    if verdict.decision == Decision.QUESTION:
        return _("En désaccord : séparés en attendant")
    if verdict.decision == Decision.DIFFERENT:
        return _("Séparés : lieux différents")
    first, second = ("B", "A") if verdict.is_backwards else ("A", "B")
    link = Link(verdict.link or Link.SAME_BUILDING).label
    return _("Liés : {first} {link} {second}").format(first=first, link=link, second=second)


def by_whom(verdict: Verdict, opinions: Sequence[Opinion], user: User) -> str:
    """The rules, or each person with their answer, the first first; of a pair in dispute, only to those who took a side."""
    is_disputed = verdict.decision == Decision.QUESTION and verdict.decided_by == By.PERSON
    if is_disputed and not any(opinion.by_id == user.pk and opinion.choice != Choice.UNSURE for opinion in opinions):
        return _("qui a répondu quoi se voit une fois que vous avez répondu")
    told = [_("{name} : {answer}").format(name=person(opinion, user), answer=_answer(opinion)) for opinion in opinions]
    if verdict.decided_by == By.MACHINE and verdict.decision != Decision.QUESTION:
        told.append(_("les règles"))
    return words.listing(told[::-1]) or _("une personne")


def _answer(opinion: Opinion) -> str:
    """What was answered, after a colon; A and B keep their capital."""
    said = str(SAID[Choice(opinion.choice)])
    return said if opinion.choice in (Choice.HOSTED_AT, Choice.HOSTS) else words.lower_first(said)


def person(opinion: Opinion, user: User) -> str:
    """ "vous", a colleague's name, never an address."""
    if opinion.by_id == user.pk:
        return _("vous")
    return (opinion.by.name if opinion.by else "") or _("une autre personne")


def last(user: User, opinion: Opinion) -> Last:
    """The last answer, and what it did."""
    verdict = reviewing.verdict_on(opinion.place_a, opinion.place_b)
    return Last(*both(opinion.place_a, opinion.place_b), str(SAID[Choice(opinion.choice)]), follows(verdict, Choice(opinion.choice)))


def follows(verdict: Verdict | None, choice: Choice) -> str:
    """What stands now, beside an answer."""
    if choice == Choice.UNSURE:
        return _("Une autre personne verra cette paire.")
    if verdict is None or verdict.decided_by == By.MACHINE:
        return ""
    if verdict.decision == Decision.QUESTION:
        return _("Quelqu’un avait répondu autrement : les deux lieux restent séparés, une troisième personne décidera.")
    if (verdict.decision == Decision.MERGE) != (choice == Choice.SAME):
        return _("La plupart ont répondu autrement : leur réponse l’emporte, la vôtre est gardée.")
    return _("Les deux fiches n’en font plus qu’une.") if choice == Choice.SAME else _("Les deux fiches restent séparées.")
