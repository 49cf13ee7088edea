"""Knows how the first people of an instance get in: from its own machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from maillage.accounts import actions, selectors
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import ROLES, Scope
from maillage.base import clock
from maillage.base.errors import NotAllowed


class Command(BaseCommand):
    help = "Open an account, or give a role to somebody who has one. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="name that others see")
        parser.add_argument("--role", choices=sorted(ROLES), help="role to give")
        parser.add_argument("--on", default="instance", metavar="KIND:ID", help="where: place:3F0C9A52, territory:dep:23, network:…, instance (default)")
        parser.add_argument("--administrator", action="store_true", help="opens the administration, with every permission")

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
        self.stdout.write(f"{user.email}: {', '.join(roles_of(user)) or 'no role yet'}")


def read_scope(text: str) -> Scope:
    """ "territory:dep:23" -> Scope(TERRITORY, "dep:23")."""
    kind, _colon, identifier = text.partition(":")
    if kind not in ScopeKind.values:
        raise CommandError(f"--on {text!r}: start with one of {', '.join(ScopeKind.values)}.")
    return Scope(ScopeKind(kind), identifier)


def roles_of(user: User) -> list[str]:
    administrator = ["administrator"] if user.is_superuser else []
    return administrator + [f"{grant.role} on {grant.scope_kind}:{grant.scope_id}".rstrip(":") for grant in user.grants.all()]
