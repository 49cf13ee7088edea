"""Knows how a row's commune is settled: INSEE code, name, postal code and point must agree. Nothing is overwritten in silence."""

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from maillage.base.geometry import Point, distance_km
from maillage.base.text import fold
from maillage.directory.policy import current_policy
from maillage.ingestion.normalisers.addresses import means_nowhere
from maillage.ingestion.normalisers.text import FIGURE, clean, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks
from maillage.territories import selectors as territories
from maillage.territories.codes import departements_from_prefix
from maillage.territories.values import Commune

INSEE = re.compile(r"^(?:[0-9]{5}|2[AB][0-9]{3})$")
FIVE_DIGITS = re.compile(r"^[0-9]{5}$")
CODE_IN_NAME = re.compile(r"^(?:F-)?(\d{5})[\s,–-]+(?=\D)|[\s,(–-]+(?:F-)?(\d{5})\)?$")
DEPARTEMENT_IN_NAME = re.compile(r"\s*\((?:\d{2,3}|2[AB])\)$", re.IGNORECASE)
CODE_THEN_NAME = re.compile(r"^(?:F-)?(\d{2} ?\d{3})[\s,–-]+[^\W\d_].*$")
CEDEX = re.compile(r"\s*\bcedex\b.*$", re.IGNORECASE)
NAME_LIMIT = 120
LARGER_THAN_A_COMMUNE = (" pays de", " pays d", " secteur de", " secteur d")  # when they stand before its name
SAME_NAME = 0.87  # likeness of two spellings, as difflib measures it: one letter in eight may differ
FAR_KM = 30.0  # beyond, a point surely is not in its commune; Guyane's communes are as large as a région
WIDE = {"973": 8.0}
folded = lru_cache(maxsize=16_384)(fold)  # the same names come back in thousands of rows
# Measured on 14,950 located libraries: with these bounds the nearest town hall is that of the commune 997 times in 1,000.
NEAREST_KM, NEAREST_RATIO = 10.0, 0.4


class Settled(NamedTuple):
    """The three fields that tell the commune, as kept."""

    insee: str = ""
    commune: str = ""
    postal_code: str = ""
    remarks: Remarks = NONE
    rival: str = ""  # another commune, that the name points to; to be arbitrated
    is_point_kept: bool = True


def postal_code(text: str, town: str = "") -> tuple[str, Remarks]:
    """Five digits, with the zero that a spreadsheet took away when `town` may be there; "" with a remark otherwise."""
    if FIVE_DIGITS.match(text) and text != "00000":
        return text, NONE
    written = text.strip().removesuffix(".0").removesuffix(",0")
    bare = CEDEX.sub("", written).replace(" ", "").replace("\u00a0", "").upper().removeprefix("F-")
    if is_placeholder(written) or not written.strip("0"):
        return "", (Remark("placeholder", raw=written),) if written else NONE
    if bare.isdecimal() and len(bare) == 4 and (not town or territories.find_commune(town, departement=f"0{bare[0]}")):
        return f"0{bare}", (Remark("zero_restored", raw=written, kept=f"0{bare}"),)
    if FIVE_DIGITS.match(bare):
        return bare, NONE
    if match := CODE_THEN_NAME.match(written):  # "33000 Bordeaux"
        kept = match[1].replace(" ", "")
        return kept, (Remark("postal_code_alone", raw=written, kept=kept),)
    return "", (Remark("postal_code_unreadable", raw=written),)


def insee(text: str) -> tuple[str, Remarks]:
    """Five signs of an INSEE code, with its lost zero; "" with a remark otherwise. Says nothing of whether the commune exists."""
    if FIVE_DIGITS.match(text) and text != "00000":
        return text, NONE
    written = text.strip().removesuffix(".0").upper()
    if is_placeholder(written) or not written.strip("0"):
        return "", (Remark("placeholder", raw=written),) if written else NONE
    if written.isdecimal() and len(written) == 4:
        return f"0{written}", (Remark("zero_restored", raw=written, kept=f"0{written}"),)
    if INSEE.match(written):
        return written, NONE
    return "", (Remark("insee_unreadable", raw=written),)


