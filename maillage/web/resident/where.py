"""Knows what people write when asked where: a commune, a postal code, a département, a région; and says so when it is not clear."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from maillage.base.geometry import Point
from maillage.base.text import fold
from maillage.territories import names
from maillage.territories import selectors as territories
from maillage.territories.enums import AreaKind
from maillage.territories.index import Index
from maillage.territories.values import Area, Arrondissement, Commune
from maillage.web import words

FIVE = re.compile(r"\b\d[\dabAB]\d{3}\b")
END_CODE = re.compile(r"[(\s]\s*(\d{2,3}|2[abAB])\s*\)?$|^(\d{2,3}|2[abAB])$")
KIND_WORDS = re.compile(r"^(departement|region|commune|ville|communaute de communes) (de la |du |des |de l |de |d |le |la |l )?")
NUMBER = re.compile(r"\b(\d{1,2}) ?(?:e|er|eme)?\b")
AREA_KINDS = (AreaKind.DEPARTEMENT, AreaKind.REGION, AreaKind.EPCI)
MAX_CHOICES = 12


@dataclass(frozen=True)
class Where:
    """A point to search from or areas to search in; or homonyms to choose from; or nothing that we know."""

    label: str = ""  # as written back in the field: typed again, it means the same
    phrase: str = ""  # "près de Guéret"
    near: Point | None = None
    commune: str = ""  # INSEE code, when one commune is meant: what is offered there at a distance
    territories: tuple[str, ...] = ()
    choices: Sequence[Commune] = ()
    others: Sequence[Commune] = ()  # what else it may mean
    now_part_of: str = ""  # the name typed is that of a former commune
    unknown: bool = False
    guesses: Sequence[Commune] = ()

    @property
    def is_found(self) -> bool:
        return bool(self.near or self.territories)


def resolve(typed: str) -> Where:
    """What these words mean."""
    if not typed:
        return Where()
    written = territories.parse_territory(typed)
    if written:
        return of_area(written)
    if code := FIVE.search(typed):
        return of_code(typed, code.group().upper(), tidy(typed.replace(code.group(), " ")))
    name, departement = name_and_departement(typed)
    if not name:
        found = territories.departement(departement)
        return of_area(found) if found else unknown(typed)
    return of_name(typed, name, departement)


def name_and_departement(typed: str) -> tuple[str, str]:
    """("Guéret", "23") for "Guéret (23)", "Guéret 23" or "Guéret, Creuse"."""
    end = END_CODE.search(typed)
    code = (end.group(1) or end.group(2)).upper() if end else ""
    if end and territories.departement(code):
        return tidy(typed[: end.start()]), code
    first, comma, last = typed.rpartition(",")
    area = named_areas(territories.index()).get(fold(last)) if comma else None
    if area and area.kind is AreaKind.DEPARTEMENT:
        return tidy(first), area.code
    return tidy(typed), ""


def tidy(name: str) -> str:
    return " ".join(re.sub(r"[,()]", " ", name).split()).strip(" -–")


def of_code(typed: str, code: str, name: str) -> Where:
    """A postal code, else a commune's own code; with a name beside it, that commune."""
    named = territories.find_commune(name, postal_code=code) if name else []
    if named:
        return of_communes(typed, named, postal_code=code)
    served = territories.communes_by_postal_code(code)
    if len(served) > 1:
        return around(code, served)
    own = territories.commune(territories.current_code(code) or "")
    found = served or ([own] if own else [])
    return of_communes(typed, found, postal_code=code) if found else unknown(typed)


def around(code: str, served: Sequence[Commune]) -> Where:
    """A postal code of several communes: from the largest, for they touch each other."""
    first = next((commune for commune in served if commune.point), served[0])
    return Where(
        label=code,
        phrase=_("autour de {code} {commune}").format(code=code, commune=first.name),
        near=first.point,
        territories=() if first.point else codes_of(served),
    )


