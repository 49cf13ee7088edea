"""Knows the words of hours in French: a text becomes tokens, and any word that is not one of them stops the reading."""

import html
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Unsaid(Exception):
    """The text, or a part of it, cannot be said for sure: its words alone are kept."""


class Kind(StrEnum):
    """What a token is."""

    DAY = "day"  # a weekday, 0 for Monday
    DAYS = "days"  # a set of weekdays
    INITIAL = "initial"  # one capital letter, read with its neighbours
    HOLIDAY = "holiday"
    NTH = "nth"
    MONTHLY = "monthly"  # "du mois"
    MONTH = "month"
    ONE = "one"  # "un" in "un mardi sur deux"
    OTHER = "other"  # "sur deux"
    WEEKS = "weeks"  # even or odd
    SCHOOL = "school"  # holidays or term
    HALF = "half"
    TIME = "time"
    NUMBER = "number"
    ROUND = "round"  # day and night
    NOTE = "note"  # by appointment, or free
    CLOSED = "closed"
    EXCEPT = "except"
    WITH = "with"  # "y compris"
    UNTIL = "until"
    TO = "to"
    FROM = "from"
    BETWEEN = "between"
    AND = "and"
    ARTICLE = "article"
    LABEL = "label"  # says nothing of hours
    REST = "rest"  # touches no hours, but says more: a telephone number
    DASH = "-"
    COMMA = ","
    SLASH = "/"
    COLON = ":"
    SEMICOLON = ";"
    STOP = "."
    LINE = "line"
    OPEN = "("
    CLOSE = ")"


class Token(NamedTuple):
    """A word, or several that make one."""

    kind: Kind
    value: object
    text: str


APPOINTMENT = "sur rendez-vous"
FREE = ""
OTHERWISE = "otherwise"  # by appointment, at any other time
EVEN, ODD = "even", "odd"
HOLIDAYS, TERM = "holidays", "term"
MORNING, AFTERNOON = "morning", "afternoon"
WORKING_DAYS, WEEKEND, EVERY_DAY = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))

