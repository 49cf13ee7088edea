"""Knows the shape of one place with all that is told of it, as the document describes it."""

from typing import Literal

from django.utils.translation import gettext_noop
from ninja import Field

from maillage.directory.freshness import Freshness
from maillage.opendata.api.schemas import DAY, Card, PlaceOffer, Shape, Told
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


class PlaceAnswer(Told):
    page: str = Field(description=gettext_noop("Adresse de sa page."))
    territories: list[str] = Field(description=gettext_noop("Territoires qui le contiennent, du plus petit au plus grand."))
    visibility: str = Field(description=gettext_noop("public, ou address_hidden : l’adresse n’est pas publiée."))
    description: str = Field(description=gettext_noop("Présentation."))
    parent: str = Field(description=gettext_noop("Structure dont il dépend."))
    facets_denied: dict[str, list[str]] = Field(description=gettext_noop("Ce que quelqu’un dit qu’il n’a pas."))
    stated_none: list[str] = Field(description=gettext_noop("Champs dont quelqu’un dit qu’il n’y en a pas."))
    freshness: Freshness = Field(description=gettext_noop("Fraîcheur de la dernière vérification, aujourd’hui."))
    opening: Opening = Field(description=gettext_noop("S’il est ouvert en ce moment."))
    offers: list[PlaceOffer] = Field(description=gettext_noop("Services que quelqu’un dit proposés là. Une liste vide : nous ne savons pas."))
    closures: list[Closure] = Field(description=gettext_noop("Fermetures du lieu."))
    relations: list[PlaceRelation] = Field(description=gettext_noop("Liens avec d’autres lieux et des organisations."))
    origins: list[str] = Field(description=gettext_noop("Qui parle de ce lieu."))


class Moved(Shape):
    merged_into: str = Field(description=gettext_noop("Code public du lieu qui le représente : Location en donne l’adresse."))
