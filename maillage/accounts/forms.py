"""Knows what people type to sign in."""

from allauth.account.forms import RequestLoginCodeForm

from maillage.accounts.models import User, normalise_email


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth is not typed
    """Asks for an address. Only the account's present address counts: an earlier one must no longer open it."""

    def clean_email(self) -> str:
        email = normalise_email(super().clean_email())
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email
