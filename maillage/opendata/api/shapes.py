"""Knows the shapes of what the lists and the changes answer (those of a search are in `schemas`). They describe, and tests compare them with answers."""

from typing import Any, Literal

from django.utils.translation import gettext_noop
from ninja import Field

from maillage.opendata.api import parameters
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.api.schemas import DAY, Card, PlaceOffer, Shape

CODE = "^[0-9A-HJKMNP-TV-Z]{8}$"
NEXT = gettext_noop("Adresse de la page suivante ; null à la dernière.")


def paging(default: int, most: int) -> tuple[Parameter, Parameter]:
    """How a list is cut in pages."""
    return (
        Parameter(
            "limit",
            gettext_noop("Combien par page, au plus."),
            {"type": "integer", "minimum": 1, "maximum": most},
            parameters.whole(1, most),
            default=default,
        ),
        Parameter(
            "cursor", gettext_noop("Marque donnée par next : ne la composez pas vous-même."), {"type": "string", "maxLength": 400}, parameters.words(400)
        ),
    )


class Change(Shape):
    generation: int = Field(description=gettext_noop("Dernière génération qui a touché ce lieu."))
    code: str = Field(description=gettext_noop("Code public du lieu."))
    kind: Literal["changed", "removed", "merged"] = Field(
        description=gettext_noop(
            "changed : sa fiche est place ; removed : il n’est plus publié, ou a quitté le territoire ; merged : un autre code le représente."
        )
    )
    merged_into: str | None = Field(description=gettext_noop("Si merged : code du lieu qui le représente."))
    state: Literal["closed", "gone"] | None = Field(
        description=gettext_noop("Si removed : closed, fermé définitivement ; gone, n’existe plus ; null, autre raison.")
    )
    fields: list[str] = Field(description=gettext_noop("Ce qui a changé depuis since : champs de la fiche, ou vocabulaires ; code : le lieu est nouveau."))
    place: Card | None = Field(description=gettext_noop("Si changed : la fiche entière, telle qu’elle est maintenant."))


class ChangesAnswer(Shape):
    generation: int = Field(description=gettext_noop("Génération publiée. Celle de la dernière page est le prochain since."))
    next: str | None = Field(description=NEXT)
    changes: list[Change] = Field(description=gettext_noop("À appliquer dans l’ordre."))


class Offer(PlaceOffer):
    id: str = Field(description=gettext_noop("Identité de l’offre : code du lieu, service, et ce qui la distingue des autres du même service."))
    place: str = Field(description=gettext_noop("Code public du lieu."))
    insee: str = Field(description=gettext_noop("Code INSEE de la commune du lieu."))
    territories: list[str] = Field(description=gettext_noop("Territoires qui contiennent le lieu, du plus petit au plus grand."))


class OffersAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    next: str | None = Field(description=NEXT)
    offers: list[Offer] = Field(description=gettext_noop("Les offres, par code de lieu."))


class OrganisationShape(Shape):
    id: str = Field(description=gettext_noop("Identité de l’organisation (UUID), qui ne change jamais."), json_schema_extra={"format": "uuid"})
    kind: Literal["structure", "network"] = Field(description=gettext_noop("structure, ou network : un réseau."))
    name: str = Field(description=gettext_noop("Son nom."))
    website: str = Field(description=gettext_noop("Son site."))
    identifiers: dict[str, str] = Field(description=gettext_noop("Identifiants officiels : siret, rna…"))
    places: int = Field(description=gettext_noop("Nombre de lieux publiés."))


class OrganisationsAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    next: str | None = Field(description=NEXT)
    organisations: list[OrganisationShape] = Field(description=gettext_noop("Les organisations, par identité."))


class MemberShape(Shape):
    code: str = Field(description=gettext_noop("Code public du lieu."))
    relation: str = Field(description=gettext_noop("part_of_network, run_by, works_at…"))
    name: str = Field(description=gettext_noop("Nom affiché du lieu."))
    insee: str = Field(description=gettext_noop("Code INSEE de sa commune."))


