"""A name may tell of two entities: who is hosted and who hosts, a stop and its bus, a library and its network."""

import pytest

from maillage.linkage.permanence import NOTHING, Reading, read


@pytest.mark.parametrize(
    ("name", "operator", "host"),
    [
        ("Permanence de la mission locale à la mairie de Figari", "permanence de la mission locale", "mairie de figari"),
        ("Emmaüs Connect – permanence à la médiathèque de Reims", "emmaus connect", "mediatheque de reims"),
        ("Permanence Centre social des Salines", "permanence", "centre social des salines"),
        ("Mission locale du Libournais - Permanence Maison des services publics", "mission locale du libournais", "maison des services publics"),
        ("Point numérique CAF (médiathèque de Brens)", "point numerique caf", "mediatheque de brens"),
        ("ASEPT Corse chez la MSA", "asept corse", "msa"),
        ("PIMMS au sein de l’Hôtel de ville", "pimms", "hotel de ville"),
        ("EPN dans les locaux du CCAS", "epn", "ccas"),
    ],
)
def test_who_is_hosted_and_where(name, operator, host):
    told = read(name)
    assert (told.operator, told.host) == (operator, host)


@pytest.mark.parametrize(
    "name",
    [
        "La Graineterie Médiathèque (médiathèque municipale Sauveterre de Guyenne)",
        "France services Genouillac (La Poste)",
        "Permanence Luri",
        "Permanence Institut Consulaire de Formation",
        "Cité des associations (IREPS)",
        "Bibliothèque municipale",
        "",
    ],
)
def test_other_names_tell_no_host(name):
    assert read(name).host == ""


@pytest.mark.parametrize(
    ("lines", "within"),
    [
        (("Mairie de Biguglia, Piazza di l'Albore", ""), ("mairie de biguglia",)),
        (("425 avenue de la Basilique", "Médiathèque de Ceignac"), ("mediatheque de ceignac",)),
        (("2 rue Basse", "Bâtiment de la Mairie"), ("mairie",)),
        (("Place de la Mairie", "BP 12"), ()),
        (("Ancienne mairie", "Parking en face de la mairie"), ()),
        (("1 rue de la Médiathèque", ""), ()),
    ],
)
def test_an_address_may_name_a_building(lines, within):
    assert read("Antenne de Calvi", lines).within == within


@pytest.mark.parametrize(
    ("name", "carrier", "is_stop"),
    [
        ("Bus France services – arrêt place du Marché, Uzerche", "bus france services", True),
        ("Bibliobus du Grand Tarbes - Arrêt Aureilhan", "bibliobus du grand tarbes", True),
        ("Crocq - Bus de services", "bus de services", True),
        ("France services Tonnay-Charente - Antenne de Muron", "france services tonnay charente", False),
        ("Maison - Arrêt sur image", "", False),
        ("Bibliobus", "", False),
        ("Permanence Maison d’arrêt d’Aiacciu", "", False),
    ],
)
def test_a_stop_tells_its_bus(name, carrier, is_stop):
    told = read(name)
    assert (told.carrier, told.is_stop) == (carrier, is_stop)


@pytest.mark.parametrize(
    ("name", "network", "is_network"),
    [
        ("Réseau de lecture Chavanon Combrailles et Volcans", "reseau de lecture chavanon combrailles et volcans", True),
        ("Point lecture d'Herment Réseau de lecture Chavanon Combrailles et Volcans", "reseau de lecture chavanon combrailles et volcans", False),
        ("Réseau des médiathèques", "", False),
        ("Réseau des bibliothèques de Brest", "", False),
        ("Médiathèque de Manzat tête de réseau secteur Montagne", "", False),
    ],
)
def test_a_network_has_words_of_its_own(name, network, is_network):
    told = read(name)
    assert (told.network, told.is_network) == (network, is_network)


@pytest.mark.parametrize(
    ("name", "is_several"),
    [
        ("Bibliothèques de Segré-en-Anjou Bleu", True),
        ("Les Médiathèques de Saint-Médard", True),
        ("Service de lecture publique Loire-Authion", True),
        ("Médiathèques en réseau Falaises du Talou", True),
        ("Bibliothèque de lecture publique", False),
        ("Maison des bibliothèques", False),
    ],
)
def test_one_name_may_be_that_of_several_libraries(name, is_several):
    assert read(name).is_several == is_several


def test_most_names_tell_nothing():
    assert read("Médiathèque Jacques Ellul", ("21 rue de Camponac", "")) == NOTHING == Reading()
