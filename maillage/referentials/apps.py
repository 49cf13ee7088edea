from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from maillage.referentials import selectors
from maillage.referentials.checks import check_vocabularies
from maillage.referentials.terms import ReferentialError


class ReferentialsConfig(AppConfig):
    name = "maillage.referentials"

    def ready(self) -> None:
        """Load the vocabularies: a wrong one stops the start with its file and line."""
        checks.register(check_vocabularies)
        try:
            selectors.vocabularies()
        except ReferentialError as error:
            raise ImproperlyConfigured(f"Wrong vocabulary:\n{error}") from error
