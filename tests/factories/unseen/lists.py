"""Knows each made-up list: how it writes its places, its mapping in the form of the national tool, and which fields it states."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from maillage.base.geometry import Point
from tests.factories.unseen.projected import lambert_93, web_mercator
from tests.factories.unseen.truth import Truth, codes_of_services, places, spaced

Row = dict[str, Any]
Config = dict[str, Any]
EVERYTHING = frozenset({"name", "street", "commune", "postal_code", "insee", "point", "phones", "emails", "websites", "hours", "day", "services"})


@dataclass(frozen=True)
class Made:
    """A list, its mapping, and what is true of its rows."""

    name: str
    content: bytes
    config: str
    truths: Sequence[Truth]
    stated: frozenset[str] = EVERYTHING
    junk: int = 0  # rows that are no place
    one_phone: bool = False


def column(name: Any) -> Config:
    return {"colonne": name}


def choice(columns: Iterable[str], terms: Iterable[str], target: str) -> Config:
    return {"colonnes": list(columns), "termes": list(terms), "cible": target}


def part(name: str, rank: int) -> Config:
    return {"dissocier": {"colonne": name, "séparateur": ",", "partie": rank}}


def services_in(name: str, written: Mapping[str, str] | None = None) -> list[Config]:
    """A rule for each service, looked for in one column under the words it is written with."""
    words = written or {label: label for label in codes_of_services().values()}
    return [choice([name], [word], label) for label, word in words.items()]


def labels(place: Truth, sign: str, written: Mapping[str, str] | None = None) -> str:
    known = codes_of_services()
    return sign.join((written or {}).get(known[code], known[code]) for code in place.services)


def as_csv(rows: Sequence[Row], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n", above: str = "", below: str = "") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=end, restval="", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return (above + out.getvalue() + below).encode(encoding, "replace")


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def config(**rules: Any) -> str:
    return json.dumps(rules, ensure_ascii=False)


SURVEYED = {
    "Aide aux démarches administratives": "Faire ses démarches en ligne (CAF, impôts…)",
    "Maîtrise des outils numériques du quotidien": "Apprendre à se servir d’un ordinateur",
    "Accès internet et matériel informatique": "Avoir accès à du matériel",
}


def survey() -> Made:
    """A survey's export: one column a question, choices parted by commas, "Autre : …", titles above, a total and notes below."""
    truths = places("69", 60)
    rows = [
        {
            "Horodateur": place.day.strftime("%d/%m/%Y") + " 14:05:33",
            "Quel est le nom de votre structure ?": place.name,
            "Quelle est son adresse ? (numéro et rue)": place.street,
            "Code postal": place.postal_code,
            "Commune": place.commune.upper(),
            "Téléphone(s) de l'accueil": f"{spaced(place.phone, '.')} / {spaced(place.second_phone, '.')}",
            "Adresse mail générique": place.email,
            "Site internet": place.site.removeprefix("https://"),
            "Jours et horaires d'ouverture": place.hours_words,
            "Que proposez-vous ? [choix multiples]": ", ".join(filter(None, (labels(place, ", ", SURVEYED), "Autre : café, jeux"))),
        }
        for place in truths
    ]
    blank = dict.fromkeys(rows[0], "")
    total = blank | {"Commune": "TOTAL", "Code postal": "60"}
    written = as_csv(
        [*rows[:30], blank, *rows[30:], total], delimiter=";", encoding="cp1252", end="\r\n", above="Recensement 2024 – réponses au formulaire;;;;;;;;;\r\n"
    )
    name = "Quel est le nom de votre structure ?"
    rules = config(
        id=column(""),
        nom=column(name),
        adresse=column("Quelle est son adresse ? (numéro et rue)"),
        code_postal=column("Code postal"),
        commune=column("Commune"),
        telephone=column("Téléphone(s) de l'accueil"),
        courriel=column("Adresse mail générique"),
        site_web=column("Site internet"),
        horaires={"semaine": "Jours et horaires d'ouverture"},
        date_maj=column("Horodateur"),
        services=services_in("Que proposez-vous ? [choix multiples]", {label: word.split("(")[0].strip() for label, word in SURVEYED.items()}),
    )
    return Made("survey", written, rules, truths, EVERYTHING - {"point"}, junk=1)


