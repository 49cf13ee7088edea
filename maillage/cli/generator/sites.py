"""Knows the invented truth: which places there are, and what is true of each."""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby, islice
from itertools import count as turns
from math import log10
from typing import Any

from maillage.base.text import slug
from maillage.cli.generator.draw import Draw, data
from maillage.territories import selectors as territories
from maillage.territories.values import Commune

VOWELS = "aàâeéèêëiîïoôuœyAÀÂEÉÈÊIÎOÔUŒY"
# Ranges that the regulator keeps for fiction, by région; overseas has none of its own. The mobile one (06 39 98) reads as unassigned: left out.
RANGES = {"11": "019900", "24": "026191", "28": "026191", "52": "026191", "53": "026191", "27": "035301", "32": "035301", "44": "035301"}
RANGES |= {"84": "046571", "93": "046571", "94": "046571", "75": "053649", "76": "053649"}
OVERSEAS_RANGE = "019900"
FEW = 5_000  # places; beyond, a reserved range is too short for a number and a direct line each: "01 99" is used whole, in memory only
NEAR_KM = 25  # between the branches of one network
LOCAL_PARTS = {"BIB": "mediatheque", "RFS": "france-services", "MUNI": "mairie", "CCAS": "ccas", "EPN": "epn", "LA_POSTE": "agence-postale"}


@dataclass(slots=True)
class Site:
    """A place as it truly is. Never changed once made: see `replace`."""

    key: str
    kind: str
    name: str
    other_names: tuple[str, ...]
    commune: Commune
    number: str
    street: str
    complement: str
    postal_code: str
    latitude: float
    longitude: float
    phone: str  # ten digits
    email: str
    website: str
    hours: str  # OSM
    services: tuple[str, ...]
    cost: str
    audiences: tuple[str, ...]
    access: tuple[str, ...]
    support: tuple[str, ...]
    care: tuple[str, ...]
    equipment: tuple[str, ...]
    programmes: tuple[str, ...]
    labels: tuple[str, ...]
    summary: str
    siret: str
    is_itinerant: bool = False
    is_administrative: bool = False
    trap: str = ""  # what makes it look like another place that it is not: "building", "inside", "network", "bus", "homonym"


def make_sites(communes: Sequence[Commune], count: int, *, seed: int) -> list[Site]:
    """So many places, of all kinds, in these communes: ordinary ones, and the neighbours that look alike and are not."""
    return list(each_site(communes, count, seed=seed))


def each_site(communes: Sequence[Commune], count: int, *, seed: int) -> Iterator[Site]:
    """The same, one after the other: a million need not be held at once."""
    return islice(chain.from_iterable(_events(Maker(communes, count, seed), count, seed)), count)


def _events(maker: "Maker", count: int, seed: int) -> Iterator[list[Site]]:
    events: list[Callable[[Draw], list[Site]]] = [maker.shared_building, maker.reading_point_inside, maker.branches, maker.bus, maker.shared_building]
    if maker.homonyms:
        events.append(maker.homonymous)
    yield maker.headquarters(Draw.of(seed, "headquarters"))
    for turn in turns():
        draw = Draw.of(seed, "event", turn)
        rare = events[turn] if turn < len(events) and count >= 50 else _rare(draw, events)
        yield rare(draw) if rare else maker.single(draw)


def _rare(draw: Draw, events: list[Any]) -> Any:
    return draw.pick(events) if draw.chance(0.05) else None


