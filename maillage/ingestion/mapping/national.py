"""Knows the mapping form of the national tool (`config.json` of mednum-cli), read unchanged and compiled into our plan.

Such a file was never checked by its own tool: what is wrong in it is left aside with a warning, and the rest is read.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
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
LABELS = "autres_formations_labels"
KNOWN = {*FIELDS, *CHOICES, LABELS, "id", "source", "horaires", "semaine_ouverture"}
FINGERPRINT = ("nom", "adresse", "commune")
OLD_NAMES = {  # keys the tool silently ignores: misspelt, or those of the standard 0.1.1
    "courriel": "courriels",
    "typologies": "typologie",
    "accessibilite": "fiche_acces_libre",
    "publics_accueillis": "publics_specifiquement_adresses",
    "conditions_acces": "frais_a_charge",
    "labels_nationaux": "dispositif_programmes_nationaux",
    "labels_autres": LABELS,
}
TAKE_KEYS = {"colonne", "colonnes", "valeur", "joindre", "dissocier", "ou", "séparateur", "partie"}
RULE_KEYS = {"colonnes", "termes", "sauf", "cible", "modalitesAccompagnement"}
SHORTEST_STEM = 6  # letters; shorter ones begin too many other words ("jeune", "jeunesse")
HOURS_KEYS = {"jours", "semaine", "osm", "semaine_ouverture"}
DAYS = {
    **{"mo": "mo", "tu": "tu", "we": "we", "th": "th", "fr": "fr", "sa": "sa", "su": "su"},
    **{"lundi": "mo", "mardi": "tu", "mercredi": "we", "jeudi": "th", "vendredi": "fr", "samedi": "sa", "dimanche": "su"},
}
COORDINATES = "geometry.coordinates"
RANK = re.compile(r"^(.+)(?:\.|\[)(\d)\]?$")  # "geo_point_2d.0": a value of an array
Warnings = list[str]


def compile_plan(text: str, *, name: str, version: str) -> Plan:
    """The plan of a `config.json`. Raise WrongMapping when it is not one; lesser faults become the plan's warnings."""
    config, warnings = _read(text)
    takes = {ours: take for key, ours in FIELDS.items() if (take := _take(config.get(key), key, warnings))}
    for axis in ("latitude", "longitude"):
        if axis in takes and any(column.startswith(COORDINATES) for column in takes[axis].named()):
            takes[axis] = replace(takes[axis], otherwise=Take((axis,)))  # the point that the reader of GeoJSON gives
    if not takes.get("name", Take()).named():
        raise WrongMapping(_("La correspondance doit dire au moins dans quelle colonne est le nom : « nom »."))
    if labels := _free_labels(config.get(LABELS)):
        takes["other_labels"] = labels
    identity = _take(config.get("id"), "id", warnings) or Take()
    stable = [take for key in FINGERPRINT if (take := takes.get(FIELDS[key]))]
    joined = identity.columns if identity.how == JOIN else ()  # a joined identifier is stable, and no cell holds it
    source = _take(config.get("source"), "source", warnings)
    return Plan(
        name=name,
        version=version,
        record_id=() if joined else identity.columns,
        fingerprint=tuple(dict.fromkeys((*joined, *(() if joined else (column for take in stable for column in take.columns))))),
        known=source.columns if source else (),
        takes=takes,
        choices=tuple(_choices(config, warnings)),
        hours=_hours(config, warnings),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _read(text: str) -> tuple[dict[str, Any], Warnings]:
    twice: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        named = [(unicodedata.normalize("NFC", key), value) for key, value in pairs]
        twice.extend(key for key, count in Counter(key for key, _value in named).items() if count > 1)
        return dict(named)

    try:
        config = json.loads(text, object_pairs_hook=table)
    except json.JSONDecodeError as error:
        raise WrongMapping(_("La correspondance n’est pas un JSON valide (ligne %(line)s).") % {"line": error.lineno}) from error
    except (RecursionError, ValueError) as error:
        raise WrongMapping(_("La correspondance n’a pas la forme attendue : trop de tables emboîtées, ou un nombre trop long.")) from error
    if not isinstance(config, dict) or "nom" not in config:
        raise WrongMapping(_("La correspondance doit dire au moins dans quelle colonne est le nom : « nom »."))
    warnings = [_("Clé « %(key)s » écrite deux fois : seule la dernière est lue.") % {"key": key} for key in twice]
    for key in [key for key in config if key not in KNOWN]:
        folded = fold(key).replace(" ", "_")
        meant = OLD_NAMES.get(folded) or (folded if folded in KNOWN else "")
        if meant and meant not in config:
            config[meant] = config[key]
            warnings.append(_("Clé « %(key)s » lue comme « %(meant)s ».") % {"key": key, "meant": meant})
        else:
            warnings.append(unknown(key, nearest(key, KNOWN), what=_("Clé")))
    return config, warnings


def _left_aside(key: str, reason: str) -> str:
    return _("« %(key)s » : %(reason)s La règle est laissée de côté.") % {"key": key, "reason": reason}


def _take(spec: Any, key: str, warnings: Warnings) -> Take | None:
    """A column, a list of columns, a constant, a join or a split; None when it names nothing."""
    if isinstance(spec, str | list):
        spec = {"colonne": spec}
    if not isinstance(spec, Mapping):
        if spec is not None:
            warnings.append(_left_aside(key, _("une table était attendue.")))
        return None
    _unknown_keys(spec, TAKE_KEYS, key, warnings)
    constant = spec.get("valeur")
    last = Take(constant=str(constant)) if isinstance(constant, str | int | float) and str(constant) else _take(spec.get("ou"), key, warnings)
    take = _own_take(spec, key, warnings)
    if take is None or not take.columns:
        return (take and take.otherwise) or last
    return take if take.otherwise or last is None else Take(take.columns, take.how, take.separator, take.part, otherwise=last)


def _own_take(spec: Mapping[str, Any], key: str, warnings: Warnings) -> Take | None:
    join, split = spec.get("joindre"), spec.get("dissocier")
    if isinstance(join, str | list):
        join = {"colonnes": join}
    if isinstance(join, Mapping):
        return Take(_columns(join.get("colonnes") or join.get("colonne")), JOIN, _separator(join, " "), otherwise=_take(join.get("ou"), key, warnings))
    if isinstance(split, Mapping):
        return Take(_columns(split.get("colonne")), SPLIT, _separator(split, ",") or ",", _part(split, key, warnings))
    for name, value in (("joindre", join), ("dissocier", split)):
        if value is not None:
            warnings.append(_left_aside(f"{key}.{name}", _("une table était attendue.")))
    if "colonnes" in spec:
        return Take(_columns(spec["colonnes"]), JOIN, _separator(spec, " "))
    columns = _columns(spec.get("colonne"))
    ranked = RANK.match(columns[0]) if len(columns) == 1 else None
    return Take(columns, FIRST, otherwise=Take((ranked[1],), SPLIT, "|", int(ranked[2])) if ranked else None) if columns else None


def _separator(spec: Mapping[str, Any], usual: str) -> str:
    found = spec.get("séparateur", spec.get("separateur", usual))
    return found if isinstance(found, str) else usual


def _part(split: Mapping[str, Any], key: str, warnings: Warnings) -> int:
    part = split.get("partie", 0)
    try:
        return int(part)
    except (TypeError, ValueError, OverflowError):
        warnings.append(_("« %(key)s » : la partie « %(part)s » n’est pas un nombre ; la première est prise.") % {"key": key, "part": part})
        return 0


def _columns(spec: Any) -> tuple[str, ...]:
    names = [spec] if isinstance(spec, str) else spec if isinstance(spec, list) else []
    return tuple(name for name in names if isinstance(name, str) and name.strip())


def _rules(config: Mapping[str, Any], key: str, warnings: Warnings) -> Iterator[Mapping[str, Any]]:
    rules = config.get(key)
    if isinstance(rules, Mapping):
        rules = [rules]
    if not isinstance(rules, list | None):
        warnings.append(_left_aside(key, _("une liste de règles était attendue.")))
        return
    for rank, rule in enumerate(rules or (), start=1):
        if isinstance(rule, Mapping):
            if "colonne" in rule and "colonnes" not in rule:
                rule = {"colonnes" if name == "colonne" else name: value for name, value in rule.items()}  # noqa: PLW2901 the rule as it was meant
            _unknown_keys(rule, RULE_KEYS, key, warnings)
            yield rule
        else:
            warnings.append(_left_aside(f"{key}[{rank}]", _("une table était attendue.")))


def _choices(config: Mapping[str, Any], warnings: Warnings) -> Iterator[Choice]:
    for key, ours in CHOICES.items():
        for rule in _rules(config, key, warnings):
            field, code = _target(key, ours, rule.get("cible"), warnings)
            asked = _words(rule.get("modalitesAccompagnement"))
            support = _code("modalitesAccompagnement", "support", asked[0], warnings) if asked else ""
            if code is not None and support is not None and (choice := _choice(rule, key, field, code, warnings)):
                yield choice if not support else replace(choice, needs_support=support)
    for rule in _rules(config, LABELS, warnings):
        target = rule.get("cible")
        if target and isinstance(target, str) and (choice := _choice(rule, LABELS, "other_labels", target, warnings)):
            yield choice


def _choice(rule: Mapping[str, Any], key: str, field: str, code: str, warnings: Warnings) -> Choice | None:
    """A choice; None when it names no column, or no word that can be looked for, though it meant to: it must not become one that always holds."""
    columns, (terms, vetoes) = _columns(rule.get("colonnes")), (_terms(rule.get(name)) for name in ("termes", "sauf"))
    asks = rule.get("termes")
    if rule.get("colonnes") is not None and not columns:
        warnings.append(_left_aside(f"{key} → {rule.get('cible')}", _("aucune colonne n’y est nommée.")))
        return None
    if (asks and not terms) or not isinstance(asks, list | str | None):
        warnings.append(_left_aside(f"{key} → {rule.get('cible')}", _("aucun de ses termes n’est un mot.")))
        return None
    if terms and not columns:
        warnings.append(_("« %(key)s » : des termes sans colonnes ; « %(code)s » vaut pour toutes les lignes.") % {"key": key, "code": rule.get("cible")})
    return Choice(field, code, columns, terms, vetoes, written=tuple(word for word in _words(asks) if loosen(word).strip()))


def _words(spec: Any) -> list[str]:
    return [spec] if isinstance(spec, str) and spec else [word for word in spec if isinstance(word, str)] if isinstance(spec, list) else []


def _terms(spec: Any) -> tuple[str, ...]:
    """Terms loosened, without those that hold no letter and no digit: they would stand nowhere.

    The tool finds a term inside words: its long words may be stems ("individualisé" in "formation individualisée", "gratuit" in "gratuitement").
    """
    return tuple(_open(term) for word in _words(spec) if (term := loosen(word)).strip())


def _open(term: str) -> str:
    return term.rstrip() if len(term.split()[-1]) >= SHORTEST_STEM else term


def _target(key: str, vocab: str, target: Any, warnings: Warnings) -> tuple[str, str | None]:
    """The vocabulary and the code of a target. Labels of the standard 0.1.1 may since belong to another vocabulary: there they are read."""
    if isinstance(target, str) and code_of(vocab, target) is None:
        elsewhere = [(other, code) for other in CHOICES.values() if (code := code_of(other, target))]
        if len(elsewhere) == 1:
            field, code = elsewhere[0]
            meant = vocabulary(field).get(code).label
            warnings.append(_("%(key)s : « %(target)s » lu comme « %(meant)s » (%(field)s).") % {"key": key, "target": target, "meant": meant, "field": field})
            return field, code
    return vocab, _code(key, vocab, target, warnings)


def _code(key: str, vocab: str, target: Any, warnings: Warnings) -> str | None:
    """Code of a target; a label with another spelling is repaired, an unknown one makes its rule silent. Both are told."""
    label = target if isinstance(target, str) else ""
    code = code_of(vocab, label)
    if code is None:
        told = unknown(label, nearest_label(vocab, label), what=key)
        warnings.append(told + " " + _("La règle est laissée de côté."))
        return None
    term = vocabulary(vocab).get(code)
    if label not in {term.code, term.label, term.standard}:
        warnings.append(_("%(key)s : « %(target)s » lu comme « %(meant)s ».") % {"key": key, "target": label, "meant": term.label})
    return code


def _free_labels(rules: Any) -> Take | None:
    """Columns copied as they are."""
    listed = [rule for rule in rules if isinstance(rule, Mapping)] if isinstance(rules, list) else [rules] if isinstance(rules, Mapping) else []
    columns = [column for rule in listed if not rule.get("cible") for column in _columns(rule.get("colonnes") or rule.get("colonne"))]
    return Take(tuple(columns), ALL) if columns else None


def _hours(config: Mapping[str, Any], warnings: Warnings) -> HoursRule | None:
    spec = config.get("horaires")
    if isinstance(spec, str | list) and _columns(spec):
        spec = {"semaine": spec}
    if not isinstance(spec, Mapping):
        if spec is not None:
            warnings.append(_left_aside("horaires", _("une table était attendue.")))
        return None
    if "colonne" in spec and "semaine" not in spec:
        spec = {"semaine" if name == "colonne" else name: value for name, value in spec.items()}
    _unknown_keys(spec, HOURS_KEYS, "horaires", warnings)
    told = config.get("semaine_ouverture") or spec.get("semaine_ouverture")
    if isinstance(told, list) and (rules := [rule for rule in told if isinstance(rule, Mapping)]):
        told = [column for rule in rules for column in _columns(rule.get("colonnes") or rule.get("colonne"))]
    weeks = _take(told, "semaine_ouverture", warnings)
    return HoursRule(tuple(_days(spec.get("jours"), warnings)), _columns(spec.get("osm")), _columns(spec.get("semaine")), weeks.columns if weeks else ())


def _days(days: Any, warnings: Warnings) -> Iterator[tuple[str, tuple[str, ...]]]:
    for day in days if isinstance(days, list) else ():
        code = DAYS.get(fold(str(day.get("osm", "")))) if isinstance(day, Mapping) else None
        if code is None:
            warnings.append(
                _left_aside("horaires.jours", _("le jour « %(day)s » n’est pas connu.") % {"day": day.get("osm") if isinstance(day, Mapping) else day})
            )
        elif columns := _columns(day.get("colonne") or day.get("colonnes")):
            yield code, columns
    if days is not None and not isinstance(days, list):
        warnings.append(_left_aside("horaires.jours", _("une liste était attendue.")))


def _unknown_keys(table: Mapping[str, Any], known: set[str], place: str, warnings: Warnings) -> None:
    folded = {fold(key) for key in known}
    warnings.extend(unknown(key, nearest(key, known), what=f"« {place} »") for key in table if fold(key) not in folded)
