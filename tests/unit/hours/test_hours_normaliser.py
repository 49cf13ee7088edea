"""Received hours are read in any of their three forms, and said back to who wrote them."""

from time import process_time

import pytest

from maillage.ingestion.normalisers import hours


def rules(found: hours.Hours) -> list[str]:
    return [remark.rule for remark in found.remarks]


def test_words_are_read_and_said_back():
    found = hours.from_words("Du lundi au vendredi<br>de 9h à 12h")

    assert (found.osm, found.words) == ("Mo-Fr 09:00-12:00", "")
    assert rules(found) == ["hours_read"]
    assert " ".join(found.remarks[0].message.split()) == "Horaires lus dans « Du lundi au vendredi de 9h à 12h » : Du lundi au vendredi : 9 h – 12 h."


def test_words_that_tell_more_are_kept_beside():
    found = hours.from_words("Lundi 9h-12h. Tél. : 05 55 12 34 56")

    assert (found.osm, found.words) == ("Mo 09:00-12:00", "Lundi 9h-12h. Tél. : 05 55 12 34 56")


def test_words_in_doubt_stay_as_received():
    found = hours.from_words("un lundi sur deux, 9h-12h")

    assert (found.osm, found.words, rules(found)) == ("", "un lundi sur deux, 9h-12h", ["hours_unreadable"])


@pytest.mark.parametrize("text", ["", "-", "NC"])
def test_empty_cells_say_nothing(text):
    assert hours.from_words(text) == hours.from_osm(text) == hours.Hours()


def test_the_syntax_of_osm_needs_no_remark():
    assert hours.from_words("Mo-Fr 9:00-12:00") == hours.from_osm("Mo-Fr 9:00-12:00") == hours.Hours("Mo-Fr 09:00-12:00")


def test_a_column_of_osm_may_hold_french():
    found = hours.from_osm("lundi 9h-12h")

    assert (found.osm, rules(found)) == ("Mo 09:00-12:00", ["hours_read"])


def test_a_day_s_cell_may_hold_words():
    found = hours.from_days({0: "9h-12h", 1: "sur rendez-vous de 9h à 12h", 2: "peut-être"})

    assert found.osm == 'Mo 09:00-12:00; Tu 09:00-12:00 unknown "sur rendez-vous"; We unknown "peut-être"'
    assert found.words == "Mercredi : peut-être"
    assert [(remark.rule, remark.raw) for remark in found.remarks] == [("hours_read", "sur rendez-vous de 9h à 12h"), ("hours_unreadable", "peut-être")]


@pytest.mark.parametrize(
    ("week", "odd"),
    [
        ("Mo 09:00-12:00; We 14:00-17:00", "week01-53/2 Mo 09:00-12:00; week01-53/2 We 14:00-17:00"),
        ('Mo 09:00-12:00, Mo 14:00-17:00 unknown "a; b"', 'week01-53/2 Mo 09:00-12:00, week01-53/2 Mo 14:00-17:00 unknown "a; b"'),
        ("Mo 09:00-12:00; SH off", ""),
        ("week02-52/2 Mo 09:00-12:00", ""),
        ("24/7", ""),
    ],
)
def test_odd_weeks_only(week, odd):
    found = hours.every_other_week(hours.Hours(week), "Semaines impaires")

    assert found.osm == odd
    assert odd or (found.words.endswith("\nSemaines impaires") and rules(found) == ["hours_unreadable"])


def test_a_placeholder_in_a_day_s_column_says_nothing():
    assert hours.from_days({0: "9h-12h", 1: "NC", 2: "x", 3: "-"}) == hours.Hours("Mo 09:00-12:00")
    assert hours.from_days(dict.fromkeys(range(5), "NC")) == hours.Hours()
    assert hours.of_day(["NC", "14h-17h"]) == "14h-17h"
    assert hours.from_days({0: "9h-12h", 1: "?"}).osm == 'Mo 09:00-12:00; Tu unknown "?"'


def test_even_weeks_that_cannot_be_said_lose_neither_hours_nor_words():
    found = hours.every_other_week(hours.Hours("Mo 09:00-12:00; SH off", "Sonner"), "Semaines impaires")

    assert found.words.split("\n")[1:] == ["Sonner", "Semaines impaires"]
    assert " ".join(found.words.split()).startswith("Lundi : 9 h – 12 h ; fermé pendant les vacances scolaires")


DAYS = hours.from_days({1: "14h-17h"})