MEETING = r"(?:rdv|r\.d\.v\.?|rendez[- ]?vous)"
ONLY = r"(?:uniquement|exclusivement|seulement)"
PHONE = r"0\d(?:[ .\-]?\d\d){4}(?!\d)"
EMAIL = r"[\w.+\-]+@[\w\-]+\.[\w.\-]*\w"
CALLING = (  # words that lead to a telephone number and say nothing of days or hours; any other might ("en semaine paire", "suspendu")
    r"d|de|l|le|la|les|au|a|par|avec|un|une|nous|votre|notre|merci|veuillez|contacte[rz]|appele[rz]|joindre|informations?|renseignements?|questions?"
    r"|rendez[- ]?vous|rdv|mediat(?:eurs?|rices?)|conseill(?:ers?|eres?)|numeriques?|socia(?:l|le|ux)|secretariat|mairie|accueil|standard|numero|suivant|tel"
    r"|telephone"
)
IN_DIGITS: list[tuple[str, Kind, object]] = [
    (rf"{PHONE}|{EMAIL}", Kind.REST, None),
    (r"24 ?h?(?:eures)? ?(?:/|sur) ?24(?: ?h(?:eures)?)?", Kind.ROUND, None),
    (r"24 ?h?(?:eures)? ?(?:/|sur) ?7(?: ?j(?:ours)?)?\b", Kind.ROUND, None),
    (r"7 ?(?:j|jours)? ?(?:/|sur) ?7 ?(?:j|jours)?\b", Kind.DAYS, EVERY_DAY),
    (r"\d{1,2}(?:h|:)0?\d\d(?:min|mn)?(?![\d:h])", Kind.TIME, None),
    (r"\d{1,2} ?(?:h|heures?) \d\d(?: ?min| ?mn)?(?! ?[\d:h.\-/])", Kind.TIME, None),
    (r"\d{1,2} (?:h|heures?) \d\d(?! ?[\d:h.])", Kind.TIME, None),
    (r"\d{1,2} ?(?:h|heures?)0?\d\d(?![\d:h])", Kind.TIME, None),
    (r"\d{1,2} ?: ?\d\d(?![\d:h])", Kind.TIME, None),
    (r"\d{1,2}\.\d\d(?:h(?![a-z\d]))?(?![\d.:])", Kind.TIME, None),
    (r"\d{1,2} ?(?:heures?|hrs?|h)(?![a-z\d])", Kind.TIME, None),
    (r"[1-5] ?(?:ers?|eres?|re|nde?s?|emes?|es?|em|ieme?s?)\b", Kind.NTH, None),
    (r"\d+", Kind.NUMBER, None),
]
IN_WORDS: list[tuple[str, Kind, object]] = [
    (r"\n\s*", Kind.LINE, None),
    (rf"(?:pour (?:prendre|tout|toute|plus)|contact\w*|renseignements?)(?:[ ,']+(?:{CALLING})\b){{0,12}} ?:?\s*(?:\+33 ?)?{PHONE}", Kind.REST, None),
    (rf"(?:(?:tel|telephone|par telephone au|au|ou|et|portable|mobile)\b[ .:]*)(?:\+33 ?)?{PHONE}|\+33 ?\d(?:[ .\-]?\d\d){{4}}(?!\d)", Kind.REST, None),
    (rf"{EMAIL}|https?://\S+|www\.\S+", Kind.REST, None),
    (r"jour et nuit", Kind.ROUND, None),
    (rf"(?:sinon|le reste du temps|a d'autres moments|en dehors de ces horaires),? (?:{ONLY} )?sur {MEETING}", Kind.NOTE, OTHERWISE),
    (rf"(?:avec ou sans|sans ou avec|avec et sans|avec ou sans prise de|sans prise de|sans) {MEETING}", Kind.NOTE, FREE),
    (r"(?:en )?(?:acces|accueil) libre|(?:en )?libre acces", Kind.NOTE, FREE),
    (rf"(?:{ONLY} )?(?:sur|su|avec|par) (?:prise de )?{MEETING}(?: (?:{ONLY}|exclusif|obligatoire|prealable))?", Kind.NOTE, APPOINTMENT),
    (rf"(?:uniquement|seulement) {MEETING}|by appointment(?: only)?", Kind.NOTE, APPOINTMENT),
    (r"(?:periodes? (?:de |des )?)?(?:vacances|conges)(?: scolaires?)?", Kind.SCHOOL, HOLIDAYS),
    (r"(?:periodes?|temps|semaines?) scolaires?", Kind.SCHOOL, TERM),
    (r"(?:jours? )?feries?|(?:public )?holidays", Kind.HOLIDAY, None),
    (r"semaines? impaires?", Kind.WEEKS, ODD),
    (r"semaines? paires?", Kind.WEEKS, EVEN),
    (r"(?:du|de chaque|de tous les|chaque|par) mois", Kind.MONTHLY, None),
    (r"sur (?:deux|2)\b", Kind.OTHER, None),
    (r"(?:y )?compris", Kind.WITH, None),
    (r"jusqu'?(?:au|aux|a|en)\b", Kind.UNTIL, None),
    (r"sauf|sf|hormis|excepte|hors|a l'exception (?:du|des|de)|en dehors (?:du|des|de)|except", Kind.EXCEPT, None),
    (r"(?:ferme(?:e|es|s|ture)?|closed|off)(?: au public)?", Kind.CLOSED, None),
    (r"non[- ]?stop|sans interruption|en continu|(?:en )?journee continue", Kind.LABEL, None),
    (r"(?:chaque semaine|toutes les semaines)\b(?! (?:im)?paire)", Kind.LABEL, None),
    (r"toute la semaine|tous les jours (?:de la|ouvr)", Kind.NUMBER, None),  # five days, six or seven?
    (r"tous les jours|tlj|chaque jour|every day|daily", Kind.DAYS, None),
    (r"(?:la|en) semaine\b(?! (?:im)?paire| scolaire)", Kind.DAYS, WORKING_DAYS),
    (r"(?:le )?week[- ]?ends?", Kind.DAYS, WEEKEND),
    (r"apres[- ]?midis?|apres[- ]?m\b|aprem\b", Kind.HALF, AFTERNOON),
    (r"matin(?:ee)?s?", Kind.HALF, MORNING),
    (r"(?:notre |de notre )?(?:espace |maison )?france[- ]services?", Kind.LABEL, None),
    (r"(?:au|du|le) public", Kind.LABEL, None),
    (r"ainsi que|et puis|puis|et|and|&|\+", Kind.AND, None),
    (r"//|;|\|", Kind.SEMICOLON, None),
]
SAID = {
    Kind.TO: "a au to through",
    Kind.FROM: "de du des d from",
    Kind.BETWEEN: "entre",
    Kind.ARTICLE: "le la les l en pendant durant lors aux the on in chaque tous toutes",
    Kind.ONE: "un une",
    Kind.LABEL: "horaire horaires ouverture ouvertures ouvert ouverte ouverts ouvertes ouvre open opening hours heures jours nos notre accueil"
    " reception permanence permanences uniquement seulement exclusivement egalement aussi habituels est sont suivants suivant nous accueillons"
    " recevons structure publics",
}
WORDS: dict[str, tuple[Kind, object]] = {word: (kind, None) for kind, said in SAID.items() for word in said.split()}
WORDS |= {"midi": (Kind.TIME, 12 * 60), "minuit": (Kind.TIME, 24 * 60)}
NTH_WORDS = ["premier", "deuxieme", "troisieme", "quatrieme", "cinquieme"]
WORDS.update({word + end: (Kind.NTH, rank) for rank, word in enumerate(NTH_WORDS, 1) for end in ("", "s")})
WORDS.update({word: (Kind.NTH, rank) for word, rank in (("premiere", 1), ("second", 2), ("seconds", 2), ("dernier", -1), ("derniers", -1))})
DAY_NAMES = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
SHORT_DAYS = ["lu lun", "ma mar", "me mer merc", "je jeu", "ve ven vend", "sa sam", "di dim"]
ENGLISH_DAYS = ["mo mon monday", "tu tue tues tuesday", "wed wednesday", "th thu thur thurs thursday", "fr fri friday", "sat saturday", "su sun sunday"]
FULL_NAMES = {*DAY_NAMES, *(f"{name}s" for name in DAY_NAMES)}
MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"]


