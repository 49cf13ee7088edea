"""Knows how comparisons are written: figures for a machine, a sheet of every difference, a page in French that explains them."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from maillage.base.cells import safe
from maillage.cli.peer.comparing import ROW, Comparison, Finding
from maillage.cli.peer.verdicts import Kind

COLUMNS = ("liste", "ligne", "nom", "champ", "verdict", "raison", "nous", "outil national", "pourquoi")
CONTACTS = ("telephone", "courriels")  # their values stay out of the page
SHOWN = 70  # characters of a value in the page
KINDS = (Kind.EQUAL, Kind.BETTER, Kind.WORSE, Kind.TO_JUDGE)
NARROW = "\u202f"
HEAD = """# Ce que nous gardons des listes, à côté de l’outil national

Sept listes réelles, lues par Maillage et par l’outil national (`mednum-cli`, sans réseau), comparées ligne à ligne et champ par champ.
Cette page est écrite par une commande ; les mêmes fichiers redonnent la même page\u202f:

    maillage compare --all DOSSIER --markdown > docs/ingestion-vs-mednum.md

`DOSSIER` contient un dossier par liste\u202f: `source.json` (ou `.csv`), `peer-output.json`, et la correspondance de l’outil national, `config.json`.
Pour une seule liste, et toutes ses différences dans un tableur\u202f: `maillage compare LISTE SORTIE --source NOM --details differences.csv`.

Chaque différence est rangée par une règle qui dit pourquoi\u202f: **mieux**, **égal**, **moins bien**, ou **à juger** quand aucune règle ne décide.
Le juge est la liste elle-même\u202f: ce qu’elle écrit, et rien d’autre. Là où les règles ne suffisent pas, les cellules ont été lues une à une
(`maillage/cli/peer/judgements/`).

- Ce que nous déduisons des mots d’une ligne est marqué comme déduit\u202f: il compte comme égal, jamais comme mieux.
- Les horaires se comparent par les minutes qu’ils ouvrent en un an.
- **Utilisable** veut dire\u202f: un nom, une commune, des horaires ou un téléphone, et au moins un service que la liste dit.
  Pour l’outil national, ses services déduits comptent aussi.
"""


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Figures of one list."""
    return {
        "source": comparison.source,
        "mapping": comparison.mapping,
        "rows": comparison.rows,
        "kept": comparison.kept,
        "peer_kept": comparison.peer_kept,
        "usable": comparison.usable,
        "peer_usable": comparison.peer_usable,
        "verdicts": {kind.value: comparison.total()[kind] for kind in KINDS},
        "fields": {field: {kind.value: counts[kind] for kind in KINDS} for field, counts in comparison.counts().items()},
        "decided_by_rules": round(comparison.judged_share(), 3),
    }


def as_csv(comparisons: Iterable[Comparison]) -> str:
    """Every difference, one a line; the same values are left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for comparison in comparisons:
        for finding in comparison.findings:
            verdict = finding.verdict
            if verdict.reason != "same":
                told = (verdict.field, verdict.kind.value, verdict.reason, verdict.ours, verdict.theirs, verdict.sentence)
                writer.writerow([comparison.source, finding.line, *(safe(text) for text in (finding.name, *told))])
    return out.getvalue()


def as_markdown(shipped: Sequence[Comparison], theirs: Sequence[Comparison]) -> str:
    """The page: with our mappings in full, with those of the national tool in short."""
    lines = [HEAD, "## Ensemble", "", *overview(shipped, "Avec nos correspondances"), "", *overview(theirs, "Avec celles de l’outil national, inchangées")]
    lines += ["", decided([*shipped, *theirs])]
    for comparison in shipped:
        lines += ["", f"## {comparison.source}", "", *fields(comparison), "", *reasons(comparison), "", *worse(comparison)]
    lines += ["", "## Avec les correspondances de l’outil national"]
    for comparison in theirs:
        lines += ["", f"### {comparison.source}, {comparison.mapping}", "", *worse(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def overview(comparisons: Sequence[Comparison], title: str) -> Iterator[str]:
    yield f"| {title} | lignes | gardées | par l’outil national | utilisables | chez l’outil national | mieux | égal | moins bien | à juger |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for comparison in comparisons:
        total = comparison.total()
        usable, peer = share(comparison.usable, comparison.rows), share(comparison.peer_usable, comparison.rows)
        kept = f"{comparison.rows} | {comparison.kept} | {comparison.peer_kept} | {usable} | {peer}"
        yield f"| {comparison.source} | {kept} | {total[Kind.BETTER]} | {total[Kind.EQUAL]} | {total[Kind.WORSE]} | {total[Kind.TO_JUDGE]} |"


def decided(comparisons: Sequence[Comparison]) -> str:
    """How much of the differences no reader had to judge."""
    by_rule = sum(comparison.decided()[0] for comparison in comparisons)
    total = sum(comparison.decided()[1] for comparison in comparisons)
    return f"Les règles décident {by_rule} des {total} différences ({100 * by_rule / (total or 1):.0f}{NARROW}%)\u202f; les autres ont été jugées une à une."


def share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f}{NARROW}%)" if whole else "0"


def fields(comparison: Comparison) -> Iterator[str]:
    yield "| champ | mieux | égal | moins bien | à juger |"
    yield "|---|--:|--:|--:|--:|"
    for field, counts in comparison.counts().items():
        yield f"| {field} | {counts[Kind.BETTER]} | {counts[Kind.EQUAL]} | {counts[Kind.WORSE]} | {counts[Kind.TO_JUDGE]} |"


def reasons(comparison: Comparison) -> Iterator[str]:
    """Why it is better, by field and reason."""
    found = Counter((finding.verdict.field, finding.verdict.sentence) for finding in comparison.findings if finding.verdict.kind is Kind.BETTER)
    yield "Pourquoi c’est mieux\u202f:"
    yield ""
    yield from (f"- {field}, {count} fois\u202f: {sentence}" for (field, sentence), count in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def worse(comparison: Comparison) -> Iterator[str]:
    """What is worse, one by one, and what nothing decides."""
    for kind, title in ((Kind.WORSE, "Moins bien"), (Kind.TO_JUDGE, "À juger")):
        found = [finding for finding in comparison.findings if finding.verdict.kind is kind]
        yield f"{title}\u202f: {len(found) or 'rien'}."
        yield ""
        yield from map(told, found)
        yield from ([""] if found else [])


def told(finding: Finding) -> str:
    verdict = finding.verdict
    values = (
        ""
        if verdict.field in CONTACTS or verdict.field == ROW
        else f" Nous\u202f: {quoted(verdict.ours)}\u202f; l’outil national\u202f: {quoted(verdict.theirs)}."
    )
    return f"- ligne {finding.line}, {one_line(finding.name)}, {verdict.field}\u202f: {verdict.sentence.rstrip('.')}.{values}"


def quoted(text: str) -> str:
    plain = one_line(text)
    return f"«\u202f{plain if len(plain) <= SHOWN else plain[:SHOWN].rsplit(' ', 1)[0] + '…'}\u202f»" if plain else "rien"


def one_line(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
