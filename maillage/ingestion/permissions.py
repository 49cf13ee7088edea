"""Knows the answer to "may this person?" about lists. In pairs: `check_can_manage` refuses with a sentence, `can_manage` answers yes or no."""

from functools import lru_cache

from django.utils.translation import gettext as _

from maillage.accounts import permissions as accounts
from maillage.accounts.enums import Permission, ScopeKind
from maillage.accounts.permissions import Visitor
from maillage.accounts.roles import INSTANCE, Scope
from maillage.base.errors import NotAllowed
from maillage.base.text import fold
from maillage.directory.models import Origin
from maillage.ingestion.catalogue import national_lists
from maillage.ingestion.mapping.loading import compile_text, shipped_names, shipped_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Source
from maillage.territories import selectors as territories

WEIGHTS = {"authoritative_for": [], "attests": False}  # what makes the words of a list win over others, and what each is when not said


def check_can_manage(visitor: Visitor, territory: str) -> None:
    """Refuse unless this person looks after the lists of a territory ("dep:23"); "" = a list of the whole instance."""
    accounts.check_can(visitor, Permission.IMPORT_LIST, *scopes_of(territory))


def can_manage(visitor: Visitor, territory: str) -> bool:
    return accounts.can(visitor, Permission.IMPORT_LIST, *scopes_of(territory))


def check_can_declare(visitor: Visitor, key: str, territory: str) -> None:
    """Refuse the name of a list known to all, and its address, to those who look after a territory only: another territory will follow it under that name."""
    check_can_manage(visitor, territory)
    if key in reserved_keys() and not can_manage(visitor, ""):
        told = _("« %(name)s » est une liste connue de tous : seules les personnes qui coordonnent toute l’instance la déclarent et la modifient.")
        remedy = _("Donnez un autre nom à la vôtre.")
        raise NotAllowed(f"{told % {'name': key}} {remedy}")


def check_can_say(visitor: Visitor, plan: Plan, source: Source) -> None:
    """Refuse a mapping that gives its list more weight, or the name of another, unless this person looks after the whole instance."""
    check_can_declare(visitor, source.key, source.scope)
    if can_manage(visitor, ""):
        return
    origin = source.origin
    held = {"authoritative_for": list(origin.authoritative_for), "attests": origin.attests_each_delivery}
    more = [key for key, none in WEIGHTS.items() if plan.about.get(key, none) not in (none, held[key])]
    if more:
        told = _("[list] %(keys)s : seules les personnes qui coordonnent toute l’instance décident qu’une liste fait foi. Retirez cette ligne.")
        raise NotAllowed(told % {"keys": ", ".join(more)})
    label = plan.about.get("label", "")
    if label != origin.label and fold(label) in _names_taken(origin):
        raise NotAllowed(_("[list] label : « %(name)s » est le nom d’une autre liste. Donnez à celle-ci un nom qui dise d’où elle vient.") % {"name": label})


@lru_cache(maxsize=1)
def reserved_keys() -> frozenset[str]:
    """Names of the national lists, and of all lists whose mapping is shipped."""
    return frozenset([*(one.key for one in national_lists()), *shipped_names()])


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    shipped = [compile_text(shipped_text(name), name=name).about.get("label", "") for name in shipped_names()]
    national = [name for one in national_lists() for name in (one.label, one.owner)]
    return frozenset(filter(None, map(fold, [*reserved_keys(), *shipped, *national])))


def _names_taken(origin: Origin) -> set[str]:
    """Names that are those of other lists, or of their owners."""
    others = Origin.objects.exclude(pk=origin.pk).order_by("pk").values_list("label", flat=True)
    return {*_known_names(), *map(fold, others.iterator())} - {""}


@lru_cache(maxsize=256)
def scopes_of(territory: str) -> tuple[Scope, ...]:
    """Where a role gives rights on the lists of a territory: itself, and every area that holds the whole of it."""
    area = territories.parse_territory(territory)
    if area is None:
        return (INSTANCE,)
    around = [{other.key for other in territories.areas_of(code)} for code in territories.communes_of(area)]
    return tuple(Scope(ScopeKind.TERRITORY, key) for key in sorted(set.intersection(*around) | {area.key} if around else {area.key}))
