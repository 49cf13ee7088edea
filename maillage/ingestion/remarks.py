"""Knows every remark that can be made on a received value: its gravity, the sentence that tells it, the remedy."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RAW_LIMIT = 200  # characters of a received cell repeated in a remark; the whole cell stays in the raw row


class Severity(StrEnum):
    """What became of the value."""

    REPAIRED = "repaired"  # understood, after a repair or a deduction
    DOUBT = "doubt"  # kept as received, but something does not agree
    LOST = "lost"  # not kept: nothing is invented in its place
    BLOCKING = "blocking"  # the whole row waits for a person


@dataclass(frozen=True)
class Rule:
    """Why a remark is made, and what the owner of the list can do."""

    severity: Severity
    message: str | Promise
    remedy: str | Promise
    asked_about: str = ""  # group of fields that the team is asked about, though a value is kept


RULES: dict[str, Rule] = {
    "name_missing": Rule(Severity.BLOCKING, _("La ligne ne nomme aucun lieu."), _("Écrire le nom du lieu.")),
    "nothing_locates": Rule(Severity.BLOCKING, _("Rien ne situe ce lieu : ni adresse, ni commune, ni point."), _("Écrire au moins la commune.")),
    "point_contradicts": Rule(
        Severity.BLOCKING, _("Le point est à {kept} km de la commune : la ligne se contredit."), _("Corriger les coordonnées ou la commune.")
    ),
    "field_failed": Rule(Severity.LOST, _("La valeur « {raw} » n’a pas pu être lue."), _("Vérifier cette case.")),
    "placeholder": Rule(Severity.REPAIRED, _("« {raw} » tient lieu de case vide."), _("Laisser la case vide.")),
    "text_cut": Rule(Severity.DOUBT, _("Texte trop long : la fin n’a pas été gardée."), _("Raccourcir le texte.")),
    "text_decoded": Rule(Severity.REPAIRED, _("Des lettres accentuées étaient abîmées : « {raw} »."), _("Enregistrer la liste en UTF-8.")),
    "text_damaged": Rule(
        Severity.DOUBT, _("Des lettres étaient déjà perdues dans le fichier : « {raw} »."), _("Repartir du fichier d’origine et l’enregistrer en UTF-8.")
    ),
    "name_trimmed": Rule(Severity.REPAIRED, _("Nom nettoyé : « {raw} » devient « {kept} »."), _("Retirer les signes qui entourent le nom.")),
    "list_cut": Rule(Severity.DOUBT, _("Plus de {kept} valeurs dans une case : les suivantes ne sont pas gardées."), _("Garder les plus utiles.")),
    "summary_cut": Rule(Severity.REPAIRED, _("Résumé de plus de 280 signes : coupé à un mot, le texte entier est gardé."), _("Raccourcir le résumé.")),
    "street_tail": Rule(
        Severity.REPAIRED, _("Le code postal et la commune étaient écrits dans l’adresse : « {raw} »."), _("Les écrire dans leurs propres colonnes.")
    ),
    "street_trimmed": Rule(
        Severity.REPAIRED, _("Adresse nettoyée : « {raw} » devient « {kept} »."), _("Retirer les signes qui ne font pas partie de l’adresse.")
    ),
    "street_split": Rule(
        Severity.REPAIRED, _("« {raw} » : la rue est « {kept} », le reste est gardé en complément."), _("Écrire le complément dans sa colonne.")
    ),
    "zero_restored": Rule(Severity.REPAIRED, _("Un zéro manquait au début de « {raw} »."), _("Mettre la colonne au format texte.")),
    "postal_code_alone": Rule(Severity.REPAIRED, _("« {raw} » : seul le code postal {kept} est retenu ici."), _("Écrire la commune dans sa colonne.")),
    "postal_code_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas un code postal."), _("Écrire les cinq chiffres du code postal.")),
    "postal_code_elsewhere": Rule(Severity.DOUBT, _("Le code postal {raw} n’est pas connu pour {kept}."), _("Vérifier le code postal et la commune.")),
    "postal_code_deduced": Rule(Severity.REPAIRED, _("Code postal absent : {kept} est le seul de la commune."), _("Écrire le code postal.")),
    "insee_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas un code INSEE de commune."), _("Écrire les cinq signes du code INSEE.")),
    "insee_former": Rule(
        Severity.REPAIRED, _("La commune {raw} n’existe plus : elle fait partie de {kept}."), _("Mettre le code INSEE de la commune actuelle.")
    ),
    "insee_deduced": Rule(Severity.REPAIRED, _("Code INSEE déduit du nom et du code postal : {kept}."), _("Ajouter une colonne pour le code INSEE.")),
    "insee_from_point": Rule(Severity.REPAIRED, _("Commune déduite du point : {kept}."), _("Écrire la commune.")),
    "commune_deduced": Rule(Severity.REPAIRED, _("Commune absente : le code INSEE dit {kept}."), _("Écrire la commune.")),
    "commune_unknown": Rule(Severity.DOUBT, _("Commune inconnue : « {raw} »."), _("Vérifier le nom de la commune et le code postal.")),
    "commune_misspelt": Rule(
        Severity.DOUBT, _("« {raw} » est lu comme {kept}, seule commune de ce code postal à porter presque ce nom."), _("Corriger le nom.")
    ),
    "commune_ambiguous": Rule(Severity.DOUBT, _("Plusieurs communes s’appellent « {raw} »."), _("Ajouter le code postal ou le code INSEE.")),
    "commune_contradicts": Rule(
        Severity.DOUBT, _("« {raw} » n’est pas le nom de la commune {kept} : les deux sont gardés."), _("Vérifier la commune et le code INSEE.")
    ),
    "insee_contradicted": Rule(
        Severity.DOUBT,
        _("Le code INSEE {raw} contredit le nom et le code postal : la commune gardée est {kept}."),
        _("Corriger le code INSEE."),
        asked_about="address",
    ),
    "point_set_aside": Rule(
        Severity.LOST,
        _("Le point {raw} est celui de {kept}, que le nom et le code postal contredisent : il n’est pas gardé."),
        _("Corriger le code INSEE, puis le point."),
        asked_about="address",
    ),
    "words_contradicted": Rule(
        Severity.DOUBT,
        _("« {raw} » contredit le code INSEE et le reste de la ligne : la commune gardée est {kept}."),
        _("Corriger la commune ou le code INSEE."),
        asked_about="address",
    ),
    "point_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas une coordonnée."), _("Écrire la latitude et la longitude en degrés.")),
    "point_half": Rule(Severity.LOST, _("Il manque la latitude ou la longitude."), _("Écrire les deux coordonnées, ou aucune.")),
    "point_zero": Rule(Severity.LOST, _("Le point 0, 0 tient lieu de case vide."), _("Laisser les cases vides.")),
    "point_swapped": Rule(Severity.REPAIRED, _("Latitude et longitude étaient inversées."), _("Échanger les deux colonnes.")),
    "point_projected": Rule(Severity.REPAIRED, _("Coordonnées en {kept} converties en degrés."), _("Donner latitude et longitude en degrés (WGS84).")),
    "point_rewritten": Rule(
        Severity.REPAIRED,
        _("Coordonnées « {raw} » récrites en degrés décimaux."),
        _("Donner latitude et longitude en degrés décimaux, chacune dans sa colonne."),
    ),
    "point_decimals": Rule(
        Severity.REPAIRED,
        _("La virgule manquait aux coordonnées {raw} : remise là où le point tombe dans la commune."),
        _("Écrire les degrés avec leur virgule."),
    ),
    "point_outside": Rule(Severity.DOUBT, _("Le point {raw} est hors de France."), _("Vérifier les coordonnées.")),
    "point_geocoded": Rule(Severity.REPAIRED, _("Point trouvé par le géocodeur pour « {raw} » : {kept}."), _("Écrire la latitude et la longitude.")),
    "point_far": Rule(Severity.DOUBT, _("Le point est à {kept} km de la commune."), _("Vérifier les coordonnées et la commune.")),
    "phone_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas un numéro de téléphone."), _("Écrire les dix chiffres du numéro.")),
    "phone_unassigned": Rule(Severity.DOUBT, _("Le numéro « {raw} » n’est dans aucune tranche attribuée : il est gardé."), _("Vérifier le numéro.")),
    "phone_words": Rule(Severity.REPAIRED, _("De « {raw} », seul le numéro {kept} est gardé."), _("N’écrire que le numéro ; le reste a sa place ailleurs.")),
    "phone_fax": Rule(
        Severity.REPAIRED, _("« {raw} » est un numéro de télécopie : il n’est pas gardé parmi les téléphones."), _("Retirer le numéro de télécopie.")
    ),
    "phone_repaired": Rule(Severity.REPAIRED, _("Numéro réparé : « {raw} » devient {kept}."), _("Corriger le numéro.")),
    "email_accents": Rule(Severity.DOUBT, _("Une adresse de courriel n’a pas d’accents : « {raw} » est gardée comme « {kept} »."), _("Vérifier l’adresse.")),
    "email_moved": Rule(Severity.REPAIRED, _("« {raw} » est un courriel : gardé parmi les courriels."), _("L’écrire dans la colonne des courriels.")),
    "url_moved": Rule(Severity.REPAIRED, _("« {raw} » est l’adresse d’un site : gardée parmi les sites."), _("L’écrire dans la colonne des sites.")),
    "url_of_page": Rule(Severity.DOUBT, _("« {raw} » est lu comme la page {kept}."), _("Écrire l’adresse entière de la page.")),
    "url_second": Rule(Severity.DOUBT, _("Une seconde adresse, {raw}, n’est pas gardée."), _("Donner une seule adresse.")),
    "email_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas une adresse de courriel."), _("Écrire une adresse comme accueil@exemple.fr.")),
    "email_repaired": Rule(Severity.REPAIRED, _("Courriel réparé : « {raw} » devient « {kept} »."), _("Corriger l’adresse.")),
    "url_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas une adresse de site."), _("Écrire une adresse comme https://exemple.fr.")),
    "url_repaired": Rule(Severity.REPAIRED, _("Adresse de site réparée : « {raw} » devient « {kept} »."), _("Corriger l’adresse.")),
    "identifier_unreadable": Rule(
        Severity.LOST, _("« {raw} » n’est ni un SIRET, ni un SIREN, ni un numéro RNA, ni un RIDET."), _("Vérifier le numéro, ou laisser vide.")
    ),
    "identifier_rounded": Rule(
        Severity.LOST,
        _("Un tableur a arrondi le numéro : « {raw} » a perdu ses derniers chiffres."),
        _("Mettre la colonne au format texte et récrire le numéro."),
    ),
    "identifier_second": Rule(Severity.DOUBT, _("Un second numéro, {raw}, n’est pas gardé."), _("Donner un seul numéro par lieu.")),
    "date_unreadable": Rule(Severity.LOST, _("« {raw} » n’est pas une date."), _("Écrire la date comme 2026-11-23.")),
    "date_impossible": Rule(Severity.LOST, _("La date {raw} ne peut pas être celle d’une mise à jour."), _("Corriger la date.")),
    "date_future": Rule(
        Severity.LOST,
        _("La date {raw} est à venir : elle comptera le jour venu, à la lecture suivante."),
        _("Vérifier que la date est celle d’une mise à jour."),
    ),
    "date_partial": Rule(Severity.REPAIRED, _("« {raw} » ne dit pas le jour : le premier est retenu, {kept}."), _("Écrire la date comme 2026-11-23.")),
    "date_american": Rule(Severity.REPAIRED, _("« {raw} » met le mois avant le jour : nous avons lu {kept}."), _("Écrire la date comme 2026-11-23.")),
    "date_counted": Rule(
        Severity.REPAIRED,
        _("« {raw} » compte les jours ou les secondes, comme le fait un logiciel : nous avons lu {kept}."),
        _("Mettre la colonne au format date."),
    ),
    "hours_read": Rule(
        Severity.REPAIRED,
        _("Horaires lus dans « {raw} » : {kept}."),
        _("Vérifier que c’est bien ce que vous vouliez dire, ou écrire des heures comme 09:00-12:00."),
    ),
    "hours_unreadable": Rule(
        Severity.DOUBT, _("Horaires gardés en mots : « {raw} » ne se lit pas."), _("Écrire les jours et leurs heures, par exemple : mardi 9h-12h et 14h-17h.")
    ),
    "hours_contradict": Rule(
        Severity.DOUBT,
        _("Une autre case dit d’autres horaires : « {raw} ». Nous avons retenu : {kept}."),
        _("Mettre ces cases d’accord, ou n’en remplir qu’une."),
        asked_about="hours",
    ),
    "area_unknown": Rule(
        Severity.DOUBT,
        _("« {raw} » n’est le code d’aucun territoire : le service n’y est pas dit à distance."),
        _("Écrire le code d’une commune, d’un EPCI ou d’un département, ou « france »."),
    ),
    "word_unknown": Rule(
        Severity.DOUBT,
        _("« {raw} » n’est pas dans le vocabulaire : rien n’en a été déduit."),
        _("Employer un mot du vocabulaire, ou compléter la correspondance."),
    ),
    "id_missing": Rule(
        Severity.DOUBT, _("Ligne sans identifiant : reconnue par ses champs stables."), _("Donner à chaque ligne un identifiant qui ne change pas.")
    ),
    "id_repeated": Rule(Severity.DOUBT, _("L’identifiant « {raw} » sert déjà à une autre ligne."), _("Donner à chaque ligne son propre identifiant.")),
    "row_repeated": Rule(
        Severity.DOUBT,
        _("Une autre ligne du fichier a les mêmes champs stables (nom, adresse)."),
        _("Retirer la ligne en trop, ou donner un identifiant à chaque ligne."),
    ),
    "cells_extra": Rule(
        Severity.DOUBT, _("La ligne a plus de cases que l’en-tête : le surplus n’est pas lu."), _("Vérifier les séparateurs et les guillemets de la ligne.")
    ),
    "inferred": Rule(
        Severity.REPAIRED,
        _("La liste n’en dit rien : {kept}, déduit du nom et des textes, à confirmer."),
        _("Le dire dans une colonne : ce qui est déduit n’est pas publié comme dit par la liste."),
    ),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What happened to one received value."""

    rule: str
    raw: str = ""
    kept: str = ""
    field: str = ""
    column: str = ""

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    @property
    def asks(self) -> bool:
        """Should the owner of the list look at it? A repaired value needs nobody."""
        return self.severity is not Severity.REPAIRED

    @property
    def message(self) -> str:
        return str(RULES[self.rule].message).format(raw=self.raw, kept=self.kept)

    @property
    def remedy(self) -> str:
        return str(RULES[self.rule].remedy)

    def at(self, field: str, column: str) -> "Remark":
        """The same remark, placed: normalisers do not know where their value comes from."""
        return Remark(self.rule, _storable(self.raw), _storable(self.kept), self.field or field, self.column or column)

    def to_json(self) -> dict[str, str]:
        """Short form, as stored with the record."""
        parts = {"rule": self.rule, "field": self.field, "column": self.column, "raw": self.raw, "kept": self.kept}
        return {name: text for name, text in parts.items() if text}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(**stored)


def _storable(text: str) -> str:
    """The beginning of a cell, without what a database refuses."""
    short = text[:RAW_LIMIT]
    return short if short.isprintable() else short.replace("\x00", "").encode("utf-8", "ignore").decode()


Remarks = tuple[Remark, ...]
NONE: Remarks = ()
