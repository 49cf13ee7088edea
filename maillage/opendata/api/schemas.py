"""Knows the shapes of what is answered: they describe, do not build, and tests compare them with real answers. Texts are French, marked for translation."""

from typing import Any, Literal

from django.utils.translation import gettext_noop
from ninja import Field, Schema
from pydantic import ConfigDict

DAY: dict[str, Any] = {"format": "date"}


class Shape(Schema):
    """All that is answered is described: nothing more."""

    model_config = ConfigDict(extra="forbid")


class Service(Shape):
    """What is told of a service everywhere."""

    concept: str = Field(description=gettext_noop("Code du vocabulaire services."))
    role: str = Field(description=gettext_noop("Code du vocabulaire roles : own, le lieu lui-même."))
    provider: str = Field(description=gettext_noop("Qui rend le service ; vide : le lieu lui-même."))
    facets: dict[str, list[str]] = Field(description=gettext_noop("Publics, tarifs, accès… de ce service : vocabulaire -> codes."))


class CardOffer(Service):
    area: list[str] = Field(default=[], description=gettext_noop("Territoires où il est rendu à distance (dep:23, fr) ; absent quand rien n’est dit."))


class PlaceOffer(Service):
    variant: str = Field(description=gettext_noop("Ce qui distingue deux offres du même service."))
    area: list[str] = Field(description=gettext_noop("Territoires où il est rendu à distance."))


class Vehicle(Shape):
    code: str = Field(description=gettext_noop("Code public du lieu itinérant."))
    name: str = Field(description=gettext_noop("Nom affiché."))


class Told(Shape):
    """What is told alike of a place in a list and on its own."""

    id: str = Field(description=gettext_noop("Identité du lieu (UUID), qui ne change jamais."), json_schema_extra={"format": "uuid"})
    code: str = Field(description=gettext_noop("Code public du lieu, celui de sa page."), json_schema_extra={"pattern": "^[0-9A-HJKMNP-TV-Z]{8}$"})
    name: str = Field(description=gettext_noop("Nom affiché."))
    kinds: list[str] = Field(description=gettext_noop("Types : codes du vocabulaire kinds."))
    street: str = Field(description=gettext_noop("Numéro et voie ; vide si l’adresse n’est pas publiée."))
    complement: str = Field(description=gettext_noop("Complément d’adresse."))
    postal_code: str = Field(description=gettext_noop("Code postal."))
    commune: str = Field(description=gettext_noop("Commune."))
    insee: str = Field(description=gettext_noop("Code INSEE de la commune."))
    latitude: float | None = Field(description=gettext_noop("Latitude (WGS 84)."))
    longitude: float | None = Field(description=gettext_noop("Longitude."))
    precision: str = Field(description=gettext_noop("Ce que vaut le point : place, housenumber, street, commune."))
    phones: list[str] = Field(description=gettext_noop("Téléphones du service, au format international. Jamais ceux d’une personne nommée."))
    emails: list[str] = Field(description=gettext_noop("Adresses électroniques du service."))
    websites: list[str] = Field(description=gettext_noop("Sites."))
    hours: str = Field(description=gettext_noop("Horaires au format opening_hours d’OpenStreetMap."))
    hours_checked_on: str | None = Field(description=gettext_noop("Jour où les horaires ont été vérifiés."), json_schema_extra=DAY)
    hours_words: str = Field(description=gettext_noop("Horaires reçus en mots, quand ils ne se lisent pas autrement."))
    summary: str = Field(description=gettext_noop("Résumé."))
    inferred: list[str] = Field(description=gettext_noop("Ce qui est seulement déduit des textes, que personne n’affirme : « services:securite »."))
    checked_on: str | None = Field(description=gettext_noop("Jour de la dernière vérification par quelqu’un."), json_schema_extra=DAY)
    facets: dict[str, list[str]] = Field(description=gettext_noop("Équipements, dispositifs, labels du lieu : vocabulaire -> codes."))
    denied: list[str] = Field(description=gettext_noop("Services que le lieu dit ne pas proposer."))
    appointment_url: str = Field(description=gettext_noop("Où prendre rendez-vous."))
    access_url: str = Field(description=gettext_noop("Page qui décrit l’accessibilité du lieu."))
    identifiers: dict[str, str] = Field(description=gettext_noop("Identifiants officiels : siret, rna…"))
    changed_on: str = Field(description=gettext_noop("Jour où la fiche a changé."), json_schema_extra=DAY)