@pytest.mark.parametrize(
    ("sources", "osm", "words", "told"),
    [
        ([], "", "", []),
        ([hours.from_words("-"), DAYS], "Tu 14:00-17:00", "", []),
        # Each says a part
        ([hours.from_words("Uniquement sur rendez-vous, fermé en août voir site"), DAYS], "Tu 14:00-17:00",
         "Uniquement sur rendez-vous, fermé en août voir site", ["hours_unreadable"]),
        ([hours.from_osm("voir site"), hours.from_words("Lundi 9h-12h")], "Mo 09:00-12:00", "voir site", ["hours_read", "hours_unreadable"]),
        ([hours.from_words("à voir"), hours.from_words("sur place")], "", "à voir\nsur place", ["hours_unreadable", "hours_unreadable"]),
        # They do not agree
        ([hours.from_words("Lundi 9h-12h"), DAYS], "Mo 09:00-12:00", "Mardi : 14h-17h", ["hours_read", "hours_contradict"]),
        ([hours.from_osm("Mo 09:00-12:00"), hours.from_words("Mardi 14h-17h sur rdv")], "Mo 09:00-12:00", "Mardi 14h-17h sur rdv", ["hours_contradict"]),
        # They say the same
        ([hours.from_osm("à voir"), hours.from_words("à voir")], "", "à voir", ["hours_unreadable"]),
        ([hours.from_osm("Tu 14:00-17:00"), hours.from_words("Mardi 14h-17h"), DAYS], "Tu 14:00-17:00", "", []),
        ([hours.from_osm("Mo,Tu,We 09:00-12:00"), hours.from_days(dict.fromkeys(range(3), "9h-12h"))], "Mo-We 09:00-12:00", "", []),
        ([DAYS, hours.from_words("Mardi 14h-17h. Tél. : 05 55 12 34 56")], "Tu 14:00-17:00", "Mardi 14h-17h. Tél. : 05 55 12 34 56", []),
    ],
)  # fmt: skip
def test_what_several_columns_say_is_kept(sources, osm, words, told):
    found, column = hours.settled([(f"column {place}", each) for place, each in enumerate(sources)])

    assert (found.osm, found.words, rules(found)) == (osm, words, told)
    assert column == next((f"column {place}" for place, each in enumerate(sources) if each.osm), "column 0" if words else "")


def test_a_contradiction_names_its_column_and_what_was_kept():
    found, column = hours.settled([("horaires", hours.from_words("Lundi 9h-12h")), ("mardi", DAYS)])

    remark = found.remarks[-1]
    assert (column, remark.column) == ("horaires", "mardi")
    assert " ".join(remark.message.split()) == "Une autre case dit d’autres horaires : « Mardi : 14h-17h ». Nous avons retenu : Lundi : 9 h – 12 h."


@pytest.mark.parametrize("words", ["Sur rendez-vous", "sur RDV uniquement."])
def test_by_appointment_alone_bears_on_all_the_hours_beside(words):
    week = hours.from_days({0: "9h-12h", 1: "14h-17h", 2: "fermé"})

    for sources in ([("infos", hours.from_words(words)), ("lundi", week)], [("lundi", week), ("infos", hours.from_osm(words))]):
        found, column = hours.settled(sources)
        assert (found.osm, found.words, column) == (
            'Mo 09:00-12:00 unknown "sur rendez-vous"; Tu 14:00-17:00 unknown "sur rendez-vous"',
            "",
            "lundi",
        )
        assert [(remark.rule, remark.column, remark.raw) for remark in found.remarks] == [("hours_read", "infos", words)]


@pytest.mark.parametrize(
    ("told", "osm"),
    [
        ("24/7", '24/7 unknown "sur rendez-vous"'),
        ("Mo-Fr 09:00-12:00; Mo[1] off; PH off", 'Mo-Fr 09:00-12:00 unknown "sur rendez-vous"; Mo[1] closed; PH closed'),
        # Some of the hours have words of their own: which ones are by appointment?
        ("Lundi 9h-12h sans rendez-vous", "Mo 09:00-12:00"),
        ("Lundi 9h-12h ; mardi 14h-17h sur rdv", 'Mo 09:00-12:00; Tu 14:00-17:00 unknown "sur rendez-vous"'),
        ("Mo 09:00-12:00 || Tu 10:00-11:00", "Mo 09:00-12:00 || Tu 10:00-11:00"),
        ("Mo 09:00-12:00, week 2-52/2 Tu 14:00-17:00", "Mo 09:00-12:00, week02-52/2 Tu 14:00-17:00"),
    ],
)
def test_by_appointment_bears_on_hours_that_say_nothing_of_it(told, osm):
    found, _column = hours.settled([("horaires", hours.from_osm(told)), ("infos", hours.from_words("Sur rendez-vous"))])

    assert found.osm == osm
    assert ("Sur rendez-vous" in found.words) == ("hours_unreadable" in rules(found)) == (found.osm == hours.from_osm(told).osm)


PIECES = [
    *"-,/:.()>*+&<?'0éL",
    "9h-",
    "9h-12h ",
    "1er ",
    "lundi ",
    "L,",
    "contact pour ",
    "06 12 ",
    "fermé ",
    "sauf ",
    "janvier ",
    "09:00:00-",
    "Mo 09:00-12:00; ",
    "Ã©",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_cell_keeps_the_reader_busy(piece):
    """A few milliseconds each; a reader that goes back at each sign would take seconds."""
    cells = [(before + piece * length)[:length] for before in ("", "lundi 9h-12h ") for length in (500, 1000, 10_000)]
    start = process_time()

    for cell in cells:
        hours.from_words(cell), hours.from_osm(cell), hours.from_days({0: cell, 1: "9h-12h"}), hours.of_day([cell, "9h-12h"])

    assert process_time() - start < 0.05 * 4 * len(cells)
