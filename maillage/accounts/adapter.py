"""Knows where sign-in differs from allauth's habits: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from maillage.accounts.enums import Permission
from maillage.accounts.roles import ROLES


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by people of the network, for people of the network."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a person arrives: at their territories when they look after some, else at home."""
        looks_after = any(Permission.DECIDE_DUPLICATE in ROLES[grant.role].permissions for grant in request.user.grants.all() if grant.role in ROLES)  # type: ignore[union-attr]
        return reverse("territories" if looks_after or request.user.is_superuser else "home")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
