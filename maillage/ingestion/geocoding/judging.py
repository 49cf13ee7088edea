"""Knows which rows need a point, which answers of the geocoder are good enough, and what a row says once it is located."""

from datetime import date
from hashlib import blake2b

from maillage.base.geometry import Point
from maillage.base.text import fold
from maillage.ingestion.geocoding.contract import LONGEST_QUESTION, Found, Question
from maillage.ingestion.models import GeocodedAddress, SourceRecord
from maillage.ingestion.normalisers.communes import distance_remarks
from maillage.ingestion.normalisers.points import DECIMALS
from maillage.ingestion.remarks import Remark
from maillage.territories import selectors as territories

# Addok's score, from 0 to 1, is the likeness of the words asked and found. Below, another street of the same commune is as likely as a misspelling;
# a wrong point sends people to a wrong door, a missing one only hides a distance.
LEAST_SCORE = 0.7
# A locality is a hamlet or a field name: as precise as a street. The point of a municipality tells nothing that the commune does not.
PRECISIONS = {"housenumber": "housenumber", "street": "street", "locality": "street", "municipality": "commune"}
GOOD = frozenset({"housenumber", "street"})
CONTRADICTS = frozenset({"point_contradicts", "point_outside"})
RULE = "point_geocoded"
LABEL_LIMIT = 500


def question_of(record: SourceRecord) -> Question | None:
    """The address to find for a row; None when it needs no point, or tells too little, or asks to hide its address."""
    values = record.values
    street, insee = values.get("street"), values.get("insee")
    if not street or not insee or values.get("address_hidden") or not needs_point(record):
        return None
    text = " ".join(part for part in (street, values.get("postal_code"), values.get("commune")) if part)
    key = blake2b(f"{fold(text)}|{insee}".encode(), digest_size=20).hexdigest()
    # Lists give the code of the city; the service gives that of the arrondissement, and would find nothing within the former.
    return Question(key, text, insee, "" if territories.arrondissements_of(insee) else insee) if len(text) <= LONGEST_QUESTION else None


def needs_point(record: SourceRecord) -> bool:
    rules = {remark["rule"] for remark in record.remarks}
    if RULE in rules:
        return False
    return record.values.get("latitude") is None or record.values.get("precision") == "commune" or not CONTRADICTS.isdisjoint(rules)


def is_good(answer: GeocodedAddress) -> bool:
    """May a place be put there?"""
    return answer.latitude is not None and answer.score >= LEAST_SCORE and answer.precision in GOOD


def kept(question: Question, found: Found | None, today: date) -> GeocodedAddress:
    """What is kept of an answer; one in another commune gives no point."""
    answer = GeocodedAddress(key=question.key, asked=question.text, asked_on=today)
    if found:
        answer.score, answer.label = found.score, storable(found.label)[:LABEL_LIMIT]
        if agrees(question.insee, found):
            answer.latitude, answer.longitude = round(found.latitude, DECIMALS), round(found.longitude, DECIMALS)
            answer.precision = PRECISIONS.get(found.kind, "")
    return answer


def storable(text: str) -> str:
    """The text without what a database refuses."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def agrees(insee: str, found: Found) -> bool:
    """Is the answer in the commune of the row? Its code says so, and so does its point."""
    told, here = found.citycode, territories.current_code(insee)
    same = told == insee or (here is not None and territories.current_code(told) == here and territories.arrondissement(insee) is None)
    far = distance_remarks(here or insee, Point(found.latitude, found.longitude))
    return same and not any(remark.rule == "point_contradicts" for remark in far)


def located(record: SourceRecord, answer: GeocodedAddress) -> tuple[dict[str, object], list[dict[str, str]]]:
    """Values and remarks of a row, once it is given a point: what was asked and what was found stay written beside it."""
    score = f"{answer.score:.2f}".replace(".", ",")
    remark = Remark(RULE, raw=answer.asked, kept=f"{answer.label} ({score})").at("latitude", "")
    point = {"latitude": answer.latitude, "longitude": answer.longitude, "precision": answer.precision}
    return record.values | point, [*record.remarks, remark.to_json()]
