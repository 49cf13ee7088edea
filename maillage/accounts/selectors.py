"""Knows how people and their roles are read."""

from maillage.accounts.models import User, normalise_email


def user_by_email(email: str) -> User | None:
    """The account of this address, whatever its capitals."""
    return User.objects.filter(email=normalise_email(email)).first()
