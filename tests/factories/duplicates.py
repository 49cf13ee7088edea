"""Knows how to make possible doubles: records of lists that the rules compare, and persons who look after them."""

from datetime import date, datetime
from typing import Any

from maillage.accounts import actions as accounts
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Coordinator, Role, Scope
from maillage.base.identifiers import place_id
from maillage.directory.actions import asking, publish, record_statements
from maillage.directory.actions.origins import origin_for
from maillage.directory.models import Origin, Place, Question
from maillage.directory.values import RecordIn
from maillage.linkage import actions, questions
from maillage.linkage.actions.storing import write
from maillage.linkage.enums import Decision, Veto
from maillage.linkage.score import Contribution
from maillage.linkage.verdicts import Judged

GUERET: dict[str, Any] = {"postal_code": "23000", "commune": "Guéret", "insee": "23096"}
AUBUSSON: dict[str, Any] = {"postal_code": "23200", "commune": "Aubusson", "insee": "23008"}
PESSAC: dict[str, Any] = {"postal_code": "33600", "commune": "Pessac", "insee": "33318"}
PHONE: dict[str, Any] = {"phones": [{"number": "+33555520000", "contact": "service"}]}
CREUSE = Scope(ScopeKind.TERRITORY, "dep:23")
DOUBT = 0.2  # a score between the cuts
CONTRIBUTIONS = [("core_equal", 3.0, None), ("phone_equal", 1.6, None), ("number_conflict", -0.6, None)]


class Doubles:
    """Says what lists say, at one moment."""

    def __init__(self, today: date, now: datetime) -> None:
        self.when: dict[str, Any] = {"today": today, "now": now}

    def tell(self, source: str, record_id: str, *values: dict[str, Any]) -> Place:
        """What one record of one list says: the place that it founds."""
        origin = origin_for(Origin.Kind.SOURCE, f"source:{source}", label=f"Liste {source}")
        told = {name: value for part in values for name, value in part.items()}
        record_statements(origin, [RecordIn(record_id, told)], **self.when)
        return Place.objects.get(pk=place_id(origin.key, record_id))

    def link(self) -> None:
        actions.link(**self.when)
        publish(now=self.when["now"])

    def asked(self, name: str = "Association Alpha", where: dict[str, Any] = GUERET, **more: Any) -> Question:
        """A pair that a person is asked about, whatever the rules of the day think of it. Linking again would forget it."""
        one = self.tell("creuse", f"{name[:60]} 1", where, PHONE, {"name": name, "street": "2 rue Pasteur", **more})
        other = self.tell("creuse", f"{name[:60]} 2", where, PHONE, {"name": name, "street": "9 rue Neuve", **more})
        first, second = sorted(str(place.pk) for place in (one, other))
        judged = Judged(first, second, DOUBT, Decision.QUESTION, Veto.TWO_POINTS, tuple(Contribution(*told) for told in CONTRIBUTIONS))
        write([judged], today=self.when["today"])
        asking.ask([questions.about(judged)], today=self.when["today"])
        asked: Question = Question.objects.get(key=questions.key(first, second))
        publish(now=self.when["now"])
        return asked

    def united(self) -> tuple[Place, Place]:
        """Two records that the rules unite."""
        here = {"name": "Médiathèque Jacques Ellul", "kinds": {"BIB": True}, "street": "21 rue de Camponac", **GUERET}
        places = self.tell("bibliotheques", "1", here), self.tell("creuse", "ellul", here, PHONE)
        self.link()
        return places

    def grant(self, user: User, scope: Scope = CREUSE, role: type[Role] = Coordinator) -> User:
        accounts.grant(user=user, role=role, scope=scope, by=None, now=self.when["now"])
        return user