def esri(projection: Callable[[Point], tuple[float, float]], name: str) -> Made:
    """An answer of an Esri service: `attributes` nested, dates in milliseconds, metres."""
    truths = places("62", 80)
    features: list[Row] = []
    for place in truths:
        x, y = projection(Point(place.latitude, place.longitude))
        attributes = {
            "OBJECTID": place.rank + 1,
            "Nom_du_lieu": place.name,
            "Adresse": f"{place.street}, {place.postal_code} {place.commune}",
            "Tel": int(place.phone),
            "Mail": place.email,
            "Site": place.site,
            "Horaires": place.hours_words.replace(" / ", "\n"),
            "Services": labels(place, ","),
            "EditDate": int(datetime(place.day.year, place.day.month, place.day.day, 10, tzinfo=UTC).timestamp() * 1000),
            "Creator": "",
        }
        features.append({"attributes": attributes, "geometry": {"x": x, "y": y}})
    answer = {
        "objectIdFieldName": "OBJECTID",
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 102100, "latestWkid": 3857},
        "fields": [{"name": each, "type": "esriFieldTypeString", "alias": each} for each in features[0]["attributes"]],
        "features": features,
    }
    rules = config(
        id=column("attributes.OBJECTID"),
        nom=column("attributes.Nom_du_lieu"),
        commune=column(""),
        code_postal=column(""),
        adresse=column("attributes.Adresse"),
        latitude=column("geometry.y"),
        longitude=column("geometry.x"),
        telephone=column("attributes.Tel"),
        courriels=column("attributes.Mail"),
        site_web=column("attributes.Site"),
        horaires={"semaine": "attributes.Horaires"},
        date_maj=column("attributes.EditDate"),
        services=services_in("attributes.Services"),
    )
    return Made(name, as_json(answer), rules, truths, EVERYTHING, one_phone=True)


def wordpress() -> Made:
    """Posts of a WordPress: entities, tags, custom fields."""
    truths = places("21", 50)
    posts = [
        {
            "id": 4000 + place.rank,
            "date": f"{place.day.isoformat()}T10:00:00",
            "slug": f"lieu-{place.rank}",
            "title": {"rendered": place.name.replace("’", "&#8217;").replace("–", "&#8211;").replace("é", "&eacute;").replace('"', "&quot;")},
            "content": {"rendered": f"<p>Bienvenue &agrave; tous&nbsp;!</p>\n<ul><li>{labels(place, '</li><li>')}</li></ul>", "protected": False},
            "acf": {
                "adresse": {"address": f"{place.street}, {place.postal_code} {place.commune}, France", "lat": place.latitude, "lng": place.longitude},
                "telephone": spaced(place.phone, "&nbsp;") + "<br />" + spaced(place.second_phone),
                "mail": f'<a href="mailto:{place.email}">{place.email}</a>',
                "site": f'<a href="{place.site}" target="_blank">Voir le site</a>',
                "horaires": f"<p>{place.hours_words}</p>".replace(" / ", "<br>"),
            },
            "categories": [{"id": 3, "name": "Lieu"}],
        }
        for place in truths
    ]
    rules = config(
        id=column("id"),
        nom=column("title.rendered"),
        commune=column(""),
        code_postal=column(""),
        adresse=column("acf.adresse.address"),
        latitude=column("acf.adresse.lat"),
        longitude=column("acf.adresse.lng"),
        telephone=column("acf.telephone"),
        courriels=column("acf.mail"),
        site_web=column("acf.site"),
        presentation_detail=column("content.rendered"),
        horaires={"semaine": "acf.horaires"},
        date_maj=column("date"),
        services=services_in("content.rendered"),
    )
    return Made("wordpress", as_json(posts), rules, truths)


def opendatasoft_1() -> Made:
    """Records of an OpenDataSoft, first interface: `fields`, the point in an array, facets beside."""
    truths = places("91", 70)
    records = [
        {
            "datasetid": "lieux",
            "recordid": f"r{place.rank:05}",
            "fields": {
                "nom": place.name,
                "adresse": place.street,
                "cp": int(place.postal_code),
                "ville": place.commune,
                "insee": place.insee,
                "geo_point_2d": [place.latitude, place.longitude],
                "telephone": place.phone[1:],
                "mel": place.email,
                "site": place.site,
                "services": labels(place, ";"),
                "horaires": place.hours,
            },
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "record_timestamp": f"{place.day.isoformat()}T02:00:00.000Z",
        }
        for place in truths
    ]
    answer = {"nhits": len(records), "parameters": {"dataset": "lieux", "rows": 100}, "records": records}
    answer["facet_groups"] = [{"name": "ville", "facets": [{"name": "Évry", "count": 2, "path": "Évry"}]}]
    rules = config(
        id=column("recordid"),
        nom=column("fields.nom"),
        adresse=column("fields.adresse"),
        code_postal=column("fields.cp"),
        code_insee=column("fields.insee"),
        commune=column("fields.ville"),
        latitude=part("fields.geo_point_2d", 0),
        longitude=part("fields.geo_point_2d", 1),
        telephone=column("fields.telephone"),
        courriels=column("fields.mel"),
        site_web=column("fields.site"),
        horaires={"osm": "fields.horaires"},
        date_maj=column("record_timestamp"),
        services=services_in("fields.services"),
    )
    return Made("opendatasoft-1", as_json(answer), rules, truths, one_phone=True)


