"""Knows how clauses make the hours of a year, and their expression in OSM syntax. What two clauses leave in doubt is not said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.directory.hours.french.clauses import ALWAYS, Closing, Opened, Timed, Told, When, side
from maillage.directory.hours.french.parts import DAY_END, Ref, Season
from maillage.directory.hours.french.tokens import EVEN, HOLIDAYS, TERM, Unsaid
from maillage.directory.hours.osm import DAYS, MONTHS, clock

OTHERWISE = ' || unknown "sur rendez-vous"'

Times = tuple[Timed, ...]
Layer = dict[Ref, Times]


@dataclass
class Schedule:
    """Hours by part of the year, then those of public holidays and the days off."""

    layers: dict[When, Layer] = field(default_factory=dict)
    said: dict[tuple[When, Ref], list[Opened]] = field(default_factory=dict)
    offs: list[tuple[When, frozenset[Ref]]] = field(default_factory=list)
    holidays: Times | None = None  # public holidays; () when closed
    school_off: bool = False

    # What is told

    def open(self, told: Opened) -> None:
        layer = self.layers.setdefault(told.when, {})
        for ref in told.refs:
            before = self.said.setdefault((told.when, ref), [])
            if any(not adds(other, told) for other in before):
                raise Unsaid
            layer[ref] = together((*layer.get(ref, ()), *told.times))
            before.append(told)
        if told.holidays:
            self.open_holidays(told)

    def open_holidays(self, told: Opened) -> None:
        if told.when != ALWAYS or self.holidays not in (None, told.times):
            raise Unsaid
        self.holidays = told.times

    def close(self, closing: Closing) -> None:
        days, when = closing.days, closing.when
        refs = days.refs if days else frozenset[Ref]()
        if days and days.holidays:
            if self.holidays or closing.half or (not refs and when != ALWAYS):
                raise Unsaid
            self.holidays = ()
        if days and not refs:
            return
        if closing.half:
            self.close_half(refs, closing)
        elif when.school and not refs:
            self.close_school(when)
        elif any(ref.nth for ref in refs) or (when != ALWAYS and when not in self.layers):
            if when.school:
                raise Unsaid
            self.offs.append((when, refs))
        elif not refs:
            raise Unsaid
        else:
            self.close_days(when, refs)

    def close_days(self, when: When, refs: frozenset[Ref]) -> None:
        """Take whole days away, from all the year or from one part of it; there, hours of the year would come back."""
        days = {ref.day for ref in refs}
        for layer in self.layers.values() if when == ALWAYS else [self.layers[when]]:
            for ref in [ref for ref in layer if ref.day in days]:
                del layer[ref]
        if when != ALWAYS and any(ref.day in days for other, layer in self.layers.items() if meet(when, other) for ref in layer):
            if when.school:
                raise Unsaid
            self.offs.append((when, refs))

    def close_half(self, refs: Iterable[Ref], closing: Closing) -> None:
        """Take the mornings or the afternoons of some days away; they must stand apart."""
        if closing.when != ALWAYS or any(ref.nth for ref in refs):
            raise Unsaid
        for ref in refs:
            found = [(layer, layer[ref]) for layer in self.layers.values() if ref in layer]
            if not found:
                raise Unsaid
            for layer, times in found:
                sides = [side((timed.start, timed.end)) for timed in times]
                kept = tuple(timed for timed, of in zip(times, sides, strict=True) if of != closing.half)
                if "" in sides or not kept:
                    raise Unsaid
                layer[ref] = kept

    def close_school(self, when: When) -> None:
        if when.season or when.weeks or when.school == TERM or any(each.school == HOLIDAYS for each in self.layers):
            raise Unsaid
        self.school_off = True

    # What is said

    def write(self) -> str:
        """The expression. Raise Unsaid when the syntax has no clear way to tell it."""
        if not any(self.layers.values()):
            raise Unsaid
        check_ranks(self.layers)
        schools = {when.school for when in self.layers}
        if self.school_off or schools == {TERM}:
            if schools - {"", TERM} or len(schools) > 1:
                raise Unsaid
            rules = [*self.write_layers({When(when.season, when.weeks): layer for when, layer in self.layers.items()}), "SH off"]
        elif schools == {""}:
            rules = self.write_layers(self.layers)
        else:
            rules = self.write_school()
        if self.holidays is not None:
            rules += ["; ".join(said("PH", self.holidays)) if self.holidays else "PH off"]
        return "; ".join(rules)

    def write_layers(self, layers: dict[When, Layer]) -> list[str]:
        """Rules of the whole year first: those of a season erase them on its days."""
        order = sorted(layers, key=lambda when: (when.season is not None, bool(when.weeks), when.season or Season((0, 0), (0, 0)), when.weeks))
        for place, when in enumerate(order):
            for other in order[:place]:
                check_together(other, layers[other], when, layers[when])
        rules = [rule for when in order for rule in layer_rules(prefix(when), layers[when])]
        for when, refs in self.offs:
            if any(other not in (ALWAYS, when) and meet(when, other) and blurs(when, refs, other, layers[other]) for other in order):
                raise Unsaid
            rules.append(f"{prefix(when)} {day_list(refs)} off".replace("  ", " ").strip())
        return rules

    def write_school(self) -> list[str]:
        """Term first, then school holidays, then the days on which they change nothing: the syntax has no "Monday in school holidays"."""
        if any(when.season or when.weeks for when in self.layers) or any(ref.nth for layer in self.layers.values() for ref in layer) or self.offs:
            raise Unsaid
        always, term, holidays = (self.layers.get(When(school=school), {}) for school in ("", TERM, HOLIDAYS))
        if set(always) & set(term) or (not set(holidays) >= set(always) and set(holidays) & set(always)):
            raise Unsaid
        in_term = always | term
        in_holidays = always | holidays
        changed = [ref for ref in map(Ref, range(7)) if in_term.get(ref, ()) != in_holidays.get(ref, ())]
        others = {in_holidays.get(ref, ()) for ref in changed}
        if not changed:
            return layer_rules("", in_term)
        if len(others) > 1 or (others == {()} and len(in_holidays) > 0):
            raise Unsaid
        same = [ref for ref in map(Ref, range(7)) if ref not in changed]
        rules = layer_rules("", {ref: times for ref, times in in_term.items() if ref in changed})
        rules += said("SH", next(iter(others))) if others != {()} else ["SH off"]
        rules += layer_rules("", {ref: in_term[ref] for ref in same if ref in in_term})
        closed = frozenset(ref for ref in same if ref not in in_term)
        return [*rules, f"{day_list(closed)} off"] if closed and others != {()} else rules


def expression(told: Told) -> str:
    """What was told, in OSM syntax."""
    schedule = Schedule()
    for opened in told.opened:
        schedule.open(opened)
    for closing in told.closings:
        if any(contradicts(closing, opened) for opened in told.opened):
            raise Unsaid
        schedule.close(closing)
    written = schedule.write()
    return written + OTHERWISE if told.otherwise else written


def contradicts(closing: Closing, opened: Opened) -> bool:
    """ "jeudi 14h-17h, fermé le jeudi"."""
    if closing.days is None or closing.half or closing.when not in (ALWAYS, opened.when):
        return False
    return bool(opened.said) and opened.said <= closing.days.refs


def adds(before: Opened, after: Opened) -> bool:
    """Do these hours add to those, rather than correct them?"""
    notes = {timed.note for timed in before.times} ^ {timed.note for timed in after.times}
    return before.said == after.said or bool(before.half and after.half and before.half != after.half) or bool(notes)


def together(times: Iterable[Timed]) -> Times:
    """Hours of one day in order, those that touch made one. Raise Unsaid when they overlap."""
    kept: list[Timed] = []
    for timed in sorted(set(times)):
        if kept and timed.start < kept[-1].end:
            raise Unsaid
        if kept and timed.start == kept[-1].end and timed.note == kept[-1].note:
            kept[-1] = Timed(kept[-1].start, timed.end, timed.note)
        else:
            kept.append(timed)
    return tuple(kept)


def check_ranks(layers: dict[When, Layer]) -> None:
    """The first Monday has its own hours, and every Monday too: which ones hold?"""
    for layer in layers.values():
        for ref in layer:
            for other in layer:
                if ref != other and ref.day == other.day and ranks_meet(ref.nth, other.nth):
                    raise Unsaid


def ranks_meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    late = {4, 5, -1}
    return not one or not other or bool(set(one) & set(other)) or (-1 in one and bool(late & set(other))) or (-1 in other and bool(late & set(one)))


def check_together(before: When, earlier: Layer, after: When, later: Layer) -> None:
    """Two parts of the year: the second replaces the whole week of the first, or neither touches the other."""
    if not meet(before, after):
        return
    days = {ref.day for ref in earlier} & {ref.day for ref in later}
    if not days:
        return
    replaces = before == ALWAYS and {ref.day for ref in later} >= {ref.day for ref in earlier} and not any(ref.nth for ref in (*earlier, *later))
    if not replaces or after.weeks:
        raise Unsaid


def meet(one: When, other: When) -> bool:
    """Are there days in both?"""
    if (one.weeks and other.weeks and one.weeks != other.weeks) or (one.school and other.school and one.school != other.school):
        return False
    return one.season is None or other.season is None or bool(dates(one.season) & dates(other.season))


def blurs(off: When, refs: Iterable[Ref], when: When, layer: Layer) -> bool:
    """Does a closing leave a doubt on hours of a part of the year? Not when it is a part of that part: "d’avril à septembre : lundi 9h-12h ; fermé en août"."""
    days = {ref.day for ref in refs}
    return bool(days & {ref.day for ref in layer}) if days else not dates(off.season) <= dates(when.season)


def dates(season: Season | None) -> set[tuple[int, int]]:
    """All (month, day) of a season; of the year without one."""
    year = [(month, day) for month in range(1, 13) for day in range(1, 32)]
    if season is None:
        return set(year)
    first, last = (season.first[0], season.first[1] or 1), (season.last[0], season.last[1] or 31)
    if first <= last:
        return {date for date in year if first <= date <= last}
    return {date for date in year if date >= first or date <= last}


def prefix(when: When) -> str:
    """The part of the year: "Oct-Jun", "Apr 1-Sep 30", "week 2-52/2"."""
    return " ".join(filter(None, [write_season(when.season), ("week 2-52/2" if when.weeks == EVEN else "week 1-53/2") if when.weeks else ""]))


def write_season(season: Season | None) -> str:
    if season is None:
        return ""
    (month, day), (last_month, last_day) = season.first, season.last
    if not day:
        return MONTHS[month - 1] if month == last_month else f"{MONTHS[month - 1]}-{MONTHS[last_month - 1]}"
    return f"{MONTHS[month - 1]} {day}-{MONTHS[last_month - 1]} {last_day}"


def layer_rules(start: str, layer: Layer) -> list[str]:
    """Rules of one part of the year: days with the same hours together."""
    by_times: dict[Times, list[Ref]] = {}
    for ref in sorted(layer):
        by_times.setdefault(layer[ref], []).append(ref)
    return [", ".join(said(f"{start} {day_list(refs)}".strip(), times)) for times, refs in by_times.items()]


def said(selector: str, times: Times) -> list[str]:
    """Hours after their days; those by appointment in a rule of their own that adds to the first."""
    by_note: dict[str, list[Timed]] = {}
    for timed in sorted(times, key=lambda timed: (timed.note != "", timed)):
        by_note.setdefault(timed.note, []).append(timed)
    rules = []
    for note, of_note in by_note.items():
        spans = ",".join(f"{clock(timed.start)}-{clock(timed.end)}" for timed in of_note)
        state = f'unknown "{note}"' if note else ""
        rules.append(" ".join(filter(None, [selector, "" if note and of_note == [Timed(0, DAY_END, note)] else spans, state])))
    return rules


def day_list(refs: Iterable[Ref]) -> str:
    """ "Mo-We,Fr", "Tu[1,3]"."""
    runs: list[list[int]] = []
    ranked = []
    for ref in sorted(refs):
        if ref.nth:
            ranked.append(f"{DAYS[ref.day]}[{','.join(map(str, ref.nth))}]")
        elif runs and runs[-1][-1] == ref.day - 1:
            runs[-1].append(ref.day)
        else:
            runs.append([ref.day])
    plain = [DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs]
    return ",".join([*plain, *ranked])
