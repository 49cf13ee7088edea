"""Knows the imaginary people of the demonstration, and shows the codes they receive."""

import re
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.accounts import actions
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Coordinator, Role, Scope, TeamMember
from maillage.directory.models import Place

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
RECIPIENT = re.compile(r"^To: (.+)$", re.MULTILINE)
LIBRARY = "BIB"


def make_people(departement: str, *, now: datetime) -> dict[str, str]:
    """Open the accounts of the demonstration once; address -> who it is."""
    libraries = (place for place in Place.objects.published().order_by("sort_name", "pk") if LIBRARY in place.kinds)
    library = next((place for place in libraries if place.offers.exists()), None)
    people: dict[str, str] = {}
    if library is not None:
        person("bruno@demo.example", "Bruno Lemaire", TeamMember, Scope(ScopeKind.PLACE, library.code), now)
        people["bruno@demo.example"] = _("Bruno, de l’équipe de « %(name)s »") % {"name": library.name}
    person("driss@demo.example", "Driss Benali", Coordinator, Scope(ScopeKind.TERRITORY, f"dep:{departement}"), now)
    people["driss@demo.example"] = _("Driss, qui coordonne le département")
    return people


def person(email: str, name: str, role: type[Role], scope: Scope, now: datetime) -> None:
    user = User.objects.filter(email=email).first() or actions.create_user(email=email, name=name, by=None, now=now)
    actions.grant(user=user, role=role, scope=scope, by=None, now=now)


class Mailbox:
    """The folder where the demonstration's mails are written instead of being sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = set(self.files())

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.log")) if self.folder.is_dir() else []

    def new_codes(self) -> list[tuple[str, str]]:
        """Recipient and code of the mails written since the last look."""
        found = []
        for file in self.files():
            if file not in self.seen:
                self.seen.add(file)
                text = file.read_text(encoding="utf-8", errors="replace")
                to, code = RECIPIENT.search(text), CODE.search(text)
                if to and code:
                    found.append((to[1], code[0]))
        return found
