"""Knows how a partner's software tells us something: what it may send, and what it hears back. What is sent is held until a person reads it."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Header, Router, Schema, Status
from pydantic import ConfigDict, StringConstraints

from maillage.accounts import keys
from maillage.accounts.keys import Key
from maillage.base import clock, refusals
from maillage.base.problems import Problem
from maillage.base.refusals import Wrong
from maillage.contributions import actions, permissions, selectors
from maillage.contributions.actions import AnotherContent, Proposed, Sent
from maillage.contributions.models import REFERENCE_LIMIT, WORDS_LIMIT, Proposal, Received
from maillage.contributions.values import Values
from maillage.directory import selectors as directory
from maillage.directory.models import Place
from maillage.directory.values import WrongValue

router = Router(tags=[gettext_noop("Propositions")])

Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=80,
        pattern="^[!-~]+$",
        description=gettext_noop("Un mot de votre choix, propre à cet envoi : l’envoyer deux fois ne propose qu’une fois."),
    ),
]
Text = Annotated[str, StringConstraints(max_length=WORDS_LIMIT, pattern="^[^\\x00]*$")]
Reference = Annotated[str, StringConstraints(max_length=REFERENCE_LIMIT, pattern="^[^\\x00]*$")]
PLACE = Field(max_length=12, description=gettext_noop("Code public du lieu."), examples=["3F0C9A52"])
REFERENCE = Field("", description=gettext_noop("Votre propre identifiant de ce lieu ou de cet envoi."))


class ProposalIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: Proposal.Kind = Field(
        description=gettext_noop("correction : d’un lieu connu, avec « place » ; new-place : un lieu que nous n’avons pas, sans « place ».")
    )
    place: str | None = Field(None, max_length=12, description=gettext_noop("Code public du lieu à corriger."), examples=["3F0C9A52"])
    reference: Reference = REFERENCE
    values: Values = Field(description=gettext_noop("Seulement ce qui change. Un champ laissé de côté : rien n’en est dit ; null : il n’y en a pas."))
    words: Text = Field("", description=gettext_noop("Un mot à la personne qui lira."))
    known_by: Proposal.KnownBy = Field(description=gettext_noop("Comment vous le savez."))
    known_on: date = Field(description=gettext_noop("Le jour où vous l’avez su."))


class ReportIn(Schema):
    model_config = ConfigDict(extra="forbid")

    place: str = PLACE
    reference: Reference = REFERENCE
    words: Annotated[Text, StringConstraints(min_length=1)] = Field(
        description=gettext_noop("Ce qui ne va pas, en mots. Ne nommez personne."), examples=["Fermé depuis un mois, une affiche le dit."]
    )


class AlikeOut(Schema):
    code: str = Field(description=gettext_noop("Code public du lieu."))
    name: str = Field(description=gettext_noop("Nom affiché."))
    why: str = Field(description=gettext_noop("Ce qui se ressemble, en mots."))


class ReceivedOut(Schema):
    id: UUID = Field(description=gettext_noop("Ce qui nomme cet envoi."))
    state: Received.State = Field(description=gettext_noop("held : une personne doit encore le lire."))
    received_at: str = Field(description=gettext_noop("Quand nous l’avons reçu."), json_schema_extra={"format": "date-time"})
    place: str | None = Field(description=gettext_noop("Code du lieu concerné."))
    reference: str = Field(description=gettext_noop("Votre propre identifiant."))
    kept_until: date = Field(description=gettext_noop("Il est effacé après ce jour."))


class ProposalOut(ReceivedOut):
    kind: Proposal.Kind
    perhaps_already: list[AlikeOut] = Field(
        [], description=gettext_noop("Lieux que nous avons et que celui-ci est peut-être : si c’est l’un d’eux, envoyez plutôt une correction.")
    )


@router.post(
    "/propositions",
    operation_id="propose",
    url_name="propose",
    response={201: ProposalOut, 200: ProposalOut},
    summary=gettext_noop("Proposer une correction ou un nouveau lieu"),
    description=gettext_noop("Une clé qui permet de proposer est demandée. Rien n’entre dans la base sans qu’une personne l’ait lu. 200 : déjà reçu."),
)
def propose(request: HttpRequest, told: ProposalIn, once: Once) -> Status[dict[str, Any]]:
    key = key_of(request)
    place = place_told(told)
    proposed = Proposed(told.kind, told.known_by, told.known_on, told.values.model_dump(exclude_unset=True))
    if told.known_on > clock.today():
        raise wrong("known_on", told.known_on.isoformat(), _("ce jour n’est pas encore venu."))
    try:
        proposal, is_new = actions.propose(sent(key, once, told, place), proposed, now=clock.now())
    except WrongValue as error:
        field, _colon, why = str(error).partition(": ")
        raise wrong(f"values.{field}", why, _("cette valeur ne peut pas être tenue : {why}").format(why=why)) from None
    except AnotherContent:
        raise another_content(once) from None
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, proposal_out(proposal))


@router.get(
    "/propositions/{proposal}",
    operation_id="proposal",
    url_name="proposal",
    response=ProposalOut,
    summary=gettext_noop("Où en est une proposition"),
    description=gettext_noop("Seulement celles que vous avez envoyées, avec la même clé."),
)
def proposal(request: HttpRequest, proposal: UUID) -> dict[str, Any]:
    found = selectors.proposal_of(key_of(request), proposal)
    if found is None:
        raise Problem(
            HTTPStatus.NOT_FOUND, _("Introuvable"), _("Aucune proposition de cette clé n’a cet identifiant."), _("Reprenez l’identifiant reçu à l’envoi.")
        )
    return proposal_out(found)


@router.post(
    "/signalements",
    operation_id="report",
    url_name="report",
    response={201: ReceivedOut, 200: ReceivedOut},
    summary=gettext_noop("Transmettre ce que quelqu’un dit d’un lieu"),
    description=gettext_noop("Une clé qui permet de proposer est demandée. Les mots sont gardés pour une personne qui les lira ; ils ne sont jamais publiés."),
)
def report(request: HttpRequest, told: ReportIn, once: Once) -> Status[dict[str, Any]]:
    key = key_of(request)
    place = place_of(told.place)
    try:
        received, is_new = actions.report(sent(key, once, told, place), now=clock.now())
    except AnotherContent:
        raise another_content(once) from None
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, received_out(received))


def key_of(request: HttpRequest) -> Key:
    """The key of a partner that may send. Raise Problem 401, NotAllowed."""
    key = keys.key_of(request)
    if key is None:
        remedy = _("Demandez une clé à l’organisme qui tient ce site, puis envoyez-la dans l’en-tête Authorization, après « Bearer ».")
        raise Problem(HTTPStatus.UNAUTHORIZED, _("Clé demandée"), _("Cette adresse demande une clé."), remedy, headers={"WWW-Authenticate": "Bearer"})
    permissions.check_can_send(key)
    return key


def sent(key: Key, once: str, told: ProposalIn | ReportIn, place: Place | None) -> Sent:
    return Sent(key, once, told.model_dump(mode="json", exclude_unset=True), told.reference, told.words, place)


def place_told(told: ProposalIn) -> Place | None:
    """The place to correct; None for a new one. Raise Problem when one is missing or too many."""
    if told.kind == Proposal.Kind.NEW_PLACE:
        if told.place is not None:
            raise wrong("place", told.place, _("un nouveau lieu n’a pas encore de code : laissez « place » de côté."))
        if not (told.values.name and told.values.commune):
            raise wrong("values", "", _("un nouveau lieu a au moins un nom (« name ») et une commune (« commune »)."))
        return None
    if told.place is None:
        raise wrong("place", "", _("une correction dit de quel lieu : donnez son code."))
    if not told.values.model_fields_set:
        raise wrong("values", "", _("une correction dit au moins une valeur."))
    return place_of(told.place)


def place_of(code: str) -> Place:
    """The published place of a code, or the one it was merged into. Raise Problem."""
    found = directory.place_by_code(code)
    if found is None or not Place.objects.published().filter(pk=found.place.pk).exists():
        raise wrong("place", code, _("aucun lieu publié n’a ce code."))
    return found.place


def received_out(received: Received) -> dict[str, Any]:
    return {
        "id": received.pk,
        "state": received.state,
        "received_at": received.received_at.isoformat(),
        "place": received.place.code if received.place else None,
        "reference": received.reference,
        "kept_until": received.kept_until,
    }


def proposal_out(proposal: Proposal) -> dict[str, Any]:
    alike = selectors.perhaps_already(proposal.values) if proposal.kind == Proposal.Kind.NEW_PLACE else ()
    told = [{"code": known.place.code, "name": known.name, "why": known.why} for known in alike]
    return {**received_out(proposal), "kind": proposal.kind, "perhaps_already": told}


def wrong(field: str, value: str, why: str) -> Problem:
    """422: one value, what is wrong with it."""
    return refusals.invalid([Wrong(field, value, why)])


def another_content(once: str) -> Problem:
    """409: the same idempotency key, another content."""
    detail = _("La clé d’idempotence « {key} » a déjà servi à un autre contenu.").format(key=once)
    return Problem(HTTPStatus.CONFLICT, _("Déjà employée"), detail, _("Employez une nouvelle clé d’idempotence pour un nouvel envoi."))
