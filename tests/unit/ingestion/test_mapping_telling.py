"""What becomes of each column of a list, told in French to those who write no mapping."""

from maillage.directory.fields import FIELDS
from maillage.ingestion.mapping import own
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.mapping.review import columns_told, field_words

MAPPING = """
[list]
id = "Réf"
personal = ["Contact*"]
known = ["Notes"]

[fields]
name = "Nom"
phones = ["Tél", "Portable"]

[[equipment]]
code = "wifi"
columns = ["Aide"]
terms = ["wifi"]

[words.services]
columns = ["Aide"]

[hours]
words = "Horaires"
"""


def test_each_column_is_told_in_the_order_of_the_file() -> None:
    columns = ("Nom", "Réf", "Contact mail", "Tel", "Horaires", "Aide", "Notes", "Autre")

    told = columns_told(bind(own.compile_plan(MAPPING, name="x", version="1"), columns), columns)

    assert [(one.column, one.said) for one in told] == [
        ("Nom", "le nom"),
        ("Réf", "l’identifiant"),
        ("Contact mail", "personnelle : effacée, jamais enregistrée"),
        ("Tel", "les téléphones"),
        ("Horaires", "les horaires"),
        ("Aide", "le matériel, les services"),
        ("Notes", "gardée telle quelle, rien n’en est déduit"),
        ("Autre", "non lue : aucune règle n’en parle"),
    ]


def test_a_personal_column_is_dropped_whatever_reads_it() -> None:
    plan = own.compile_plan('[list]\nid = "id"\npersonal = ["nom"]\n[fields]\nname = "nom"\n', name="x", version="1")

    assert columns_told(bind(plan, ("nom",)), ("nom",))[0].said == "personnelle : effacée, jamais enregistrée"


def test_each_field_of_a_statement_has_its_french_words() -> None:
    assert all(field_words(name).startswith(("le ", "la ", "les ", "l’", "ce ")) for name in (*FIELDS, "as_of", "id", "point"))
    assert field_words("inconnu") == "inconnu"
