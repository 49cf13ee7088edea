"""Knows the shape of one place with all that is told of it, as the document describes it."""

from typing import Literal

from django.utils.translation import gettext_noop
from ninja import Field

from maillage.directory.freshness import Freshness
from maillage.opendata.api.schemas import DAY, Card, Shape
from maillage.opendata.api.shapes import NEXT


class PlacesAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    next: str | None = Field(description=NEXT)
    places: list[Card] = Field(description=gettext_noop("Les fiches, par code public."))


class Opening(Shape):
    status: Literal["open", "closed", "unknown", "doubtful"] = Field(
        description=gettext_noop("État à cette minute ; doubtful : horaires trop anciens pour le dire.")
    )
    reason: str = Field(description=gettext_noop("Ce qui le dit : hours, day-off, holiday, closure, no-hours, to-confirm, unchecked."))


class PlaceOffer(Shape):
    concept: str = Field(description=gettext_noop("Code du vocabulaire services."))
    provider: str = Field(description=gettext_noop("Qui rend le service ; vide : le lieu lui-même."))
    variant: str = Field(description=gettext_noop("Ce qui distingue deux offres du même service."))
    role: str = Field(description=gettext_noop("Code du vocabulaire roles : own, le lieu lui-même."))
    facets: dict[str, list[str]] = Field(description=gettext_noop("Publics, tarifs, accès… de ce service : vocabulaire -> codes."))
    area: list[str] = Field(description=gettext_noop("Territoires où il est rendu à distance."))


class Closure(Shape):
    first_day: str = Field(description=gettext_noop("Premier jour de fermeture."), json_schema_extra=DAY)
    last_day: str = Field(description=gettext_noop("Dernier jour de fermeture."), json_schema_extra=DAY)
    reason: str = Field(description=gettext_noop("Pourquoi."))


class RelationOrganisation(Shape):
    id: str = Field(description=gettext_noop("Identité de l’organisation."))
    kind: str = Field(description=gettext_noop("structure, ou network : un réseau."))
    name: str = Field(description=gettext_noop("Son nom."))


class PlaceRelation(Shape):
    kind: str = Field(description=gettext_noop("hosted_at, part_of_network, stop_of, same_building, run_by, works_at."))
    outward: bool = Field(description=gettext_noop("Le lieu est le sujet du lien, et non son objet."))
    code: str | None = Field(description=gettext_noop("Code public de l’autre lieu."))
    name: str = Field(description=gettext_noop("Nom de l’autre lieu ou de l’organisation."))
    organisation: RelationOrganisation | None = Field(description=gettext_noop("L’organisation, si c’en est une."))


class PlaceAnswer(Shape):
    id: str = Field(description=gettext_noop("Identité du lieu (UUID), qui ne change jamais."), json_schema_extra={"format": "uuid"})
    code: str = Field(description=gettext_noop("Code public du lieu, celui de sa page."))
    name: str = Field(description=gettext_noop("Nom affiché."))
    page: str = Field(description=gettext_noop("Adresse de sa page."))
    territories: list[str] = Field(description=gettext_noop("Territoires qui le contiennent, du plus petit au plus grand."))
    kinds: list[str] = Field(description=gettext_noop("Types : codes du vocabulaire kinds."))
    street: str = Field(description=gettext_noop("Numéro et voie ; vide si l’adresse n’est pas publiée."))
    complement: str = Field(description=gettext_noop("Complément d’adresse."))
    postal_code: str = Field(description=gettext_noop("Code postal."))
    commune: str = Field(description=gettext_noop("Commune."))
    insee: str = Field(description=gettext_noop("Code INSEE de la commune."))
    latitude: float | None = Field(description=gettext_noop("Latitude (WGS 84)."))
    longitude: float | None = Field(description=gettext_noop("Longitude."))
    precision: str = Field(description=gettext_noop("Ce que vaut le point : place, housenumber, street, commune."))
    visibility: str = Field(description=gettext_noop("public, ou address_hidden : l’adresse n’est pas publiée."))
    phones: list[str] = Field(description=gettext_noop("Téléphones du service, au format international. Jamais ceux d’une personne nommée."))
    emails: list[str] = Field(description=gettext_noop("Adresses électroniques du service."))
    websites: list[str] = Field(description=gettext_noop("Sites."))
    hours: str = Field(description=gettext_noop("Horaires au format opening_hours d’OpenStreetMap."))
    hours_words: str = Field(description=gettext_noop("Horaires reçus en mots, quand ils ne se lisent pas autrement."))
    summary: str = Field(description=gettext_noop("Résumé."))
    description: str = Field(description=gettext_noop("Présentation."))
    appointment_url: str = Field(description=gettext_noop("Où prendre rendez-vous."))
    access_url: str = Field(description=gettext_noop("Page qui décrit l’accessibilité du lieu."))
    identifiers: dict[str, str] = Field(description=gettext_noop("Identifiants officiels : siret, rna…"))
    parent: str = Field(description=gettext_noop("Structure dont il dépend."))
    facets: dict[str, list[str]] = Field(description=gettext_noop("Équipements, dispositifs, labels du lieu : vocabulaire -> codes."))
    facets_denied: dict[str, list[str]] = Field(description=gettext_noop("Ce que quelqu’un dit qu’il n’a pas."))
    denied: list[str] = Field(description=gettext_noop("Services que le lieu dit ne pas proposer."))
    stated_none: list[str] = Field(description=gettext_noop("Champs dont quelqu’un dit qu’il n’y en a pas."))
    inferred: list[str] = Field(description=gettext_noop("Ce qui est seulement déduit des textes, que personne n’affirme : « services:securite »."))
    checked_on: str | None = Field(description=gettext_noop("Jour de la dernière vérification par quelqu’un."), json_schema_extra=DAY)
    hours_checked_on: str | None = Field(description=gettext_noop("Jour où les horaires ont été vérifiés."), json_schema_extra=DAY)
    changed_on: str = Field(description=gettext_noop("Jour où la fiche a changé."), json_schema_extra=DAY)
    freshness: Freshness = Field(description=gettext_noop("Fraîcheur de la dernière vérification, aujourd’hui."))
    opening: Opening = Field(description=gettext_noop("S’il est ouvert en ce moment."))
    offers: list[PlaceOffer] = Field(description=gettext_noop("Services que quelqu’un dit proposés là. Une liste vide : nous ne savons pas."))
    closures: list[Closure] = Field(description=gettext_noop("Fermetures du lieu."))
    relations: list[PlaceRelation] = Field(description=gettext_noop("Liens avec d’autres lieux et des organisations."))
    origins: list[str] = Field(description=gettext_noop("Qui parle de ce lieu."))


class Moved(Shape):
    merged_into: str = Field(description=gettext_noop("Code public du lieu qui le représente : Location en donne l’adresse."))
