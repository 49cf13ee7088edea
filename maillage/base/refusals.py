"""Knows the refusals that several doors of software share: values that do not read, what does not exist or no longer."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

from django.utils.translation import gettext as _

from maillage.base.problems import Problem

DOCUMENTATION = "/donnees/api/"
SHOWN = 200  # characters of a value that is told back


class Wrong(NamedTuple):
    """One value that does not read: which, what was given, what is wrong with it, in the reader's language."""

    field: str
    value: str | None
    message: str


def invalid(wrongs: Sequence[Wrong]) -> Problem:
    """422: each value, what is wrong with it."""
    detail = " ".join(_("« {field} » : {message}").format(field=wrong.field, message=wrong.message) for wrong in wrongs)
    told = [{"field": wrong.field, "value": wrong.value and wrong.value[:SHOWN], "message": wrong.message} for wrong in wrongs]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, _("Demande incomprise"), detail, see_documentation(), more={"errors": told})


def not_found(detail: str, remedy: str) -> Problem:
    """404: nothing has this code."""
    return Problem(HTTPStatus.NOT_FOUND, _("Introuvable"), detail, remedy)


def gone(detail: str, remedy: str) -> Problem:
    """410: it existed, and no longer does."""
    return Problem(HTTPStatus.GONE, _("N’existe plus"), detail, remedy)


def see_documentation() -> str:
    return _("Les adresses et leurs paramètres sont décrits ici : {address}").format(address=DOCUMENTATION)