class OrganisationAnswer(OrganisationShape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    next: str | None = Field(description=NEXT)
    members: list[MemberShape] = Field(description=gettext_noop("Ses lieux publiés, par code."))


class Territory(Shape):
    key: str = Field(description=gettext_noop("Clé, à donner à territory= : dep:23."))
    kind: Literal["reg", "dep", "epci", "com"] = Field(description=gettext_noop("région, département, intercommunalité, commune."))
    code: str = Field(description=gettext_noop("Code officiel."))
    name: str = Field(description=gettext_noop("Nom."))
    page: str = Field(description=gettext_noop("Adresse de sa page."))


class TerritoriesAnswer(Shape):
    attribution: str = Field(description=gettext_noop("Crédit à montrer."))
    next: str | None = Field(description=NEXT)
    territories: list[Territory] = Field(description=gettext_noop("Les territoires, par clé."))


class TerritoryAnswer(Territory):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    attribution: str = Field(description=gettext_noop("Crédit à montrer."))
    parents: list[Territory] = Field(description=gettext_noop("Les territoires qui le contiennent tout entier, du plus petit au plus grand."))
    communes: int = Field(description=gettext_noop("Nombre de communes."))
    population: int | None = Field(description=gettext_noop("Habitants ; null si inconnu."))
    latitude: float | None = Field(description=gettext_noop("Latitude (WGS 84) de sa commune la plus peuplée."))
    longitude: float | None = Field(description=gettext_noop("Longitude."))
    time_zone: str | None = Field(description=gettext_noop("Fuseau horaire."))
    places: int = Field(description=gettext_noop("Nombre de lieux publiés."))
    places_with_services: int = Field(description=gettext_noop("Ceux dont quelqu’un dit ce qu’ils proposent."))


class Wordings(Shape):
    fr: str = Field(description=gettext_noop("En français."))
    en: str = Field(description=gettext_noop("En anglais."))


class Referential(Shape):
    name: str = Field(description=gettext_noop("Nom, celui des facettes."))
    title: Wordings = Field(description=gettext_noop("De quoi il s’agit."))
    version: str = Field(description=gettext_noop("Version du fichier."))
    origin: str = Field(description=gettext_noop("D’où viennent les termes."))
    licence: str = Field(description=gettext_noop("Licence des termes."))
    read_on: str = Field(description=gettext_noop("Jour où l’origine a été lue."), json_schema_extra=DAY)
    external: bool = Field(description=gettext_noop("Codes d’un autre système, buts de nos correspondances."))
    size: int = Field(description=gettext_noop("Nombre de termes."))


class ReferentialsAnswer(Shape):
    referentials: list[Referential] = Field(description=gettext_noop("Les vocabulaires, par nom."))


class TermShape(Shape):
    code: str = Field(description=gettext_noop("Code, stable."))
    parent: str | None = Field(description=gettext_noop("Code du terme de premier niveau."))
    label: Wordings = Field(description=gettext_noop("Pour les professionnels."))
    public: Wordings = Field(description=gettext_noop("Pour les habitants."))
    standard: str | None = Field(description=gettext_noop("Valeur exacte du standard national de la médiation numérique."))
    aliases: list[str] = Field(description=gettext_noop("Ce que les listes écrivent."))
    words: list[str] = Field(description=gettext_noop("Ce que les habitants tapent."))
    crosswalk: dict[str, list[str]] = Field(description=gettext_noop("Correspondances : vocabulaire -> codes."))


class ReferentialAnswer(Referential):
    terms: list[TermShape] = Field(description=gettext_noop("Les termes, dans l’ordre où on les montre."))


class OpinionShape(Shape):
    origin: str = Field(description=gettext_noop("Qui le dit : une liste, une équipe, jamais une personne."))
    rank: Literal["team", "coordinator", "authoritative", "source", "report", "lapsed"] = Field(description=gettext_noop("Son rang."))
    rank_words: str = Field(description=gettext_noop("Son rang, en mots."))
    as_of: str = Field(description=gettext_noop("Jour dont cela date."), json_schema_extra=DAY)
    received_on: str = Field(description=gettext_noop("Jour où nous l’avons reçu."), json_schema_extra=DAY)
    stated: bool = Field(description=gettext_noop("false : elle parle du groupe de champs, sans celui-ci."))
    value: Any = Field(
        description=gettext_noop("Ce qu’elle dit ; null : qu’il n’y en a pas, ou rien si stated est faux ; true ou false pour un code ou une offre.")
    )
    withheld: bool = Field(description=gettext_noop("Elle dit quelque chose qui ne peut être redonné."))


class Subject(Shape):
    subject: str = Field(description=gettext_noop("« phones », « audiences:seniors », « offer:securite »."))
    field: str = Field(description=gettext_noop("Champ, vocabulaire, ou offer."))
    code: str | None = Field(description=gettext_noop("Code, pour une liste de codes ou une offre."))
    provider: str | None = Field(description=gettext_noop("Qui rend le service, pour une offre."))
    variant: str | None = Field(description=gettext_noop("Ce qui la distingue, pour une offre."))
    opinions: list[OpinionShape] = Field(description=gettext_noop("Les avis, le mieux cru d’abord : c’est celui du lieu."))


class ExplanationAnswer(Shape):
    generation: int = Field(description=gettext_noop("Version de la base qui répond."))
    code: str = Field(description=gettext_noop("Code public du lieu."))
    subjects: list[Subject] = Field(description=gettext_noop("Par ordre alphabétique."))