def of(name: str) -> str:
    """ "de Guéret", "d’Aubusson", "du Grand-Bourg", "des Mars"."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0] in VOWELS else f"de {name}"


class Maker:
    """Makes places one after the other, and remembers where there is one already."""

    def __init__(self, communes: Sequence[Commune], count: int, seed: int) -> None:
        self.communes = [commune for commune in communes if commune.point and commune.postal_codes and commune.population]
        self.known = {commune.code for commune in self.communes}
        if not self.communes:
            raise ValueError("no commune here has a point, a postal code and inhabitants")
        self.kinds = data("kinds")
        self.words = data("words")
        self.shares = {code: kind["share"] for code, kind in self.kinds.items()}
        self.weights = {code: list(accumulate(self._weights(kind))) for code, kind in self.kinds.items()}
        self.taken: set[tuple[str, str]] = set()
        by_name = sorted(self.communes, key=lambda commune: (commune.name, commune.code))
        named = [list(group) for _name, group in groupby(by_name, key=lambda commune: commune.name)]
        self.homonyms = [group for group in named if len(group) > 1]
        self.seed, self.made, self.is_wide = seed, 0, count > FEW

    def single(self, draw: Draw) -> list[Site]:
        """One place of any kind; none when the commune drawn already has its only one."""
        kind = draw.weighted(self.shares)
        commune = self._commune(kind, draw)
        if commune is None or ((kind, commune.code) in self.taken and not self.kinds[kind].get("several")):
            return []
        return [self.site(kind, commune)]

    def shared_building(self, draw: Draw) -> list[Site]:
        """Town hall, CCAS, France Services and sometimes the library at one address; half share one phone."""
        commune = self._commune("CCAS", draw) or self.communes[0]
        if ("MUNI", commune.code) in self.taken:
            return []
        hall = self.site("MUNI", commune)
        kinds = ["CCAS", "RFS"] + ["BIB"] * draw.chance(0.4)
        others = [self.site(kind, commune) for kind in kinds if (kind, commune.code) not in self.taken]
        phone = hall.phone if draw.chance(0.5) else ""
        return trapped("building", [hall, *(replace(_at(hall, other), phone=phone or other.phone) for other in others)])

    def reading_point_inside(self, draw: Draw) -> list[Site]:
        """A reading point inside a social centre, with its name and address."""
        commune = self._commune("CS", draw) or self.communes[0]
        centre = self.site("CS", commune)
        inside = self.site("BIB", commune)
        place = centre.name.removeprefix("Centre social ").removeprefix("Centre socio-culturel ")
        point = replace(_at(centre, inside), name=f"Point lecture {place}", other_names=(f"Relais lecture {place}",), complement="Dans le centre social")
        return trapped("inside", [centre, point])

    def branches(self, draw: Draw) -> list[Site]:
        """Two or three branches of one association: one name, one phone, several towns."""
        kind = draw.pick(["ASSO", "ML"])
        sites = [self.site(kind, commune) for commune in self._around(kind, draw, 3) if (kind, commune.code) not in self.taken]
        shared = [replace(site, name=sites[0].name, other_names=sites[0].other_names, phone=sites[0].phone, email=sites[0].email, website="") for site in sites]
        return trapped("network", shared)

    def bus(self, draw: Draw) -> list[Site]:
        """Stops of one France Services bus over several communes, with one phone and one e-mail."""
        word = draw.pick(self.words["places"])
        sites = [self.site("RFS", commune) for commune in self._around("RFS", draw, draw.randint(3, 6))]
        days = ["Mo", "Tu", "We", "Th", "Fr", "Sa"]
        return [
            replace(
                site,
                name=f"Bus France Services {word}",
                other_names=(f"Bus France Services {word} – arrêt {of(site.commune.name)}", f"Bus FS {word}"),
                number="",
                street="place de la Mairie",
                phone=sites[0].phone,
                email=sites[0].email,
                hours=f"{days[i % 6]} {'09:30-12:30' if i % 2 else '14:00-16:30'}",
                is_itinerant=True,
                trap="bus",
            )
            for i, site in enumerate(sites)
        ]

    def homonymous(self, draw: Draw) -> list[Site]:
        """One kind of place, under one name and in a street of one name, in two communes of one name."""
        kind, communes = draw.pick(["MUNI", "RFS", "BIB"]), draw.sample(draw.pick(self.homonyms), k=2)
        if any((kind, commune.code) in self.taken for commune in communes):
            return []
        one, other = (self.site(kind, commune) for commune in communes)
        return trapped("homonym", [one, replace(other, name=one.name, other_names=one.other_names, number=one.number, street=one.street)])

    def headquarters(self, draw: Draw) -> list[Site]:
        """Offices of a libraries' network, that receive nobody."""
        commune = max(self.communes, key=lambda each: each.population or 0)
        name = f"Réseau des médiathèques {draw.pick(self.words['places'])}"
        return [replace(self.site("BIB", commune), name=name, other_names=(), services=(), hours="", is_administrative=True)]

    def site(self, kind: str, commune: Commune) -> Site:
        """A place of this kind in this commune."""
        self.made += 1
        self.taken.add((kind, commune.code))
        draw = Draw.of(self.seed, "site", self.made)
        profile = self.kinds[kind]
        name, *others = self._names(profile, commune, draw)
        number, street = self._address(commune, draw)
        spread = min(0.014, max(0.0015, 0.004 * log10(max(commune.population or 1, 10) / 60)))
        return Site(
            key=f"s{self.made:06d}",
            kind=kind,
            name=name,
            other_names=tuple(others),
            commune=commune,
            number=number,
            street=street,
            complement=draw.pick(self.words["complements"]),
            postal_code=draw.pick(commune.postal_codes),
            latitude=round((commune.latitude or 0) + draw.gauss(0, spread), 6),
            longitude=round((commune.longitude or 0) + draw.gauss(0, spread * 1.4), 6),
            phone=self._phone(commune.region),
            email=f"{LOCAL_PARTS.get(kind, 'contact')}@{slug(commune.name if kind not in {'ASSO', 'TIERS_LIEUX', 'CS'} else name)[:50]}.example",
            website=f"https://www.{slug(commune.name)}.example/{slug(name)[:60]}" if draw.chance(0.55) else "",
            hours=draw.pick(profile["hours"]) if draw.chance(0.93) else "",
            services=draw.some(profile["services"]) or (next(iter(profile["services"])),),
            cost=draw.weighted(profile["costs"]),
            audiences=draw.some(profile["audiences"]),
            access=draw.some(profile["access"]),
            support=draw.some(profile["support"]),
            care=draw.some(profile["care"]),
            equipment=draw.some(profile["equipment"]),
            programmes=draw.some(profile["programmes"]),
            labels=draw.some(profile.get("labels", {})),
            summary=draw.pick(profile["summaries"]) if draw.chance(0.8) else "",
            siret=_siret(self.made),
        )

    def _weights(self, kind: dict[str, Any]) -> Iterator[float]:
        for commune in self.communes:
            population = commune.population or 0
            yield population ** kind["spread"] if population >= kind.get("smallest", 0) else 0.0

    def _commune(self, kind: str, draw: Draw) -> Commune | None:
        cumulated = self.weights[kind]
        return self.communes[bisect(cumulated, draw.random() * cumulated[-1])] if cumulated[-1] else None

    def _around(self, kind: str, draw: Draw, count: int) -> list[Commune]:
        """A commune for this kind and some of its neighbours."""
        first = self._commune(kind, draw) or self.communes[0]
        near = [commune for commune, _ in territories.neighbours(first.code, NEAR_KM) if commune.code in self.known]
        return [first, *draw.sample(near, k=min(len(near), count - 1))]

    def _names(self, profile: dict[str, Any], commune: Commune, draw: Draw) -> list[str]:
        form = draw.choices(profile["forms"], [form[0] for form in profile["forms"]])[0]
        words = {
            "person": draw.pick(self.words["persons"]),
            "place": draw.pick(self.words["places"]),
            "project": draw.pick(self.words["projects"]),
            "commune": commune.name,
            "de": of(commune.name),
        }
        return [template.format_map(words) for template in form[1:]]

    def _address(self, commune: Commune, draw: Draw) -> tuple[str, str]:
        if (commune.population or 0) < 400 and draw.chance(0.7):
            return "", draw.pick(self.words["hamlets"])
        number = str(1 + int(60 * draw.random() ** 2))
        return number + draw.pick(["", "", "", "", "", "", "", " bis"]), draw.pick(self.words["streets"])

    def _phone(self, region: str) -> str:
        if self.is_wide:
            return f"0199{self.made * 7919 % 1_000_000:06d}"
        return f"{RANGES.get(region, OVERSEAS_RANGE)}{self.made * 7919 % 10_000:04d}"


def trapped(trap: str, sites: Sequence[Site]) -> list[Site]:
    """The same places, each known as a trap."""
    return [replace(site, trap=trap) for site in sites]


def _at(host: Site, guest: Site) -> Site:
    """The guest at its host's address, a few metres away."""
    return replace(
        guest,
        number=host.number,
        street=host.street,
        postal_code=host.postal_code,
        latitude=round(host.latitude + 0.00008, 6),
        longitude=round(host.longitude - 0.00006, 6),
    )


def _siret(made: int) -> str:
    """A number that passes the check digits, in a series that is given to nobody."""
    siren = _checked(f"999{made:05d}"[-8:])
    return _checked(f"{siren}0001")


def _checked(digits: str) -> str:
    total = sum(sum(divmod(int(digit) * 2, 10)) if i % 2 == 0 else int(digit) for i, digit in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"
