"""Knows how to tell the contact of a service from that of a named person. Careful: in doubt about a person's name, it says person."""

import re
from functools import cache, lru_cache
from pathlib import Path

from maillage.base.text import fold

FIRST_NAMES = Path(__file__).parent / "data" / "first_names.txt"
_WEBMAILS = """
gmail.com googlemail.com orange.fr wanadoo.fr hotmail.fr hotmail.com yahoo.fr yahoo.com ymail.com free.fr sfr.fr neuf.fr cegetel.net laposte.net outlook.fr
outlook.com live.fr live.com msn.com icloud.com me.com mac.com aol.com bbox.fr numericable.fr club-internet.fr proton.me protonmail.com gmx.fr gmx.com
nordnet.fr mailo.com aliceadsl.fr voila.fr lilo.org zaclys.net mediaserv.net dartybox.com gmail.fr orange.com outlook.be
"""
# Anywhere within a word: no surname holds them. "mairiedepiobbeta" is a town hall.
_STEMS = """
mairie bibli mediath mediat ludoth secretariat accueil contact franceservice servicespublics msap ccas cias solidarit centresoci centreculturel
administration animation coordination direction communaute communication association departement prefecture numerique cyber fablab tierslieu cowork
emmaus croixrouge secourspop secourscath restosducoeur pointinfo pointnum pointemploi maisonde maisondu maisonf villede missionlocale prevention
insertion formation inscription reservation universite tourisme habitants infojeune bureauinfo webmaster courrier ehpad residence socioculturel
guichet conseillernum
"""
# As whole words, in the plural too: "m.lecentre" is a person, "centre.jean-vilar" is not.
_WORDS = """
accueil ad adil adm admin afpa agence agglo animateurs annexe antenne apf asso association atelier bij bib biblio bienvenue bm bonjour boutique bu
bureau bus caf cafe campus canton cap ccas centre cgt cias cidff citoyen club college comm commune compta comcom contact coop cours cpam cs csc cscs
csp ct culture cyber dd dgs dir direction dsu ddct ecole ecoles education efs eij emploi enfance epe epi epn equipe erip espace espaces evs famille
forum foyer france fs fsi gestion guichet habitat info infos info14 information inscription insertion it jeune jeunesse labo lecture locale local
logement lycee maison mde mdd mdef mdph mds mdr media mediation mediatheque mfs mij mis mission mjc mjd ml mlj mlr mobile mobilite mpt mq msa msap
multimedia musee noreply numerique office pad pam permanence pi pij pimms plateforme pole population poste prevention proximite public quartier relais
relation reseau reservation rh rsp rurale sante secours secretariat senior service services sip siege smr social sociale socioculturel sp spip
standard stage structure sud telecentre ti tiers tourisme ufcv universite usagers vie ville
"""
# Words that tell a place, not a person, where no first name stands before them.
_PLACES = """
aux bourg chateau cote de des du en est grand la le les lieu mont nord notre ouest pays plage pont port quartier saint sainte sous st ste sud sur val
vallee ville
"""
# Domains given to services only: the part before the sign is a place.
SERVICE_DOMAINS = re.compile(r"(?:^|[.@-])france-?\.?-?ser+[vcr]*ices?\.gouv\.fr$|(?:^|\.)dgfip\.finances\.gouv\.fr$|(?:^|\.)justice\.fr$")

WEBMAILS = frozenset(_WEBMAILS.split())
STEMS = re.compile("|".join(_STEMS.split()))
WORDS = frozenset(_WORDS.split())
PLACES = frozenset(_PLACES.split())
GLUED = re.compile(
    r"^(?:asso|assoc|centre|club|espace|atelier|foyer|relais|ecole|commune|mjc|msap|epn|efs|mfs|fs)[a-z]{3,}$|^[a-z]{3,}(?:asso|clubs?|infos?|mjc)$"
)
GROUPS = re.compile(r"[._+]+|(?<=[a-z]{2})-(?=[a-z]$)|(?<=^[a-z])-")  # a hyphen parts names only beside an initial
TOKENS = re.compile(r"[._+-]+")
GLUED_INITIAL = 6  # letters at least of an initial stuck to a first name used as a surname; shorter ones are too often a word
FIGURES = re.compile(r"\d+$")


@lru_cache(maxsize=16_384)
def of_email(address: str) -> str:
    """`service` or `person`, from the address alone."""
    local, _, domain = address.lower().partition("@")
    if SERVICE_DOMAINS.search(domain):
        return "service"
    tokens = [token for part in TOKENS.split(local) if (token := FIGURES.sub("", fold(part)).replace(" ", ""))]
    if _names_a_person(local, tokens):
        return "person"
    if _names_a_service(tokens):
        return "service"
    return (
        "person"
        if domain in WEBMAILS or domain.endswith(("conseiller-numerique.fr", "conseiller.numerique.fr")) or _may_be_a_person(local, tokens)
        else "service"
    )


def _names_a_person(local: str, tokens: list[str]) -> bool:
    """A first name beside another word, alone, or written "p.nom" even before the name of a service ("p.nom.ccas")."""
    if not tokens or _is_service(tokens[0]):
        return False
    known = [token in first_names() for token in tokens]
    if len(tokens) == 1 and len(local) > GLUED_INITIAL and local[1:] in first_names():
        return True  # "jantoine@"
    if any(known[:2]):
        return len(tokens) == 1 or not any(map(_is_service, tokens[:2]))
    return len(tokens) > 2 and len(tokens[0]) == 1 and not _is_service(tokens[1]) and _is_service(tokens[-1])


def _names_a_service(tokens: list[str]) -> bool:
    has_initial = len(tokens) == 2 and min(map(len, tokens)) == 1
    if any(token in WORDS or token.rstrip("s") in WORDS for token in tokens):
        return True
    if not has_initial and (STEMS.search("".join(tokens)) or any(map(GLUED.match, tokens))):
        return True
    return not any(len(token) == 1 for token in tokens) and bool(PLACES & set(tokens))


def _is_service(token: str) -> bool:
    return token in WORDS or token.rstrip("s") in WORDS or bool(STEMS.search(token))


def _may_be_a_person(local: str, tokens: list[str]) -> bool:
    """Two words, one of which may be an initial: "p.nom", "nom_p", "prenom.nom"."""
    groups = [group for group in GROUPS.split(local) if group]
    return len(groups) == 2 and all(FIGURES.sub("", group).replace("-", "").isalpha() for group in groups) and max(map(len, groups)) > 2


@cache
def first_names() -> frozenset[str]:
    lines = FIRST_NAMES.read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
