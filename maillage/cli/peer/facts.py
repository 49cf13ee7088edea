"""Knows what a row says, ours or the national tool's, in one comparable form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.base.geometry import Point
from maillage.base.text import fold
from maillage.ingestion.mapping.national import CHOICES
from maillage.ingestion.rows import Draft
from maillage.referentials.selectors import by_standard

FAKE_PIVOT = "00000000000000"
FAKE_DATE = "1970-01-01"
TEXTS = {
    "nom": "name",
    "commune": "commune",
    "code_postal": "postal_code",
    "code_insee": "insee",
    "adresse": "street",
    "complement_adresse": "complement",
    "structure_parente": "parent",
    "prise_rdv": "appointment_url",
    "fiche_acces_libre": "access_url",
}


@dataclass(frozen=True)
class Facts:
    """A row by the names of the national standard. `denied` and `inferred` are ours only: what is said not to be, what was deduced."""

    texts: Mapping[str, str] = field(default_factory=dict)  # one text each
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # telephone, courriels, site_web, pivot, autres_formations_labels
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()  # "services:code"
    inferred: frozenset[str] = frozenset()
    point: Point | None = None
    hours: str = ""
    hours_words: str = ""
    presentation: str = ""
    date: str = ""


def ours(draft: Draft) -> Facts:
    """What we keep of a row."""
    values = draft.values
    chosen = {name: values.get(vocab) or {} for name, vocab in CHOICES.items()}
    return Facts(
        texts={name: values.get(ours, "") for name, ours in TEXTS.items()},
        lists={
            "pivot": tuple((values.get("identifiers") or {}).values()),
            "telephone": tuple(phone["number"] for phone in values.get("phones") or []),
            "courriels": tuple(email["address"] for email in values.get("emails") or []),
            "site_web": tuple(values.get("websites") or []),
            "autres_formations_labels": tuple(values.get("other_labels") or []),
        },
        choices={name: frozenset(code for code, state in codes.items() if state) for name, codes in chosen.items()},
        denied=frozenset(f"{CHOICES[name]}:{code}" for name, codes in chosen.items() for code, state in codes.items() if not state),
        inferred=frozenset(code for code, state in (values.get("inferred") or {}).items() if state),
        point=Point(values["latitude"], values["longitude"]) if "latitude" in values else None,
        hours=values.get("hours", ""),
        hours_words=values.get("hours_words", ""),
        presentation=presentation(values.get("summary", ""), values.get("description", "")),
        date=draft.as_of.isoformat() if draft.as_of else "",
    )


def theirs(row: Mapping[str, Any]) -> Facts:
    """A row of the national tool's output, in the standard's columns."""
    text = {name: str(value).strip() for name, value in row.items() if value is not None}
    return Facts(
        texts={name: text.get(name, "") for name in TEXTS},
        lists={name: parts(text.get(name, "")) for name in ("pivot", "telephone", "courriels", "site_web", "autres_formations_labels")},
        choices={name: frozenset(code_of(vocab, label) for label in parts(text.get(name, ""))) for name, vocab in CHOICES.items()},
        point=point(text),
        hours=text.get("horaires", ""),
        presentation=presentation(text.get("presentation_resume", ""), text.get("presentation_detail", "")),
        date=text.get("date_maj", ""),
    )


def presentation(summary: str, detail: str) -> str:
    """Summary and detail as one text: a summary is often the beginning of the detail, cut."""
    begun = fold(detail).startswith(fold(summary.rstrip("….")))
    return detail if detail and begun else "\n".join(filter(None, (summary, detail)))


def parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def code_of(vocab: str, label: str) -> str:
    """Our code of a value of the standard; the value itself where we have none."""
    return by_standard(vocab, label) or label


def point(text: Mapping[str, str]) -> Point | None:
    try:
        return Point(float(text["latitude"]), float(text["longitude"]))
    except (KeyError, ValueError):
        return None
