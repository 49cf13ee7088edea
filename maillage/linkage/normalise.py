"""Knows how a record is written before it is compared: names, kinds, addresses, contacts. The words are `data/words.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from maillage.base.text import fold
from maillage.linkage import kinds
from maillage.linkage.communes import Present, locality, locality_within, unknown
from maillage.linkage.permanence import Reading, read
from maillage.linkage.records import LinkRecord
from maillage.territories.values import Arrondissement, Located

SHORTEST_PHONE = 9  # significant digits; shorter ones are national short numbers, which identify nobody
POSTCODE_AND_TOWN = re.compile(r"\b\d{5} \D*$")
SPELLED_OUT = re.compile(r"\b[a-z](?: [a-z]){2,}\b")  # "a l p h a", once A.L.P.H.A.
ITINERANT = re.compile(r"\b(itineran\w*|ambulante?|mobile|bus)\b")
DOOR = re.compile(r"(\d{1,4})(bis|ter|quater|[a-d])?")
OVERSEAS = ("262", "590", "594", "596")


Door = tuple[int, str]  # a house number, and the letter of its "bis" or "B"


@dataclass(frozen=True)
class Rewrites:
    """Patterns and what replaces them, in order; `any` finds whether one of them has something to do."""

    each: tuple[tuple[re.Pattern[str], str], ...]
    any: re.Pattern[str]

    def __call__(self, text: str) -> str:
        """The text, rewritten."""
        if self.any.search(text):
            for pattern, replacement in self.each:
                text = pattern.sub(replacement, text)
        return " ".join(text.split())


@dataclass(frozen=True)
class Words:
    """The word lists, ready to use."""

    names: Rewrites
    generic: frozenset[str]
    streets: Rewrites
    street_types: frozenset[str]
    lettered: re.Pattern[str]
    spots: frozenset[str]
    small: frozenset[str]
    titles: frozenset[str]
    nowhere: frozenset[str]
    shared_domains: frozenset[str]
    shared_sites: frozenset[str]
    commune_drop: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Normal:
    """A record ready to be compared. Empty means unknown."""

    id: str
    source: str
    record_id: str
    name: str
    words: frozenset[str]
    core: tuple[str, ...]
    initials: str
    itinerant: bool
    family: str
    families: frozenset[str]
    declared: frozenset[str]
    numbers: frozenset[Door]
    street: str
    commune: str
    part: str
    insee: str
    postal_code: str
    departement: str
    latitude: float | None
    longitude: float | None
    precision: str
    phones: frozenset[str]
    emails: frozenset[str]
    domains: frozenset[str]
    sites: frozenset[str]
    hours: str
    siret: str
    reading: Reading


@cache
def words() -> Words:
    """The word lists of the data file, read once."""
    data = tomllib.loads((kinds.DATA / "words.toml").read_text(encoding="utf-8"))
    names, streets, contacts = data["names"], data["streets"], data["contacts"]
    small, types = frozenset(streets["small"].split()), streets["types"].split()
    return Words(
        names=_rewrites(names["rewrites"]),
        generic=frozenset(names["generic"].split()),
        streets=_rewrites(streets["rewrites"]),
        street_types=frozenset(types),
        lettered=re.compile(rf"\b(\d{{1,4}}) (bis|ter|quater|[a-d](?= (?:{'|'.join(types)})\b))\b"),
        spots=frozenset(streets["spots"].split()),
        small=small,
        titles=frozenset(streets["titles"].split()),
        nowhere=frozenset(_without(place, small) for line in streets["nowhere"].split("\n") for place in line.split("|") if place.strip()),
        shared_domains=frozenset(contacts["shared_domains"].split()),
        shared_sites=frozenset(contacts["shared_sites"].split()),
        commune_drop=re.compile(data["communes"]["drop"]),
    )


def departement(code: str) -> str:
    """Département of a postal or INSEE code; both of Corsica are one, since postal codes do not tell them apart."""
    return "20" if code[:2] in ("2A", "2B") else code[:3] if code.startswith(("97", "98")) else code[:2]


def _without(text: str, dropped: frozenset[str]) -> str:
    return " ".join(word for word in text.split() if word not in dropped)


def _rewrites(rows: list[list[str]]) -> Rewrites:
    each = tuple((re.compile(pattern), replacement) for pattern, replacement in rows)
    return Rewrites(each, re.compile("|".join(f"(?:{pattern})" for pattern, _ in rows)))


def normalise(record: LinkRecord, present: Present = unknown) -> Normal:
    """Write one record as it is compared. `present` gives today's commune of a code, which may be that of a former one."""
    name = normal_name(record.name)
    here = present(record.insee, record.postal_code)
    commune, stated_part = _commune_and_part(record.commune, here)
    reading = read(record.name, (record.street, record.complement))
    named, declared = _named(name, reading), kinds.declared(record.kinds)
    numbers, street = normal_street(record.street, commune)
    emails, domains = normal_emails(record.emails)
    located = None not in (record.latitude, record.longitude)
    return Normal(
        id=record.id,
        source=record.source,
        record_id=record.record_id,
        name=name,
        words=frozenset(name.split()) - words().small - set(commune.split()),
        core=core_words(name, commune) or core_words(stated_part, commune),
        initials=initials(name),
        itinerant=bool(ITINERANT.search(name)),
        family=named or next(iter(declared), ""),
        families=frozenset((named, *declared)) - {""},
        declared=frozenset(declared),
        numbers=numbers,
        street=street,
        commune=commune,
        part=stated_part or _part_within(record, commune, here),
        insee=here.code if here else record.insee,
        postal_code=record.postal_code,
        departement=departement(record.postal_code or record.insee),
        latitude=record.latitude if located else None,
        longitude=record.longitude if located else None,
        precision=record.precision,
        phones=frozenset(filter(None, map(normal_phone, record.phones))),
        emails=emails,
        domains=domains,
        sites=frozenset(filter(None, map(normal_site, record.websites))),
        hours=normal_hours(record.hours),
        siret=record.identifiers.get("siret", ""),
        reading=reading,
    )


