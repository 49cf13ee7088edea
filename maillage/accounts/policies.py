"""Knows the answer to "does the state of things allow it?" for accounts and roles."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Role, Scope
from maillage.base.errors import NotAllowed


def check_can_create(email: str) -> None:
    """Refuse an address that is not one, or that has an account. `email` is normalised."""
    try:
        validate_email(email)
    except ValidationError as refusal:
        raise NotAllowed(_("« %(email)s » n’est pas une adresse électronique.") % {"email": email}) from refusal
    if User.objects.filter(email=email).exists():
        raise NotAllowed(_("Cette adresse a déjà un compte."))


def check_fits(role: type[Role], scope: Scope) -> None:
    """Refuse a role where it makes no sense, or a scope that names nothing."""
    if scope.kind not in role.scopes:
        raise NotAllowed(_("Le rôle « %(role)s » ne se donne pas pour « %(scope)s ».") % {"role": role.label, "scope": scope.kind.label})
    if bool(scope.id) == (scope.kind == ScopeKind.INSTANCE):
        raise NotAllowed(_("Dites où ce rôle s’exerce."))


def check_key(label: str, expires_on: date | None, *, today: date) -> None:
    """Refuse a key of nobody, or over before it begins."""
    if not label.strip():
        raise NotAllowed(_("Dites quelle organisation emploiera cette clé."))
    if expires_on is not None and expires_on < today:
        raise NotAllowed(_("Le dernier jour de cette clé est passé."))
