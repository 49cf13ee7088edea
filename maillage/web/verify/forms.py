"""Knows what is asked of who tries a list: a file, perhaps a mapping."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ListForm(forms.Form):
    """A list to try."""

    list = forms.FileField(
        label=gettext_lazy("Votre liste"),
        error_messages={"required": gettext_lazy("Choisissez le fichier de votre liste."), "empty": gettext_lazy("Ce fichier est vide.")},
    )
    mapping = forms.FileField(label=gettext_lazy("Sa correspondance de colonnes, si vous en avez une"), required=False)

    def clean_mapping(self) -> str:
        """The text of the mapping, "" when there is none."""
        if not self.cleaned_data["mapping"]:
            return ""
        content: bytes = self.cleaned_data["mapping"].read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("La correspondance n’est pas un texte en UTF-8. Enregistrez-la en UTF-8.")) from error