def opendatasoft_2() -> Made:
    """Results of an OpenDataSoft, second interface: the point is an object."""
    truths = places("76", 70)
    results = [
        {
            "id": None,
            "nom": place.name,
            "num": place.street.split()[0],
            "voie": place.street.partition(" ")[2],
            "adresse_secours": "",
            "code_postal": place.postal_code,
            "commune": place.commune,
            "geo_point_2d": {"lon": place.longitude, "lat": place.latitude},
            "tel": f"+33 (0){spaced(place.phone)[1:]} ou {spaced(place.second_phone)}",
            "courriel": f"{place.email};",
            "site": place.site,
            "services": [codes_of_services()[code] for code in place.services],
            "maj": place.day.strftime("%d/%m/%y"),
        }
        for place in truths
    ]
    rules = config(
        id=column("id"),
        nom=column("nom"),
        adresse={"joindre": {"colonnes": ["num", "voie"], "séparateur": " ", "ou": column("adresse_secours")}},
        code_postal=column(["cp", "code_postal"]),
        commune=column(["ville", "commune"]),
        latitude=column("geo_point_2d.lat"),
        longitude=column("geo_point_2d.lon"),
        telephone=column("tel"),
        courriels=column("courriel"),
        site_web=column("site"),
        date_maj=column("maj"),
        services=services_in("services"),
    )
    return Made("opendatasoft-2", as_json({"total_count": len(results), "results": results}), rules, truths, EVERYTHING - {"hours"})


def grist() -> Made:
    """Records of a Grist: `fields`, lists that begin with "L", days in seconds, accents in the names of columns."""
    truths = places("35", 60)
    records = [
        {
            "id": place.rank + 1,
            "fields": {
                "Nom_de_la_structure": place.name,
                "Adresse_complète": f"{place.street}\n{place.postal_code} {place.commune.upper()}",
                "Numéro_de_téléphone": spaced(place.phone),
                "Courriel": place.email.upper(),
                "Site_Web": place.site,
                "Horaires": place.hours_words,
                "Activités": ["L", *(codes_of_services()[code] for code in place.services)],
                "Mise_à_jour": int(datetime(place.day.year, place.day.month, place.day.day, tzinfo=UTC).timestamp()),
                "Géolocalisation": f"{place.latitude},{place.longitude}",
                "Référent": None,
            },
        }
        for place in truths
    ]
    rules = config(
        id=column("id"),
        nom=column("fields.Nom_de_la_structure"),
        adresse=column("fields.Adresse_complète"),
        commune=column(""),
        code_postal=column(""),
        latitude=part("fields.Géolocalisation", 0),
        longitude=part("fields.Géolocalisation", 1),
        telephone=column("fields.Numéro_de_téléphone"),
        courriels=column("fields.Courriel"),
        site_web=column("fields.Site_Web"),
        horaires={"semaine": "fields.Horaires"},
        date_maj=column("fields.Mise_à_jour"),
        services=services_in("fields.Activités"),
    )
    return Made("grist", as_json({"records": records}), rules, truths, one_phone=True)


