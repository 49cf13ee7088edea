"""Knows what coordinators say of their lists: a file, an address and a rhythm, a mapping."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.ingestion.formats.table import MAX_BYTES
from maillage.ingestion.mapping.storing import LONGEST, SOURCE_NAME
from maillage.ingestion.models import Source


class DepositForm(forms.Form):
    """A delivery given as a file."""

    file = forms.FileField(label=_("Le fichier"), error_messages={"required": _("Choisissez le fichier de la liste.")})
    accept_losses = forms.BooleanField(label=_("Accepter que des lignes ou des colonnes aient disparu"), required=False)
    match_by_content = forms.BooleanField(label=_("Les identifiants ont changé : reconnaître les lieux à leur nom et à leur adresse"), required=False)

    def clean_file(self) -> Any:
        """The file, within the limit of a list."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier est trop lourd : %(limit)d Mo au plus."), params={"limit": MAX_BYTES // 1_000_000})
        return file


class ScheduleForm(forms.Form):
    """Where the list is published, and how often it is read."""

    url = forms.URLField(label=_("Adresse de la liste"), required=False, max_length=500, assume_scheme="https")
    every = forms.ChoiceField(label=_("La relire"), required=False, choices=Source.Rhythm.choices)


class MappingForm(forms.Form):
    """What each column means."""

    text = forms.CharField(label=_("Correspondance des colonnes"), strip=False, max_length=LONGEST, widget=forms.Textarea)


class NewListForm(forms.Form):
    """A new list."""

    key = forms.RegexField(
        SOURCE_NAME,
        label=_("Nom court"),
        error_messages={
            "invalid": _("Lettres minuscules sans accents, chiffres et traits d’union, 60 signes au plus."),
            "required": _("Donnez un nom court à la liste."),
        },
    )
    scope = forms.ChoiceField(label=_("Territoire"))

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = scopes
        field.required = not any(key == "" for key, _label in scopes)
