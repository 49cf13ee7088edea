"""Knows where sign-in differs from allauth's habits: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by people of the network, for people of the network."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
