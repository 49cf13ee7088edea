"""Hours in French words are read as their author meant, or not at all."""

from datetime import datetime, timedelta

import pytest
from opening_hours import OpeningHours

from maillage.directory.hours import osm
from maillage.directory.hours.french import Read, read, read_day

SAID = [
    ("du lundi au vendredi 9h-12h / 14h-17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
    ("Lu-Je 9h30–12h / 15h30–18h", "Mo-Th 09:30-12:00,15:30-18:00"),
    ("lundi, mardi et jeudi de 9h à 12h et de 13h30 à 17h30", "Mo,Tu,Th 09:00-12:00,13:30-17:30"),
    ("Lundi : 14h-18h\nMardi : fermé\nMercredi : -\nJeudi 9h-12h", "Mo 14:00-18:00; Th 09:00-12:00"),
    ("lundi\tmardi 9h-12h jeudi 14h-17h", "Mo,Tu 09:00-12:00; Th 14:00-17:00"),
    ("lundi - mardi - jeudi : 9h-12h", "Mo,Tu,Th 09:00-12:00"),
    ("lundi - jeudi : 9h-12h", "Mo-Th 09:00-12:00"),
    ("lun.-ven. 9h-12h, sam. 10h-12h", "Mo-Fr 09:00-12:00; Sa 10:00-12:00"),
    ("Les mardi et mecredi de 9 à 12h", "Tu,We 09:00-12:00"),
    ("L, M, Me, J, V 9h-12h", "Mo-Fr 09:00-12:00"),
    ("L-V 9h-12h", "Mo-Fr 09:00-12:00"),
    ("Monday to Friday 9:00-12:00, closed on Wednesday", "Mo,Tu,Th,Fr 09:00-12:00"),
    ("Mo-Fr 9:00-12:00", "Mo-Fr 09:00-12:00"),
    ("9h-12h lundi et mardi, 14h-17h jeudi", "Mo,Tu 09:00-12:00; Th 14:00-17:00"),
    ("9h-12h\n14h-17h\ndu lundi au vendredi", "Mo-Fr 09:00-12:00,14:00-17:00"),
    ("lundi 9h-12h\n14h-17h\nmardi 9h-12h", "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"),
    ("Mardi 10h-12h 14h-18h | Mercredi 9h-12h", "Tu 10:00-12:00,14:00-18:00; We 09:00-12:00"),
    ("Lundi&nbsp;: 9h-12h<br>Mardi : 14h-17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("<p>Lundi 9h-12h</p><p>Mardi 14h-17h</p>", "Mo 09:00-12:00; Tu 14:00-17:00"),
    # Times
    ("lundi 9H00 12H00 14H00 17H00", "Mo 09:00-12:00,14:00-17:00"),
    ("lundi 9 heures à midi, 13.30-17.00", "Mo 09:00-12:00,13:30-17:00"),
    ("lundi 9h00/12h00 - 14h00/17h00", "Mo 09:00-12:00,14:00-17:00"),
    ("lundi 9h à 12h30 – 13h30 à 17h", "Mo 09:00-12:30,13:30-17:00"),
    ("lundi 9h-12h-14h-17h", "Mo 09:00-12:00,14:00-17:00"),
    ("lundi entre 10h et 13h", "Mo 10:00-13:00"),
    ("lundi 14h-17h / 9h-12h", "Mo 09:00-12:00,14:00-17:00"),
    ("lundi 18h-minuit", "Mo 18:00-24:00"),
    ("lundi 9-12h 14-17h", "Mo 09:00-12:00,14:00-17:00"),
    ("Horaires d’ouverture : lundi au vendredi 9h-18h non-stop", "Mo-Fr 09:00-18:00"),
    # Halves of a day
    ("Lundi : matin : 9h-12h ; après-midi : 14h-17h", "Mo 09:00-12:00,14:00-17:00"),
    ("le matin de 9h à 12h du lundi au vendredi et l’après-midi de 14h à 17h sauf le vendredi", "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00"),
    ("du lundi au vendredi 9h-12h et 14h-17h, fermé le mercredi après-midi", "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00"),
    ("lundi matin 9h-12h\nlundi après-midi 14h-17h", "Mo 09:00-12:00,14:00-17:00"),
    ("lundi 9h-12h, fermé l’après-midi", "Mo 09:00-12:00"),
    ("lundi au vendredi : 9h-12h, après-midi fermé", "Mo-Fr 09:00-12:00"),
    ("lundi : fermé le matin, 14h-17h\nmardi 9h-12h", "Mo 14:00-17:00; Tu 09:00-12:00"),
    # Closed days
    ("du lundi au samedi 9h-12h, fermé le lundi", "Tu-Sa 09:00-12:00"),
    ("Fermé le mercredi. Lundi au vendredi 9h-12h", "Mo,Tu,Th,Fr 09:00-12:00"),
    ("Lundi fermé, mardi 9h-12h, mercredi fermé", "Tu 09:00-12:00"),
    ("tous les jours sauf le dimanche 9h-12h", "Mo-Sa 09:00-12:00"),
    ("tlj sf dim 9h-12h", "Mo-Sa 09:00-12:00"),
    ("mercredi samedi 9h-12h", "We,Sa 09:00-12:00"),
    ("Lu-Je, Sa 9h-12h", "Mo-Th,Sa 09:00-12:00"),
    ("Lundi/Mardi 9h-12h", "Mo,Tu 09:00-12:00"),
    ("Lundi/Mercredi/Vendredi 9h-12h", "Mo,We,Fr 09:00-12:00"),
    ("Lun-Ven 9h-12h", "Mo-Fr 09:00-12:00"),
    ("7j/7 9h-18h", "Mo-Su 09:00-18:00"),
    ("24h/24", "24/7"),
    ("ouvert 24h/24 et 7j/7", "24/7"),
    ("Lundi au vendredi (sauf mercredi) : 9h-12h", "Mo,Tu,Th,Fr 09:00-12:00"),
    # Weeks of the month, and one in two
    ("2e et 4e jeudi du mois 14h-17h", "Th[2,4] 14:00-17:00"),
    ("les 1er et 3e lundis de 9h à 12h", "Mo[1,3] 09:00-12:00"),
    ("1er mardi et 3e jeudi du mois 9h-12h", "Tu[1],Th[3] 09:00-12:00"),
    ("Accueil du mercredi et du vendredi de 9h à 12h", "We,Fr 09:00-12:00"),
    ("Le mardi chaque semaine de 9h à 12h", "Tu 09:00-12:00"),
    ("Permanence le dernier samedi de chaque mois, de 9 heures à 12 h 30", "Sa[-1] 09:00-12:30"),
    ("lundi au vendredi 9h-12h, fermé le 1er lundi du mois", "Mo-Fr 09:00-12:00; Mo[1] off"),
    ("lundi et mardi 9h-12h, sauf le 1er lundi du mois", "Mo,Tu 09:00-12:00; Mo[1] off"),
    ("lundi au vendredi 9h-12h, fermé le vendredi en semaine impaire", "Mo-Fr 09:00-12:00; week 1-53/2 Fr off"),
    ("un mercredi sur deux (semaines paires) de 9h à 12h", "week 2-52/2 We 09:00-12:00"),
    ("semaine paire : lundi 9h-12h ; semaine impaire : mardi 14h-17h", "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Tu 14:00-17:00"),
    # Parts of the year
    (
        "du 1er avril au 30 septembre : du lundi au vendredi 9h-12h ; du 1er octobre au 31 mars : du lundi au vendredi 14h-17h",
        "Apr 1-Sep 30 Mo-Fr 09:00-12:00; Oct 1-Mar 31 Mo-Fr 14:00-17:00",
    ),
    ("du lundi au vendredi 9h-17h. Juillet-août : du lundi au vendredi 9h-12h", "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-12:00"),
    ("Les mardis d'octobre à juin de 9h00 à 17h00", "Oct-Jun Tu 09:00-17:00"),
    ("lundi 9h-12h, fermé en août", "Mo 09:00-12:00; Aug off"),
    ("lundi 9h-12h, fermé du 1er au 15 août", "Mo 09:00-12:00; Aug 1-15 off"),
    ("mercredi 9h-12h sauf vacances scolaires", "We 09:00-12:00; SH off"),
    ("Hors vacances scolaires : mercredi 14h-18h\nsamedi 10h-12h", "We 14:00-18:00; Sa 10:00-12:00; SH off"),
    ("en période scolaire : mercredi 14h-18h", "We 14:00-18:00; SH off"),
    ("Pendant les vacances : du lundi au vendredi 10h-12h", "SH 10:00-12:00; Sa,Su off"),
    ("mercredi 14h-18h\nVacances scolaires : fermé", "We 14:00-18:00; SH off"),
    ("En période scolaire : mercredi 14h-18h ; pendant les vacances : lundi au vendredi 10h-12h", "We 14:00-18:00; SH 10:00-12:00; Sa,Su off"),
    ("lundi au vendredi 9h-17h30 (17h pendant les vacances)", "Mo-Fr 09:00-17:30; SH 09:00-17:00; Sa,Su off"),
    ("lundi 9h-12h. Fermé les jours fériés.", "Mo 09:00-12:00; PH off"),
    ("lundi 9h-12h hors vacances scolaires et jours fériés", "Mo 09:00-12:00; SH off; PH off"),
    ("Du lundi au samedi, 8h-20h. Dimanche et jours fériés, 9h-13h", "Mo-Sa 08:00-20:00; Su 09:00-13:00; PH 09:00-13:00"),
    ("lundi 9h-12h et 14h-17h hors vacances scolaires", "Mo 09:00-12:00,14:00-17:00; SH off"),
    ("en semaine paire : mardi 9h-12h et 14h-17h", "week 2-52/2 Tu 09:00-12:00,14:00-17:00"),
    ("lundi 9h-12h ; en août : lundi 14h-17h", "Mo 09:00-12:00; Aug Mo 14:00-17:00"),
    # A season after another's closing
    ("lundi 9h-12h ; fermé en juillet ; août : lundi 14h-17h", "Mo 09:00-12:00; Aug Mo 14:00-17:00; Jul off"),
    ("lundi 9h-12h\nFermé en juillet\nAoût :\nlundi sur rdv", 'Mo 09:00-12:00; Aug Mo unknown "sur rendez-vous"; Jul off'),
    ("lundi 9h-12h ; fermé du 1er au 15 août ; juillet-août : lundi 9h-10h", "Mo 09:00-12:00; Jul-Aug Mo 09:00-10:00; Aug 1-15 off"),
    ("lundi 9h-12h ; en août : lundi, 14h-17h, sinon sur rendez-vous", 'Mo 09:00-12:00; Aug Mo 14:00-17:00 || unknown "sur rendez-vous"'),
    # Days off in a season that has hours of its own
    ("lundi 9h-12h ; en juillet : lundi et mardi 10h-12h ; fermé le lundi", "Mo 09:00-12:00; Jul Tu 10:00-12:00; Jul Mo off"),
    # Another closing time
    ("lundi au vendredi de 8 h 30 à 12 h et de 13 h 30 à 17 h (16h30 le vendredi)", "Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00,13:30-16:30"),
    ("lundi au vendredi 9h-18h, le jeudi jusqu’à 20h", "Mo-We,Fr 09:00-18:00; Th 09:00-20:00"),
    ("lundi au vendredi 9h-17h sauf vendredi : 9h-16h", "Mo-Th 09:00-17:00; Fr 09:00-16:00"),
    # Appointments
    ("lundi au vendredi 9h-12h sur rdv", 'Mo-Fr 09:00-12:00 unknown "sur rendez-vous"'),
    ("lundi 9h-12h, le samedi sur rendez-vous", 'Mo 09:00-12:00; Sa unknown "sur rendez-vous"'),
    ("lundi 9h-12h sans rendez-vous et 14h-17h avec rendez-vous", 'Mo 09:00-12:00, Mo 14:00-17:00 unknown "sur rendez-vous"'),
    ("Sur rendez-vous uniquement : lundi 9h-12h\nmardi 14h-17h", 'Mo 09:00-12:00 unknown "sur rendez-vous"; Tu 14:00-17:00 unknown "sur rendez-vous"'),
    ("Lundi 9h-12h. Mardi 14h-17h. Sur rendez-vous", 'Mo 09:00-12:00 unknown "sur rendez-vous"; Tu 14:00-17:00 unknown "sur rendez-vous"'),
    ("Lundi 9h-12h et sur rendez-vous", 'Mo 09:00-12:00 || unknown "sur rendez-vous"'),
]
UNSAID = [
    "",
    " \n",
    "9h-12h / 14h-17h",
    "du lundi au vendredi",
    "tous les jours 9h-12h",  # on Sundays?
    "tous les jours de la semaine 9h-12h",
    "tous les jours du lundi au vendredi 9h-12h, fermé le dimanche",
    "un mercredi sur deux de 9h à 12h",
    "un lundi 9h-12h",
    "les mardis toutes les trois semaines de 14h à 17h",
    "été : lundi 9h-12h",
    "vacances de Noël : lundi 9h-12h",
    "sur rendez-vous",
    "M-V 9h-12h",
    "M 9h-12h",
    "WE 9h-12h",
    "jeudi au mardi 9h-12h",
    "lundi 9-12",
    "lundi 9h",
    "lundi à partir de 9h",
    "lundi 13h30-12h",
    "lundi 9h-12h 11h-14h",
    "lundi 8h-10h-11h-12h",
    "lundi 9h/12h/14h/17h",
    "lundi 25h-26h",
    "lundi 9h75-10h",
    "lundi 9h 14-18h",
    "lundi 9h-12h mardi",
    "lundi\nmardi 9h-12h",
    "9h-12h lundi mardi 14h-17h",
    "9h-12h lundi 14h-17h",
    "lundi 9h-12h ou mardi 14h-17h",
    "lundi 9h-12h fermé mardi mercredi 14h-17h",
    "fermé lundi, mardi 9h-12h",
    "lundi : fermé le matin, 9h-12h",
    "lundi : 9h-12h, matin fermé",
    "en période scolaire :\nsemaines paires : lundi 9h-12h\nsemaines impaires : mardi 9h-12h",
    "fermé le lundi",
    "lundi 9h-12h, fermé le lundi",
    "du lundi vendredi 9h-12h",
    "du lundi et vendredi 9h-12h",
    "lundi et : 9h-12h",
    "lundi au vendredi 9h-12h fermeture 14h-17h le mercredi",
    "mercredi 9h-12h hors vacances, 14h-17h",
    "jeudi 9h-12h les semaines paires, 14h-17h les semaines impaires",
    "jeudi 10h-12h / : 16h-19h",
    "lundi, mardi, fermé vendredi 9h-12h",
    "lundi 9h-12h et pendant les vacances 14h-17h",
    "mardi de jeudi 9h-12h",
    "9h-12h et le lundi",
    "9h-12h\nlundi\nmardi 14h-17h",
    "lundi au vendredi 9h-12h et le mercredi 14h-17h",
    "lundi au vendredi 9h-17h, le vendredi 9h-16h",
    "lundi au vendredi 9h-17h sauf mercredi 9h-12h",
    "lundi au vendredi 9h-18h, fermé de 12h à 14h",
    "lundi au vendredi 9h-18h (lundi et jeudi matin fermé)",
    "lundi au vendredi 9h-18h, fermé le mercredi après-midi",
    "lundi 9h-12h, 1er lundi du mois 14h-17h",
    "1er mercredi et jeudi du mois 9h-12h",
    "lundi 9h-12h (hors vacances) et mardi 14h-17h",
    "lundi 9h-12h et mardi 14h-17h hors vacances scolaires",
    "lundi 9h-12h et mardi de 14h à 17h sur rendez-vous",
    "lundi 9h-12h sur rendez-vous mardi 14h-17h",
    "pendant les vacances, lundi 9h-12h. Mardi 14h-17h",
    "lundi au samedi 9h-17h. Juillet-août : lundi au vendredi 9h-12h",
    "mercredi et samedi 14h-18h ; pendant les vacances : mardi au vendredi 10h-12h",
    "vendredi 21/04\n10:00 - 12:30",
    "le lundi 1er juin de 9h à 12h",
    "lundi 9h-12h, le 31 décembre 9h-11h",
    "mairie lundi 9h-12h, école mardi 14h-17h",
    "La structure n’est plus ouverte",
    # Words that lead to a telephone number, and say more
    "Lundi 9h-12h, renseignements et accueil sur rendez-vous uniquement au 05 55 12 34 56",
    "lundi 9h-12h contact permanence suspendue jusqu’à nouvel ordre 05 55 12 34 56",
    "lundi 9h-12h, contacter le secrétariat en semaine paire uniquement au 05 55 12 34 56",
    "lundi 9h-12h, contact transféré à la mairie 05 55 12 34 56",
    # Said after several hours, or several days: does it bear on the last alone?
    "lundi 9h-12h, 15h-18h de juin à août",
    "mardi 9h-12h et 14h-17h en semaine paire",
    "mardi 9h-12h / 14h-17h (semaine paire)",
    "Lundi 9h-12h, 14h-17h sur rdv",
    "lundi matin 9h-12h, après-midi 14h-17h sur rdv",
    "lundi et mardi en semaine paire 9h-12h",
    "lundi 9h-12h (ouvert pendant les vacances scolaires)",
    "lundi 9h-12h. Ouvert en août",
    "lundi 9h-12h, fermé le mardi ouvert en août",
    "lundi 9h-12h et vacances scolaires",
    "lundi 9h-12h sur rdv uniquement en août",
    "lundi 9h-12h ; en août : mardi 14h-17h",
    "lundi 9h-12h ; semaine paire : mardi 14h-17h",
    "lundi 9h-12h, vacances scolaires : mardi 14h-17h",
    "juillet, août : lundi 9h-12h",
    "lundi 9h-12h, fermé en juillet, août",
    "du lundi au vendredi 9h-17h, jeudi jusqu’à 20h en décembre",
    "lundi 9h-12h, mardi 14h-17h et",
    "lundi 9h-12h...",
    "lundi 9h-12h\nAoût : sur rendez-vous",
    "mardi et mercredi (semaine paire) 9h-12h",
    "lundi 9h-12h et 14h-17h (sauf juillet et août)",
    "mardi 9h-12h (sur rdv 14h-17h)",
    # A season after a closing: closed too, or open then?
    "lundi 9h-12h ; fermé en juillet ; août",
    "lundi 9h-12h ; fermé en juillet et août : lundi 14h-17h",
    "lundi 9h-12h, fermé en juillet, août : lundi 14h-17h",
    "lundi 9h-12h ; fermé en juillet ; août lundi 14h-17h",
    "lundi 9h-12h ; fermé en juillet et août ; en août : lundi 9h-10h",
    "lundi 9h-12h ; en août : lundi 9h-10h ; fermé du 25 juillet au 15 août",
    "lundi 9h-12h ; fermé le lundi en juillet ; en juillet : lundi 10h-12h",
    # Does a dash join or part these days?
    "lundi vendredi 9h-12h",
    "lundi/mardi - jeudi/vendredi 9h-12h",
    "lundi, mercredi - vendredi 9h-12h",
    "mar-mai 9h-12h",
    "mardi mars 9h-12h",
    # A slash between two days, minutes that are hours, hours of the afternoon
    "L/V 9h-17h",
    "Lundi/Vendredi 9h-12h",
    "Lundi 9h12-14h17",
    "Lundi 2h-5h",
    "lundi 9h-12h et 2h-6h",
    "lundi 9h-12h ((",
    "lundi " * 400,
]


def year(hours: str, *, school: bool) -> list[tuple[object, ...]]:
    """Every opening of a year, when school holidays are always, or never."""
    always = hours.replace("SH", "Mo-Su") if school else hours
    first = datetime(2026, 1, 1)
    found = OpeningHours(always, country="FR").intervals(first, first + timedelta(days=366))
    return [(start, end, str(state), note) for start, end, state, note in found if str(state) != "closed"]


@pytest.mark.parametrize(("words", "hours"), SAID)
def test_words_are_read(words, hours):
    found = read(words).value

    assert found is not None
    assert osm.check(found).value == found
    assert year(found, school=False) == year(hours, school=False)
    assert year(found, school=True) == year(hours, school=True)


@pytest.mark.parametrize("words", UNSAID)
def test_what_leaves_a_doubt_is_not_read(words):
    assert read(words) == Read(None)


def test_understood_words_that_hours_do_not_carry_are_told():
    assert read("Lundi 9h-12h. Tél. : 05 55 12 34 56").rest == ("tel. : 05 55 12 34 56",)
    assert read("lundi 9h-12h sans rendez-vous, accueil@exemple.fr").rest == ("sans rendez-vous", "accueil@exemple.fr")
    assert read("Lundi 9h-12h. Pour plus d’informations, contacter l’accueil au 05 55 12 34 56").value == "Mo 09:00-12:00"
    assert read("Horaires : lundi 9h-12h").rest == ()


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("sur rendez-vous de 9h à 12h", '09:00-12:00 unknown "sur rendez-vous"'),
        ("08:30-12:00-13:30-17:00", "08:30-12:00,13:30-17:00"),
        ("9h-12h, mardi 14h-17h", None),
        ("9h-12h sauf vacances", None),
        ("fermé", None),
        ("peut-être", None),
    ],
)
def test_one_day_s_cell(cell, rule):
    assert read_day(cell) == rule
