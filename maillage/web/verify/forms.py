"""Knows what is asked of who tries a list: a file, perhaps a mapping."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 8_000_000  # bytes: twice the national list of libraries; larger ones are for `maillage check`
LARGEST_MAPPING = 200_000


class ListForm(forms.Form):
    """A list to try."""

    list = forms.FileField(
        label=gettext_lazy("Votre liste"),
        error_messages={"required": gettext_lazy("Choisissez le fichier de votre liste."), "empty": gettext_lazy("Ce fichier est vide.")},
    )
    mapping = forms.FileField(label=gettext_lazy("Sa correspondance de colonnes, si vous en avez une"), required=False)

    def clean_list(self) -> Any:
        """The file of the list, within the limit of this page."""
        return self._within("list", LARGEST)

    def clean_mapping(self) -> str:
        """The text of the mapping, "" when there is none."""
        if not self.cleaned_data["mapping"]:
            return ""
        content: bytes = self._within("mapping", LARGEST_MAPPING).read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("La correspondance n’est pas un texte en UTF-8. Enregistrez-la en UTF-8.")) from error

    def _within(self, name: str, limit: int) -> Any:
        file = self.cleaned_data[name]
        if file.size > limit:
            raise forms.ValidationError(
                _("Ce fichier pèse %(size).1f Mo, la limite de cette page est de %(limit).1f Mo. Découpez-le, ou employez « maillage check » chez vous.")
                % {"size": file.size / 1e6, "limit": limit / 1e6}
            )
        return file
