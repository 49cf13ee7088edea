"""Knows what a person may answer about two places, and the words of each answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.linkage.enums import Choice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BACK = {"": "", "decisions": "duplicates-decisions", "liste": "duplicates-list"}


@dataclass(frozen=True)
class Answer:
    """One button: its key, its words, what follows."""

    choice: Choice
    key: str
    label: "StrOrPromise"
    hint: "StrOrPromise"


ANSWERS = [
    Answer(Choice.SAME, "1", _("Même lieu"), _("une seule fiche, avec ce que disent les deux")),
    Answer(Choice.DIFFERENT, "2", _("Lieux différents"), _("deux fiches : on ne le redemandera pas")),
    Answer(Choice.SAME_BUILDING, "3", _("Différents, même bâtiment"), _("par exemple une mairie et sa bibliothèque")),
    Answer(Choice.HOSTED_AT, "4", _("A est accueilli par B"), _("par exemple : A tient une permanence chez B")),
    Answer(Choice.HOSTS, "5", _("B est accueilli par A"), _("par exemple : B tient une permanence chez A")),
    Answer(Choice.UNSURE, "6", _("Je ne peux pas le dire"), _("une autre personne verra cette paire")),
]
SAID = {answer.choice: answer.label for answer in ANSWERS}


class AnswerForm(forms.Form):
    """An answer; `seen`: how many others had answered when the page was made; `back`: the page one came from, and its `view`."""

    choice = forms.ChoiceField(
        choices=Choice.choices, error_messages={"required": _("Choisissez une réponse."), "invalid_choice": _("Choisissez une réponse.")}
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=10_000)
    back = forms.ChoiceField(required=False, choices=[(key, key) for key in BACK])
    view = forms.CharField(required=False, max_length=20)
