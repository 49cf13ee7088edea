from datetime import date
from typing import Any

import pytest

from maillage.directory.fields import FIELDS
from maillage.directory.values import RecordIn, WrongValue, check_record, check_values

TODAY = date(2026, 11, 23)
OFFER = {"concept": "securite", "state": True}
GOOD: dict[str, Any] = {
    "name": "Médiathèque",
    "kinds": {"BIB": True},
    "street": "3 rue Neuve",
    "postal_code": "23000",
    "latitude": 46.17,
    "longitude": -61.5,
    "precision": "street",
    "phones": [{"number": "3949", "contact": "service"}],
    "emails": [{"address": "accueil@exemple.fr", "contact": "person"}],
    "websites": ["https://exemple.fr"],
    "identifiers": {"siret": "21230096700010"},
    "receives_public": False,
    "state": "open",
    "services": {"securite": True, "loisirs-creation": False},
    "audiences": {},
    "offers": [
        OFFER,
        OFFER | {"provider": "Emmaüs Connect", "role": "hosted", "variant": "atelier", "facets": {"costs": {"gratuit": True}, "languages": None}},
        OFFER | {"variant": "téléphone", "area": ["com:2A004", "epci:200067189", "dep:23", "dep:971", "reg:75", "fr"]},
    ],
    "other_labels": ["Label du Département"],
    "inferred": {"services:securite": True, "kinds:BIB": True},
}


def test_every_field_may_be_none() -> None:
    check_values(dict.fromkeys(FIELDS))


def test_good_values_pass() -> None:
    check_values(GOOD)
    check_record(RecordIn("ligne 1", GOOD, TODAY, {"hours": "ouvert souvent"}), today=TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("telephone", "3949"),
        ("name", ""),
        ("name", 3),
        ("name", "x" * 301),
        ("name", "nul\0"),
        ("name", "moitié \ud83d"),
        ("precision", "roughly"),
        ("state", "fermé"),
        ("latitude", 91.0),
        ("latitude", float("nan")),
        ("latitude", "46,17"),
        ("latitude", True),
        ("longitude", None),
        ("receives_public", "oui"),
        ("phones", []),
        ("phones", ["3949"]),
        ("phones", ({"number": "3949", "contact": "service"},)),
        ("phones", [{"number": "3949"}]),
        ("phones", [{"number": "3949", "contact": "friend"}]),
        ("emails", [{"address": "x" * 255, "contact": "service"}]),
        ("websites", ["https://exemple.fr"] * 51),
        ("websites", [""]),
        ("identifiers", {}),
        ("identifiers", {"siret": "212300967000100"}),
        ("services", ["securite"]),
        ("services", {"cybersecurite": True}),
        ("services", {"securite": "oui"}),
        ("inferred", {"securite": True}),
        ("inferred", {"kinds:securite": True}),
        ("inferred", {"services:securite": False}),
        ("offers", []),
        ("offers", ["securite"]),
        ("offers", [{"concept": "securite"}]),
        ("offers", [OFFER | {"concept": "cybersecurite"}]),
        ("offers", [OFFER | {"concept": ["securite"]}]),
        ("offers", [OFFER | {"price": 3}]),
        ("offers", [OFFER | {"provider": "Emmaüs Connect"}]),
        ("offers", [OFFER | {"role": "boss"}]),
        ("offers", [OFFER | {"facets": {"kinds": {"BIB": True}}}]),
        ("offers", [OFFER | {"facets": {"costs": {"cher": True}}}]),
        ("offers", [OFFER, OFFER | {"state": False}]),
        ("offers", [OFFER | {"area": "fr"}]),
        ("offers", [OFFER | {"area": []}]),
        ("offers", [OFFER | {"area": ["dep:2C"]}]),
        ("offers", [OFFER | {"area": [23]}]),
    ],
)
def test_wrong_value_is_refused_with_the_name_of_its_field(field: str, value: Any) -> None:
    with pytest.raises(WrongValue, match=f"^{field if field != 'longitude' else 'latitude'}"):
        check_values(GOOD | {field: value})


def test_a_long_value_is_named_by_its_beginning() -> None:
    with pytest.raises(WrongValue) as refusal:
        check_values({"name": "x" * 5000})
    assert len(str(refusal.value)) < 160


@pytest.mark.parametrize(
    "record",
    [
        RecordIn("", GOOD),
        RecordIn("x" * 121, GOOD),
        RecordIn("1", GOOD, date(2026, 11, 24)),
        RecordIn("1", GOOD, unreadable={"hours": ""}),
        RecordIn("1", GOOD, unreadable={"hours": "x" * 1001}),
        RecordIn("1", {"name": ""}),
    ],
)
def test_wrong_record_is_refused(record: RecordIn) -> None:
    with pytest.raises(WrongValue):
        check_record(record, today=TODAY)
