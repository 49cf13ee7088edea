"""Knows how a street is written in lists: with its postal code and town behind it, on several lines, between stray signs."""

import re
from typing import NamedTuple

from maillage.base.text import fold
from maillage.ingestion.normalisers.text import clean, cut, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks
from maillage.territories.selectors import find_commune

LIMIT = 300
FIVE_FIGURES = re.compile(r"\d\d ?\d\d\d")  # no postal code without them, and ten times faster to look for
POSTAL_CODE = re.compile(r"(?<![\w°])(?:F-?)?(\d{2}) ?(\d{3})(?!\w)")
MAIL_BOX = re.compile(r"\b(?:BP|B\.P\.?|CS|TSA|CP|boite postale)\s*(?:n°)?\s*-?\s*$", re.IGNORECASE)
NOISE_BEFORE = re.compile(r"^(?:(?:nc\b|n\.c\.)?[\s,;:/–—-]+|nc\b)+", re.IGNORECASE)
NOISE_AFTER = " ,;:/–—-"
ZEROS = re.compile(r"^[0\s]+$")
COMMAS = re.compile(r"\s*,(?:\s*,)*\s*(?!(?<=\d,)\d)")
CEDEX = re.compile(r"[\s,-]+cedex(?:\s+\d{1,2})?$", re.IGNORECASE)
_NOTHING = """
adresse inconnue, inconnue, a definir, a preciser, en cours, sans adresse, pas d adresse,
non renseignee, non communiquee, non precisee, xx, xxx, xxxx, adresse, test
"""
NOTHING_TOLD = frozenset(words.strip() for words in _NOTHING.split(","))
# Written short at the beginning of a street or behind its number, these can be nothing else.
WAYS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "bvd": "boulevard", "boul": "boulevard", "pl": "place",
    "rte": "route", "imp": "impasse", "chem": "chemin", "che": "chemin", "all": "allée", "sq": "square", "fg": "faubourg", "fbg": "faubourg",
    "res": "résidence", "lot": "lotissement", "r": "rue",
}  # fmt: skip
SHORT_WAY = re.compile(
    r"(?P<before>^|^\d[\d\s/-]*(?:bis|ter|quater|[a-d])?\s*,?\s+)(?P<way>av|ave|bd|bld|blvd|bvd|boul|pl|rte|imp|chem|che|all|sq|fg|fbg|res|lot)(?:\.\s*|\s+)(?=[^\W\d_]{2})"
    r"|(?P<number>^\d[\d\s/-]*(?:bis|ter|quater|[a-d])?\s*,?\s+)(?P<street>r)(?:\.\s*|\s+)(?=(?:d[eu]s?\s|d['’]|la\s|les?\s))",
    re.IGNORECASE,
)
WAY = r"(?:rue|avenue|boulevard|place|route|chemin|impasse|all[ée]es?|quai|cours|square|faubourg|passage|ruelle|sentier|esplanade|mail|promenade|rond-point)"
NUMBERED_WAY = re.compile(rf"^\d+\s*(?:[-/]\s*\d+\s*)?(?:bis|ter|quater|[a-d]\b)?\s*,?\s*{WAY}\b", re.IGNORECASE)
STARTS_LIKE_A_STREET = re.compile(rf"^(?:\d|{WAY}\b)", re.IGNORECASE)
WITHIN = re.compile(
    r"^(?:b[âa]t(?:iment)?\b|b[ât]t\b|immeuble\b|(?:\d+\s*(?:er|ère|e|è|ème|eme|nd|nde)?|premier|deuxième|troisième)\s+étage\b"
    r"|r\.?d\.?c\b|rez[- ]de[- ]chaussée\b|escalier\b|appartement\b|appt?\b|porte\s+\w{1,2}$|hall\s+\w{1,2}$|entrée\s+\w{1,2}$"
    r"|bureau\s+\d|salle\s+\d|local\s+\d)",
    re.IGNORECASE,
)
# Where people say they are without naming a town; a few communes have such names, and those are believed with their postal code only.
NOWHERE = re.compile(
    r"^(?:(?:le|la|les|l|au|a la|a l|du|de la|de l) )?"
    r"(?:bourg|village|centre(?: (?:bourg|ville|village))?|mairie|hotel de ville|eglise|ecole|gare|poste|chateau|presbytere|salle (?:des fetes|polyvalente)"
    r"|halles?|marche|port|plage|hameau|lieu dit|rez de chaussee|rdc|za|zi|zac|zone (?:artisanale|industrielle))$"
    r"|^(?:place|rue|avenue|boulevard|allee|route|impasse|quai|square|esplanade) (?:de|du|des|d|la|le|les|l) "
)
COUNTRY = re.compile(r"(?<=\w)[\s,.-]+(?:FRANCE|France|FRA)\W*$")
PARTS = re.compile(r"\s*,\s*|\s+[-–—]\s+")
PARTED = re.compile("[,–—-]")  # what every separation of parts holds


class Street(NamedTuple):
    """A street, and the postal code and town that were written behind it."""

    street: str
    postal_code: str = ""
    town: str = ""
    complement: str = ""


