"""Knows how people enter the network and receive roles. Each change writes its event."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from maillage.accounts import keys, policies
from maillage.accounts.enums import KeyScope
from maillage.accounts.models import ApiKey, Grant, User, normalise_email
from maillage.accounts.roles import Role, Scope
from maillage.audit import actions as audit


@transaction.atomic
def create_user(*, email: str, name: str = "", by: User | None, now: datetime) -> User:
    """Open an account. Its owner then signs in by a code sent to this address."""
    email = normalise_email(email)
    policies.check_can_create(email)
    user = User.objects.create_user(email, name=name.strip())
    audit.record("person.added", on=user, by=by, now=now)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: User | None, now: datetime) -> User:
    """Open or close an account. A closed one keeps its roles, opens nothing, and is refused at its next request."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.record("person.opened" if active else "person.closed", on=user, by=by, now=now)
    return user


@transaction.atomic
def make_administrator(*, user: User, by: User | None, now: datetime) -> None:
    """Open the administration and every permission. Only the machine's own command does it."""
    if not user.is_superuser:
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
        user.is_staff = user.is_superuser = True
        audit.record("person.made_administrator", on=user, by=by, now=now)


@transaction.atomic
def grant(*, user: User, role: type[Role], scope: Scope, by: User | None, now: datetime) -> Grant:
    """Give a role somewhere. Giving it twice gives it once. Whether `by` may do so is asked by the caller, of `permissions`."""
    policies.check_fits(role, scope)
    given, created = Grant.objects.get_or_create(
        user=user, role=role.key, scope_kind=scope.kind, scope_id=scope.id, defaults={"granted_at": now, "granted_by": by}
    )
    if created:
        audit.record("role.given", on=user, by=by, now=now, role=role.key, scope=str(scope))
    return given


@transaction.atomic
def revoke(*, grant: Grant, by: User | None, now: datetime) -> None:
    """Take a role back. Taking it back twice is no fault."""
    deleted, _per_model = Grant.objects.filter(pk=grant.pk).delete()
    if deleted:
        audit.record("role.taken_back", on=grant.user, by=by, now=now, role=grant.role, scope=f"{grant.scope_kind}:{grant.scope_id}".rstrip(":"))


@transaction.atomic
def create_key(*, label: str, scopes: Collection[KeyScope], expires_on: date | None, by: User | None, now: datetime) -> tuple[ApiKey, str]:
    """Give a key to the software of an organisation. The second value is the key itself, to be shown once: it is not kept."""
    policies.check_key(label, expires_on, today=now.date())
    secret = keys.new_secret()
    given = ApiKey.objects.create(
        prefix=keys.prefix_of(secret),
        digest=keys.digest_of(secret),
        label=label.strip(),
        scopes=sorted(scopes),
        expires_on=expires_on,
        created_at=now,
        created_by=by,
    )
    audit.record("key.given", on=given, by=by, now=now, scopes=given.scopes)
    return given, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User | None, now: datetime) -> None:
    """Close a key for good. Revoking twice is no fault."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now):
        audit.record("key.revoked", on=key, by=by, now=now)


def note_use(key: keys.Key, *, today: date) -> None:
    """Remember the day on which a key was last used: one writing a day."""
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
