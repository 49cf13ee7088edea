"""Knows what persons hold of a place today, and where a list says otherwise. Pure: plain values in, no model, no query, no clock.

What is compared is a *subject*: a field ("phones"), the point, the hours, a code of a list ("audiences:seniors"), an offer ("services:securite",
"services:securite|provider|variant"). Named contacts are left out: they are neither compared nor told.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from maillage.base.text import fold as fold_text
from maillage.directory.fields import FIELDS, GROUPS, INFERRED, Shape
from maillage.directory.fold import address
from maillage.directory.fold.disputes import SAME_POINT_DEGREES, WORDS, comparable
from maillage.directory.fold.hearing import Hearing, Said
from maillage.directory.fold.offering import OfferKey, hear_offers, opinions_of, silences
from maillage.directory.hours.expression import taken_apart
from maillage.directory.policy import PERSONS

POINT, HOURS, NAMED = "point", "hours", "named"
TOGETHER = {"latitude": POINT, "longitude": POINT, "hours": HOURS, "hours_words": HOURS}  # fields that are one subject
UNTOLD = frozenset({"precision", INFERRED})  # of no column of a list, or nobody's word
ASSUMED = {"receives_public": True, "state": "open", "address_hidden": False}  # of a place of which nothing is said
CONTACTS = {Shape.PHONES: "number", Shape.EMAILS: "address"}


class Confirmed(NamedTuple):
    """What a person holds on one subject: the value (None: there is none), which kind of person, and the last day it was said or confirmed."""

    value: Any
    by: str  # team | coordinator
    on: date


class Difference(NamedTuple):
    """A subject on which a record of a list says otherwise than a person. `held`: what the record states, None when it says nothing or "none"."""

    said: Said
    subject: str
    held: Any
    confirmed: Confirmed


def facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Subject -> what these values of a statement say of it; a subject absent = no opinion, None = explicitly none.

    `NAMED`: contacts of persons, to be compared only.
    """
    told: dict[str, Any] = {}
    for name, value in values.items():
        known = FIELDS.get(name)
        if known is None or name in UNTOLD or known.shape is Shape.OFFERS or name == "services":
            continue
        if name in TOGETHER:
            told[TOGETHER[name]] = _together(TOGETHER[name], values)
        elif known.shape is Shape.ELEMENTS:
            told.update({name: None} if value is None else {f"{name}:{code}": state for code, state in value.items()})
        elif value is not None and known.shape in CONTACTS:
            told.update({name: contacts} if (contacts := service_contacts(value)) else {})
            if named := [each for each in value if each["contact"] != "service"]:
                told.setdefault(NAMED, []).extend(named)
        else:
            told[name] = value
    return told | offers(values)


def _together(subject: str, values: Mapping[str, Any]) -> Any:
    names = [name for name, whole in TOGETHER.items() if whole == subject]
    found = {name: values[name] for name in names if values.get(name) is not None}
    return found if found and (subject == HOURS or len(found) == len(names)) else None


