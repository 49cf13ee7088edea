"""Knows which places a network gathers."""

from uuid import UUID

from maillage.base.identifiers import read_code
from maillage.directory import reuse
from maillage.directory.clusters import members_of, roots_of
from maillage.directory.models import Place, Relation


def of_network(network: str) -> list[str]:
    """Public codes of the published places of a network, told by the identity of an organisation or by the public code of a place; [] when unknown."""
    standing = Relation.objects.filter(kind=Relation.Kind.PART_OF_NETWORK, ended_on__isnull=True).exclude(origin__in=reuse.closed_origins())
    try:
        relations = standing.filter(organisation=UUID(network))
    except ValueError:
        place = Place.objects.filter(code=read_code(network)).order_by("pk").first()
        if place is None:
            return []
        relations = standing.filter(other__in=list(members_of(roots_of([place.pk]).values())))
    places = roots_of(relations.order_by("pk").values_list("place_id", flat=True))
    return sorted(Place.objects.published().filter(pk__in=set(places.values())).order_by("pk").values_list("code", flat=True))
