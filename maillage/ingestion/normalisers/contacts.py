"""Knows how to tell the contact of a service from that of a named person. Careful: in doubt about a person's name, it says person."""

import re
from functools import lru_cache

from maillage.base.text import fold

_WEBMAILS = """
gmail.com googlemail.com orange.fr wanadoo.fr hotmail.fr hotmail.com yahoo.fr yahoo.com ymail.com free.fr sfr.fr neuf.fr cegetel.net laposte.net outlook.fr
outlook.com live.fr live.com msn.com icloud.com me.com mac.com aol.com bbox.fr numericable.fr club-internet.fr proton.me protonmail.com gmx.fr gmx.com
nordnet.fr mailo.com aliceadsl.fr voila.fr lilo.org zaclys.net mediaserv.net dartybox.com
"""
_SERVICE_WORDS = """
accueil contact mairie bibli mediath mediat ludoth secretariat secretaire direction administration coordination info numerique cyber espace centre maison
social solidarit ccas cias msap franceservice mfs france service asso emploi mission permanence agence antenne relais point commune ville agglo departement
prefecture prevention insertion formation emmaus croixrouge restos secours atelier club foyer mjc jeunesse culture lecture reseau pole equipe standard
reservation inscription famille senior educatif college lycee ecole campus universite tourisme poste fablab tierslieu cowork pimms caf msa cpam adil cidff
udaf epn erip mds mdr csc ehpad residence siege compta boutique webmaster courrier inclusion animation bureau public habitants quartier bus mobile canton
pays territoire
"""
_SHORT_WORDS = "mlj ml cs bm bu bib pij bij evs pam mq mpt smr rh cgt apf dd ct ti si it"

WEBMAILS = frozenset(_WEBMAILS.split())
SERVICE_WORDS = tuple(_SERVICE_WORDS.split())  # anywhere in the local part, folded and joined: "mairiedepiobbeta" is a town hall
SHORT_WORDS = frozenset(_SHORT_WORDS.split())  # as whole words only
INITIAL_AND_NAME = re.compile(r"^[a-z]{1,2}[._-][a-z]{3,}\d{0,2}$")
NAME_AND_INITIAL = re.compile(r"^[a-z]{3,}[._-][a-z]$")
FIRST_AND_LAST = re.compile(r"^[a-z]+(?:-[a-z]+)?[._][a-z]{2,}(?:[-._][a-z]+){0,2}\d{0,2}$")


@lru_cache(maxsize=16_384)
def of_email(address: str) -> str:
    """`service` or `person`, from the address alone."""
    local, _, domain = address.lower().partition("@")
    joined = fold(local).replace(" ", "")
    words = set(fold(local).split())
    if any(word in joined for word in SERVICE_WORDS) or words & SHORT_WORDS:
        return "service"
    if domain in WEBMAILS or domain.endswith("conseiller-numerique.fr"):
        return "person"
    named = INITIAL_AND_NAME.match(local) or NAME_AND_INITIAL.match(local) or FIRST_AND_LAST.match(local)
    return "person" if named else "service"