def geojson() -> Made:
    """Features, of which the mapping speaks as the file nests them."""
    truths = places("24", 60)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "properties": {
                "Nom": place.name,
                "Adresse": place.street,
                "Code postal": place.postal_code,
                "Commune": place.commune,
                "Tél.": f"{spaced(place.phone)} - {spaced(place.second_phone)}",
                "E-mail": place.email,
                "URL": place.site,
                "Ouverture": place.hours_words,
                "services": labels(place, "|"),
                "date": place.day.strftime("%d.%m.%Y"),
            },
        }
        for place in truths
    ]
    rules = config(
        id=column(""),
        nom=column("properties.Nom"),
        adresse=column("properties.Adresse"),
        code_postal=column("properties.Code postal"),
        commune=column("properties.Commune"),
        latitude=part("geometry.coordinates", 1),
        longitude=part("geometry.coordinates", 0),
        telephone=column("properties.Tél."),
        courriels=column("properties.E-mail"),
        site_web=column("properties.URL"),
        horaires={"semaine": "properties.Ouverture"},
        date_maj=column("properties.date"),
        services=services_in("properties.services"),
    )
    return Made("geojson", as_json({"type": "FeatureCollection", "features": features}), rules, truths)


OLD = {
    "Aide aux démarches administratives": "Réaliser des démarches administratives avec un accompagnement",
    "Maîtrise des outils numériques du quotidien": "Prendre en main un ordinateur",
    "Accès internet et matériel informatique": "Accéder à du matériel",
}


