"""People: one spelling per mailbox, two letters per badge."""

import pytest

from maillage.accounts.models import User, normalise_email


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Chloé Marchand", "CM"), ("Jean-Pierre Le Goff", "JG"), ("Médiathèque", "M"), ("", "B")],
)
def test_initials(name: str, initials: str) -> None:
    assert User(email="bruno@exemple.fr", name=name).initials == initials


def test_normalise_email_makes_capitals_and_spaces_one() -> None:
    assert normalise_email("  Bruno@Exemple.FR\n") == "bruno@exemple.fr"


def test_user_cleans_the_address_typed_in_a_form() -> None:
    user = User(email="Bruno@Exemple.fr")
    user.clean()

    assert user.email == "bruno@exemple.fr"


def test_user_is_shown_by_name_else_by_address() -> None:
    assert str(User(email="a@b.fr", name="Ana")) == "Ana"
    assert str(User(email="a@b.fr")) == "a@b.fr"
