"""Knows how the verdicts of the rules are stored: only what differs, never over a person's."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.base.batches import batched
from maillage.linkage.clusters import Pair
from maillage.linkage.enums import By
from maillage.linkage.models import Verdict
from maillage.linkage.score import weights
from maillage.linkage.selectors import Kept
from maillage.linkage.verdicts import Judged

BATCH = 1_000  # verdicts written in one transaction: well under a second
CHANGING = ["decision", "link", "is_backwards", "decided_by", "decided_on", "score", "veto", "contributions", "weights_version"]


def store(judged: Iterable[Judged], kept: Mapping[Pair, Kept], *, today: date, watch: Callable[[int, int], None]) -> int:
    """Make the verdicts `kept` of the rules those `judged`. Returns how many were written or forgotten."""
    wanted = {(one.a, one.b): one for one in judged}
    news = [one for couple, one in wanted.items() if couple not in kept or differs(kept[couple], one)]
    old = [couple for couple, verdict in kept.items() if couple not in wanted and not verdict.by_person]
    done = 0
    for batch in batched(news, BATCH):
        done += write(batch, today=today)
        watch(done, len(news) + len(old))
    for couples in batched(old, BATCH):
        done += forget(couples)
        watch(done, len(news) + len(old))
    return done


def differs(kept: Kept, one: Judged) -> bool:
    """Do the rules say something new of a pair that no person decided?"""
    told = Kept(one.decision, By.MACHINE, one.score, one.veto, [list(told) for told in one.contributions], weights().version)
    return not kept.by_person and kept != told


@transaction.atomic
def write(judged: Collection[Judged], *, today: date) -> int:
    """Write these verdicts. A person who decided meanwhile is not overruled."""
    held = locked((one.a, one.b) for one in judged)
    rows = [row(one, today) for one in judged if held.get((one.a, one.b)) != By.PERSON]
    Verdict.objects.bulk_create([new for new in rows if couple(new) not in held], ignore_conflicts=True)
    changed = [old for old in rows if couple(old) in held]
    Verdict.objects.bulk_create(changed, update_conflicts=True, unique_fields=["place_a", "place_b"], update_fields=CHANGING)
    return len(rows)


def row(one: Judged, today: date) -> Verdict:
    return Verdict(
        place_a_id=UUID(one.a),
        place_b_id=UUID(one.b),
        decision=one.decision,
        link=one.link,
        is_backwards=one.is_backwards,
        decided_by=By.MACHINE,
        decided_on=today,
        score=one.score,
        veto=one.veto,
        contributions=[list(told) for told in one.contributions],
        weights_version=weights().version,
    )


def couple(verdict: Verdict) -> Pair:
    return str(verdict.place_a_id), str(verdict.place_b_id)


def locked(couples: Iterable[Pair]) -> dict[Pair, str]:
    """Stored verdicts of these pairs, locked: pair -> who decided."""
    wanted = set(couples)
    rows = Verdict.objects.select_for_update().filter(place_a__in={UUID(a) for a, _ in wanted}).order_by("place_a", "place_b")
    found = rows.values_list("place_a_id", "place_b_id", "decided_by")
    return {(str(a), str(b)): by for a, b, by in found if (str(a), str(b)) in wanted}


@transaction.atomic
def forget(couples: Collection[Pair]) -> int:
    """Forget what the rules no longer say of these pairs."""
    machine = [one for one, by in locked(couples).items() if by == By.MACHINE]
    rows = Verdict.objects.filter(place_a__in={UUID(a) for a, _ in machine}).order_by("place_a", "place_b")
    wanted = set(machine)
    old = [pk for pk, a, b in rows.values_list("pk", "place_a_id", "place_b_id") if (str(a), str(b)) in wanted]
    return Verdict.objects.filter(pk__in=old).delete()[0]
