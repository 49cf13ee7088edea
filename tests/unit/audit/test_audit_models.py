"""The journal stands alone: it neither blocks nor follows what it tells."""

from django.apps import apps


def test_journal_has_no_relation() -> None:
    for model in apps.get_app_config("audit").get_models():
        assert not [field.name for field in model._meta.get_fields() if field.is_relation]