class Card(Told):
    slug: str = Field(description=gettext_noop("La page du lieu est /lieux/{slug}-{code}/."))
    offers: list[CardOffer] = Field(description=gettext_noop("Services que quelqu’un dit proposés là. Une liste vide : nous ne savons pas."))
    closures: list[tuple[str, str, str]] = Field(description=gettext_noop("Fermetures du lieu : premier jour, dernier jour, raison."))
    itinerant: bool = Field(description=gettext_noop("Le lieu se déplace."))
    stop_of: list[Vehicle] = Field(description=gettext_noop("Lieux itinérants qui s’arrêtent là : les services sont les leurs."))


class Found(Shape):
    distance_km: float | None = Field(description=gettext_noop("Distance au point demandé ; null sans point, ou si le lieu n’a pas de point à lui."))
    matched: list[str] = Field(description=gettext_noop("Services affirmés qui remplissent tous les filtres."))
    guessed: list[str] = Field(description=gettext_noop("Services qui les remplissent par ce qui est déduit des textes."))
    inferred: bool = Field(description=gettext_noop("Le lieu ne répond que par ce qui est déduit."))
    remote: bool = Field(description=gettext_noop("Le lieu est ailleurs, et un de ses services à distance couvre la commune demandée."))
    place: Card = Field(description=gettext_noop("La fiche."))


class Relaxation(Shape):
    key: str = Field(description=gettext_noop("Ce qu’il faut laisser : radius, text, territories, facet:costs, anywhere, need, everything."))
    total: int = Field(description=gettext_noop("Nombre de lieux alors."))
    address: str = Field(description=gettext_noop("La question élargie."))


class SearchAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    generation_changed: bool = Field(description=gettext_noop("La base a été publiée depuis la première page : reprenez au début pour une liste exacte."))
    total: int = Field(description=gettext_noop("Nombre exact de lieux qui répondent."))
    inferred_total: int = Field(description=gettext_noop("Parmi eux, ceux qui ne répondent que par ce qui est déduit de textes."))
    remote_total: int = Field(description=gettext_noop("Parmi eux, ceux qui répondent à distance."))
    unknown_total: int = Field(description=gettext_noop("À part : lieux au même endroit dont on ne sait pas ce qu’ils proposent."))
    corrected: str | None = Field(description=gettext_noop("Les mots cherchés, si un mot inconnu a été lu comme celui qui était voulu."))
    next: str | None = Field(description=gettext_noop("Adresse de la page suivante ; null à la dernière."))
    places: list[Found] = Field(description=gettext_noop("Les lieux, dans l’ordre demandé."))
    unknown: list[Found] = Field([], description=gettext_noop("Les lieux dont on ne sait pas ce qu’ils proposent, si unknown=true."))
    counts: dict[str, dict[str, int]] = Field({}, description=gettext_noop("Si counts=true : facette -> code -> lieux, sans le filtre de cette facette."))
    relaxations: list[Relaxation] = Field([], description=gettext_noop("Quand rien n’est trouvé : les questions plus larges qui trouvent."))


class SuggestionShape(Shape):
    kind: Literal["commune", "territory", "place", "need", "service"] = Field(description=gettext_noop("Ce qui est proposé."))
    code: str = Field(description=gettext_noop("Son code, à employer dans une recherche."))
    label: str = Field(description=gettext_noop("Comment le dire."))
    detail: str = Field(description=gettext_noop("Ce qui le distingue des autres."))
