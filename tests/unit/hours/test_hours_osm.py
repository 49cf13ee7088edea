"""Hours in OSM syntax are kept only when they are read as meant."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from maillage.directory.hours.osm import Refusal, check


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00", "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00"),
        ("mo-fr 9:00 – 12:00", "Mo-Fr 09:00-12:00"),
        ("Mo - Fr 10:00 - 12:00;", "Mo-Fr 10:00-12:00"),
        ("Mo 10:00-12:00\nTu 14:00-16:00", "Mo 10:00-12:00; Tu 14:00-16:00"),
        ("Mo 10:00-12:00, Mo 14:00-16:00", "Mo 10:00-12:00,14:00-16:00"),
        ("Th[2,4] 14:00-17:00", "Th[2,4] 14:00-17:00"),
        ("Jul-Aug Mo-Fr 09:00-12:00", "Jul-Aug Mo-Fr 09:00-12:00"),
        ("2026 Mo 09:00-12:00; Nov off", "2026 Mo 09:00-12:00; Nov closed"),  # the library would simplify it wrongly
        ("week 1-53/2 Mo 09:00-12:00", "week01-53/2 Mo 09:00-12:00"),
        ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH closed"),
        ("Mo-Su,PH 10:00-18:00", "Mo-Su,PH 10:00-18:00"),
        ("Mo-Fr 00:00-24:00", "Mo-Fr 00:00-24:00"),
        ("24/7", "24/7"),
        ('Mo 10:00-12:00 "le matin ; sonner, 2e étage"', 'Mo 10:00-12:00 "le matin ; sonner, 2e étage"'),
    ],
)
def test_sound_hours_are_kept_in_one_form(text, value):
    assert check(text).value == value


@pytest.mark.parametrize(
    ("text", "value", "trap"),
    [
        ("Mo, Tu 10:00-12:00", "Mo-Tu 10:00-12:00", "would open all Monday"),
        ("Fr 10:00-12:00 , 14:00-16:00", "Fr 10:00-12:00,14:00-16:00", "would open every day at 14:00"),
        ("SH 10:00-12:00; Sa-Su off", "SH 10:00-12:00; Sa-Su closed", "opens in school holidays alone"),
        ("2020 Mo 09:00-12:00; PH off", "2020 Mo 09:00-12:00; PH closed", "a year gone"),
        ("PH off; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; PH closed", "would open on holidays"),
        ('"sur rendez-vous"', '24/7 unknown "sur rendez-vous"', "would open day and night"),
        ('Mo 09:00-12:00 || "sur rdv"', 'Mo 09:00-12:00 || 24/7 unknown "sur rdv"', "would open day and night"),
    ],
)
def test_trapped_forms_are_rewritten(text, value, trap):
    assert check(text).value == value, trap


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Refusal.EMPTY),
        ("   ", Refusal.EMPTY),  # the library reads it as 24/7
        ("9h-12h", Refusal.UNREADABLE),
        ("Mo,Fr :undefined-undefined:undefined", Refusal.UNREADABLE),
        ("We-Sa 09:30-12:30; Mo,Tu 14-18:30:9:302:30", Refusal.UNREADABLE),
        ("SH Tu off", Refusal.HOLIDAYS),
        ("sh tu off", Refusal.HOLIDAYS),
        ("Mo-Fr 09:00-17:00; SH Tu off", Refusal.HOLIDAYS),
        ("Tu-Sa SH 10:00-12:00", Refusal.HOLIDAYS),
        ("PH Mo 10:00-12:00", Refusal.HOLIDAYS),
        ("Mo-Fr", Refusal.NO_TIMES),
        ("Mo; Tu 10:00-12:00", Refusal.NO_TIMES),
        ('Mo-Fr 10:00-12:00; "sur rdv"', Refusal.NO_TIMES),
        ("Mo-Fr 09:00-12:00 off", Refusal.OFF_TIMES),
        ("Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off", Refusal.OFF_TIMES),
        ("closed", Refusal.NEVER),
        ('off "travaux"', Refusal.NEVER),
        ("Mo 09:00-12:00; off", Refusal.NEVER),
        ("PH off", Refusal.NEVER),
        ("Mo-Fr 09:00-12:00; Mo-Su off", Refusal.NEVER),
        ("Mo-Fr 10:00+", Refusal.OPEN_END),
        ("sunrise-sunset", Refusal.SUN),
        ("Mo-Fr 14:00-12:00", Refusal.BACKWARDS),
        ("Mo 09:00-09:00", Refusal.BACKWARDS),
        ("Mo 10:00-12:00; Mo 14:00-16:00", Refusal.REPEATED),
        ("Mo 10:00-12:00; " * 50, Refusal.TOO_LONG),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_a_reason(text, reason):
    found = check(text)

    assert (found.value, found.reason) == (None, reason)
    assert str(Refusal(found.reason).label).endswith(".")


pieces = st.sampled_from(
    ["Mo", "Tu", "Fr", "Sa-Su", "-", ",", ";", " ", " ", "PH", "SH", "off", "09:00", "12:00-14:00", "18:00", "24/7", '"a"', "||", "week 1-9", "[2]", "Jul", "+"]
)


@pytest.mark.slow
@given(st.lists(pieces, max_size=12).map("".join) | st.text(max_size=30))
def test_every_value_reads_again_and_is_stable(text):
    found = check(text)

    if found.value is None:
        assert found.reason
    else:
        OpeningHours(found.value, country="FR")
        assert check(found.value).value == found.value


days = st.sampled_from(["Mo", "Tu-Th", "Sa,Mo", "Fr-Tu", "We[2]", "Su,PH", "PH", "Mo-Su"])
seasons = st.sampled_from(["", "", "", "Jul-Aug ", "2026 ", "Nov ", "week 1-53/2 ", "Dec 24-Jan 02 "])
states = st.sampled_from(["09:00-12:00", "14:00-18:30", "9:00-12:00,14:00-17:00", "20:00-02:00", "off", 'unknown "x"', '10:00-11:00 "sonner"'])
rules = st.builds("{}{} {}".format, seasons, days, states)


@pytest.mark.slow
@given(st.lists(rules, min_size=1, max_size=4), st.sampled_from(["; ", ", "]), st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_one_form_says_the_same_as_the_other(rules, between, first):
    written = between.join(rules)
    value = check(written).value
    start = datetime.combine(first, time())

    def look(hours: str) -> list[object]:
        expression = OpeningHours(hours, country="FR")
        return [expression.state(start + timedelta(minutes=30 * step)) for step in range(48 * 10)]

    assert value is None or look(value) == look(written)


def test_real_osm_hours_are_kept(shared):
    records = json.loads((shared / "sources" / "aix-en-provence" / "source.json").read_text(encoding="utf-8"))
    written = [record["horaires"] for record in records if record.get("horaires")]

    assert written
    assert all(check(text).value for text in written)
