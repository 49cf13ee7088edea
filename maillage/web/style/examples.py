"""Knows made-up values for each part of a page, good days and bad days: long names, nothing known, right-to-left. For developers' eyes only."""

from datetime import date

from maillage.web import parts

MUNICIPAL = parts.ResultCard(
    url="#",
    name="Bibliothèque municipale de Bourganeuf",
    where="Bibliothèque · 2 rue du Vieux Château, 23400 Bourganeuf",
    distance="à 2,3 km à vol d’oiseau",
    can=[
        parts.Help("Faire une démarche en ligne", True),
        parts.Help("Apprendre à utiliser un ordinateur, un téléphone"),
        parts.Help("Utiliser un ordinateur, imprimer"),
    ],
    more=2,
    conditions=["Gratuit", "Ouvert à tout le monde", "Sur rendez-vous"],
    status=parts.Status("open", "Ouvert maintenant. Ferme à 18 h."),
    phone=parts.Phone("05 55 64 00 12", "tel:+33555640012"),
    freshness=parts.Freshness("up-to-date", "À jour", "vérifié le 3 mars 2026"),
)
ASSOCIATION = parts.ResultCard(
    url="#",
    name="Association pour le développement de l’accompagnement à la citoyenneté numérique en Combrailles et plateaux limousins",
    where="Association · Place de la Mairie, 23480 Saint-Sulpice-les-Champs",
    distance="à 14 km à vol d’oiseau",
    can=[parts.Help("Apprendre à utiliser un ordinateur, un téléphone", True)],
    more=0,
    conditions=["Gratuit sous conditions"],
    status=parts.Status("stale", "Horaires notés en 2021 : appelez avant de venir."),
    phone=None,
    freshness=parts.Freshness("to-update", "À actualiser", "vérifié le 12 janvier 2021"),
)
TOWN_HALL = parts.ResultCard(
    url="#",
    name="Mairie",
    where="Mairie · 23140 Jarnages",
    distance="",
    can=[parts.Help("Utiliser un ordinateur, imprimer")],
    more=0,
    conditions=[],
    status=parts.Status("closed", "Fermé. Ouvre demain à 9 h 30."),
    phone=parts.Phone("05 55 80 90 46", "tel:+33555809046"),
    freshness=parts.Freshness("to-watch", "À surveiller", "vérifié le 20 février 2026"),
)
UNSURE = parts.ResultCard(
    url="#",
    name="France Services d’Auzances",
    where="France Services · 23700 Auzances",
    distance="à 800 m à vol d’oiseau",
    can=[parts.Help("Faire une démarche en ligne", True)],
    more=0,
    conditions=["Gratuit"],
    status=parts.Status("unknown", "Horaires non connus : appelez avant de venir."),
    phone=parts.Phone("05 55 67 00 17", "tel:+33555670017"),
    freshness=parts.Freshness("to-check", "À vérifier", "vérifié le 20 août 2025"),
)
CARDS = [MUNICIPAL, ASSOCIATION, TOWN_HALL, UNSURE]
UNKNOWN = parts.UnknownList(
    title="Bibliothèques proches : nous ne savons pas encore ce qu’elles proposent",
    sentence="Elles aident peut-être : un appel suffit pour le savoir.",
    places=[
        parts.UnknownPlace("#", "Bibliothèque de Sardent", "23250 Sardent", "à 6,1 km à vol d’oiseau", parts.Phone("05 55 64 40 02", "tel:+33555644002")),
        parts.UnknownPlace(
            "#", "Médiathèque intercommunale du Pays de Saint-Marc à Frontenac", "23460 Saint-Pardoux-Morterolles", "à 8,4 km à vol d’oiseau", None
        ),
    ],
    total="2 sur 14",
    more=parts.Link("Voir les suivants", "#"),
)
FILTERS = parts.Filters(
    facets=[
        parts.FacetPart(
            "service",
            "Ce que vous voulez faire",
            [
                parts.Option("a", "Faire une démarche en ligne", True, 23),
                parts.Option("b", "Apprendre à utiliser un ordinateur, un téléphone", False, 12),
                parts.Option("c", "Utiliser un ordinateur, imprimer", False, 1234),
            ],
        ),
        parts.FacetPart("cout", "Prix", [parts.Option("gratuit", "Gratuit", False, 20), parts.Option("payant", "Payant", False, 1)]),
        parts.FacetPart("rayon", "Jusqu’où", [parts.Option("10", "10 km", False), parts.Option("20", "20 km", True)], "radio"),
    ],
    more=[parts.FacetPart("langue", "Langue parlée", [parts.Option("en", "Anglais", False, 3)])],
    kept=[("quoi", ""), ("ou", "Bourganeuf")],
    active=1,
)
ANSWER = parts.Answer(
    what="impôts",
    where="Bourganeuf (23)",
    heading="Faire une démarche en ligne, près de Bourganeuf",
    title="Faire une démarche en ligne, près de Bourganeuf",
    description="",
    canonical="",
    total_sentence="23 lieux le proposent, à moins de 20 km.",
    crumbs=[parts.Link("Lieux qui aident")],
    tags=[parts.Link("Faire une démarche en ligne", "#"), parts.Link("Gratuit", "#")],
    notes=[parts.Note("« impôts » : nous avons compris « Faire une démarche en ligne ».", [parts.Link("Chercher plutôt ce mot", "#")])],
    filters=FILTERS,
    cards=CARDS,
    orders=[parts.Link("plus proche d’abord"), parts.Link("par nom", "#")],
    pages=parts.Pages(2, 3, "#", "#"),
    unknown=UNKNOWN,
)
NOTHING = parts.Answer(
    what="",
    where="Royère-de-Vassivière (23)",
    heading="Acheter du matériel à petit prix, près de Royère-de-Vassivière",
    title="Rien",
    description="",
    canonical="",
    crumbs=[parts.Link("Lieux qui aident")],
    tags=[parts.Link("Acheter du matériel à petit prix", "#")],
    filters=FILTERS,
    empty=parts.Empty(
        "Nous n’avons rien trouvé à moins de 20 km.", [parts.Way("Élargir à 50 km", "#", "3 lieux"), parts.Way("Sans « Gratuit »", "#", "1 lieu")]
    ),
    unknown=UNKNOWN,
)
HOURS = [
    parts.Day("mardi", ["9 h 30 – 12 h", "14 h – 18 h"], True),
    parts.Day("mercredi", ["10 h – 18 h"]),
    parts.Day("jeudi", []),
    parts.Day("vendredi", ["14 h – 18 h"]),
    parts.Day("samedi", ["9 h 30 – 12 h 30"]),
    parts.Day("dimanche", []),
    parts.Day("lundi", []),
]
SHEET = parts.Sheet(
    code="3F0C9A52",
    name="Bibliothèque municipale de Bourganeuf",
    title="Bibliothèque municipale de Bourganeuf",
    description="",
    kinds="Bibliothèque · France Services",
    freshness=parts.Freshness("up-to-date", "À jour", "vérifié le 3 mars 2026 par l’équipe du lieu"),
    changed="Modifié le 1er mars 2026.",
    paper="Feuille imprimée depuis http://localhost:8000/lieux/bibliotheque-3F0C9A52/ le 24 novembre 2026.",
    crumbs=[parts.Link("Lieux qui aident", "#"), parts.Link("Bourganeuf", "#"), parts.Link("Bibliothèque municipale de Bourganeuf")],
    status=parts.Status("open", "Ouvert maintenant. Ferme à 18 h."),
    summary="Un espace public numérique au premier étage, avec une conseillère deux jours par semaine.",
    paragraphs=[
        "La bibliothèque accueille tout le monde, inscrit ou non. L’espace numérique compte six ordinateurs et une imprimante.",
        "Les ateliers ont lieu le jeudi, hors vacances scolaires.",
    ],
    offers=[
        parts.OfferPart(
            "file-text", "Faire une démarche en ligne", "avec la conseillère numérique du Département", ["Gratuit", "Ouvert à tout le monde", "Sur rendez-vous"]
        ),
        parts.OfferPart("mouse-pointer-click", "Apprendre à utiliser un ordinateur, un téléphone", "", ["Gratuit", "En atelier, à plusieurs"]),
        parts.OfferPart("wifi", "Utiliser un ordinateur, imprimer, se connecter", "", []),
    ],
    denied=["Acheter du matériel à petit prix"],
    unknowns=["Apprendre à se protéger en ligne", "Si l’on peut entrer en fauteuil"],
    facts=[parts.Fact("Pour qui", "Tout le monde"), parts.Fact("Prix", "Gratuit"), parts.Fact("Comment venir", "Se présenter, téléphoner")],
    hours=parts.HoursPart(HOURS),
    address=parts.AddressPart(["2 rue du Vieux Château", "Premier étage", "23400 Bourganeuf"], geo="geo:45.9,1.7", access_url="#"),
    contact=parts.ContactPart(
        phones=[parts.Phone("05 55 64 00 12", "tel:+33555640012"), parts.Phone("39 39", "tel:3939")],
        emails=["bibliotheque-intercommunale-de-bourganeuf@communaute-creuse-sud-ouest.example"],
        websites=[parts.Link("bibliotheque.bourganeuf.example", "#")],
        appointment="#",
    ),
    neighbours=parts.NeighbourList(
        "Pour le reste, tout près",
        [
            parts.Neighbour(
                "#",
                "France Services de Royère",
                "23460 Royère-de-Vassivière",
                "à 12 km à vol d’oiseau",
                "Aide aussi à : apprendre à se protéger en ligne, chercher du travail.",
            ),
            parts.Neighbour("#", "La Quincaillerie", "23000 Guéret", "à 26 km à vol d’oiseau", "Aide aussi à : créer avec le numérique."),
        ],
    ),
    whys={
        name: parts.Why(
            about, ["« Annuaire des bibliothèques » le dit, le 3 mars 2026.", "« Liste du Département » disait autre chose en 2021 : 05 55 64 11 11."]
        )
        for name, about in {"phones": "téléphone", "hours": "horaires", "address": "adresse", "services": "services"}.items()
    },
)
EMPTY_SHEET = parts.Sheet(
    code="7K2M9QXW",
    name="Bibliothèque de Saint-Pardoux-Morterolles",
    title="Bibliothèque de Saint-Pardoux-Morterolles",
    description="",
    kinds="Bibliothèque",
    freshness=parts.Freshness("to-update", "À actualiser", "jamais vérifié"),
    changed="Modifié le 24 novembre 2026.",
    paper="",
    crumbs=[parts.Link("Lieux qui aident", "#"), parts.Link("Bibliothèque de Saint-Pardoux-Morterolles")],
    no_offer="Nous ne savons pas encore ce que ce lieu propose. Appelez : il aide peut-être.",
    guesses=parts.Guesses(["Utiliser un ordinateur ou Internet sur place"], [parts.Fact("Prix", "Gratuit")]),
    hours=parts.HoursPart(none="Nous ne connaissons pas ses horaires."),
    address=parts.AddressPart(["23400 Saint-Pardoux-Morterolles"], "Nous ne connaissons que la commune, pas l’adresse exacte."),
    contact=parts.ContactPart(),
    unknowns=["Si l’on y aide à faire des démarches", "Ses horaires"],
)
NEEDS = [
    parts.Need("Faire une démarche en ligne", "#", "file-text"),
    parts.Need("Apprendre à utiliser un ordinateur, un téléphone", "#", "mouse-pointer-click"),
    parts.Need("Chercher du travail, faire un CV", "#", "briefcase"),
    parts.Need("Se protéger sur internet", "#", "shield-check"),
    parts.Need("Accompagner ses enfants", "#", "baby"),
    parts.Need("Créer et se distraire", "#", "palette"),
    parts.Need("Comprendre le monde numérique", "#", "newspaper"),
    parts.Need("Utiliser un ordinateur, imprimer, se connecter", "#", "wifi"),
    parts.Need("Acheter du matériel à petit prix", "#", "hand-coins"),
]
FIGURES = {"places": 1284, "lists": 9, "published_at": date(2026, 3, 1)}
FRESHNESSES = [MUNICIPAL.freshness, TOWN_HALL.freshness, UNSURE.freshness, ASSOCIATION.freshness]
STATUSES = [MUNICIPAL.status, TOWN_HALL.status, ASSOCIATION.status, UNSURE.status]
ARABIC = parts.ResultCard(
    url="#",
    name="المكتبة البلدية",
    where="مكتبة · 23400 Bourganeuf",
    distance="على بعد 2,3 كم",
    can=[parts.Help("القيام بإجراء عبر الإنترنت", True), parts.Help("الطباعة")],
    more=0,
    conditions=["مجاني"],
    status=parts.Status("open", "مفتوح الآن"),
    phone=MUNICIPAL.phone,
    freshness=parts.Freshness("to-watch", "للمتابعة", "3 مارس 2026"),
)
ARABIC_FACTS = [parts.Fact("السعر", "مجاني"), parts.Fact("لمن", "للجميع")]
