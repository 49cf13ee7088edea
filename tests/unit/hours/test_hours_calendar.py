"""Public holidays are tested by date, per département, against the texts and not against the library."""

from datetime import date

import pytest

from maillage.directory.hours import calendar

# Labour code L3133-1 for all; Alsace-Moselle: L3134-13; overseas: law 83-550 and its decrees.
NATIONAL_2026 = {(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
NATIONAL_2027 = {(1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
DEPARTEMENTS = [f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B", "971", "972", "973", "974", "976"]
LOCAL_2026 = {
    "57": {(4, 3), (12, 26)},
    "67": {(4, 3), (12, 26)},
    "68": {(4, 3), (12, 26)},
    "971": {(5, 27)},
    "972": {(5, 22)},
    "973": {(6, 10)},
    "974": {(12, 20)},
    "976": {(4, 27)},
}
CUSTOMARY_2026 = {"971": {(3, 12), (4, 3), (7, 21)}, "972": {(7, 21)}}  # most public services close


@pytest.mark.parametrize("departement", DEPARTEMENTS)
def test_holidays_of_each_departement(departement):
    found = {
        (day.month, day.day)
        for day in (date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()))
        if calendar.is_holiday(day, departement)
    }

    assert found == NATIONAL_2026 | LOCAL_2026.get(departement, set()) | CUSTOMARY_2026.get(departement, set())


@pytest.mark.parametrize("departement", ["23", "2A", "57", "974"])
def test_movable_holidays_move(departement):
    assert all(calendar.is_holiday(date(2027, month, day), departement) for month, day in NATIONAL_2027)
    assert not calendar.is_holiday(date(2027, 4, 6), departement)
    assert calendar.is_holiday(date(2027, 3, 26), departement) == (departement == "57")


def test_an_unknown_departement_has_the_national_holidays():
    assert calendar.is_holiday(date(2026, 7, 14), "")
    assert not calendar.is_holiday(date(2026, 12, 26), "")
    assert calendar.is_national_holiday(date(2026, 7, 14))
    assert not calendar.is_national_holiday(date(2026, 12, 26))


def test_each_place_has_its_own_clock():
    assert calendar.zone_name("23") == "Europe/Paris"
    assert calendar.zone_name("974") == "Indian/Reunion"
    assert all(calendar.zone(name).key == name for name in [*calendar.ZONES.values(), calendar.PARIS])
