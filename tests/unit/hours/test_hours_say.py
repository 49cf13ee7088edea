"""Hours are said as people say them, in French and in English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from maillage.directory.hours import say
from maillage.directory.hours.status import opening
from maillage.directory.hours.table import Span

PARIS = ZoneInfo("Europe/Paris")
WEEK = 'Mo-We,Fr 09:30-12:00,13:30-17:00; Th unknown "sur rendez-vous"; Sa 09:00-12:00'


def plain(text: str) -> str:
    """Any space as a common one, to read the tests more easily."""
    return " ".join(text.split())


def status(hours: str, moment: str, **more) -> str:
    now = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
    return plain(say.status(opening(hours, at=now, departement="23", **({"checked_on": date(2026, 6, 1)} | more)), now=now))


@pytest.mark.parametrize(
    ("minute", "french", "english"),
    [(570, "9 h 30", "9:30"), (540, "9 h", "9:00"), (725, "12 h 05", "12:05"), (0, "minuit", "midnight"), (1440, "minuit", "midnight")],
)
def test_clock(minute, french, english):
    assert plain(say.clock(minute)) == french
    with translation.override("en"):
        assert say.clock(minute) == english


def test_spaces_never_break_a_time():
    assert say.clock(570) == "9\u202fh\u202f30"
    assert say.day_ranges((Span(540, 720),)) == "9\u202fh\u00a0– 12\u202fh"


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ((), "fermé"),
        ((Span(540, 720),), "9 h – 12 h"),
        ((Span(540, 720), Span(840, 1020)), "9 h – 12 h et 14 h – 17 h"),
        ((Span(540, 600), Span(660, 720), Span(840, 1020)), "9 h – 10 h, 11 h – 12 h et 14 h – 17 h"),
        ((Span(0, 1440),), "jour et nuit"),
        ((Span(0, 1440, certain=False),), "à confirmer"),
        ((Span(540, 720, certain=False),), "9 h – 12 h, à confirmer"),
    ],
)
def test_day_ranges(spans, said):
    assert plain(say.day_ranges(spans)) == said


@pytest.mark.parametrize(
    ("hours", "french", "english"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:30-12:00",
            "Du lundi au vendredi : 9 h – 12 h et 14 h – 18 h ; samedi : 9 h 30 – 12 h",
            "Monday to Friday: 9:00 – 12:00 and 14:00 – 18:00; Saturday: 9:30 – 12:00",
        ),
        ("Tu,Th 14:00-18:00", "Mardi et jeudi : 14 h – 18 h", "Tuesday and Thursday: 14:00 – 18:00"),
        ("24/7", "Tous les jours : jour et nuit", "Every day: day and night"),
        (
            'Mo 09:00-12:00 "sonner"; We unknown',
            "Lundi : 9 h – 12 h (sonner) ; mercredi : à confirmer",
            "Monday: 9:00 – 12:00 (sonner); Wednesday: to be confirmed",
        ),
        ("Mo 20:00-02:00", "Lundi : 20 h – minuit ; mardi : minuit – 2 h", "Monday: 20:00 – midnight; Tuesday: midnight – 2:00"),
        ("Mo 20:00-02:00; SH off", "", ""),
        ("2026 Mo 09:00-12:00", "", ""),
        ("never checked", "", ""),
    ],
)
def test_a_week_in_one_line(hours, french, english):
    assert plain(say.french(hours)) == french
    assert plain(say.english(hours)) == english


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("Mo-Su 09:00-18:00", "Du lundi au dimanche : 9 h – 18 h"),
        ('24/7 unknown "sur rendez-vous"', "Tous les jours : sur rendez-vous"),
        ("Mo 09:00-12:00; Th[2,4] 14:00-17:00", "Lundi : 9 h – 12 h ; le 2e et le 4e jeudi du mois : 14 h – 17 h"),
        ("Tu[1],Th[-1] 09:00-12:00", "Le 1er mardi et le dernier jeudi du mois : 9 h – 12 h"),
        ("Mo-Fr 09:00-12:00; We[1] off", "Du lundi au vendredi : 9 h – 12 h ; fermé le 1er mercredi du mois"),
        ("week 2-52/2 Mo 09:00-12:00", "Lundi, les semaines paires : 9 h – 12 h"),
        (
            "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Tu,We 14:00-17:00",
            "Les semaines paires : lundi, 9 h – 12 h ; les semaines impaires : mardi et mercredi, 14 h – 17 h",
        ),
        (
            "Mo 09:00-12:00; Jul Tu,We 14:00-17:00; Aug Tu 14:00-17:00",
            "Lundi : 9 h – 12 h ; mardi et mercredi, en juillet : 14 h – 17 h ; mardi, en août : 14 h – 17 h",
        ),
        ("Oct-Jun Tu 09:00-17:00", "Mardi, d’octobre à juin : 9 h – 17 h"),
        ("Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-12:00", "Du lundi au vendredi : 9 h – 17 h ; de juillet à août : du lundi au vendredi, 9 h – 12 h"),
        (
            "Apr 1-Sep 30 Mo 09:00-12:00; Oct 1-Mar 31 Mo 14:00-17:00",
            "Du 1er avril au 30 septembre : lundi, 9 h – 12 h ; du 1er octobre au 31 mars : lundi, 14 h – 17 h",
        ),
        ("Mo 09:00-12:00; Aug off", "Lundi : 9 h – 12 h ; fermé en août"),
        ("Mo,We 09:00-12:00; Aug 1-15 We off", "Lundi et mercredi : 9 h – 12 h ; fermé le mercredi du 1er août au 15 août"),
        ("Tu 09:00-12:00; SH off; Mo[1] off", "Mardi : 9 h – 12 h ; fermé le 1er lundi du mois ; fermé pendant les vacances scolaires"),
        ("Mo 09:00-12:00; SH off; PH off", "Lundi : 9 h – 12 h ; fermé pendant les vacances scolaires ; fermé les jours fériés"),
        ("Mo 09:00-12:00; PH 10:00-11:00", "Lundi : 9 h – 12 h ; les jours fériés : 10 h – 11 h"),
        (
            "We 14:00-18:00; SH 10:00-12:00; Sa,Su off",
            "Mercredi : 14 h – 18 h ; pendant les vacances scolaires : du lundi au vendredi, 10 h – 12 h",
        ),
        (
            'Mo 09:00-12:00, Mo 14:00-17:00 unknown "sur rendez-vous"; Tu 09:00-10:00 unknown "sur rendez-vous"',
            "Lundi : 9 h – 12 h sans rendez-vous et 14 h – 17 h sur rendez-vous ; mardi : 9 h – 10 h, sur rendez-vous",
        ),
        ('Mo 09:00-12:00,14:00-17:00 unknown "sur rendez-vous"', "Lundi : sur rendez-vous, 9 h – 12 h et 14 h – 17 h"),
        ('Mo 09:00-12:00 || unknown "sur rendez-vous"', "Lundi : 9 h – 12 h, sinon sur rendez-vous"),
        ("We[1] 14:00-17:00; Mo-Fr 09:00-12:00", ""),  # the second rule erases the first
        ("Aug Mo 09:00-10:00; Mo 14:00-17:00", ""),
        ("Aug off; Mo 14:00-17:00", ""),
    ],
)
def test_weeks_unlike_others_in_one_line(hours, said):
    assert plain(say.french(hours)) == said


def test_the_table_begins_today():
    lines = say.table(WEEK, today=date(2026, 11, 25))

    assert [line.name for line in lines] == ["mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lundi", "mardi"]
    assert [line.is_today for line in lines] == [True] + [False] * 6
    assert [plain(span) for span in lines[0].spans] == ["9 h 30 – 12 h", "13 h 30 – 17 h"]
    assert (lines[1].spans, lines[1].note, lines[4].spans) == (("à confirmer",), "sur rendez-vous", ())
    assert say.table("never checked", today=date(2026, 11, 25)) == []


def test_the_table_of_a_week_unlike_others_gives_dates():
    lines = say.table("Th[2,4] 14:00-17:00", today=date(2026, 11, 25))

    assert (lines[1].name, [plain(span) for span in lines[1].spans]) == ("jeudi 26 novembre", ["14 h – 17 h"])
    assert not any(line.spans for line in say.table("Th[2,4] 14:00-17:00", today=date(2026, 11, 27)))


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        (WEEK, "2026-11-23T10:00", "Ouvert jusqu’à 12 h"),
        (WEEK, "2026-11-23T12:30", "Fermé en ce moment. Ouvre à 13 h 30."),
        ("Mo-Su 09:30-12:00", "2026-11-23T18:00", "Fermé en ce moment. Ouvre demain à 9 h 30."),
        (WEEK, "2026-11-22T18:00", "Fermé aujourd’hui. Ouvre demain à 9 h 30."),
        (WEEK, "2026-11-28T13:00", "Fermé en ce moment. Ouvre lundi à 9 h 30."),
        ("Fr 09:00-12:00", "2026-05-01T10:00", "Fermé aujourd’hui, jour férié. Ouvre le vendredi 15 mai à 9 h."),
        (WEEK, "2026-11-26T10:00", "Ouverture à confirmer : appelez avant de venir (sur rendez-vous)"),
        ("24/7", "2026-11-23T10:00", "Ouvert jour et nuit"),
        ("Mo 20:00-24:00", "2026-11-23T21:00", "Ouvert jusqu’à minuit"),
        ('Mo 09:00-12:00 "sonner"', "2026-11-23T10:00", "Ouvert jusqu’à 12 h (sonner)"),
        ("2020 Mo 09:00-12:00", "2026-11-23T10:00", "Fermé aujourd’hui."),
        ("", "2026-11-23T10:00", "Horaires inconnus : appelez avant de venir"),
    ],
)
def test_status(hours, moment, said):
    assert status(hours, moment) == said


def test_old_hours_never_say_open():
    assert status(WEEK, "2026-11-23T10:00", checked_on=date(2021, 5, 3)) == "Horaires notés en 2021 : appelez avant de venir"
    assert status(WEEK, "2026-11-23T10:00", checked_on=None) == "Horaires peut-être anciens : appelez avant de venir"


def test_a_closure_says_until_when_and_what_then():
    closed = [(date(2026, 11, 20), date(2026, 11, 30), "inventaire")]

    assert status(WEEK, "2026-11-23T10:00", closures=closed) == "Fermé jusqu’au lundi 30 novembre (inventaire). Ouvre le mardi 1er décembre à 9 h 30."
    assert status("", "2026-11-23T10:00", closures=closed) == "Fermé jusqu’au lundi 30 novembre (inventaire)."


def test_english():
    closed = [(date(2026, 11, 20), date(2026, 11, 30), "")]
    with translation.override("en"):
        assert status(WEEK, "2026-11-23T10:00") == "Open until 12:00"
        assert status(WEEK, "2026-11-22T18:00") == "Closed today. Opens tomorrow at 9:30."
        assert status(WEEK, "2026-11-23T10:00", closures=closed) == "Closed up to and including Monday 30 November. Opens on Tuesday 1 December at 9:30."
        assert status(WEEK, "2026-11-23T10:00", checked_on=date(2021, 5, 3)) == "Opening hours noted in 2021: call before you come"
        assert [line.name for line in say.table(WEEK, today=date(2026, 11, 25))][:2] == ["Wednesday", "Thursday"]