def code_in_name(text: str) -> str:
    """The postal code written with the name of the commune ("33000 Bordeaux"); "" when there is none."""
    match = CODE_IN_NAME.search(" ".join(text.split())) if FIGURE.search(text) else None
    return (match[1] or match[2]) if match else ""


@lru_cache(maxsize=16_384)
def name(text: str) -> str:
    """A commune's name on one line, without CEDEX nor the codes written beside it."""
    flat = " ".join(clean(text).split())
    if FIGURE.search(flat):
        flat = DEPARTEMENT_IN_NAME.sub("", CODE_IN_NAME.sub("", flat))
    flat = CEDEX.sub("", flat).strip(" ,;-")
    return "" if is_placeholder(flat) or not any(letter.isalpha() for letter in flat) else flat[:NAME_LIMIT]


def settle(code: str, commune: str, post: str, point: Point | None, *, is_measured: bool = True, told: str = "") -> Settled:
    """Commune, INSEE code and postal code of a row, from what it says of them (already normalised) and its point.

    `is_measured`: is the point more than the middle of the commune of the code? `told`: other words of the row (name of the place, street).
    """
    settled = _from_words(code, commune, post)
    if settled.rival:
        settled = _arbitrated(settled, post, point, is_measured, f" {fold(told)} ")
        point = point if settled.is_point_kept else None
    if settled.insee and not code and not post and (apart := distance_remarks(settled.insee, point)):
        # the name alone does not prove it: another place may bear it
        return Settled("", commune, "", tuple(replace(remark, field="latitude") for remark in apart))
    if not settled.insee and point:
        settled = _from_point(settled, point)
    return _with_postal_code(_without_slip(settled, point if is_measured else None))


def told_by_words(code: str, commune: str, post: str) -> Commune | None:
    """The commune that the words of a row name, before its point is looked at."""
    return territories.commune(_from_words(code, commune, post).insee)


def distance_remarks(settled_insee: str, point: Point | None) -> Remarks:
    """Does the point lie where its commune is? Beyond the policy's limit the row contradicts itself."""
    here = territories.commune(settled_insee)
    town_hall = here.point if here and point else None
    if here is None or town_hall is None or point is None:
        return NONE
    km = distance_km(town_hall, point)
    if km <= FAR_KM * WIDE.get(here.departement, 1.0):
        return NONE
    rule = "point_contradicts" if km > current_policy().contradiction_km else "point_far"
    return (Remark(rule, raw=f"{point.latitude}, {point.longitude}", kept=f"{km:.0f}"),)


@lru_cache(maxsize=16_384)
def _from_words(code: str, commune: str, post: str) -> Settled:
    current = territories.current_code(code) if code else None
    here = territories.commune(current) if current else None
    if code and here is None:
        lost = Remark("insee_unreadable", raw=code, field="insee")
        told = _from_name(commune, post)
        return told._replace(remarks=(lost, *told.remarks))
    return _from_code(code, here, commune, post) if here else _from_name(commune, post)


def _from_code(code: str, here: Commune, commune: str, post: str) -> Settled:
    remarks: list[Remark] = []
    is_named = not commune or _is_named(here, commune, post)
    if code != here.code and not territories.arrondissement(code):
        remarks.append(Remark("insee_former", raw=code, kept=f"{here.name} ({here.code})", field="insee"))
    if not commune:
        remarks.append(Remark("commune_deduced", kept=here.name))
    elif not is_named:
        remarks.append(Remark("commune_contradicts", raw=commune, kept=f"{here.name} ({here.code})"))
    if post and not _is_served(here, post):
        remarks.append(Remark("postal_code_elsewhere", raw=post, kept=here.name))
    return Settled(
        here.code, _spelled(commune, here), post, tuple(remarks), "" if is_named and (not post or post in here.postal_codes) else _rival(here, commune, post)
    )


def _rival(here: Commune, commune: str, post: str) -> str:
    """The one commune that the name points to, when it is not that of the code."""
    found = territories.find_commune(commune, post) if commune else []
    return found[0].code if len(found) == 1 and found[0] is not here else ""


