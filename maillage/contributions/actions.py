"""Knows how what others tell us is received: once, whole, held. Nothing here writes to the base of places."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.accounts.keys import Key
from maillage.audit import actions as audit
from maillage.contributions.models import Proposal, Report
from maillage.directory.models import Place
from maillage.directory.values import check_values

KEPT = timedelta(days=730)  # two years after the last contact: CNIL, référentiel social et médico-social (délibération 2021-028)

Kind = TypeVar("Kind", Proposal, Report)


class AnotherContent(Exception):
    """This idempotency key was already used for something else."""


@dataclass(frozen=True)
class Sent:
    """What a partner's software sends with every message. `content`: all of it in plain JSON, so that the same again is recognised."""

    key: Key
    idempotency_key: str
    content: Mapping[str, Any]
    reference: str = ""
    words: str = ""
    place: Place | None = None

    @property
    def digest(self) -> str:
        return sha256(json.dumps(self.content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Proposed:
    """Values proposed (names and shapes of `directory.fields`), how the partner knows them, and since when."""

    kind: Proposal.Kind
    known_by: Proposal.KnownBy
    known_on: date
    values: Mapping[str, Any] = field(default_factory=dict)


def propose(sent: Sent, proposed: Proposed, *, now: datetime) -> tuple[Proposal, bool]:
    """Hold a proposal; True when it is new, False when it had been received before. Raise WrongValue, AnotherContent."""
    check_values(proposed.values)
    return receive(Proposal, sent, now, kind=proposed.kind, values=dict(proposed.values), known_by=proposed.known_by, known_on=proposed.known_on)


def report(sent: Sent, *, now: datetime) -> tuple[Report, bool]:
    """Hold a report; True when it is new, False when it had been received before. Raise AnotherContent."""
    return receive(Report, sent, now)


def receive(model: type[Kind], sent: Sent, now: datetime, **values: Any) -> tuple[Kind, bool]:
    """Write it once. Two requests under one key may arrive together: the database tells which came first."""
    made = model(
        sent_with_id=sent.key.pk,
        idempotency_key=sent.idempotency_key,
        digest=sent.digest,
        reference=sent.reference,
        place=sent.place,
        words=sent.words,
        received_at=now,
        kept_until=timezone.localtime(now).date() + KEPT,
        **values,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record(f"{model._meta.model_name}.received", on=made, by=None, now=now, partner=sent.key.label)
    except IntegrityError:
        return received_before(model, sent), False
    return made, True


def received_before(model: type[Kind], sent: Sent) -> Kind:
    found = model._default_manager.get(sent_with=sent.key.pk, idempotency_key=sent.idempotency_key)
    if found.digest != sent.digest:
        raise AnotherContent
    return found


def forget(today: date) -> int:
    """Erase what has been kept long enough; how many."""
    old = [model._default_manager.filter(kept_until__lt=today) for model in (Proposal, Report)]
    return sum(found.delete()[0] for found in old)
