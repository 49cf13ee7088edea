"""Knows how the first people of an instance get in: from its own machine."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts import actions, selectors
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import Grant, User
from maillage.accounts.roles import INSTANCE, ROLES, Scope
from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.areas import read_area
from maillage.cli.base_ready import ensure_base
from maillage.directory.selectors import place_by_code
from maillage.territories.selectors import parse_territory


class Command(command.Command):
    help = "Ouvre un compte, ou donne un rôle à quelqu’un qui en a un. Relancer la commande ne change rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="adresse électronique de la personne")
        parser.add_argument("--name", default="", help="nom que voient les autres")
        parser.add_argument("--role", choices=sorted(ROLES), help="rôle à donner : coordination, modération ou équipe")
        parser.add_argument("--on", default="instance", metavar="OÙ", help="dep:23, epci:…, com:…, code d’un lieu, network:…, instance (par défaut)")
        parser.add_argument("--administrator", action="store_true", help="ouvre l’administration, avec tous les droits")

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        ensure_base()
        try:
            user = invite(**{name: options[name] for name in ("email", "name", "role", "on", "administrator")})
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        grants = list(user.grants.all())
        figures = {"email": user.email, "administrator": user.is_superuser, "roles": [{"role": one.role, "on": str(scope_of(one))} for one in grants]}
        self.finish(figures, "\n".join(told(user, grants)), as_json=json)


@transaction.atomic
def invite(*, email: str, name: str, role: str | None, on: str, administrator: bool) -> User:
    """The account of this address, opened if need be, with what it is given. Raise NotAllowed, CommandError."""
    now = clock.now()
    user = selectors.user_by_email(email) or actions.create_user(email=email, name=name, by=None, now=now)
    if role:
        actions.grant(user=user, role=ROLES[role], scope=read_scope(on), by=None, now=now)
    if administrator:
        actions.make_administrator(user=user, by=None, now=now)
    return user


def read_scope(text: str) -> Scope:
    """ "dep:23" or "territory:dep:23" -> Scope(TERRITORY, "dep:23"); "3F0C9A52" or "place:3F0C9A52" -> Scope(PLACE, "3F0C9A52"). Raise CommandError."""
    kind, _colon, identifier = text.partition(":")
    if text == ScopeKind.INSTANCE:
        return INSTANCE
    if kind == ScopeKind.NETWORK and identifier:
        return Scope(ScopeKind.NETWORK, identifier)
    if found := place_by_code(identifier if kind == ScopeKind.PLACE else text):
        return Scope(ScopeKind.PLACE, found.asked.code)
    if kind == ScopeKind.PLACE:
        raise CommandError(_("Aucun lieu n’a pour code « %(code)s » : le code d’un lieu est écrit sur sa page.") % {"code": identifier})
    return Scope(ScopeKind.TERRITORY, read_area(identifier if kind == ScopeKind.TERRITORY else text).key)


def scope_of(grant: Grant) -> Scope:
    return Scope(ScopeKind(grant.scope_kind), grant.scope_id)


def told(user: User, grants: list[Grant]) -> list[str]:
    """What this person may do now, and how they get in."""
    roles = [_("administration")] if user.is_superuser else []
    roles += [_("%(role)s, %(where)s") % {"role": ROLES[grant.role].label, "where": where(scope_of(grant))} for grant in grants]
    lines = [
        _("%(email)s : %(roles)s.") % {"email": user.email, "roles": " ; ".join(roles) or _("aucun rôle")},
        _("Pour entrer : %(url)s/connexion/. Un code est envoyé à cette adresse.") % {"url": settings.PUBLIC_URL},
    ]
    if any(grant.role == "coordinator" for grant in grants) or user.is_superuser:
        lines.append(_("Ses listes : %(url)s/listes/") % {"url": settings.PUBLIC_URL})
    return lines


def where(scope: Scope) -> str:
    """Where a role is held, in words."""
    if scope.kind == ScopeKind.INSTANCE:
        return str(scope.kind.label)
    area = parse_territory(scope.id) if scope.kind == ScopeKind.TERRITORY else None
    return f"{area.name} ({scope.id})" if area else f"{scope.kind.label} {scope.id}"