def _arbitrated(settled: Settled, post: str, point: Point | None, is_measured: bool, told: str) -> Settled:
    """The INSEE code against the name: the postal code, the point and the name of the place say which is right; the other becomes a question."""
    seen = point if is_measured else None
    here, rival = territories.commune(settled.insee), territories.commune(settled.rival)
    if here is None or rival is None:
        return settled
    for_code = 1 + (post in here.postal_codes and post not in rival.postal_codes) + _is_shown(here, rival, seen) + _is_told(here, rival, told)
    for_name = 1 + (post in rival.postal_codes) + _is_shown(rival, here, seen) + _is_told(rival, here, told)
    if for_name > for_code:
        remark = Remark("insee_contradicted", raw=f"{here.code} ({here.name})", kept=f"{rival.name} ({rival.code})", field="insee")
        elsewhere = (Remark("postal_code_elsewhere", raw=post, kept=rival.name),) if post and not _is_served(rival, post) else NONE
        is_kept = point is None or (is_measured and not _is_nearer(here, rival, point))
        aside = NONE if is_kept or point is None else (Remark("point_set_aside", raw=f"{point.latitude}, {point.longitude}", kept=here.name, field="latitude"),)
        return Settled(rival.code, _spelled(settled.commune, rival), post, (remark, *elsewhere, *aside), is_point_kept=is_kept)
    if for_code > for_name:
        return settled
    doubt = Remark("words_contradicted", raw=f"{post} {settled.commune}".strip(), kept=f"{here.name} ({here.code})")
    return settled._replace(remarks=(*(remark for remark in settled.remarks if remark.rule == "insee_former"), doubt))


def _is_shown(here: Commune, other: Commune, point: Point | None) -> bool:
    """Does the point stand by far nearer to this town hall than to the other?"""
    if point is None or here.point is None or other.point is None:
        return False
    return _is_by_far([(here, distance_km(here.point, point)), (other, distance_km(other.point, point))])


def _is_nearer(here: Commune, other: Commune, point: Point) -> bool:
    return bool(here.point and other.point and distance_km(here.point, point) < distance_km(other.point, point))


def _is_told(here: Commune, other: Commune, told: str) -> bool:
    """Do the other words of the row name this commune ("Bibliothèque de Dornas"), and not the other one? "Pays de Sarrebourg" names no commune."""
    name = f" {folded(here.name)} "
    at = told.find(name)
    while at >= 0 and told[:at].endswith(LARGER_THAN_A_COMMUNE):
        at = told.find(name, at + 1)
    return at >= 0 and f" {folded(other.name)} " not in told


def _from_name(commune: str, post: str) -> Settled:
    if not commune:
        return Settled("", "", post)
    found = territories.find_commune(commune, post)
    exact = [each for each in found if post in each.postal_codes] or found
    if not post and means_nowhere(commune):
        exact = []
    if len(exact) == 1:
        here = exact[0]
        remarks = [Remark("insee_deduced", raw=f"{post} {commune}".strip(), kept=here.code)]
        if post and not _is_served(here, post):
            remarks.append(Remark("postal_code_elsewhere", raw=post, kept=here.name))
        return Settled(here.code, _spelled(commune, here), post, tuple(remarks))
    if not exact and (likely := _misspelt(commune, post)):
        return Settled(likely.code, likely.name, post, (Remark("commune_misspelt", raw=commune, kept=likely.name),))
    rule = "commune_ambiguous" if exact else "commune_unknown"
    return Settled("", commune, post, (Remark(rule, raw=f"{post} {commune}".strip()),))


def _misspelt(commune: str, post: str) -> Commune | None:
    """The one commune of this postal code whose name is a slip of the pen away ("Strasboug", 67200)."""
    served = {folded(here.name): here for here in territories.communes_by_postal_code(post)}
    close = get_close_matches(folded(commune), served, n=2, cutoff=SAME_NAME) if len(commune) > 4 else []
    return served[close[0]] if len(close) == 1 else None


