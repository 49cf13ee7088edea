"""Knows how to make people of the network."""

from typing import Any

import factory

from maillage.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"personne{number}@exemple.fr")
    name = factory.Sequence(lambda number: f"Personne {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return model_class.objects.create_user(**fields)
