"""Knows how the first people of an instance get in: from its own machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts import actions, selectors
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import ROLES, Scope
from maillage.base import clock
from maillage.base.errors import NotAllowed


class Command(BaseCommand):
    help = "Ouvre un compte, ou donne un rôle à quelqu’un qui en a un. Relancer la commande ne change rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="nom que voient les autres")
        parser.add_argument("--role", choices=sorted(ROLES), help="rôle à donner")
        parser.add_argument("--on", default="instance", metavar="PORTÉE", help="où : place:3F0C9A52, territory:dep:23, network:…, instance (par défaut)")
        parser.add_argument("--administrator", action="store_true", help="ouvre l’administration, avec tous les droits")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            user = selectors.user_by_email(options["email"]) or actions.create_user(email=options["email"], name=options["name"], by=None, now=now)
            if options["role"]:
                actions.grant(user=user, role=ROLES[options["role"]], scope=read_scope(options["on"]), by=None, now=now)
            if options["administrator"]:
                actions.make_administrator(user=user, by=None, now=now)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        roles = ", ".join(roles_of(user)) or _("aucun rôle")
        self.stdout.write(f"{user.email} : {roles}")


def read_scope(text: str) -> Scope:
    """ "territory:dep:23" -> Scope(TERRITORY, "dep:23")."""
    kind, _colon, identifier = text.partition(":")
    if kind not in ScopeKind.values:
        raise CommandError(_("--on %(text)s : commencez par l’un de %(kinds)s.") % {"text": text, "kinds": ", ".join(ScopeKind.values)})
    return Scope(ScopeKind(kind), identifier)


def roles_of(user: User) -> list[str]:
    administrator = [_("administration")] if user.is_superuser else []
    return administrator + [f"{grant.role} {grant.scope_kind}:{grant.scope_id}".rstrip(":") for grant in user.grants.all()]