def of_name(typed: str, name: str, departement: str) -> Where:
    """A commune, a département or a région. A département wins over villages that share its name."""
    area = named_areas(territories.index()).get(KIND_WORDS.sub("", fold(name)))
    found = territories.find_commune(name, departement=departement)
    if area and departement in ("", area.code) and not is_one_commune(area, found):
        return of_area(area, others=found[:MAX_CHOICES])
    return of_communes(typed, found, name=name) if found else unknown(typed)


@cache
def named_areas(index: Index) -> Mapping[str, Area]:
    """Départements, régions and EPCI by folded name, the first kind winning. The index is the key: an update gives another one."""
    return {fold(area.name): area for kind in reversed(AREA_KINDS) for area in territories.areas(kind)}


def is_one_commune(area: Area, found: Sequence[Commune]) -> bool:
    """Paris is a commune and a département: the commune has a point to search from."""
    return any(territories.communes_of(area) == {commune.code} for commune in found)


def of_communes(typed: str, found: Sequence[Commune], *, name: str = "", postal_code: str = "") -> Where:
    if len(found) > 1:
        return Where(label=typed, choices=found[:MAX_CHOICES])
    commune = found[0]
    here = arrondissement(commune, name, postal_code) or commune
    return Where(
        label=f"{name_of(here)} ({commune.departement})",
        phrase=words.near(name_of(here)),
        near=here.point,
        commune=commune.code,
        territories=() if here.point else codes_of([commune]),
        now_part_of=commune.name if name and is_former(name, commune) else "",
    )


def arrondissement(commune: Commune, name: str, postal_code: str) -> Arrondissement | None:
    """The part of Paris, Lyon or Marseille that is meant, if one is."""
    number = NUMBER.search(fold(name))
    for part in territories.arrondissements_of(commune.code):
        if postal_code in part.postal_codes or (number and int(part.code[-2:]) - first_number(commune) == int(number.group(1))):
            return part
    return None


def first_number(commune: Commune) -> int:
    """What to take from the end of an arrondissement's code to get its number: 751_13_, 693_83_, 132_03_."""
    return int(territories.arrondissements_of(commune.code)[0].code[-2:]) - 1


def is_former(name: str, commune: Commune) -> bool:
    """Is this not the name of the commune of today, however written?"""
    folded = names.fold_name(commune.name)
    today = {folded, names.without_article(folded), *names.other_keys(commune.name, folded)}
    return not today & set(names.asked_keys(name))


def of_area(area: Area, others: Sequence[Commune] = ()) -> Where:
    commune = territories.commune(area.code) if area.kind is AreaKind.COMMUNE else None
    if commune:
        return of_communes(area.name, [commune])
    label = f"{area.name} ({area.code})" if area.kind is AreaKind.DEPARTEMENT else area.name
    return Where(label=label, phrase=label, territories=(area.key,), others=others)


def unknown(typed: str) -> Where:
    return Where(label=typed, unknown=True, guesses=territories.suggest_communes(typed, 5))


def name_of(here: Commune | Arrondissement) -> str:
    """As written on a page: "L’Haÿ-les-Roses", "Paris 11e arrondissement"."""
    return words.typographic(here.name.replace(" Arrondissement", _(" arrondissement")))


def label_of(commune: Commune) -> str:
    """ "Guéret (23)"."""
    return f"{name_of(commune)} ({commune.departement})"


def typed_for(commune: Commune) -> str:
    """What to type to mean this commune and no other."""
    homonyms = territories.find_commune(commune.name, departement=commune.departement)
    return label_of(commune) if homonyms == [commune] else f"com:{commune.code}"


def detail_of(commune: Commune) -> str:
    """ "23000 · Creuse": what tells homonyms apart."""
    departement = territories.departement(commune.departement)
    return " · ".join(part for part in (*commune.postal_codes[:1], departement.name if departement else "") if part)


def codes_of(communes: Sequence[Commune]) -> tuple[str, ...]:
    return tuple(f"com:{commune.code}" for commune in communes)
