"""Knows how a mapping is told to people who do not write any: what each column was understood as, and each field in French words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.ingestion.mapping.plan import Plan

FIELD_WORDS: dict[str, Promise] = {
    "id": gettext_lazy("l’identifiant"),
    "name": gettext_lazy("le nom"),
    "kinds": gettext_lazy("le type de lieu"),
    "street": gettext_lazy("l’adresse"),
    "complement": gettext_lazy("le complément d’adresse"),
    "postal_code": gettext_lazy("le code postal"),
    "commune": gettext_lazy("la commune"),
    "insee": gettext_lazy("le code INSEE de la commune"),
    "point": gettext_lazy("les coordonnées"),
    "latitude": gettext_lazy("la latitude"),
    "longitude": gettext_lazy("la longitude"),
    "precision": gettext_lazy("la précision du point"),
    "phones": gettext_lazy("les téléphones"),
    "emails": gettext_lazy("les courriels"),
    "websites": gettext_lazy("les sites web"),
    "hours": gettext_lazy("les horaires"),
    "hours_words": gettext_lazy("les horaires en toutes lettres"),
    "summary": gettext_lazy("la présentation courte"),
    "description": gettext_lazy("la présentation"),
    "appointment_url": gettext_lazy("le lien de prise de rendez-vous"),
    "access_url": gettext_lazy("la fiche d’accessibilité"),
    "identifiers": gettext_lazy("le numéro SIRET, SIREN ou RNA"),
    "parent": gettext_lazy("la structure qui tient le lieu"),
    "receives_public": gettext_lazy("l’accueil du public"),
    "state": gettext_lazy("l’ouverture ou la fermeture du lieu"),
    "address_hidden": gettext_lazy("l’adresse à ne pas publier"),
    "itinerance": gettext_lazy("l’itinérance"),
    "services": gettext_lazy("les services"),
    "offers": gettext_lazy("les services"),
    "equipment": gettext_lazy("le matériel"),
    "audiences": gettext_lazy("les personnes aidées surtout"),
    "care": gettext_lazy("l’accueil adapté"),
    "costs": gettext_lazy("les prix"),
    "access": gettext_lazy("la façon de venir ou de demander"),
    "support": gettext_lazy("la façon d’aider"),
    "who_may_come": gettext_lazy("les personnes qui peuvent venir"),
    "level": gettext_lazy("le niveau demandé"),
    "languages": gettext_lazy("les langues"),
    "programmes": gettext_lazy("les programmes nationaux"),
    "labels": gettext_lazy("les labels"),
    "other_labels": gettext_lazy("les autres labels"),
    "inferred": gettext_lazy("ce qui est déduit des textes"),
    "as_of": gettext_lazy("la date de mise à jour"),
    "street_number": gettext_lazy("le numéro dans la voie"),
    "street_type": gettext_lazy("le type de voie"),
    "personal": gettext_lazy("des personnes"),
    "mo": gettext_lazy("les horaires du lundi"),
    "tu": gettext_lazy("les horaires du mardi"),
    "we": gettext_lazy("les horaires du mercredi"),
    "th": gettext_lazy("les horaires du jeudi"),
    "fr": gettext_lazy("les horaires du vendredi"),
    "sa": gettext_lazy("les horaires du samedi"),
    "su": gettext_lazy("les horaires du dimanche"),
}


@dataclass(frozen=True)
class ColumnTold:
    """A column, and in French what becomes of it."""

    column: str
    said: str


def field_words(name: str) -> str:
    """A field as people call it: « le nom », « les services ». A name unknown here stays as it is."""
    return str(FIELD_WORDS.get(name, name))


def columns_told(plan: Plan, columns: Sequence[str]) -> list[ColumnTold]:
    """What becomes of each column of a file, in its order, by a plan bound to it (`plan.bind`)."""
    read = dict[str, dict[str, None]]()
    for name, names in _read(plan):
        for column in names:
            read.setdefault(column, {})[field_words(name)] = None
    return [ColumnTold(column, _said(column, plan, list(read.get(column, ())))) for column in columns]


def _said(column: str, plan: Plan, fields: list[str]) -> str:
    if column in plan.personal:
        return _("personnelle : effacée, jamais enregistrée")
    if fields:
        return ", ".join(fields)
    return _("gardée telle quelle, rien n’en est déduit") if column in plan.known else _("non lue : aucune règle n’en parle")


def _read(plan: Plan) -> Iterator[tuple[str, Sequence[str]]]:
    """Field and the columns that say it."""
    yield "id", plan.record_id
    for name, take in plan.takes.items():
        yield name, take.named()
    yield from ((choice.field, choice.columns) for choice in plan.choices)
    yield from ((words.field, words.columns) for words in plan.words)
    yield from ((table.field, table.columns) for table in plan.tables)
    if plan.hours:
        yield "hours", plan.hours.named()
    yield from (("precision", (rule.one, rule.other)) for rule in plan.precision)