def misspelt(name: str) -> Iterator[str]:
    """A day's name with one letter forgotten, or two exchanged: "eudi", "mecredi", "vendrdei"."""
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :]


for _number, _name in enumerate(DAY_NAMES):
    for _word in [*misspelt(_name), *SHORT_DAYS[_number].split(), *ENGLISH_DAYS[_number].split(), _name, f"{_name}s"]:
        WORDS.setdefault(_word, (Kind.DAY, _number))
WORDS.update({name: (Kind.MONTH, number) for number, name in enumerate(MONTHS, 1)})
SIGNS = {kind.value: kind for kind in (Kind.DASH, Kind.COMMA, Kind.SLASH, Kind.COLON, Kind.STOP, Kind.OPEN, Kind.CLOSE)}
SIGNS |= {"[": Kind.OPEN, "]": Kind.CLOSE, "•": Kind.LINE, "*": Kind.LINE, ">": Kind.DASH}


def master(phrases: list[tuple[str, Kind, object]], *others: str) -> re.Pattern[str]:
    return re.compile("|".join([*(f"(?P<p{number}>{pattern})" for number, (pattern, _kind, _value) in enumerate(phrases)), *others]))


DIGITS = master(IN_DIGITS)
LETTERS = master(IN_WORDS, r"(?P<word>[a-z]+'?)", r"(?P<sign>[-,/:.()\[\]•*>])", r"(?P<blank>[\s\"«»'_]+)")
DAY_WORD = re.compile(rf"(?P<word>(?:{'|'.join(DAY_NAMES)})s?)(?![a-z])")  # found first: half of all words
QUICK = {" ": [], **{sign: [Token(SIGNS[sign], None, sign)] for sign in "-,:()"}}
WORD_END = re.compile(r"[a-z]")
TAGS = re.compile(r"<\s*(?:br|/p|/li|/div|/tr|li)\b[^<>]*>", re.IGNORECASE)
OTHER_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
SAME = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "OE", "\r": "\n"} | dict.fromkeys("‐‑‒–—−→", "-") | dict.fromkeys("\u00a0\u202f\u2009\t", " ")
)
SPACES = re.compile(r" {2,}")
GLUED = re.compile(r"(?<=\dh)a(?= ?\d)|(?<=h\d\d)a(?= ?\d)")  # "14hà 17h"
NO_HOURS = re.compile(r"(?<=:) *-+ *(?=\n|$)")  # "Lundi : -"
INITIALS = re.compile(r"(?<![A-Za-z'.])[LMJVSD](?![A-Za-z'])")


