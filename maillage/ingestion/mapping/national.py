"""Knows the mapping form of the national tool (`config.json` of mednum-cli), read unchanged and compiled into our plan."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping.keywords import loosen
from maillage.ingestion.mapping.lint import code_of, nearest, nearest_label, unknown
from maillage.ingestion.mapping.plan import ALL, FIRST, JOIN, SPLIT, Choice, HoursRule, Plan, Take
from maillage.referentials.selectors import vocabulary

FIELDS = {
    "nom": "name",
    "pivot": "identifiers",
    "commune": "commune",
    "code_postal": "postal_code",
    "code_insee": "insee",
    "adresse": "street",
    "complement_adresse": "complement",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phones",
    "courriels": "emails",
    "site_web": "websites",
    "presentation_resume": "summary",
    "presentation_detail": "description",
    "structure_parente": "parent",
    "date_maj": "as_of",
    "fiche_acces_libre": "access_url",
    "prise_rdv": "appointment_url",
}
CHOICES = {
    "typologie": "kinds",
    "services": "services",
    "publics_specifiquement_adresses": "audiences",
    "prise_en_charge_specifique": "care",
    "frais_a_charge": "costs",
    "dispositif_programmes_nationaux": "programmes",
    "formations_labels": "labels",
    "modalites_acces": "access",
    "modalites_accompagnement": "support",
    "itinerance": "itinerance",
}
OTHERS = {"id", "source", "horaires", "semaine_ouverture", "autres_formations_labels"}
KNOWN = {*FIELDS, *CHOICES, *OTHERS}
FINGERPRINT = ("nom", "adresse", "commune")
OLD_NAMES = {"courriel": "courriels", "typologies": "typologie", "accessibilite": "fiche_acces_libre"}  # keys the tool silently ignores
DAYS = {"Mo": "mo", "Tu": "tu", "We": "we", "Th": "th", "Fr": "fr", "Sa": "sa", "Su": "su"}


def compile_plan(text: str, *, name: str, version: str) -> Plan:
    """The plan of a `config.json`. Raise WrongMapping when it is not one; lesser faults become the plan's warnings."""
    config, warnings = _read(text)
    try:
        return _compiled(config, warnings, name=name, version=version)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise WrongMapping(_("La correspondance n’a pas la forme attendue : une table, une liste ou un texte est à la place d’un autre.")) from error


def _compiled(config: Mapping[str, Any], warnings: list[str], *, name: str, version: str) -> Plan:
    choices = tuple(_choices(config, warnings))
    takes = {ours: take for key, ours in FIELDS.items() if (take := _take(config.get(key)))}
    if labels := _free_labels(config):
        takes["other_labels"] = labels
    identity = _take(config.get("id"))
    stable = [take for key in FINGERPRINT if (take := _take(config.get(key)))]
    return Plan(
        name=name,
        version=version,
        record_id=identity.columns if identity else (),
        fingerprint=tuple(dict.fromkeys(column for take in stable for column in take.columns)),
        known=_columns(config.get("source", {}).get("colonne")),
        takes=takes,
        choices=choices,
        hours=_hours(config),
        warnings=tuple(warnings),
    )


def _read(text: str) -> tuple[dict[str, Any], list[str]]:
    try:
        config = json.loads(text)
    except json.JSONDecodeError as error:
        raise WrongMapping(_("La correspondance n’est pas un JSON valide (ligne %(line)s).") % {"line": error.lineno}) from error
    if not isinstance(config, dict) or "nom" not in config:
        raise WrongMapping(_("La correspondance doit dire au moins dans quelle colonne est le nom : « nom »."))
    warnings: list[str] = []
    for key in [key for key in config if key not in KNOWN]:
        meant = OLD_NAMES.get(key, "")
        if meant and meant not in config:
            config[meant] = config[key]
            warnings.append(_("Clé « %(key)s » lue comme « %(meant)s ».") % {"key": key, "meant": meant})
        else:
            warnings.append(unknown(key, nearest(key, KNOWN), what=_("Clé")))
    return config, warnings


def _take(spec: Any) -> Take | None:
    """A column, a list of columns, a constant, a join or a split; None when it names nothing."""
    if isinstance(spec, str | list):
        spec = {"colonne": spec}
    if not isinstance(spec, Mapping):
        return None
    if "valeur" in spec:
        return Take(constant=str(spec["valeur"]))
    if isinstance(join := spec.get("joindre"), Mapping):
        return _joined(join)
    if isinstance(split := spec.get("dissocier"), Mapping):
        return Take(_columns(split.get("colonne")), SPLIT, str(split.get("séparateur", ",")), int(split.get("partie", 0)))
    if "colonnes" in spec:
        return _joined(spec)
    columns = _columns(spec.get("colonne"))
    return Take(columns, FIRST) if columns else None


def _joined(join: Mapping[str, Any]) -> Take:
    return Take(_columns(join.get("colonnes")), JOIN, str(join.get("séparateur", " ")), otherwise=_take(join.get("ou")))


def _columns(spec: Any) -> tuple[str, ...]:
    names = [spec] if isinstance(spec, str) else spec if isinstance(spec, list) else []
    return tuple(name for name in names if isinstance(name, str) and name)


def _choices(config: Mapping[str, Any], warnings: list[str]) -> Iterator[Choice]:
    for key, ours in CHOICES.items():
        for rule in config.get(key) or ():
            target = rule.get("cible") or ""
            code = _code(key, ours, target, warnings)
            if code is None:
                continue
            yield Choice(
                field=ours,
                code=code,
                columns=_columns(rule.get("colonnes")),
                terms=tuple(loosen(term) for term in rule.get("termes") or ()),
                vetoes=tuple(loosen(term) for term in rule.get("sauf") or ()),
                needs_support=code_of("support", rule.get("modalitesAccompagnement") or "") or "",
            )
    for rule in config.get("autres_formations_labels") or ():
        if target := rule.get("cible"):
            terms, vetoes = (tuple(loosen(term) for term in rule.get(name) or ()) for name in ("termes", "sauf"))
            yield Choice("other_labels", str(target), _columns(rule.get("colonnes")), terms, vetoes)


def _code(key: str, vocab: str, target: str, warnings: list[str]) -> str | None:
    """Code of a target; a label with another spelling is repaired, an unknown one makes its rule silent. Both are told."""
    code = code_of(vocab, target)
    if code is None:
        told = unknown(target, nearest_label(vocab, target), what=key)
        warnings.append(told + " " + _("La règle est laissée de côté."))
        return None
    term = vocabulary(vocab).get(code)
    if target not in {term.code, term.label, term.standard}:
        warnings.append(_("%(key)s : « %(target)s » lu comme « %(meant)s ».") % {"key": key, "target": target, "meant": term.label})
    return code


def _free_labels(config: Mapping[str, Any]) -> Take | None:
    """Columns copied as they are."""
    columns = [column for rule in config.get("autres_formations_labels") or () if not rule.get("cible") for column in _columns(rule.get("colonnes"))]
    return Take(tuple(columns), ALL) if columns else None


def _hours(config: Mapping[str, Any]) -> HoursRule | None:
    spec = config.get("horaires")
    if not isinstance(spec, Mapping):
        return None
    days = tuple((DAYS[day["osm"]], _columns(day.get("colonne"))) for day in spec.get("jours") or () if day.get("osm") in DAYS)
    weeks = config.get("semaine_ouverture") or spec.get("semaine_ouverture") or {}
    return HoursRule(days, _columns(spec.get("osm")), _columns(spec.get("semaine")), _columns(weeks.get("colonne") if isinstance(weeks, Mapping) else weeks))