def _from_point(settled: Settled, point: Point) -> Settled:
    """The commune that the words allow and the point shows: the only near one of that name, else the one whose town hall is by far the nearest."""
    near = territories.communes_near(point, FAR_KM)
    if begun := _begun(settled.commune, settled.postal_code, near):
        return begun._replace(remarks=(*(remark for remark in settled.remarks if remark.rule != "commune_unknown"), *begun.remarks))
    homonyms = territories.find_commune(settled.commune, settled.postal_code) or territories.find_commune(settled.commune) if settled.commune else []
    if means_nowhere(settled.commune) and not settled.postal_code:
        homonyms = [here for here, _km in near[:1] if here in homonyms]  # "Le Bourg" is a commune for those who stand in it
    named = [each for each in near if each[0] in homonyms]
    if homonyms:
        here = named[0][0] if len(named) == 1 or _is_by_far(named[:2]) else None
    else:
        served = territories.communes_by_postal_code(settled.postal_code)
        here = near[0][0] if _is_by_far(near[:2]) and (not served or near[0][0] in served) else None
    if here is None:
        return settled
    settling = {"commune_ambiguous", "commune_unknown"} if homonyms else {"commune_ambiguous"}
    remarks = [remark for remark in settled.remarks if remark.rule not in settling]
    remarks.append(Remark("insee_from_point", raw=settled.commune, kept=f"{here.name} ({here.code})"))
    if settled.postal_code and not _is_served(here, settled.postal_code):
        remarks.append(Remark("postal_code_elsewhere", raw=settled.postal_code, kept=here.name))
    return Settled(here.code, _spelled(settled.commune, here), settled.postal_code, tuple(remarks))


def _begun(commune: str, post: str, near: list[tuple[Commune, float]]) -> Settled | None:
    """The one commune of this postal code, near the point, whose name the words begin with ("Foce Bilzese", 20100, is Foce)."""
    told = folded(commune)
    served = [here for here, km in near if km <= NEAREST_KM and post in here.postal_codes and told.startswith(f"{folded(here.name)} ")]
    if len(served) != 1:
        return None
    here = served[0]
    return Settled(here.code, commune, post, (Remark("insee_from_point", raw=commune, kept=f"{here.name} ({here.code})"),))


def _is_by_far(near: list[tuple[Commune, float]]) -> bool:
    return bool(near) and near[0][1] <= NEAREST_KM and (len(near) == 1 or near[0][1] <= NEAREST_RATIO * near[1][1])


def _without_slip(settled: Settled, point: Point | None) -> Settled:
    """Without a postal code of another département, when the point shows that the commune is right: "21017 Partinello" is not in the Côte-d’Or."""
    here, post = territories.commune(settled.insee), settled.postal_code
    if here is None or point is None or not post or post in here.postal_codes or here.departement in departements_from_prefix(post):
        return settled
    is_near = here.point is not None and distance_km(here.point, point) <= NEAREST_KM
    is_shown = is_near and len(here.postal_codes) == 1 and not territories.communes_by_postal_code(post)
    return settled._replace(postal_code="") if is_shown else settled


def _with_postal_code(settled: Settled) -> Settled:
    here = None if settled.postal_code else territories.commune(settled.insee)
    if here is None or len(here.postal_codes) != 1:
        return settled
    only = here.postal_codes[0]
    return settled._replace(postal_code=only, remarks=(*settled.remarks, Remark("postal_code_deduced", kept=only)))


def _is_named(here: Commune, commune: str, post: str) -> bool:
    if commune == here.name:
        return True
    today, told = set(folded(here.name).split()), set(folded(commune).split())
    if told and (told <= today or today <= told):
        return True  # "Oissel" has become "Oissel-sur-Seine"
    return here in territories.find_commune(commune, post) or here in territories.find_commune(commune, departement=here.departement)


def _is_served(here: Commune, post: str) -> bool:
    """A postal code of the commune, or one that is of no commune (CEDEX) in the same département."""
    if post in here.postal_codes:
        return True
    return not territories.communes_by_postal_code(post) and here.departement in territories.departements_of_postal_code(post)


def _spelled(commune: str, here: Commune) -> str:
    """The official spelling when the words are the same; another name (a former commune, a hamlet) stays as received."""
    return here.name if not commune or commune == here.name or folded(commune) == folded(here.name) else commune
