"""Knows what a webmaster chooses to embed the list."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.web.embed.colours import Look, colour
from maillage.web.resident import what, where

HEIGHT = 900  # pixels: a frame cannot know how long the list is


class SnippetForm(forms.Form):
    """Where, what, in which colours and language, and how."""

    territoire = forms.CharField(label=gettext_lazy("Où ?"), max_length=120, required=False, initial="")
    besoin = forms.ChoiceField(label=gettext_lazy("Pour quoi faire ?"), required=False)
    couleur = forms.CharField(label=gettext_lazy("Couleur des liens et des boutons"), max_length=7, required=False)
    fond = forms.CharField(label=gettext_lazy("Couleur du fond"), max_length=7, required=False)
    langue = forms.ChoiceField(label=gettext_lazy("Langue"), choices=[("fr", "Français"), ("en", "English")], required=False)
    forme = forms.ChoiceField(label=gettext_lazy("Comment ?"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", _("Tout")), *((meaning.code, meaning.label) for meaning in what.needs())]
        self.fields["besoin"].choices = choices  # type: ignore[attr-defined]
        self.fields["forme"].choices = [("composant", _("Un composant")), ("cadre", _("Un cadre, sans JavaScript"))]  # type: ignore[attr-defined]

    def clean_territoire(self) -> str:
        """The territory or commune as the address writes it; refused when it is not known."""
        typed = self.cleaned_data["territoire"].strip()
        found = where.resolve(typed)
        if typed and found.unknown:
            raise forms.ValidationError(_("Nous ne connaissons pas « {typed} ». Écrivez une commune, un code postal ou un département.").format(typed=typed))
        if found.choices:
            names = ", ".join(where.typed_for(commune) for commune in found.choices[:5])
            raise forms.ValidationError(_("Plusieurs communes portent ce nom : {names}. Écrivez la vôtre ainsi.").format(names=names))
        return found.territories[0] if len(found.territories) == 1 else found.label

    def clean_couleur(self) -> str:
        return self.hexadecimal("couleur")

    def clean_fond(self) -> str:
        return self.hexadecimal("fond")

    def hexadecimal(self, name: str) -> str:
        written = self.cleaned_data[name].strip()
        if written and not colour(written):
            raise forms.ValidationError(
                _("« {written} » n’est pas une couleur : écrivez six chiffres ou lettres de A à F, comme #0f5c5c.").format(written=written)
            )
        return colour(written)

    @property
    def look(self) -> Look:
        return Look(brand=self.cleaned_data.get("couleur", ""), paper=self.cleaned_data.get("fond", ""))