def offers(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same of services and offers: each one is offered or not."""
    said = _alone(values)
    told: dict[str, Any] = {subject_of(key): opinion.offered for key, opinion in opinions_of(said).items()}
    return told | ({"services": None} if silences(said) else {})


def _alone(values: Mapping[str, Any]) -> Said:
    return Said(NOBODY, "", values, date.min)


NOBODY: Any = None  # an opinion is worked out of the values alone


def subject_of(key: OfferKey) -> str:
    """« services:securite »; with who provides it and in which form, when another than the place does."""
    return "services:" + ("|".join(key) if key.provider or key.variant else key.concept)


def service_contacts(value: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The contacts of a service, without those of a named person."""
    return [contact for contact in value if contact["contact"] == "service"]


def confirmed(hearing: Hearing) -> dict[str, Confirmed]:
    """What persons hold of a place today, by subject: words that stand (neither withdrawn nor lapsed) and are believed first."""
    groups = {FIELDS[name].group for said in hearing.persons for name in said.values} - UNTOLD
    return {subject: word for group in sorted(groups) for subject, word in _of_group(hearing, group)}


def _of_group(hearing: Hearing, group: str) -> Iterator[tuple[str, Confirmed]]:
    names = GROUPS[group]
    speaking = [said for said in hearing.order(group) if any(name in said.values for name in names)]
    if group == "services":
        given = _offers_given(hearing)
    elif FIELDS[names[0]].shape is Shape.ELEMENTS:
        given = _codes_given(speaking, names[0])
    elif group == "address":
        given = {TOGETHER.get(name, name): said for name, said in address.givers(speaking).items()}
    else:
        given = {TOGETHER.get(name, name): speaking[0] for name in names if name in speaking[0].values}
    for subject, said in given.items():
        weight, told = hearing.weight(said, group), facts(said.values)
        if said.voice.kind in PERSONS and not weight.lapsed and subject in told:
            yield subject, Confirmed(told[subject], said.voice.kind, weight.day)


def _offers_given(hearing: Hearing) -> dict[str, Said]:
    order = hearing.order("services")
    opinions, silenced = hear_offers(order)
    given = {subject_of(key): heard[0].said for key, heard in opinions.items()}
    return given | ({"services": next(said for said in order if silences(said))} if silenced else {})


def _codes_given(speaking: list[Said], name: str) -> dict[str, Said]:
    given: dict[str, Said] = {}
    for said in speaking:
        if said.values[name] is None:
            return given | {name: said}
        for code in said.values[name]:
            given.setdefault(f"{name}:{code}", said)
    return given


def differences(hearing: Hearing) -> list[Difference]:
    """Where the records of lists that speak of this place say otherwise than persons do, in the order of origins, records and subjects."""
    held = confirmed(hearing)
    present = [said for said in hearing.statements if said.voice.kind == "source" and not said.absent] if held else []
    return [found for said in present for found in differences_of(said, held)]


def differences_of(said: Said, held: Mapping[str, Confirmed]) -> Iterator[Difference]:
    """Where one record says otherwise."""
    theirs = facts(said.values)
    for subject, word in sorted(_spread(held, theirs).items()):
        if not agrees(subject, word.value, theirs):
            yield Difference(said, subject, theirs.get(subject), word)


def _spread(held: Mapping[str, Confirmed], theirs: Mapping[str, Any]) -> dict[str, Confirmed]:
    """What is held, where "none of this list" becomes a no to each code that the record states."""
    spread = dict(held)
    for subject, word in held.items():
        if word.value is None and is_list(subject):
            del spread[subject]
            codes = [code for code, state in theirs.items() if code.startswith(f"{subject}:") and state]
            spread.update({code: Confirmed(False, word.by, word.on) for code in codes if code not in held})
    return spread


def is_list(subject: str) -> bool:
    """Is this a whole list of codes?"""
    return subject in FIELDS and FIELDS[subject].shape is Shape.ELEMENTS


def agrees(subject: str, value: Any, theirs: Mapping[str, Any]) -> bool:
    """Do facts say the same as a confirmed value? Saying nothing agrees with a no and with none."""
    told = theirs.get(subject)
    if value and subject in FIELDS and FIELDS[subject].shape in CONTACTS:
        return _same_contacts(subject, value, told or [], theirs.get(NAMED, []))
    if ":" in subject:
        if value and subject.startswith("services:") and "|" not in subject:  # offered here, whoever provides it
            return any(state for code, state in theirs.items() if code.split("|")[0] == subject)
        return bool(told) == bool(value)
    if value is None or told is None:
        return value == told or (told is None and value == ASSUMED.get(subject, NAMED))
    return same(subject, value, told)


def same(subject: str, ours: Any, theirs: Any) -> bool:
    """Are two values of a subject the same, but for what does not matter (case, accents, order, some metres)?"""
    if subject == POINT:
        return all(abs(ours[axis] - theirs[axis]) < SAME_POINT_DEGREES for axis in ours)
    if subject == HOURS:
        return _same_hours(ours, theirs)
    if subject == "identifiers":
        return all(theirs.get(kind) == number for kind, number in ours.items())
    if subject in WORDS:
        return fold_text(ours) == fold_text(theirs)
    return bool(comparable(subject, ours) == comparable(subject, theirs))


def _same_contacts(subject: str, ours: Any, theirs: Any, named: Iterable[Mapping[str, Any]]) -> bool:
    """All theirs are ours, and ours are theirs, be it as a person's: an address that we know to be a service's may look like one."""
    mine, services = comparable(subject, ours), comparable(subject, theirs)
    key = CONTACTS[FIELDS[subject].shape]
    return bool(services <= mine <= services | comparable(subject, [each for each in named if key in each]))


def _same_hours(ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    if HOURS not in ours:
        return fold_text(ours["hours_words"]) == fold_text(theirs.get("hours_words", "")) and HOURS not in theirs
    one, other = ours[HOURS], theirs.get(HOURS, "")
    apart = taken_apart(one)
    return one == other or (apart is not None and apart == taken_apart(other))
