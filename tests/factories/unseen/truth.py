"""Knows places as they are, before a list writes them its own way: real communes, made-up doors, telephones and pages."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from maillage.base.text import fold
from maillage.territories import selectors as territories
from maillage.territories.values import Commune

STREETS = ("rue du Lavoir", "place de la Mairie", "avenue Jean-Jaurès", "chemin des Écoles", "boulevard de l’Europe", "rue de l’Église", "allée des Tilleuls")
NAMES = (
    "Médiathèque de {town}",
    "Espace numérique « {town} »",
    "Centre social de {town}",
    "Maison de quartier de {town}",
    "France services {town}",
    "CCAS de {town}",
    "L’Atelier – {town}",
    'Association "Les Clics" {town}',
)
HOURS = (  # as written, as read
    ("Lundi au vendredi : 9h-12h / 14h-17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
    ("Mardi 14h-18h, mercredi 10h-12h et 14h-18h", "Tu 14:00-18:00; We 10:00-12:00,14:00-18:00"),
    ("Du mardi au samedi de 10h à 18h", "Tu-Sa 10:00-18:00"),
    ("2e et 4e jeudi du mois de 14h à 16h", "Th[2,4] 14:00-16:00"),
    ("Lundi, jeudi : 8h30-12h30", "Mo,Th 08:30-12:30"),
    ("", ""),
)
SERVICES = {  # label of the standard 1.0.2 by code
    "demarches-administratives": "Aide aux démarches administratives",
    "outils-quotidien": "Maîtrise des outils numériques du quotidien",
    "acces-internet-materiel": "Accès internet et matériel informatique",
}
OVERSEAS = {"971": ("590", "0590"), "972": ("596", "0596"), "973": ("594", "0594"), "974": ("262", "0262"), "976": ("262", "0269")}
GIVEN_OUT = {"972": ("50", "60"), "976": ("61", "62")}  # pairs after the beginning, in ranges that are in use


@dataclass(frozen=True)
class Truth:
    """A place as it is."""

    rank: int
    name: str
    street: str
    commune: str
    insee: str
    postal_code: str
    latitude: float
    longitude: float
    phone: str  # ten digits
    second_phone: str
    email: str
    site: str
    hours_words: str
    hours: str
    day: date
    services: tuple[str, ...]

    @property
    def numbers(self) -> set[str]:
        """Its telephones in E.164."""
        return {e164(number) for number in (self.phone, self.second_phone)}


def e164(ten: str) -> str:
    code = next((code for code, beginning in OVERSEAS.values() if ten.startswith(beginning)), "33")
    return f"+{code}{ten[1:]}"


def spaced(ten: str, sign: str = " ") -> str:
    return sign.join(ten[at : at + 2] for at in range(0, 10, 2))


@cache
def towns(departement: str) -> tuple[Commune, ...]:
    """Communes of a département that have a point and one postal code, in a fixed order."""
    found = [each for each in territories.communes() if each.departement == departement and each.point and len(each.postal_codes) == 1]
    return tuple(sorted(found, key=lambda each: each.code))


def places(departement: str, count: int, seed: int = 1) -> Sequence[Truth]:
    """As many places of a département, always the same for a seed."""
    chance = random.Random(f"{departement}-{seed}")  # noqa: S311 no secret
    here = towns(departement)
    codes = list(codes_of_services())
    made = []
    for rank in range(count):
        town = here[(rank * 7 + seed) % len(here)]
        assert town.point
        name = NAMES[rank % len(NAMES)].format(town=town.name)
        words, hours = HOURS[rank % len(HOURS)]
        first, second = GIVEN_OUT.get(departement, ("20", "30"))
        beginning = OVERSEAS[departement][1] if departement in OVERSEAS else "0556"
        slug = fold(town.name).replace(" ", "-")
        made.append(
            Truth(
                rank=rank,
                name=name if rank < len(here) else f"{name} {rank}",
                street=f"{rank % 90 + 1} {STREETS[rank % len(STREETS)]}",
                commune=town.name,
                insee=town.code,
                postal_code=town.postal_codes[0],
                latitude=round(town.point.latitude + chance.uniform(-0.002, 0.002), 5),
                longitude=round(town.point.longitude + chance.uniform(-0.002, 0.002), 5),
                phone=f"{beginning}{first}{chance.randint(0, 9999):04}",
                second_phone=f"{beginning}{second}{chance.randint(0, 9999):04}",
                email=f"accueil@{slug}.fr",
                site=f"https://www.{slug}.fr/Numerique/Lieu{rank}",
                hours_words=words,
                hours=hours,
                day=date(2024, 1, 1) + timedelta(days=rank * 3),
                services=tuple(code for at, code in enumerate(codes) if (rank >> at) & 1),
            )
        )
    return made


@cache
def codes_of_services() -> dict[str, str]:
    """Code -> label, as the vocabulary writes them today."""
    from maillage.referentials.selectors import by_standard  # noqa: PLC0415 the settings must be ready

    return {code: label for label in SERVICES.values() if (code := by_standard("services", label))}
