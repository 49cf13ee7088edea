"""A partner's software proposes: once, whole, held; nothing enters the base; what is wrong is told with its remedy."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from maillage.accounts.actions import create_key, revoke_key
from maillage.accounts.enums import KeyScope
from maillage.accounts.models import ApiKey
from maillage.audit import selectors as audit
from maillage.base import clock
from maillage.contributions import actions, tasks
from maillage.contributions.models import Proposal, Report
from maillage.directory.actions import publish
from maillage.directory.models import Change, Place, Statement
from maillage.linkage.chain import link_and_publish
from maillage.web.api import access
from tests.factories import directory as factory

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())
    access.seen.clear()


@pytest.fixture
def place() -> Place:
    place = factory.told(name="Médiathèque", commune="Guéret", insee="23096", postal_code="23000", kinds={"BIB": True})
    publish(now=NOW)
    return Place.objects.get(pk=place.pk)


def a_key(*scopes: KeyScope, label: str = "Carte du Limousin") -> tuple[ApiKey, str]:
    return create_key(label=label, scopes=scopes, expires_on=None, by=None, now=NOW)


@pytest.fixture
def secret() -> str:
    """The key of a partner that may propose."""
    return a_key(KeyScope.PROPOSE)[1]


@pytest.fixture
def send(client: Client, secret: str) -> Send:
    def post(address: str, body: Any, *, secret: str = secret, once: str = "envoi-0001", **headers: str) -> HttpResponse:
        given = {"Authorization": f"Bearer {secret}", "Idempotency-Key": once, **headers}
        return client.post(f"/api/v1/{address}", body if isinstance(body, (str, bytes)) else json.dumps(body), content_type="application/json", headers=given)  # type: ignore[return-value]

    return post


def correction(of: Place, **changes: Any) -> dict[str, Any]:
    told = {"phones": [{"number": "+33555520000", "contact": "service"}]}
    return {"kind": "correction", "place": of.code, "reference": "carte:17", "values": told, "known_by": "call", "known_on": "2026-11-20", **changes}


def body(response: HttpResponse) -> Any:
    return json.loads(response.content)


def test_a_correction_is_held_and_nothing_enters_the_base(send: Send, place: Place) -> None:
    before = (Statement.objects.count(), Change.objects.count())
    response = send("propositions", correction(place))

    assert response.status_code == 201
    told = body(response)
    assert told["state"] == "held" and told["place"] == place.code and told["reference"] == "carte:17" and told["kept_until"] == "2028-11-24"
    proposal = Proposal.objects.get()
    assert proposal.values == {"phones": [{"number": "+33555520000", "contact": "service"}]} and proposal.sent_with.label == "Carte du Limousin"
    assert (Statement.objects.count(), Change.objects.count()) == before
    assert [event.verb for event in audit.events_of(proposal)] == ["proposal.received"]


def test_sent_twice_it_is_received_once(send: Send, place: Place) -> None:
    first, again = send("propositions", correction(place)), send("propositions", correction(place))

    assert (first.status_code, again.status_code) == (201, 200)
    assert body(first) == body(again) and Proposal.objects.count() == 1


def test_another_content_under_the_same_key_is_refused_and_the_first_stays(send: Send, place: Place) -> None:
    first = send("propositions", correction(place))
    other = send("propositions", correction(place, words="Autre chose."))

    assert other.status_code == 409 and "nouvelle clé d’idempotence" in body(other)["remedy"]
    assert str(Proposal.objects.get().pk) == body(first)["id"] and Proposal.objects.get().words == ""


def test_two_partners_may_use_the_same_word_once_each(send: Send, place: Place) -> None:
    _other, secret = a_key(KeyScope.PROPOSE, label="Annuaire 23")
    send("propositions", correction(place))

    assert send("propositions", correction(place), secret=secret).status_code == 201
    assert Proposal.objects.count() == 2


def test_without_a_key_or_with_one_for_reading_nothing_is_received(client: Client, send: Send, place: Place) -> None:
    _reading, secret = a_key(KeyScope.READ_MORE, label="Lectrice")
    bare = client.post("/api/v1/propositions", json.dumps(correction(place)), content_type="application/json", headers={"Idempotency-Key": "envoi-0001"})

    assert bare.status_code == 401 and bare["WWW-Authenticate"] == "Bearer" and "clé" in bare.json()["remedy"]
    assert send("propositions", correction(place), secret=secret).status_code == 403
    assert not Proposal.objects.exists()


def test_a_revoked_key_receives_no_more(send: Send, place: Place) -> None:
    revoked, secret = a_key(KeyScope.PROPOSE, label="Partie")
    revoke_key(key=revoked, by=None, now=NOW)

    assert send("propositions", correction(place), secret=secret).status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "ZZZZZZZZ"}, "place"),
        ({"place": None}, "place"),
        ({"values": {}}, "values"),
        ({"values": {"surname": "x"}}, "surname"),
        ({"values": {"phones": [{"number": "0555", "contact": "mine"}]}}, "phones"),
        ({"values": {"phones": []}}, "phones"),
        ({"values": {"services": {"zorglub": True}}}, "services"),
        ({"values": {"latitude": 46.1}}, "latitude"),
        ({"values": {"latitude": 1e400, "longitude": 1}}, "latitude"),
        ({"values": {"name": "a\0b"}}, "name"),
        ({"known_on": "2026-12-25"}, "known_on"),
        ({"known_on": "hier"}, "known_on"),
        ({"known_by": "rumour"}, "known_by"),
        ({"kind": "removal"}, "kind"),
        ({"surprise": 1}, "surprise"),
        ({"words": "x" * 1001}, "words"),
        ({"kind": "new-place"}, "place"),
        ({"kind": "new-place", "place": None, "values": {"name": "Bus"}}, "values"),
    ],
)
def test_what_is_wrong_is_told_with_its_field_and_nothing_is_held(send: Send, place: Place, changes: dict[str, Any], field: str) -> None:
    response = send("propositions", correction(place, **changes))

    assert response.status_code == 422 and response["Content-Type"] == "application/problem+json"
    told = body(response)
    assert any(field in error["field"] for error in told["errors"]) and told["remedy"]
    assert {error["field"].partition(".")[0] for error in told["errors"]} <= {*correction(place, **changes)}  # as the sender named them
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"x"', b"\xff\xfe", "{" * 5000])
def test_a_body_that_is_no_document_is_refused(send: Send, content: str | bytes) -> None:
    response = send("propositions", content)

    assert response.status_code in (400, 422) and response["Content-Type"] == "application/problem+json"


def test_a_request_needs_its_own_word(send: Send, place: Place) -> None:
    for once in ("", "court", "é" * 9, "x" * 81):
        response = send("propositions", correction(place), once=once)
        assert response.status_code == 422 and "Idempotency-Key" in response.content.decode(), once


def test_a_new_place_is_held_without_a_place(send: Send) -> None:
    values = {"name": "Espace numérique", "commune": "Guéret", "services": {"securite": True}, "emails": None}
    response = send("propositions", {"kind": "new-place", "values": values, "known_by": "visit", "known_on": "2026-11-24"})

    assert response.status_code == 201 and body(response)["place"] is None
    assert Proposal.objects.get().values == values and not Place.objects.exists()


def test_a_place_reserved_to_professionals_is_not_told(send: Send) -> None:
    hidden = factory.told(name="Foyer", commune="Guéret", insee="23096", receives_public=False)
    publish(now=NOW)
    Place.objects.filter(pk=hidden.pk).update(visibility=Place.Visibility.PROFESSIONALS)

    assert send("propositions", correction(hidden)).status_code == 422


def test_a_partner_sees_its_own_proposals_only(client: Client, send: Send, secret: str, place: Place) -> None:
    _other, of_another = a_key(KeyScope.PROPOSE, label="Annuaire 23")
    sent = body(send("propositions", correction(place)))
    address = f"/api/v1/propositions/{sent['id']}"

    assert client.get(address, headers={"X-Api-Key": secret}).json() == sent
    assert client.get(address).status_code == 401
    assert client.get(address, headers={"X-Api-Key": of_another}).status_code == 404
    assert client.get(f"/api/v1/propositions/{uuid4()}", headers={"X-Api-Key": secret}).status_code == 404


def test_whole_offers_may_be_proposed_and_what_they_cannot_be_is_refused(send: Send, place: Place) -> None:
    offer = {
        "concept": "securite",
        "state": True,
        "provider": "Emmaüs Connect",
        "role": "hosted",
        "facets": {"support": {"a-distance": True}},
        "area": ["dep:23"],
    }

    first = send("propositions", correction(place, values={"offers": [offer]}))
    assert first.status_code == 201, first.content.decode()
    assert send("propositions", correction(place, values={"offers": [{**offer, "area": ["Creuse"]}]}), once="envoi-0002").status_code == 422
    assert send("propositions", correction(place, values={"offers": [{**offer, "role": "borrowed"}]}), once="envoi-0003").status_code == 422


def test_a_new_place_is_answered_with_those_that_it_may_be(send: Send) -> None:
    factory.deliver(factory.a_list(), factory.record("ellul", name="Médiathèque Jacques Ellul", phones=[{"number": "+33555520000", "contact": "service"}]))
    link_and_publish(today=NOW.date(), now=NOW)
    values = {"name": "Mediatheque Ellul", **factory.GUERET, "phones": [{"number": "+33555520000", "contact": "service"}]}
    told = body(send("propositions", {"kind": "new-place", "values": values, "known_by": "visit", "known_on": "2026-11-24"}))

    assert [one["name"] for one in told["perhaps_already"]] == ["Médiathèque Jacques Ellul"] and told["perhaps_already"][0]["why"]


def test_a_report_is_held_in_its_words(send: Send, place: Place) -> None:
    told = {"place": place.code, "words": "Fermé depuis un mois, une affiche le dit.", "reference": "s-9"}
    first, again = send("signalements", told), send("signalements", told)

    assert (first.status_code, again.status_code) == (201, 200) and body(first) == body(again)
    assert Report.objects.get().words == told["words"] and Report.objects.get().place == place
    assert send("signalements", {**told, "words": ""}, once="envoi-0002").status_code == 422


def test_what_was_kept_two_years_is_erased(send: Send, place: Place) -> None:
    send("propositions", correction(place))
    send("signalements", {"place": place.code, "words": "Fermé."})
    end = timezone.localdate(NOW) + actions.KEPT

    assert actions.forget(end) == 0 and actions.forget(end + timedelta(days=1)) == 2
    assert not Proposal.objects.exists() and not Report.objects.exists()
    assert [schedule.task.module_path for schedule in tasks.SCHEDULES] == [tasks.forget.module_path]


def test_what_was_learned_today_may_be_proposed(send: Send, place: Place) -> None:
    assert send("propositions", correction(place, known_on=date(2026, 11, 25).isoformat())).status_code == 201