def _named(name: str, reading: Reading) -> str:
    """Family that a name tells: that of who is hosted, not of the host."""
    return kinds.named(normal_name(reading.operator) if reading.host else name)


@lru_cache(maxsize=50_000)
def normal_name(name: str) -> str:
    """Folded name with its usual forms unified ("M.S.A.P. d’Avord", "MSAP AVORD" -> "france services … avord")."""
    return SPELLED_OUT.sub(lambda letters: letters[0].replace(" ", ""), words().names(fold(name)))


def _commune_and_part(stated: str, here: Located | None) -> tuple[str, str]:
    """Normalised commune of today, and the part of it that is stated. A commune unknown to the reference, or that contradicts its code, stays as stated."""
    told = normal_commune(stated)
    if here is None:
        return told, ""
    if isinstance(here, Arrondissement):
        return fold(here.name), ""
    part = locality(told, here)
    return (normal_commune(here.name), part) if part or not told else (told, "")


def _part_within(record: LinkRecord, commune: str, here: Located | None) -> str:
    """Part of today's commune that the name or the complement of a record tells, which says nothing of its own where code and commune contradict each other."""
    if here is None or commune != normal_commune(here.name):
        return ""
    return locality_within(normal_name(record.name), here) or locality_within(normal_commune(record.complement), here)


@lru_cache(maxsize=50_000)
def normal_commune(commune: str) -> str:
    """Folded commune without CEDEX nor arrondissement; Saint in full."""
    text = words().commune_drop.sub(" ", fold(commune))
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in text.split())


@lru_cache(maxsize=50_000)
def core_words(name: str, commune: str) -> tuple[str, ...]:
    """What names this place among others of its kind: words neither generic nor of the commune, sorted."""
    return tuple(sorted(set(name.split()) - words().generic - set(commune.split())))


@lru_cache(maxsize=50_000)
def initials(name: str) -> str:
    """First letters of the words of a normalised name that an acronym counts ("union departementale des associations familiales" -> "udaf")."""
    return "".join(word[0] for word in name.split() if word not in words().small)


@lru_cache(maxsize=50_000)
def normal_street(street: str, commune: str = "") -> tuple[frozenset[Door], str]:
    """House numbers apart from the street ("Mairie, 4/6 bis pl. Jean-Jaurès" -> {4, 6b}, "place jean jaures"). A street that says nowhere is empty."""
    folded = fold(POSTCODE_AND_TOWN.sub("", street))
    tokens = words().lettered.sub(r"\1\2", words().streets(folded)).split()
    before, named = _parted(tokens)
    numbers = frozenset(filter(None, map(_door, before)))
    text = _without(" ".join(named), words().small)
    return numbers, "" if text in words().nowhere or text == commune else text


@lru_cache(maxsize=50_000)
def street_words(street: str) -> frozenset[str]:
    """Words of a normalised street without its type nor titles."""
    return frozenset(street.split()) - words().street_types - words().spots - words().titles


def _parted(tokens: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the street's type, and the street up to the building or district that follows."""
    for types in (words().street_types, words().spots):
        start = next((place for place, token in enumerate(tokens) if token in types), None)
        if start is not None:
            ends = (place for place in range(start + 1, len(tokens)) if tokens[place] in words().spots)
            return tokens[:start], tokens[start : next(ends, len(tokens))]
    numbered = 1 if tokens and _door(tokens[0]) else 0
    return tokens[:numbered], tokens[numbered:]


def _door(token: str) -> Door | None:
    """Door of a token: "12" -> (12, ""); "12bis", "12b" -> (12, "b"); a word -> None."""
    found = DOOR.fullmatch(token)
    return (int(found[1]), (found[2] or "")[:1]) if found else None


def normal_phone(number: str) -> str:
    """Significant digits of a telephone number; "" when too short to identify anybody."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+33"):
        digits = digits[2:]
    elif number.strip().startswith("+") and digits[:3] in OVERSEAS and len(digits) > SHORTEST_PHONE:
        digits = digits[3:]
    digits = digits.lstrip("0")
    return digits if len(digits) >= SHORTEST_PHONE else ""


def normal_emails(addresses: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses in lower case, and the domains that belong to few."""
    whole = frozenset(address.strip().lower() for address in addresses if "@" in address)
    domains = frozenset(address.rpartition("@")[2] for address in whole)
    return whole, domains - words().shared_domains


def normal_hours(hours: str) -> str:
    """Hours as one text whatever the spaces; "" when a place that is always or never open says nothing of itself."""
    bare = "".join(hours.split())
    return "" if bare in ("24/7", "off", "closed") else bare


def normal_site(site: str) -> str:
    """Site without scheme, www nor trailing slash; "" for platforms that thousands share."""
    bare = re.sub(r"^[a-z]+://", "", site.strip().lower()).removeprefix("www.").rstrip("/")
    return "" if bare in words().shared_sites else bare
