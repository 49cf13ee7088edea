"""What the reader can give is said in French, and what is said reads as the same hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from maillage.directory.hours import osm, say
from maillage.directory.hours.french import read
from maillage.directory.hours.french.clauses import Closing, Opened, Timed, Told, When
from maillage.directory.hours.french.parts import Days, Ref, Season
from maillage.directory.hours.french.schedule import expression
from maillage.directory.hours.french.tokens import APPOINTMENT, EVEN, HOLIDAYS, ODD, Unsaid

quarters = st.integers(28, 92).map(lambda number: number * 15)  # hours that end before seven are not read: "2h-5h" is of the afternoon
cuts = st.lists(quarters, min_size=2, max_size=6, unique=True).map(sorted)
notes = st.sampled_from(["", "", "", APPOINTMENT])


@st.composite
def times(draw):
    """One to three spans that do not touch; a whole day now and then."""
    if draw(st.integers(0, 19)) == 0:
        return (Timed(0, 24 * 60, APPOINTMENT),)
    found = draw(cuts)
    return tuple(Timed(start, end, draw(notes)) for start, end in zip(found[::2], found[1::2], strict=False))


ranks = st.lists(st.sampled_from([1, 2, 3, 4]), min_size=1, max_size=2, unique=True).map(lambda found: tuple(sorted(found))) | st.just((-1,))
seasons = st.sampled_from([Season((10, 0), (6, 0)), Season((7, 0), (8, 0)), Season((4, 1), (9, 30)), Season((10, 1), (3, 31)), Season((8, 0), (8, 0))])
parity = st.sampled_from([EVEN, ODD])


def opened(draw, refs, when):
    return [Opened(frozenset({ref}), draw(times()), when) for ref in refs]


def instead(draw, order, usual, season):
    """A season in place of the usual days, and of more perhaps; wholly by appointment now and then."""
    refs = usual if draw(st.booleans()) else order[: draw(st.integers(len(usual), 7))]
    if draw(st.integers(0, 3)) == 0:
        return [Opened(frozenset(refs), (Timed(0, 24 * 60, APPOINTMENT),), When(season))]
    return opened(draw, refs, When(season))


@st.composite
def told(draw):
    """Hours of a week, then what makes weeks differ, on other days or in place of all of them."""
    order = draw(st.permutations(list(map(Ref, range(7)))))
    usual, others = order[: draw(st.integers(1, 5))], order[5:]
    found = Told(opened(draw, usual, When()))
    kind = draw(st.sampled_from(["alike", "ranks", "weeks", "seasons", "both", "instead", "school", "term"]))
    if kind == "ranks":
        found.opened += opened(draw, [Ref(ref.day, draw(ranks)) for ref in others], When())
    elif kind == "weeks":
        found.opened += opened(draw, others, When(weeks=EVEN)) + opened(draw, others[:1], When(weeks=ODD))
    elif kind == "seasons":
        found.opened += opened(draw, others, When(Season((4, 1), (9, 30)))) + opened(draw, others, When(Season((10, 1), (3, 31))))
    elif kind == "both":
        found.opened += opened(draw, others, When(draw(seasons), draw(parity)))
    elif kind == "instead":
        for season in draw(st.lists(seasons, min_size=1, max_size=2, unique=True)):
            found.opened += instead(draw, order, usual, season)
    elif kind == "school":
        found.opened += opened(draw, others, When(school=HOLIDAYS))
    elif kind == "term":
        found.opened = opened(draw, usual, When()) + [Opened(frozenset(usual), draw(times()), When(school=HOLIDAYS))]
    closings = [
        Closing(when=When(school=HOLIDAYS)),
        Closing(when=When(draw(seasons))),
        Closing(Days(frozenset({Ref(usual[0].day, draw(ranks))}))),
        Closing(Days(frozenset(usual[:1])), When(draw(seasons))),
        Closing(Days(holidays=True)),
    ]
    found.closings += draw(st.lists(st.sampled_from(closings), max_size=2, unique_by=id))
    found.otherwise = draw(st.integers(0, 9)) == 0
    return found


def year(hours, *, school):
    first = datetime(2026, 1, 1)
    found = OpeningHours(hours.replace("SH", "Mo-Su") if school else hours, country="FR").intervals(first, first + timedelta(days=366))
    return [(start, end, str(state), note) for start, end, state, note in found if str(state) != "closed"]


def expression_or_none(what):
    try:
        return osm.check(expression(what)).value
    except Unsaid:
        return None


@pytest.mark.slow
@given(told())
def test_what_is_said_reads_as_the_same_hours(what):
    hours = expression_or_none(what)
    assume(hours)

    words = say.french(hours)
    assert words, hours
    again = read(words).value
    assert again, words
    for school in (False, True):
        assert year(again, school=school) == year(hours, school=school), words


@pytest.mark.slow
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["lundi", "mardi", "au", "9h", "-", "12h", "et", "14 h", ",", ":", "\n", "1er", "sauf", "fermé", "("]), max_size=25).map(
        " ".join
    )
)
def test_any_text_is_read_or_refused(text):
    value = read(text).value

    assert value is None or osm.check(value).value == value
