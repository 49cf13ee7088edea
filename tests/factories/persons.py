"""Knows two hundred made-up persons and the ways in which lists name them where nobody should be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from maillage.base.text import fold

NAMES = Path(__file__).resolve().parents[1] / "unit" / "directory" / "persons.csv"
# In names and addresses: a place, then somebody.
IN_NAMES = (
    "Mairie de Bar – Mme {last}", "Espace public (demander {first})", "Mairie (contact : {first} {last} {mobile})", "{first} {last}, conseillère numérique",
    "Point d’accueil, référent {first} {last}", "Bibliothèque – M. {initial} {LAST}", "Maison des services {email}", "Chez {first} {last}",
)  # fmt: skip
# In sentences.
IN_TEXTS = (
    "Ouvert à tous. Contact : {first} {last} au {mobile}.", "Sur rendez-vous auprès de Mme {LAST} ({email}).", "Demander {first} à l’accueil.",
    "{first} {last} vous reçoit le mardi.", "Atelier animé par {first} {last}, bénévole.", "Renseignements : {LAST} {first}, {mobile}",
    "Permanence de {first} {LAST}, médiatrice numérique. Gratuit.", "Écrire à {email}", "Votre conseiller numérique : {initial} {last}",
    "Rendez-vous avec {first} au {mobile} ou par mail", "S’adresser à Monsieur {last}", "Référente : {first}", "contacter {lower} pour s’inscrire",
    "{first} vous aide dans vos démarches", "Vu avec {first} {last} en mars",
)  # fmt: skip
IN_ADDRESSES = ("https://www.linkedin.com/in/{slug}", "https://www.facebook.com/{dotted}", "https://calendly.com/{slug}/30min", "https://wa.me/33{nine}")


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist, with what reaches them."""

    first: str
    last: str
    nine: str  # last nine figures of a mobile number

    @property
    def email(self) -> str:
        return f"{fold(self.first).replace(' ', '-')}.{fold(self.last).replace(' ', '-')}@mairie-de-bar.fr"

    @property
    def mobile(self) -> str:
        return " ".join([f"0{self.nine[0]}", *(self.nine[start : start + 2] for start in range(1, 9, 2))])

    def told(self, pattern: str) -> str:
        """A pattern with this person in it."""
        return pattern.format(
            first=self.first, last=self.last, LAST=self.last.upper(), lower=f"{self.first} {self.last}".lower(), initial=f"{self.first[0]}.", email=self.email,
            mobile=self.mobile, nine=self.nine, slug=fold(f"{self.first} {self.last}").replace(" ", "-"),
            dotted=fold(self.first).replace(" ", "-") + "." + fold(self.last).replace(" ", ""),
        )  # fmt: skip

    @property
    def needles(self) -> tuple[str, ...]:
        """What must be nowhere in a folded text: their first name, their name, their address, their number."""
        return (f" {fold(self.first)} ", f" {fold(self.last)} ", fold(self.email), self.nine)


def persons() -> list[Person]:
    lines = [line for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Person(*line.split(";"), f"6{12_000_000 + 4_567 * rank:08d}") for rank, line in enumerate(lines)]


def rows() -> Iterator[dict[str, str]]:
    """One row of a list for each person, who is in one way in every column that holds words."""
    ways = zip(cycle(IN_NAMES), cycle(IN_TEXTS), cycle(IN_TEXTS[1:] + IN_TEXTS[:1]), cycle(IN_TEXTS[3:] + IN_TEXTS[:3]), cycle(IN_ADDRESSES), strict=False)
    for rank, (person, (name, summary, description, hours, address)) in enumerate(zip(persons(), ways, strict=False), 1):
        yield {
            "id": str(rank), "nom": person.told(name), "adresse": f"{rank} rue Haute", "complement": person.told(IN_NAMES[rank % len(IN_NAMES)]),
            "cp": "23000", "ville": "Guéret", "lat": f"{46.15 + rank / 10_000:.4f}", "lon": "1.87",
            "resume": person.told(summary), "presentation": person.told(description), "horaires": person.told(hours),
            "tel": f"{person.first} {person.last} {person.mobile}", "mail": person.email, "site": person.told(address), "rdv": person.told(address),
            "parent": person.told(IN_NAMES[(rank + 3) % len(IN_NAMES)]), "labels": person.told("Label de {first} {last}, animatrice"),
        }  # fmt: skip


MAPPING = """
[list]
label = "Liste de la Creuse"
licence = "Licence Ouverte 2.0"
id = "id"
[fields]
name = "nom"
street = "adresse"
complement = "complement"
postal_code = "cp"
commune = "ville"
latitude = "lat"
longitude = "lon"
summary = "resume"
description = "presentation"

phones = "tel"
emails = "mail"
websites = "site"
appointment_url = "rdv"
parent = "parent"
other_labels = "labels"
[hours]
words = "horaires"
"""
