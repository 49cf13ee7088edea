"""Knows how keys of the API are given, told and revoked from the machine of the instance."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.accounts import actions
from maillage.accounts.enums import KeyScope
from maillage.accounts.models import ApiKey
from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.base_ready import ensure_base


class Command(command.Command):
    help = "Donne, montre ou révoque les clés de l’API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        steps = parser.add_subparsers(dest="step", required=True, metavar="create|list|revoke")
        create = steps.add_parser("create", help="donne une clé, montrée une seule fois")
        create.add_argument("label", help="organisation qui l’emploiera")
        create.add_argument("--scope", action="append", choices=KeyScope.values, help="ce qu’elle permet (par défaut : read-more)")
        create.add_argument("--until", type=date.fromisoformat, metavar="2027-12-31", help="dernier jour")
        steps.add_parser("list", help="montre les clés, sans leur secret")
        revoke = steps.add_parser("revoke", help="révoque une clé")
        revoke.add_argument("prefix", help="son début : les huit caractères que montre « list »")
        for step in steps.choices.values():
            step.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, step: str, json: bool, **options: Any) -> None:
        ensure_base()
        try:
            figures, sentence = STEPS[step](options)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.finish(figures, sentence, as_json=json)


def create(options: dict[str, Any]) -> tuple[dict[str, Any], str]:
    scopes = [KeyScope(scope) for scope in options["scope"] or [KeyScope.READ_MORE]]
    given, secret = actions.create_key(label=options["label"], scopes=scopes, expires_on=options["until"], by=None, now=clock.now())
    return {**told(given), "key": secret}, _("%(label)s : %(secret)s\nNotez-la maintenant : elle ne sera plus montrée.") % {
        "label": given.label,
        "secret": secret,
    }


def show(options: dict[str, Any]) -> tuple[dict[str, Any], str]:
    keys = list(ApiKey.objects.order_by("label", "pk"))
    lines = [_("%(prefix)s  %(label)s  (%(scopes)s)") % {"prefix": key.prefix, "label": key.label, "scopes": state(key)} for key in keys]
    return {"keys": [told(key) for key in keys]}, "\n".join(lines) or _("Aucune clé.")


def revoke(options: dict[str, Any]) -> tuple[dict[str, Any], str]:
    key = ApiKey.objects.filter(prefix=options["prefix"]).order_by("pk").first()
    if key is None:
        raise CommandError(_("Aucune clé ne commence par « %(prefix)s » : « maillage apikey list » les montre.") % {"prefix": options["prefix"]})
    actions.revoke_key(key=key, by=None, now=clock.now())
    key.refresh_from_db()
    return told(key), _("Clé révoquée : %(key)s") % {"key": key}


def state(key: ApiKey) -> str:
    """What a key allows, and whether it still holds."""
    revoked = [_("révoquée")] if key.revoked_at else []
    return ", ".join([*key.scope_labels, *revoked])


def told(key: ApiKey) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(key, name)) else None for name in ("expires_on", "last_used_on", "revoked_at")}
    return {"prefix": key.prefix, "label": key.label, "scopes": key.scopes, **days}


STEPS = {"create": create, "list": show, "revoke": revoke}