def street(text: str, *, postal_code: str = "", commune: str = "", may_split: bool = False) -> tuple[Street, Remarks]:
    """A clean street. What stands behind it is cut only when it is surely a town, and agrees with the row's own columns if it has them.

    `may_split`: a building or a floor beside a street becomes its complement.
    """
    flat = " ".join(clean(text).split())
    if is_placeholder(flat) or ZEROS.match(flat) or (len(flat) <= 20 and not flat[0].isdecimal() and fold(flat) in NOTHING_TOLD):
        return Street(""), (Remark("placeholder", raw=flat),) if flat and fold(flat) else NONE
    found, before = _tail(flat, postal_code, commune), flat
    while found and (again := _with_postal_code(found.street, found.postal_code, found.town)):
        found = again  # "12 rue Carnot 33600 PESSAC - 33600 PESSAC"
    before = found.street if found else flat
    bare, cut_short = _tidied(before), NONE
    if len(bare) > LIMIT:
        bare, cut_short = cut(bare, LIMIT), (Remark("text_cut", raw=bare),)
    rule = "street_tail" if found else "street_trimmed" if bare else "placeholder"
    remarks = (Remark(rule, raw=flat, kept=bare),) if bare != flat and not cut_short else NONE
    postal_code, town = (found.postal_code, found.town) if found else ("", "")
    inside, way = _parted(bare) if may_split else ("", bare)
    split = (Remark("street_split", raw=bare, kept=way),) if inside else NONE
    return Street(way, postal_code, town, inside), (*remarks, *cut_short, *split)


def _tidied(written: str) -> str:
    """Without stray signs, the kind of way in full: "12 av. Foch -" -> "12 avenue Foch"."""
    before = ""
    while before != written:
        before = written
        if "," in written:
            written = COMMAS.sub(", ", written).strip()
        if noise := NOISE_BEFORE.match(written):
            written = written[noise.end() :]
        written = written.rstrip(NOISE_AFTER)
        if "cedex" in written.lower():
            written = CEDEX.sub("", written)
    short = SHORT_WAY.match(written)
    return f"{_in_full(short)}{written[short.end() :]}" if short else written


def _in_full(match: re.Match[str]) -> str:
    short = match["way"] or match["street"]
    full = WAYS[short.lower()]
    cased = (
        full.upper() if short.isupper() and len(short) > 1 and match.string[match.end() :][:3].isupper() else full.capitalize() if short[0].isupper() else full
    )
    return f"{match['before'] or match['number'] or ''}{cased} "


def _parted(street: str) -> tuple[str, str]:
    """Building and street, when the two parts of an address are surely these: "Bâtiment B, 12 rue Foch", "12 rue Foch - 1er étage"."""
    parts = _parts(street)
    if len(parts) == 3 and parts[0].isdecimal() and len(parts[0]) < 5:  # "12, rue Foch, bâtiment B"
        parts = [f"{parts[0]}, {parts[1]}", parts[2]]
    if len(parts) != 2 or not all(parts):
        return "", street
    first, second = parts
    if WITHIN.match(second) and STARTS_LIKE_A_STREET.match(first) and any(map(str.isalpha, first)):
        return second, first
    if NUMBERED_WAY.match(second) and not STARTS_LIKE_A_STREET.match(first) and not any(map(str.isdigit, first)):
        return first, second
    return "", street


def _parts(text: str) -> list[str]:
    """What commas and lone dashes part."""
    return PARTS.split(text) if PARTED.search(text) else [text]


def _tail(flat: str, postal_code: str, commune: str) -> Street | None:
    return _with_postal_code(flat, postal_code, commune) or _with_town(flat, postal_code, commune)


def _with_postal_code(flat: str, postal_code: str, commune: str) -> Street | None:
    """ "8 rue de la Boétie - 33000 Bordeaux", "12 rue Carnot, 51200, Épernay, Marne, Grand Est, FRA"."""
    for match in reversed(list(POSTAL_CODE.finditer(flat) if FIVE_FIGURES.search(flat) else ())):
        before, code = flat[: match.start()], "".join(match.groups())
        if MAIL_BOX.search(before):
            continue
        town = _town(flat[match.end() :], code)
        if town and _agrees(code, town, postal_code, commune):
            return Street(before, code, town)
    return None


def _town(tail: str, postal_code: str) -> str:
    """The town named behind a postal code; "" when the rest is not a town ("75001 bâtiments")."""
    parts = [part.strip(" .;") for part in PARTS.split(COUNTRY.sub("", tail)) if part.strip(" .;-")]
    parts = [part for part in parts if not means_nowhere(part) or any(postal_code in found.postal_codes for found in find_commune(part, postal_code))]
    known = next((part for part in parts if find_commune(part, postal_code)), "")
    if known:
        return known
    first = parts[0] if parts else ""
    is_name = bool(first) and len(first) <= 60 and not any(letter.isdigit() for letter in re.sub(r"(?i)\bcedex\b.*$", "", first))
    return first if is_name else ""


def means_nowhere(name: str) -> bool:
    """Do these words ("le bourg", "mairie", "place de l'église") stand in every town, so that they name none?"""
    return bool(NOWHERE.match(fold(name)))


def _agrees(code: str, town: str, postal_code: str, commune: str) -> bool:
    if postal_code and postal_code != code and postal_code[:2] != code[:2]:
        return False
    if not commune:
        return True
    return fold(commune) == fold(town) or _share(commune, town, postal_code or code) or postal_code == code


def _share(commune: str, town: str, postal_code: str) -> bool:
    ours = {found.code for found in find_commune(commune, postal_code)}
    theirs = {found.code for found in find_commune(town, postal_code)}
    return bool(ours & theirs)


def _with_town(flat: str, postal_code: str, commune: str) -> Street | None:
    """A town without postal code is cut behind a comma or a dash only: "Belle Noue, Épernay, Marne", never "avenue de Bordeaux"."""
    parts = _parts(flat)
    if len(parts) < 2:
        return None
    if commune:
        return Street(flat[: flat.rindex(parts[-1])], "", parts[-1]) if fold(parts[-1]) == fold(commune) and fold(parts[0]) != fold(commune) else None
    if postal_code:
        return None
    for part in parts[1:]:
        if not means_nowhere(part) and len(find_commune(part)) == 1:
            return Street(flat[: flat.index(part, len(parts[0]))], "", part)
    return None