def standard_0() -> Made:
    """The standard 0.1.1: semicolons within cells, labels of its time, keys that the national tool ignores."""
    truths = places("83", 60)
    rows = [
        {
            "id": f"hub-{place.rank}",
            "pivot": "00000000000000",
            "nom": place.name,
            "commune": place.commune,
            "code_postal": place.postal_code,
            "code_insee": place.insee,
            "adresse": place.street,
            "complement_adresse": "",
            "latitude": str(place.latitude).replace(".", ","),
            "longitude": str(place.longitude).replace(".", ","),
            "typologie": "",
            "telephone": "+33" + place.phone[1:],
            "courriel": place.email,
            "site_web": place.site,
            "horaires": place.hours,
            "date_maj": place.day.isoformat(),
            "services": labels(place, ";", OLD),
            "publics_accueillis": "Public uniquement",
            "conditions_acces": "Gratuit",
            "labels_nationaux": "APTIC;France Services",
            "modalites_accompagnement": "Seul;Avec de l'aide",
        }
        for place in truths
    ]
    names = ("id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "telephone", "site_web", "date_maj")
    rules = config(
        **{name: column(name) for name in names},
        courriel=column("courriel"),
        typologies=[choice(["typologie"], ["TIERS_LIEUX"], "TIERS_LIEUX")],
        accessibilite=column("accessibilite"),
        horaires={"osm": "horaires"},
        services=services_in("services", OLD),
        labels_nationaux=[choice(["labels_nationaux"], ["APTIC"], "APTIC"), choice(["labels_nationaux"], ["France Services"], "France Services")],
        modalites_accompagnement=[choice(["modalites_accompagnement"], ["Avec de l'aide"], "Avec de l'aide")],
    )
    return Made("standard-0.1.1", as_csv(rows, encoding="utf-8-sig"), rules, truths, one_phone=True)


DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
WEEK = {
    "Lundi": ("9h-12h", "14h-17h"),
    "Mardi": ("Fermé", "14h00-18h30"),
    "Mercredi": ("10:00 - 12:00", ""),
    "Vendredi": ("", "fermé"),
    "Samedi": ("8h30-12h30", "-"),
}
WEEK_READ = "Mo 09:00-12:00,14:00-17:00; Tu 14:00-18:30; We 10:00-12:00; Sa 08:30-12:30"


def days() -> Made:
    """Mornings and afternoons in their own columns, numbers where a spreadsheet ate the zeros, coordinates in one cell."""
    truths = [replace(place, hours=WEEK_READ) for place in places("01", 60)]
    rows = [
        {
            "N°": place.rank + 1,
            "Structure": place.name,
            "Adresse": f"{place.street} BP 12",
            "CP Ville": place.postal_code.lstrip("0"),
            "Ville": f"{place.commune} CEDEX",
            "Coordonnées GPS": f"{place.latitude}, {place.longitude}",
            **{f"{day} {part}": WEEK.get(day, ("", ""))[half] for day in DAYS for half, part in enumerate(("matin", "après-midi"))},
            "Tel": place.phone[1:],
            "Tel 2": "",
            "@": place.email,
            "www": place.site,
            **{label: "x" if code in place.services else "" for code, label in codes_of_services().items()},
        }
        for place in truths
    ]
    codes = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    rules = config(
        id=column("N°"),
        nom=column("Structure"),
        adresse=column("Adresse"),
        code_postal=column("CP Ville"),
        commune=column("Ville"),
        latitude=column("Coordonnées GPS"),
        longitude=column("Coordonnées GPS"),
        telephone=column("Tel"),
        courriels=column("@"),
        site_web=column("www"),
        date_maj={"valeur": "2024-01-01"},
        horaires={"jours": [{"colonne": f"{day} {part}", "osm": code} for day, code in zip(DAYS, codes, strict=True) for part in ("matin", "après-midi")]},
        services=[{"colonnes": [label], "cible": label} for label in codes_of_services().values()],
    )
    return Made("days", as_csv(rows, delimiter="\t", encoding="utf-16"), rules, truths, EVERYTHING - {"day", "street"}, one_phone=True)


def overseas(departement: str) -> Made:
    """A list of overseas: nine figures without their zero, towns in capitals, points by commas."""
    truths = places(departement, 24)
    rows = [
        {
            "NOM DU LIEU": place.name.upper(),
            "ADRESSE": f"{place.street} {place.postal_code} {place.commune.upper()}",
            "VILLE": place.commune.upper(),
            "CODE POSTAL": place.postal_code,
            "TELEPHONE": place.phone[1:] if place.rank % 2 else spaced(place.phone),
            "MAIL": place.email,
            "SITE": place.site,
            "LAT": str(place.latitude).replace(".", ","),
            "LONG": str(place.longitude).replace(".", ","),
            "SERVICES": labels(place, "\n"),
            "MAJ": place.day.strftime("%d-%m-%Y"),
        }
        for place in truths
    ]
    rules = config(
        nom=column("NOM DU LIEU"),
        adresse=column("ADRESSE"),
        commune=column("VILLE"),
        code_postal=column("CODE POSTAL"),
        telephone=column("TELEPHONE"),
        courriels=column("MAIL"),
        site_web=column("SITE"),
        latitude=column("LAT"),
        longitude=column("LONG"),
        date_maj=column("MAJ"),
        services=services_in("SERVICES"),
    )
    return Made(f"overseas-{departement}", as_csv(rows, delimiter=";", encoding="mac-roman"), rules, truths, EVERYTHING - {"hours", "name"}, one_phone=True)


def corsica() -> Made:
    """Codes with letters, or without: 20004 is Ajaccio."""
    truths = [*places("2A", 30), *places("2B", 30)]
    rows = [
        {
            "nom": place.name,
            "voie": place.street,
            "code_postal": int(place.postal_code),
            "commune": place.commune,
            "insee": place.insee.lower(),
            "x": place.longitude,
            "y": place.latitude,
            "site": place.site,
        }
        for place in truths
    ]
    rules = config(
        nom=column("nom"),
        adresse=column("voie"),
        code_postal=column("code_postal"),
        commune=column("commune"),
        code_insee=column("insee"),
        latitude=column("y"),
        longitude=column("x"),
        site_web=column("site"),
        date_maj=column(""),
        telephone=column(""),
        courriels=column(""),
        horaires={"semaine": ""},
        services=[],
        typologie=[{"colonnes": [], "termes": [], "cible": ""}],
    )
    return Made("corsica", as_csv(rows), rules, truths, EVERYTHING - {"phones", "emails", "hours", "day", "services"})


def bare() -> Made:
    """Rows that say a name and a town, the same place twice, empty rows and a row of totals."""
    truths = places("65", 40)
    rows: list[Row] = [{"Lieu": place.name, "Ville": place.commune, "Département": "65", "Nombre": place.rank} for place in truths]
    rows += [rows[0], {"Lieu": "", "Ville": "", "Département": "", "Nombre": ""}, {"Lieu": "", "Ville": "", "Département": "Total", "Nombre": 42}]
    return Made("bare", as_json(rows), config(nom=column("Lieu"), commune=column("Ville"), id=column("")), truths, frozenset({"name", "commune"}), junk=2)


MAKERS: dict[str, Callable[[], Made]] = {
    "survey": survey,
    "esri-lambert": partial(esri, lambert_93, "esri-lambert"),
    "esri-mercator": partial(esri, web_mercator, "esri-mercator"),
    "wordpress": wordpress,
    "opendatasoft-1": opendatasoft_1,
    "opendatasoft-2": opendatasoft_2,
    "grist": grist,
    "geojson": geojson,
    "standard-0.1.1": standard_0,
    "days": days,
    **{f"overseas-{code}": partial(overseas, code) for code in ("971", "972", "973", "974", "976")},
    "corsica": corsica,
    "bare": bare,
}
