"""Knows how one row is read: each field on its own, so that a bad value costs nothing but itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from maillage.base.geometry import Point
from maillage.directory.fields import FIELDS, LIST_LIMIT, Shape
from maillage.ingestion.dictionary.inferring import infer
from maillage.ingestion.formats.table import SURPLUS
from maillage.ingestion.mapping.choosing import Chooser, with_offer
from maillage.ingestion.mapping.plan import NOTHING, SPLIT, Cells, Detail, Plan, Taken
from maillage.ingestion.normalisers import addresses, areas, communes, dates, emails, hours, identifiers, names, phones, points, statements, text, urls
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.remarks import NONE, RULES, Remark, Remarks, Severity
from maillage.territories.codes import departement_of
from maillage.territories.selectors import departements_of_postal_code
from maillage.territories.values import Commune

DAY_NUMBERS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
LONG_TEXTS = frozenset({"summary", "description", "other_labels"})
SHORT_CELL = 2_000  # signs of a cell that is no long text: fifty telephones or addresses
BLANKS = re.compile(r"[^\S\n]+")
FAULTS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)  # what a hostile cell may provoke in a normaliser
PUBLIC_DENIED = "pas-de-public"


@dataclass
class Draft:
    """What has been understood of a row so far."""

    values: dict[str, Any] = field(default_factory=dict)
    as_of: date | None = None
    remarks: list[Remark] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any) -> None:
        """Keep a value; an empty one states nothing."""
        if isinstance(value, list) and len(value) > LIST_LIMIT:
            value = value[:LIST_LIMIT]
            self.note((Remark("list_cut", kept=str(LIST_LIMIT)),), name)
        if value or (value is not None and not isinstance(value, str | list | dict)):
            self.values[name] = value

    def note(self, remarks: Remarks, name: str, column: str = "") -> None:
        """Keep remarks, placed; a value that was lost is also told to the directory, which asks about it."""
        for remark in remarks:
            placed = remark.at(name, column)
            self.remarks.append(placed)
            asked = RULES[placed.rule].asked_about or (placed.field if placed.severity is Severity.LOST and placed.field in FIELDS else "")
            if asked:
                self.unreadable.setdefault(asked, placed.raw or "?")

    @property
    def names_a_place(self) -> bool:
        return "name" in self.values


Part = Callable[[Cells, Draft], None]
Normaliser = Callable[[str], tuple[Any, Remarks]]


def line_of(name: str) -> Normaliser:
    """One line of text, within the limit of its field; "" when it only says that there is nothing."""
    return partial(text.said, limit=FIELDS[name].limit)


def labels(received: str) -> tuple[list[str], Remarks]:
    """Labels of a cell, parted by bars, semicolons or lines, each once."""
    lines = text.clean(received).replace("|", "\n").replace(";", "\n").split("\n")
    parts = [text.line(part, limit=FIELDS["other_labels"].limit)[0] for part in lines]
    return list(dict.fromkeys(part for part in parts if not text.is_placeholder(part))), NONE


NAME: Normaliser = partial(names.name, limit=FIELDS["name"].limit)
PLAIN: dict[str, Normaliser] = {
    "complement": line_of("complement"),
    "parent": line_of("parent"),
    "appointment_url": urls.url,
    "access_url": urls.url,
    "other_labels": labels,
}


def shortened(text: str) -> str:
    """The beginning of a cell far too long for its field, runs of blanks made one: searching it for signs takes a time that grows with its square."""
    return BLANKS.sub(" ", text)[:SHORT_CELL]


class RowReader:
    """Reads rows of one list by its plan, bound to the columns of the file."""

    def __init__(self, plan: Plan, today: date) -> None:
        self.plan = plan
        self.today = today
        self.takes = {name: take.reader() for name, take in plan.takes.items()}
        self.days = _by_day(plan.hours.days) if plan.hours else {}
        self.chooser = Chooser(plan)
        self.cut: list[tuple[str, Remark]] = []  # of the row being read
        self.parts = [(name, part) for name, part, needed in self._all_parts() if needed]

    def _all_parts(self) -> Iterator[tuple[str, Part, bool]]:
        """Field to blame, what reads it, and whether the plan asks for it."""
        plan, takes = self.plan, self.plan.takes
        yield "name", self._name, True
        yield "street", self._address, True
        yield "phones", self._phones, "phones" in takes
        yield "emails", self._emails, "emails" in takes
        yield "websites", self._websites, "websites" in takes
        for name, normaliser in PLAIN.items():
            yield name, partial(self._plain, name, normaliser), name in takes
        yield "identifiers", self._identifiers, "identifiers" in takes
        yield "summary", self._presentation, "summary" in takes or "description" in takes
        yield "services", self._choices, bool(plan.choices)
        yield "services", self._words, bool(self.chooser.worded)
        yield "hours", self._hours, plan.hours is not None
        yield "as_of", self._date, "as_of" in takes
        yield "name", self._statement, bool(plan.statement)

    def read(self, cells: Cells) -> Draft:
        """Everything a row says. Never raises: what a part cannot read becomes a remark on that part alone."""
        draft = Draft()
        self.cut.clear()
        for name, part in self.parts:
            try:
                part(cells, draft)
            except FAULTS as fault:
                draft.note((Remark("field_failed", raw=type(fault).__name__),), name)
        self._conclude(cells, draft)
        return draft

    def _take(self, cells: Cells, name: str) -> Taken:
        read = self.takes.get(name)
        if read is None:
            return NOTHING
        text, column = read(cells)
        if len(text) > SHORT_CELL and name not in LONG_TEXTS:
            self.cut.append((name, Remark("text_cut", raw=text, column=column)))
            text = shortened(text)
        return text, column

    def _plain(self, name: str, normaliser: Normaliser, cells: Cells, draft: Draft) -> None:
        """A field that depends on no other."""
        received, column = self._take(cells, name)
        if received:
            value, remarks = normaliser(received)
            draft.put(name, value)
            if remarks:
                draft.note(remarks, name, column)

    def _name(self, cells: Cells, draft: Draft) -> None:
        self._plain("name", NAME, cells, draft)
        if not draft.names_a_place:
            column = next(iter(self.plan.takes["name"].columns), "") if "name" in self.plan.takes else ""
            draft.note((Remark("name_missing"),), "name", column)

    def _address(self, cells: Cells, draft: Draft) -> None:
        """Street, commune and point are settled together: they must agree."""
        received, town_column = self._take(cells, "commune")
        town = communes.name(received)
        (code, code_column), post = self._insee(cells, draft), self._postal_code(cells, draft, town) or communes.code_in_name(received)
        written, street_column = self._take(cells, "street")
        has_complement = bool(self._take(cells, "complement")[0])
        street, remarks = addresses.street(written, postal_code=post, commune=town, may_split=not has_complement)
        draft.put("street", street.street)
        draft.put("complement", street.complement)
        if remarks:
            draft.note(remarks, "street", street_column)
        town, post = town or street.town, post or street.postal_code
        point, point_column = self._point(cells, draft, communes.told_by_words(code, town, post), post)
        if point:
            self._precision(cells, draft)
        is_measured = draft.values.get("precision") != "commune"
        told = f"{draft.values.get('name', '')} {street.street}"
        settled = communes.settle(code, town, post, point, is_measured=is_measured, told=told)
        for name, value in (("insee", settled.insee), ("commune", settled.commune), ("postal_code", settled.postal_code)):
            draft.put(name, value)
        for remark in settled.remarks:
            draft.note((remark,), "commune", {"insee": code_column, "latitude": point_column}.get(remark.field, town_column or street_column))
        if not settled.is_point_kept:
            point = None
            for name in ("latitude", "longitude", "precision"):
                draft.values.pop(name, None)
        draft.note(communes.distance_remarks(settled.insee, point), "latitude", point_column)

    def _insee(self, cells: Cells, draft: Draft) -> Taken:
        received, column = self._take(cells, "insee")
        value, remarks = communes.insee(received)
        draft.note(remarks, "insee", column)
        return value, column

    def _postal_code(self, cells: Cells, draft: Draft, town: str) -> str:
        received, column = self._take(cells, "postal_code")
        value, remarks = communes.postal_code(received, town)
        draft.note(remarks, "postal_code", column)
        return value

    def _point(self, cells: Cells, draft: Draft, here: Commune | None, post: str) -> tuple[Point | None, str]:
        (latitude, column), (longitude, _other) = self._take(cells, "latitude"), self._take(cells, "longitude")
        found, remarks = points.point(latitude, longitude, near=here.point if here else None, departement=here.departement if here else _departement(post))
        if column and self.plan.takes["latitude"].how == SPLIT and (not found or any(remark.rule == "point_outside" for remark in remarks)):
            whole = points.point(as_text(cells.get(column)), "", near=here.point if here else None)  # "46,17 ; 1,87" is not parted where told
            found, remarks = whole if whole[0] else (found, remarks)
        draft.note(remarks, "latitude", column)
        if found:
            draft.values["latitude"], draft.values["longitude"] = found
        return found, column

    def _precision(self, cells: Cells, draft: Draft) -> None:
        """How precise the point is, when the list tells; never finer than what its own street allows."""
        for rule in self.plan.precision:
            if _same_point(as_text(cells.get(rule.one)), as_text(cells.get(rule.other))):
                street = draft.values.get("street", "")
                finest = "housenumber" if street[:1].isdigit() else "street" if street else "commune"
                order = ("place", "housenumber", "street", "commune")
                draft.put("precision", max(rule.code, finest, key=order.index) if rule.code != "place" else rule.code)
                return

    def _phones(self, cells: Cells, draft: Draft) -> None:
        contact = self.plan.takes["phones"].contact or "service"
        self._plain("phones", lambda received: phones.phones(received, departement=_departement_of(draft), contact=contact), cells, draft)

    def _emails(self, cells: Cells, draft: Draft) -> None:
        """E-mails; the address of a site that strayed among them goes to the sites."""
        received, column = self._take(cells, "emails")
        if not received:
            return
        found = emails.read(received)
        draft.put("emails", [emails.as_value(address, self.plan.takes["emails"].contact) for address in found.addresses])
        draft.note(found.remarks, "emails", column)
        for piece in found.sites:
            sites = urls.read(piece)
            draft.put("websites", [*draft.values.get("websites", []), *sites.addresses])
            draft.note(sites.remarks, "websites", column)

    def _websites(self, cells: Cells, draft: Draft) -> None:
        """Sites; an e-mail that strayed among them goes to the e-mails."""
        received, column = self._take(cells, "websites")
        if not received:
            return
        found = urls.read(received)
        draft.put("websites", list(dict.fromkeys((*found.addresses, *draft.values.get("websites", ())))))
        draft.note(found.remarks, "websites", column)
        known = draft.values.get("emails", [])
        strays = [emails.as_value(address) for address in found.emails if all(address != email["address"] for email in known)]
        draft.put("emails", [*known, *strays])

    def _identifiers(self, cells: Cells, draft: Draft) -> None:
        self._plain("identifiers", lambda received: identifiers.identifiers(received, departement=_departement_of(draft)), cells, draft)

    def _presentation(self, cells: Cells, draft: Draft) -> None:
        """A summary too long for its field is cut, and kept whole as the description when the list gives none."""
        long, long_column = self._take(cells, "description")
        short, short_column = self._take(cells, "summary")
        summary, remarks = text.summary(short, limit=FIELDS["summary"].limit)
        draft.put("summary", summary)
        draft.note(remarks, "summary", short_column)
        is_cut = any(remark.rule == "summary_cut" for remark in remarks)
        whole, column = (long, long_column) if long else (short, short_column) if is_cut else NOTHING
        value, remarks = text.paragraphs(whole, limit=FIELDS["description"].limit)
        draft.put("description", value)
        draft.note(remarks, "description", column)

    def _choices(self, cells: Cells, draft: Draft) -> None:
        chosen = self.chooser.chosen(cells)
        for choice, state in chosen:
            if not choice.needs_support:
                area = self._area(cells, draft, choice.detail) if choice.detail and choice.detail.area and state else ()
                _choose(draft, choice.field, choice.code, state, choice.detail, area)
        for choice, state in chosen:
            if choice.needs_support and draft.values.get("support", {}).get(choice.needs_support):
                _choose(draft, choice.field, choice.code, state)

    def _area(self, cells: Cells, draft: Draft, detail: Detail) -> list[str]:
        """Territories where an offer is given at a distance."""
        found: list[str] = []
        for column in detail.area:
            keys, remarks = areas.areas(as_text(cells.get(column)))
            found += keys
            draft.note(remarks, "offers", column)
        return found

    def _words(self, cells: Cells, draft: Draft) -> None:
        for told in self.chooser.words(cells):
            if told.unknown:
                draft.note((Remark("word_unknown", raw=told.unknown),), told.field, told.column)
            else:
                _choose(draft, told.field, told.code, told.state)

    def _hours(self, cells: Cells, draft: Draft) -> None:
        rule = self.plan.hours
        if rule is None:
            return
        readers = ((rule.osm, hours.from_osm), (rule.words, hours.from_words))
        told = [(name, read(cell)) for columns, read in readers for name in columns if (cell := as_text(cells.get(name)).strip())]
        if rule.days:
            week = hours.from_days({day: _of_day(columns, cells) for day, columns in self.days.items()})
            told.append((rule.days[0][1][0] if rule.days[0][1] else "", week))
        found, column = hours.settled(told)
        if rule.value and not found.osm and not found.words:
            found, column = hours.from_words(rule.value), ""
        weeks = next((cell for name in rule.weeks if (cell := as_text(cells.get(name)))), "")
        found = hours.every_other_week(found, weeks) if weeks else found
        draft.put("hours", found.osm)
        draft.put("hours_words", found.words)
        draft.note(found.remarks, "hours", column)

    def _date(self, cells: Cells, draft: Draft) -> None:
        received, column = self._take(cells, "as_of")
        draft.as_of, remarks = dates.day(received, today=self.today)
        draft.note(remarks, "as_of", column)

    def _statement(self, cells: Cells, draft: Draft) -> None:
        """A whole statement, that of another Maillage: it is taken as it stands."""
        draft.values, remarks = statements.read(as_text(cells.get(self.plan.statement)))
        for remark in remarks:
            draft.note((remark,), remark.field, self.plan.statement)

    def _conclude(self, cells: Cells, draft: Draft) -> None:
        """What follows from several fields together."""
        values = draft.values
        if values.get("access", {}).get(PUBLIC_DENIED):
            values.setdefault("receives_public", False)
        if not self.plan.statement:
            inferred, remarks = infer(values, [remark for remark in draft.remarks if remark.rule == "word_unknown"])
            draft.put("inferred", inferred)
            draft.note(remarks, "inferred")
        if not (values.get("commune") or values.get("street") or values.get("insee") or values.get("postal_code") or "latitude" in values):
            draft.note((Remark("nothing_locates"),), "street")
            if names.is_about_the_list(values.get("name", "")) and not any(values.get(name) for name in ("phones", "emails", "websites")):
                draft.note((Remark("name_missing", raw=values.pop("name")),), "name")
        for name, remark in self.cut:
            draft.note((remark,), name)
        if surplus := cells.get(SURPLUS):
            draft.note((Remark("cells_extra", raw=str(surplus)),), "")


def _by_day(days: Iterable[tuple[str, tuple[str, ...]]]) -> dict[int, tuple[str, ...]]:
    """The columns of each day: those of a morning and of an afternoon may be named apart."""
    columns: dict[int, tuple[str, ...]] = {}
    for day, named in days:
        if day in DAY_NUMBERS:
            columns[DAY_NUMBERS[day]] = (*columns.get(DAY_NUMBERS[day], ()), *named)
    return columns


def _of_day(columns: tuple[str, ...], cells: Cells) -> str:
    if len(columns) == 1:
        return as_text(cells.get(columns[0]))
    return hours.of_day([text for name in columns if (text := as_text(cells.get(name)))])


def _choose(draft: Draft, name: str, code: str, state: bool, detail: Detail | None = None, area: Iterable[str] = ()) -> None:
    """State one element. Yes is stronger than no within a row; the first word wins for a flag or a state."""
    shape = FIELDS[name].shape
    if shape is Shape.ELEMENTS:
        known = draft.values.setdefault(name, {})
        known[code] = known.get(code, False) or state
    elif shape is Shape.FLAG:
        draft.values.setdefault(name, state)
    elif shape is Shape.TEXTS:
        known = draft.values.setdefault(name, [])
        known += [code] if state and code not in known else []
    elif shape is Shape.OFFERS:
        draft.values[name] = with_offer(draft.values.get(name, []), code, state, detail or Detail(), area)
    elif state:
        draft.values.setdefault(name, code)


def _same_point(one: str, other: str) -> bool:
    return bool(one.strip()) and one.replace(" ", "") == other.replace(" ", "")


def _departement_of(draft: Draft) -> str:
    """Where the place is, to read its telephone numbers: by its commune, else by its postal code."""
    insee = draft.values.get("insee")
    return departement_of(insee) if insee else _departement(draft.values.get("postal_code", ""))


def _departement(postal_code: str) -> str:
    found = departements_of_postal_code(postal_code) if postal_code else ()
    return found[0] if len(found) == 1 else ""