def tidy(text: str) -> str:
    """The text without its tags, its accents nor its many dashes, one sign for one; capitals are kept."""
    if "<" in text or "&" in text:
        text = html.unescape(OTHER_TAGS.sub(" ", TAGS.sub("\n", text)))
    text = text.translate(SAME)
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return SPACES.sub(" ", text.strip())


def tokens(text: str) -> list[Token]:
    """Every word of the text. Raise Unsaid for one that is not known."""
    tidied = tidy(text)
    initials = {match.start() for match in INITIALS.finditer(tidied)}
    folded = NO_HOURS.sub(" ferme", GLUED.sub(" a", tidied.lower()))
    found: list[Token] = []
    place = 0
    while place < len(folded):
        sign = folded[place]
        if place in initials and len(folded) == len(tidied):
            found.append(Token(Kind.INITIAL, sign, sign))
            place += 1
        elif sign in QUICK:
            found += QUICK[sign]
            place += 1
        elif match := DIGITS.match(folded, place) if sign.isdigit() else DAY_WORD.match(folded, place) or LETTERS.match(folded, place):
            found += [token(match, folded, IN_DIGITS if sign.isdigit() else IN_WORDS)] if match.lastgroup != "blank" else []
            place = match.end()
        else:
            raise Unsaid
    return found


def token(match: re.Match[str], folded: str, phrases: list[tuple[str, Kind, object]]) -> Token:
    """What was matched, or Unsaid."""
    text, group = match.group(), match.lastgroup or ""
    if group == "sign":
        return Token(SIGNS[text], None, text)
    if group == "word":
        return word(text)
    _pattern, kind, value = phrases[int(group[1:])]
    if text[-1].isalpha() and match.end() < len(folded) and WORD_END.match(folded[match.end()]) and kind not in (Kind.TIME, Kind.REST):
        raise Unsaid  # "fermeront", "etage"
    if kind in (Kind.TIME, Kind.NUMBER, Kind.NTH) and value is None:
        return Token(kind, minutes(text) if kind is Kind.TIME else number(text), text)
    return Token(kind, value, text)


@lru_cache(maxsize=4096)
def word(text: str) -> Token:
    known = WORDS.get(text.rstrip("'"))
    if known is None:
        raise Unsaid
    return Token(*known, text)


def number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits.group()[:6]) if digits else -1


@lru_cache(maxsize=4096)
def minutes(text: str) -> int:
    """Minutes since midnight of « 9 h 30 », "09:30", "9h", "13h030". Raise Unsaid when there is no such time."""
    parts = re.findall(r"\d+", text)
    hour, rest = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    if hour > 24 or rest > 59 or hour * 60 + rest > 24 * 60 or (rest % 5 and rest not in (1, 59)):
        raise Unsaid  # "9h12-14h17" means "9h-12h, 14h-17h"
    return hour * 60 + rest
